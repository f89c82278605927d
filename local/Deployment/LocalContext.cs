using System.Text.Json.Nodes;
using CognitoStack.Local.Coverage;

namespace CognitoStack.Local.Deployment;

/// <summary>What this machine adds to templates: an account, a Region, and secrets. What has no effect here may lack its value; what has may not.</summary>
internal sealed class LocalContext(string account, string region, LocalSecrets secrets, Func<Supports> supports) : ITemplateContext
{
    private const string ProviderDetails = ".ProviderDetails";

    public string Account => account;

    public string Region => region;

    public JsonNode? Resolve(TemplatePlace at, JsonNode? node, Func<string, string?> parameter) =>
        at.Where.EndsWith(ProviderDetails, StringComparison.Ordinal) && node is JsonObject details
            ? new JsonObject(details.Select(d => KeyValuePair.Create(d.Key, ResolveOrKeep(at, d.Value, parameter))))
            : secrets.Resolve(at, node, parameter, keepsSecrets: true);

    public string Parameter(string name, Func<string, string?> parameter) =>
        secrets.Find(name) ?? parameter(name) ?? throw secrets.Missing("SSM parameter", name);

    public Unresolved Judge(TemplatePlace at, string type, string name, TemplateException why)
    {
        if (why is not UnavailableException)
            return Unresolved.Stops;
        return supports().Honours(type, name) ? throw at.Error($"{name}: {why.Message}.") : Unresolved.IsLeftOut;
    }

    /// <summary>The same resource with secrets in the place of what refers to them; what has none stays as it is.</summary>
    public Resource Reveal(Resource resource) =>
        resource.Properties.ToJsonString().Contains("{{resolve:", StringComparison.Ordinal)
            ? resource with
            {
                Properties = new JsonObject(
                    resource.Properties.Select(p =>
                        KeyValuePair.Create(p.Key, Revealed(new(resource.Stack, $"{resource.LogicalId}.{p.Key}"), p.Value))
                    )
                ),
            }
            : resource;

    private JsonNode? Revealed(TemplatePlace at, JsonNode? node)
    {
        try
        {
            return node is JsonObject parts
                ? new JsonObject(parts.Select(p => KeyValuePair.Create(p.Key, Revealed(at, p.Value))))
                : secrets.Resolve(at, node, _ => null, keepsSecrets: false);
        }
        catch (UnavailableException)
        {
            return node?.DeepClone();
        }
    }

    // A stand-in has a secret of its own: whoever lets the real provider answer is told then which one is missing.
    private JsonNode? ResolveOrKeep(TemplatePlace at, JsonNode? node, Func<string, string?> parameter)
    {
        try
        {
            return secrets.Resolve(at, node, parameter, keepsSecrets: true);
        }
        catch (UnavailableException)
        {
            return node?.DeepClone();
        }
    }
}
