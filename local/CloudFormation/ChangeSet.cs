using CognitoStack.Local.Deployment.Stacks;

namespace CognitoStack.Local.CloudFormation;

/// <summary>A change set: what is asked of a stack, and what that would change.</summary>
internal sealed record ChangeSet
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string StackId { get; init; }

    public required string StackName { get; init; }

    /// <summary><c>CREATE</c>, <c>UPDATE</c> or <c>IMPORT</c>.</summary>
    public required string Type { get; init; }

    public required StackRequest Request { get; init; }

    public required DateTimeOffset Created { get; init; }

    public required string Status { get; init; }

    public string? Reason { get; init; }

    public required string ExecutionStatus { get; init; }

    public string? Description { get; init; }

    public string? RoleArn { get; init; }

    public bool DeletesOnFailure { get; init; }

    public bool DisableRollback { get; init; }

    public IReadOnlyList<ChangeView> Changes { get; init; } = [];
}

/// <summary>A change as it is shown.</summary>
/// <param name="Action"><c>Add</c>, <c>Modify</c>, <c>Remove</c> or <c>Import</c>.</param>
/// <param name="LogicalId">Logical ID.</param>
/// <param name="PhysicalId">Physical ID; null for one that is not there yet.</param>
/// <param name="Type">Type of the resource.</param>
/// <param name="Replacement"><c>True</c>, <c>False</c> or <c>Conditional</c>; null but for a modification.</param>
/// <param name="PolicyAction">What becomes of the resource that goes; null where none does.</param>
/// <param name="Scope">What of it changes.</param>
/// <param name="Details">What of it changes, one by one.</param>
internal sealed record ChangeView(
    string Action,
    string LogicalId,
    string? PhysicalId,
    string Type,
    string? Replacement,
    string? PolicyAction,
    IReadOnlyList<string> Scope,
    IReadOnlyList<ChangeDetail> Details
)
{
    /// <summary>Shows a change.</summary>
    public static ChangeView Of(ResourceChange change, StackRequest request)
    {
        var references = change.After is null
            ? new HashSet<string>()
            : References.Of(request.Template["Resources"]![change.After.LogicalId]!.AsObject());
        var details =
            change.Action == ChangeAction.Modify
                ? change
                    .Properties.Select(p => new ChangeDetail(
                        "Properties",
                        p.Name,
                        p.Before?.ToString(),
                        p.After?.ToString(),
                        Recreation(p),
                        p.IsDynamic ? "Dynamic" : "Static",
                        p.IsDynamic ? "ResourceReference" : "DirectModification",
                        p.IsDynamic ? references.FirstOrDefault() : null
                    ))
                    .Concat(
                        change.Attributes.Select(a => new ChangeDetail(a, null, null, null, "Never", "Static", "DirectModification", null))
                    )
                    .ToList()
                : [];
        var replacement =
            change.Action != ChangeAction.Modify ? null
            : !change.IsReplacement ? "False"
            : change.Properties.Any(p => p is { Replaces: true, IsDynamic: false }) ? "True"
            : "Conditional";
        var policy =
            change.Action == ChangeAction.Remove
                ? change.IsRetained
                    ? "Retain"
                    : "Delete"
                : replacement == "True"
                    ? change.IsRetained
                        ? "ReplaceAndRetain"
                        : "ReplaceAndDelete"
                    : null;
        return new(
            change.Action.ToString(),
            change.Either.LogicalId,
            change.Before?.Name ?? (change.Action == ChangeAction.Import ? change.After!.Name : null),
            change.Either.Type,
            replacement,
            policy,
            [.. details.Select(d => d.Attribute).Distinct()],
            details
        );
    }

    private static string Recreation(PropertyChange property) =>
        !property.Replaces ? "Never"
        : property.IsDynamic ? "Conditionally"
        : "Always";
}

/// <summary>A change of a property, or of something else of a declaration.</summary>
internal sealed record ChangeDetail(
    string Attribute,
    string? Name,
    string? Before,
    string? After,
    string Recreation,
    string Evaluation,
    string Source,
    string? Cause
);
