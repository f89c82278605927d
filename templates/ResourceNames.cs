using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CognitoStack.Templates;

/// <summary>Gives resources their names, ARNs and attributes, as CloudFormation and the services would.</summary>
/// <param name="account">Account of the resources.</param>
/// <param name="region">Region of the resources.</param>
public abstract partial class ResourceNames(string account, string region)
{
    /// <summary>ARN of a stack; constructs take the GUID in it for something unique.</summary>
    public string StackId(string stack) =>
        $"arn:{AwsNames.PartitionOf(region)}:cloudformation:{region}:{account}:stack/{stack}/{StackGuid(stack)}";

    /// <summary>Names a resource.</summary>
    /// <param name="at">Where it stands.</param>
    /// <param name="id">Logical ID.</param>
    /// <param name="type">CloudFormation type.</param>
    /// <param name="properties">Its properties.</param>
    public Resource Name(TemplatePlace at, string id, string type, ResolvedProperties properties)
    {
        ArgumentNullException.ThrowIfNull(properties);
        var naming = NamedTypes.Of(type);
        Check(at, id, type);
        var name = naming.Given is { } property && properties[property] is { } given ? given.ToString() : Made(naming, at.Stack, id);
        var values = new Dictionary<string, string?>
        {
            ["account"] = account,
            ["region"] = region,
            ["partition"] = AwsNames.PartitionOf(region),
            ["name"] = name,
            ["relative"] = name.TrimStart('/'),
            ["host"] = name.Replace("https://", string.Empty, StringComparison.Ordinal),
        };
        if (naming.Arn.Contains("{function}", StringComparison.Ordinal) && properties["FunctionName"] is { } function)
            values["function"] = function.ToString().Split(":function:")[^1];
        if (naming.Arn.Contains("{scope}", StringComparison.Ordinal))
            (values["label"], values["scope"]) = (
                properties["Name"]?.ToString() ?? id,
                properties["Scope"]?.ToString() == "CLOUDFRONT" ? "global" : "regional"
            );
        if (naming.Attributes.ContainsKey("StreamArn"))
            values["created"] = Created(at.Stack, id);
        var arn = values["arn"] = Fill(naming.Arn, values, properties) ?? string.Empty;

        var attributes = new Dictionary<string, string>();
        foreach (var (attribute, text) in naming.Attributes)
            if (!properties.AreFlawed(Names(text)) && Fill(text, values, properties) is { } value)
                attributes[attribute] = value;
        Extend(at.Stack, id, type, properties, attributes);
        return new()
        {
            Stack = at.Stack,
            LogicalId = id,
            Type = type,
            Name = Fill(naming.Ref, values, properties) ?? name,
            Arn = arn,
            Attributes = attributes,
            Properties = properties.All,
            Flaw = properties.Flaw,
        };
    }

    /// <summary>A name that no template gives.</summary>
    protected abstract string Made(NamedType naming, string stack, string id);

    /// <summary>The GUID in a stack's ARN.</summary>
    protected abstract string StackGuid(string stack);

    /// <summary>When a table's stream was made, as its ARN says it.</summary>
    protected abstract string Created(string stack, string id);

    /// <summary>Whether a resource may be what it is.</summary>
    protected virtual void Check(TemplatePlace at, string id, string type) { }

    /// <summary>Adds attributes that the service makes up.</summary>
    protected virtual void Extend(
        string stack,
        string id,
        string type,
        ResolvedProperties properties,
        Dictionary<string, string> attributes
    ) { }

    /// <summary>Fills in a text; null where something is not set.</summary>
    private static string? Fill(string text, Dictionary<string, string?> values, ResolvedProperties properties)
    {
        var isWhole = true;
        var filled = Braces()
            .Replace(
                text,
                match =>
                {
                    var name = match.Groups[1].Value;
                    var value = values.GetValueOrDefault(name) ?? properties[name]?.ToString() ?? (name == "Path" ? "/" : null);
                    isWhole &= value is not null;
                    return value ?? string.Empty;
                }
            );
        return isWhole ? filled : null;
    }

    private static IEnumerable<string> Names(string text) => Braces().Matches(text).Select(m => m.Groups[1].Value);

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Braces();
}

/// <summary>The properties of a resource, and why some could not be resolved.</summary>
/// <param name="properties">Those that could.</param>
/// <param name="flaws">Why not, by property.</param>
public sealed class ResolvedProperties(JsonObject properties, IReadOnlyDictionary<string, string> flaws)
{
    /// <summary>All that could be resolved.</summary>
    public JsonObject All => properties;

    /// <summary>Why the resource cannot be asked for its properties, or null.</summary>
    public string? Flaw => flaws.Values.FirstOrDefault();

    /// <summary>A property; null where it is not set.</summary>
    /// <exception cref="TemplateException">It could not be resolved.</exception>
    public JsonNode? this[string property] =>
        flaws.TryGetValue(property, out var why) ? throw new TemplateException(why) : properties[property];

    /// <summary>Whether one of several could not be resolved.</summary>
    public bool AreFlawed(IEnumerable<string> names) => names.Any(flaws.ContainsKey);
}
