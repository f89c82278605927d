using System.Text.Json.Nodes;

namespace CognitoStack.Assurance.Access;

/// <summary>The templates of one environment, with every reference resolved to a name that CloudFormation might have given.</summary>
public sealed class TemplateSet
{
    private readonly Dictionary<(string Stack, string Id), TemplateResource> resources = [];
    private readonly IReadOnlyDictionary<string, JsonObject> templates;
    private readonly References references;

    /// <summary>Reads the templates.</summary>
    /// <param name="templates">Templates by the name of their stack.</param>
    /// <param name="account">Account of the environment; null where it is left to the deployment.</param>
    /// <param name="region">Region of the environment; null where it is left to the deployment.</param>
    public TemplateSet(IReadOnlyDictionary<string, JsonObject> templates, string? account = null, string? region = null)
    {
        this.templates = templates;
        Account = account ?? "111122223333";
        Region = region ?? "us-east-1";
        references = new References(this);
        foreach (var (stack, template) in templates)
            foreach (var (id, resource) in template[nameof(Resources)]?.AsObject() ?? [])
                resources[(stack, id)] = new TemplateResource(references, stack, id, resource!.AsObject());
    }

    /// <summary>Account of the environment.</summary>
    public string Account { get; }

    /// <summary>Region of the environment.</summary>
    public string Region { get; }

    /// <summary>Partition of the Region.</summary>
    public string Partition => AwsNames.PartitionOf(Region);

    /// <summary>What IAM calls the service of identity pools there.</summary>
    public string Identities => AwsNames.IdentitiesIn(Region);

    /// <summary>Every resource of every stack.</summary>
    public IReadOnlyCollection<TemplateResource> Resources => resources.Values;

    /// <summary>The resources of a type.</summary>
    public IEnumerable<TemplateResource> OfType(string type) => resources.Values.Where(r => r.Type == type);

    /// <summary>Value of an output, whichever stack has it; null where none has.</summary>
    public string? Output(string name) => templates.Keys.Select(stack => OutputOf(stack, name)).FirstOrDefault(value => value is not null);

    internal string? OutputOf(string stack, string name) =>
        templates.GetValueOrDefault(stack)?["Outputs"]?[name]?["Value"] is { } value ? references.Resolve(stack, value)?.ToString() : null;

    internal TemplateResource? Find(string stack, string logicalId) => resources.GetValueOrDefault((stack, logicalId));
}

/// <summary>A resource of a template.</summary>
public sealed class TemplateResource
{
    private readonly Lazy<JsonObject> properties;
    private readonly Lazy<string> name;
    private readonly TemplateSet set;

    internal TemplateResource(References references, string stack, string logicalId, JsonObject resource)
    {
        (Stack, LogicalId, Raw) = (stack, logicalId, resource);
        Type = resource[nameof(Type)]!.GetValue<string>();
        // What nobody asks for need not be understood.
        properties = new(() => references.Resolve(stack, resource[nameof(Properties)] ?? new JsonObject())!.AsObject());
        name = new(() => PhysicalNames.Of(this, references));
        set = references.Set;
    }

    /// <summary>Stack of the resource.</summary>
    public string Stack { get; }

    /// <summary>Logical ID.</summary>
    public string LogicalId { get; }

    /// <summary>CloudFormation type.</summary>
    public string Type { get; }

    /// <summary>What <c>Ref</c> gives.</summary>
    public string Name => name.Value;

    /// <summary>What <c>Fn::GetAtt</c> of <c>Arn</c> gives.</summary>
    public string Arn => PhysicalNames.ArnOf(this, set);

    /// <summary>The resource as the template has it.</summary>
    public JsonObject Raw { get; }

    /// <summary>Properties with their references resolved.</summary>
    public JsonObject Properties => properties.Value;

    /// <summary>A property that is text, or null.</summary>
    public string? Text(string property) => Properties[property]?.ToString();
}
