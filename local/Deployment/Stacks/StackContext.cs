using System.Text.Json.Nodes;

namespace CognitoStack.Local.Deployment.Stacks;

/// <summary>What stacks that are read do not say themselves: what they were given, and what stacks beside them have.</summary>
internal sealed class StackContext(
    ITemplateContext machine,
    World world,
    IReadOnlyDictionary<string, StackRequest> requests,
    Func<string, bool> isToBeMade,
    bool checksRules
) : ITemplateContext
{
    private readonly HashSet<string> imports = [];

    public string Account => machine.Account;

    public string Region => machine.Region;

    public bool ChecksRules => checksRules;

    /// <summary>Exports of stacks beside them that were asked for.</summary>
    public IReadOnlyCollection<string> Imports => imports;

    public JsonNode? Resolve(TemplatePlace at, JsonNode? node, Func<string, string?> parameter)
    {
        try
        {
            return machine.Resolve(at, node, name => parameter(name) ?? Beside(name));
        }
        // A secret that is made together with what refers to it has no value yet.
        catch (UnavailableException) when (node is not null && isToBeMade(node.ToString()))
        {
            return node.DeepClone();
        }
    }

    public string Parameter(string name, Func<string, string?> parameter) =>
        machine.Parameter(name, other => parameter(other) ?? Beside(other));

    public string? Given(string stack, string parameter) => requests[stack].Parameters.GetValueOrDefault(parameter);

    public string? Output(string stack, string name) => requests.ContainsKey(stack) ? null : world.Output(stack, name);

    public string? Import(string name)
    {
        if (world.Export(name) is not { } found || requests.ContainsKey(found.Stack.Name))
            return null;
        imports.Add(name);
        return found.Output.Value;
    }

    public Unresolved Judge(TemplatePlace at, string type, string name, TemplateException why) => machine.Judge(at, type, name, why);

    // A parameter that another stack made, or somebody by hand.
    private string? Beside(string name) =>
        world
            .Here.Where(s => !requests.ContainsKey(s.Name))
            .SelectMany(s => s.Now.Resources)
            .Select(world.Actual)
            .OfType<Resource>()
            .Concat(world.Loose)
            .FirstOrDefault(r => r.Type == "AWS::SSM::Parameter" && r.Name == name)
            ?.Text("Value");
}
