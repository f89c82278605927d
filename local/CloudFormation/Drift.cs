using System.Text.Json.Nodes;
using CognitoStack.Local.Deployment.Stacks;

namespace CognitoStack.Local.CloudFormation;

/// <summary>How a stack's resources differ from what its template says, when somebody last looked.</summary>
/// <param name="Id">Id of that look.</param>
/// <param name="StackId">The stack.</param>
/// <param name="Time">When.</param>
/// <param name="Resources">Each resource that was looked at.</param>
internal sealed record StackDrift(string Id, string StackId, DateTimeOffset Time, IReadOnlyList<ResourceDrift> Resources)
{
    public const string Kind = "Drift",
        Modified = "MODIFIED",
        Deleted = "DELETED",
        InSync = "IN_SYNC";

    public int Drifted => Resources.Count(r => r.Status is Modified or Deleted);

    public string Status => Drifted > 0 ? "DRIFTED" : InSync;
}

/// <summary>How a resource differs.</summary>
internal sealed record ResourceDrift(
    string LogicalId,
    string PhysicalId,
    string Type,
    string Status,
    JsonObject Expected,
    JsonObject? Actual,
    IReadOnlyList<Difference> Differences
);

/// <summary>A difference.</summary>
/// <param name="Path">Where: <c>/Policies/PasswordPolicy/MinimumLength</c>.</param>
/// <param name="Kind"><c>ADD</c>, <c>REMOVE</c> or <c>NOT_EQUAL</c>.</param>
/// <param name="Expected">What the template says.</param>
/// <param name="Actual">What there is.</param>
internal sealed record Difference(string Path, string Kind, string Expected, string Actual);

/// <summary>Compares what templates say with what there is.</summary>
/// <remarks>What a template leaves open cannot drift. Source: AWS CloudFormation User Guide, "Detect unmanaged configuration changes to stacks and resources with drift detection"
/// (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-drift.html).</remarks>
internal static class Drift
{
    public static ResourceDrift Of(World world, StackResource resource)
    {
        var (expected, actual) = (resource.Made.Properties, world.Actual(resource)?.Properties);
        var differences = actual is null ? [] : expected.SelectMany(p => Compare($"/{p.Key}", p.Value, actual[p.Key])).ToList();
        return new(
            resource.LogicalId,
            resource.Made.Name,
            resource.Made.Type,
            actual is null ? StackDrift.Deleted
                : differences.Count > 0 ? StackDrift.Modified
                : StackDrift.InSync,
            expected.DeepClone().AsObject(),
            actual?.DeepClone().AsObject(),
            differences
        );
    }

    private static IEnumerable<Difference> Compare(string path, JsonNode? expected, JsonNode? actual) =>
        (expected, actual) switch
        {
            (null, null) => [],
            (null, _) => [new(path, "ADD", "null", Text(actual))],
            (_, null) => [new(path, "REMOVE", Text(expected), "null")],
            (JsonObject one, JsonObject other) => one.Select(p => p.Key)
                .Union(other.Select(p => p.Key))
                .SelectMany(name => Compare($"{path}/{name}", one[name], other[name])),
            (JsonArray one, JsonArray other) => Enumerable
                .Range(0, Math.Max(one.Count, other.Count))
                .SelectMany(i => Compare($"{path}/{i}", one.ElementAtOrDefault(i), other.ElementAtOrDefault(i))),
            // Templates write numbers and switches as text at times.
            _ when Text(expected) == Text(actual) => [],
            _ => [new(path, "NOT_EQUAL", Text(expected), Text(actual))],
        };

    private static string Text(JsonNode? node) => node is JsonValue value ? value.ToString() : node?.ToJsonString() ?? "null";
}
