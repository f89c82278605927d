using System.Text.Json.Nodes;
using CognitoStack.Local.Deployment.Coverage;

namespace CognitoStack.Local.Deployment;

/// <summary>What this machine adds to templates: an account, a Region, and secrets. What has no effect here may lack its value; what has may not.</summary>
internal sealed class LocalContext(string account, string region, LocalSecrets secrets, Supports supports) : ITemplateContext
{
    private const string ProviderDetails = ".ProviderDetails";

    public string Account => account;

    public string Region => region;

    public JsonNode? Resolve(TemplatePlace at, JsonNode? node, Func<string, string?> parameter) => at.Where.EndsWith(ProviderDetails, StringComparison.Ordinal) && node is JsonObject details
        ? new JsonObject(details.Select(d => KeyValuePair.Create(d.Key, ResolveOrKeep(at, d.Value, parameter))))
        : secrets.Resolve(at, node, parameter);

    public string Parameter(string name, Func<string, string?> parameter) => secrets.Find(name) ?? parameter(name) ?? throw secrets.Missing("SSM parameter", name);

    public Unresolved Judge(TemplatePlace at, string type, string name, TemplateException why)
    {
        if (why is not UnavailableException) return Unresolved.Stops;
        return supports.Honours(type, name) ? throw at.Error($"{name}: {why.Message}.") : Unresolved.IsLeftOut;
    }

    // A stand-in has a secret of its own: whoever lets the real provider answer is told then which one is missing.
    private JsonNode? ResolveOrKeep(TemplatePlace at, JsonNode? node, Func<string, string?> parameter)
    {
        try
        {
            return secrets.Resolve(at, node, parameter);
        }
        catch (UnavailableException)
        {
            return node?.DeepClone();
        }
    }
}
