using System.Text.Json.Nodes;

namespace CognitoStack.Templates;

/// <summary>Reads templates with nothing beside them: references to secrets stay as they are, and what has no value makes its resource unreadable.</summary>
public static class TemplatesAlone
{
    /// <summary>Reads templates.</summary>
    /// <param name="templates">Templates by the name of their stack.</param>
    /// <param name="account">Account of the environment; null where it is left to the deployment.</param>
    /// <param name="region">Region of the environment; null where it is left to the deployment.</param>
    /// <exception cref="TemplateException">Something is not understood.</exception>
    public static TemplateSet Read(IReadOnlyDictionary<string, JsonObject> templates, string? account = null, string? region = null)
    {
        var context = new Context(account ?? "111122223333", region ?? "us-east-1");
        return TemplateReader.Read(
            [.. templates.Select(t => new StackTemplate(t.Key, t.Value))],
            new ShortNames(context.Account, context.Region),
            context
        );
    }

    private sealed record Context(string Account, string Region) : ITemplateContext
    {
        public JsonNode? Resolve(TemplatePlace at, JsonNode? node, Func<string, string?> parameter) => node;

        public string Parameter(string name, Func<string, string?> parameter) =>
            parameter(name) ?? throw new UnavailableException($"the SSM parameter {name} is made by no template");

        public Unresolved Judge(TemplatePlace at, string type, string name, TemplateException why) => Unresolved.IsAFlaw;
    }
}
