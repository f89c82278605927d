namespace CognitoStack.Local.Deployment;

/// <summary>All that is deployed. It does not change: a deployment makes another one.</summary>
public sealed class Deployed(string account, string region, IReadOnlyList<Resource> resources, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> outputs)
{
    private readonly ILookup<string, Resource> byType = resources.ToLookup(r => r.Type);
    private readonly Dictionary<string, Resource> byArn = resources.Where(r => r.Arn.Length > 0).GroupBy(r => r.Arn).ToDictionary(g => g.Key, g => g.First());

    /// <summary>The account that the templates were made for; a made-up one where they leave it open.</summary>
    public string Account => account;

    /// <summary>The Region.</summary>
    public string Region => region;

    /// <summary>Every resource of every stack.</summary>
    public IReadOnlyList<Resource> Resources => resources;

    /// <summary>Outputs by stack and name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Outputs => outputs;

    /// <summary>What of the templates has no effect, because something that it refers to is not to be had here.</summary>
    public IReadOnlyList<Omission> Omissions { get; init; } = [];

    /// <summary>The resources of a type.</summary>
    public IEnumerable<Resource> OfType(string type) => byType[type];

    /// <summary>The resource of a type that has a name, or null.</summary>
    public Resource? Find(string type, string name) => byType[type].FirstOrDefault(r => r.Name == name);

    /// <summary>The resource that an ARN names, or null.</summary>
    public Resource? FindByArn(string arn) => byArn.GetValueOrDefault(arn);
}

/// <summary>A property or an output that is left out.</summary>
/// <param name="Stack">Stack.</param>
/// <param name="LogicalId">Logical ID of the resource or name of the output.</param>
/// <param name="Type">Type of the resource; <c>Output</c> for an output.</param>
/// <param name="Property">Property of the resource, or <c>Value</c>.</param>
/// <param name="Because">Why, and what would help.</param>
public sealed record Omission(string Stack, string LogicalId, string Type, string Property, string Because);

/// <summary>Holds what is deployed now.</summary>
public interface IDeployment
{
    /// <summary>What is deployed now; two readings within one request may differ: read once.</summary>
    Deployed Current { get; }

    /// <summary>The folder with a function's unpacked code.</summary>
    string CodeOf(Resource function);
}
