namespace CognitoStack.Templates;

/// <summary>What the templates of an assembly make, all stacks together.</summary>
/// <param name="account">The account that they are for.</param>
/// <param name="region">The Region.</param>
/// <param name="resources">Every resource of every stack, after those that it refers to.</param>
/// <param name="outputs">Outputs by stack and name.</param>
public class TemplateSet(
    string account,
    string region,
    IReadOnlyList<Resource> resources,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> outputs
)
{
    private readonly ILookup<string, Resource> byType = resources.ToLookup(r => r.Type);
    private readonly Dictionary<string, Resource> byArn = resources
        .Where(r => r.Arn.Length > 0)
        .GroupBy(r => r.Arn)
        .ToDictionary(g => g.Key, g => g.First());

    /// <summary>The account that the templates were made for; a made-up one where they leave it open.</summary>
    public string Account => account;

    /// <summary>The Region.</summary>
    public string Region => region;

    /// <summary>Partition of the Region.</summary>
    public string Partition => AwsNames.PartitionOf(region);

    /// <summary>What IAM calls the service of identity pools there.</summary>
    public string Identities => AwsNames.IdentitiesIn(region);

    /// <summary>Every resource of every stack.</summary>
    public IReadOnlyList<Resource> Resources => resources;

    /// <summary>Outputs by stack and name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Outputs => outputs;

    /// <summary>Names under which outputs are exported, by stack and output.</summary>
    public IReadOnlyDictionary<(string Stack, string Output), string> Exports { get; init; } = new Dictionary<(string, string), string>();

    /// <summary>What of the templates has no value, because something that it refers to is not to be had here.</summary>
    public IReadOnlyList<Omission> Omissions { get; init; } = [];

    /// <summary>The resources of a type.</summary>
    public IEnumerable<Resource> OfType(string type) => byType[type];

    /// <summary>The resource of a type that has a name, or null.</summary>
    public Resource? Find(string type, string name) => byType[type].FirstOrDefault(r => r.Name == name);

    /// <summary>The resource that an ARN names, or null.</summary>
    public Resource? FindByArn(string arn) => byArn.GetValueOrDefault(arn);

    /// <summary>Value of an output, whichever stack has it; null where none has.</summary>
    public string? Output(string name) =>
        outputs.Values.Select(stack => stack.GetValueOrDefault(name)).FirstOrDefault(value => value is not null);
}

/// <summary>A property or an output that is left out.</summary>
/// <param name="Stack">Stack.</param>
/// <param name="LogicalId">Logical ID of the resource or name of the output.</param>
/// <param name="Type">Type of the resource; <c>Output</c> for an output.</param>
/// <param name="Property">Property of the resource, or <c>Value</c>.</param>
/// <param name="Because">Why, and what would help.</param>
public sealed record Omission(string Stack, string LogicalId, string Type, string Property, string Because);
