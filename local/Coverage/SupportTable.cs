using System.Collections.Immutable;
using System.Text.Json.Nodes;
using CognitoStack.Local.Access;
using CognitoStack.Local.Deployment;

namespace CognitoStack.Local.Coverage;

/// <summary>What becomes of the resources of one type.</summary>
/// <param name="Type">CloudFormation type.</param>
/// <param name="Count">How many resources there are.</param>
/// <param name="Stacks">The stacks that have them.</param>
/// <param name="Honoured">Properties that work as in AWS.</param>
/// <param name="Ignored">Properties without effect, by the reason; the whole type is <c>*</c>.</param>
/// <param name="Unknown">Properties that no part of the host knows; the whole type is <c>*</c>.</param>
public sealed record SupportRow(
    string Type,
    int Count,
    ImmutableArray<string> Stacks,
    ImmutableArray<string> Honoured,
    ImmutableArray<(string Because, ImmutableArray<string> Properties)> Ignored,
    ImmutableArray<string> Unknown
)
{
    /// <summary>How much works, in a word or two.</summary>
    public string Works =>
        Ignored.IsEmpty && Unknown.IsEmpty ? "all"
        : Honoured.IsEmpty ? "–"
        : "the rest";

    /// <summary>What has no effect, and why: a line for each reason.</summary>
    public IEnumerable<string> Without =>
        Ignored
            .Concat(Unknown.IsEmpty ? [] : [("not known here", Unknown)])
            .Select(i => i.Properties is ["*"] ? i.Because : $"{string.Join(", ", i.Properties)}: {i.Because}");

    /// <inheritdoc/>
    public override string ToString() =>
        string.Join(
            "; ",
            [
                $"{Type} x{Count}: honoured: {Works}",
                .. Without.Any() ? ["without effect here: " + string.Join("; ", Without)] : (string[])[],
            ]
        );
}

/// <summary>Tells, for every property that the templates set, whether it has an effect here.</summary>
public sealed class SupportTable(IEnumerable<ISupports> parts)
{
    private const string AwsPolicy = "arn:aws:iam::aws:policy/";
    private const string LogsOnly = AwsPolicy + "service-role/AWSLambdaBasicExecutionRole";
    private readonly Supports supports = new(parts);

    /// <summary>A row for each type, in alphabetical order.</summary>
    public IEnumerable<SupportRow> Rows(Deployed deployed)
    {
        var omissions = deployed.Omissions.ToLookup(o => o.Type);
        return deployed
            .Resources.ToLookup(r => r.Type)
            .Select(same => Row(same.Key, [.. same], omissions[same.Key]))
            .Concat(
                omissions["Output"]
                    .GroupBy(o => o.Stack)
                    .Select(o => new SupportRow("Output", o.Count(), [o.Key], [], Because(o.Select(i => (i.LogicalId, i.Because))), []))
            )
            .OrderBy(r => r.Type, StringComparer.Ordinal);
    }

    /// <summary>What this host makes of every type that it knows.</summary>
    public IEnumerable<Support> Types => supports.All;

    /// <summary>Whether a part of the host knows a type.</summary>
    public bool Knows(string type) => supports.Of(type) is not null;

    /// <summary>Properties of a resource that no part of the host knows.</summary>
    public ImmutableArray<string> Unknown(Resource resource) => Row(resource.Type, [resource], []).Unknown;

    private SupportRow Row(string type, IReadOnlyList<Resource> resources, IEnumerable<Omission> omissions)
    {
        var support = supports.Of(type);
        var left = omissions
            .Select(o => (o.Property, o.Because))
            .Concat(resources.SelectMany(AwsPolicies))
            .Concat(resources.SelectMany(Conditions));
        List<(string, string)> ignored = [];
        SortedSet<string> honoured = new(StringComparer.Ordinal),
            unknown = new(StringComparer.Ordinal);
        if (support is null)
            unknown.Add("*");
        else if (support.Ignored is { } because)
            ignored.Add(("*", because));
        else
        {
            foreach (var resource in resources)
            foreach (var (property, value) in resource.Properties)
                Sort(support, property, value, isKnown: false, honoured, ignored, unknown);
        }
        return new(
            type,
            resources.Count,
            [.. resources.Select(r => r.Stack).Distinct()],
            [.. honoured],
            Because(ignored.Concat(left)),
            [.. unknown]
        );
    }

    /// <summary>Goes as deep as the lists do: what is below a named property goes with it, unless it is named itself.</summary>
    private static void Sort(
        Support support,
        string path,
        JsonNode? node,
        bool isKnown,
        SortedSet<string> honoured,
        List<(string, string)> ignored,
        SortedSet<string> unknown
    )
    {
        if (support.Ignores.TryGetValue(path, out var because))
            ignored.Add((path, because));
        else if (support.Honours.Contains(path))
            honoured.Add(path);
        isKnown |= because is not null || honoured.Contains(path);

        var isListedBelow = support.Honours.Concat(support.Ignores.Keys).Any(p => p.StartsWith(path + '.', StringComparison.Ordinal));
        var below = isListedBelow ? Children(node).ToList() : [];
        foreach (var (name, child) in below)
            Sort(support, $"{path}.{name}", child, isKnown, honoured, ignored, unknown);
        if (below.Count == 0 && !isKnown)
            unknown.Add(path);
    }

    // An item of a list is told by the name of the list, and a text by itself: of EnabledMfas one may work, and another not.
    private static IEnumerable<KeyValuePair<string, JsonNode?>> Children(JsonNode? node) =>
        node switch
        {
            JsonObject o => o,
            JsonArray a => a.SelectMany(Children),
            JsonValue v => [KeyValuePair.Create<string, JsonNode?>(v.ToString(), null)],
            _ => [],
        };

    /// <summary>Conditions by which nobody can be judged here, in the policies that requests are judged by.</summary>
    private static IEnumerable<(string, string)> Conditions(Resource resource)
    {
        IEnumerable<JsonNode?> policies = resource.Type switch
        {
            "AWS::IAM::Role" => (resource.Properties["Policies"] as JsonArray ?? []).Select(p => p?["PolicyDocument"]),
            "AWS::IAM::Policy" or "AWS::IAM::ManagedPolicy" or "AWS::IAM::RolePolicy" or "AWS::S3::BucketPolicy" =>
            [
                resource.Properties["PolicyDocument"],
            ],
            "AWS::DynamoDB::Table" => [resource.Properties["ResourcePolicy"]?["PolicyDocument"]],
            "AWS::KMS::Key" => [resource.Properties["KeyPolicy"]],
            _ => [],
        };
        return policies
            .OfType<JsonObject>()
            .SelectMany(p => TemplatePolicies.Statements(p))
            .SelectMany(PolicyBinding.Tested)
            .Where(key => GlobalKeys.WhyNot(key) is not null)
            .Select(key => ("Condition", $"what a statement tests {key} for is refused, {GlobalKeys.WhyNot(key)}"));
    }

    private static IEnumerable<(string, string)> AwsPolicies(Resource resource) =>
        resource.Type == "AWS::IAM::Role"
            ? (resource.Properties["ManagedPolicyArns"] as JsonArray ?? [])
                .Select(a => a!.ToString())
                .Where(a => a.StartsWith(AwsPolicy, StringComparison.Ordinal))
                .Select(a =>
                    (
                        "ManagedPolicyArns",
                        a == LogsOnly
                            ? "functions log here whatever their roles may do"
                            : $"AWS's own policies are not read here, so a role with this one may do nothing: {a[AwsPolicy.Length..]}"
                    )
                )
            : [];

    private static ImmutableArray<(string, ImmutableArray<string>)> Because(IEnumerable<(string Property, string Because)> ignored) =>
        [
            .. ignored
                .Distinct()
                .GroupBy(i => i.Because)
                .Select(g => (g.Key, g.Select(i => i.Property).Order(StringComparer.Ordinal).ToImmutableArray())),
        ];
}
