using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace CognitoStack.Local.Deployment.Stacks;

/// <summary>A stack, as it is kept: who it is, how it stands, what it has, and what it goes back to where a change fails.</summary>
public sealed record Stack
{
    /// <summary>Its ARN, which no other stack ever has.</summary>
    public required string Id { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its account.</summary>
    public required string Account { get; init; }

    /// <summary>Its Region.</summary>
    public required string Region { get; init; }

    /// <summary>Its status, in CloudFormation's words.</summary>
    public required string Status { get; init; }

    /// <summary>Why it has that status; null where there is nothing to say.</summary>
    public string? Reason { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>When it was last changed; null where it never was.</summary>
    public DateTimeOffset? Updated { get; init; }

    /// <summary>When it was deleted; null where it is there.</summary>
    public DateTimeOffset? Deleted { get; init; }

    /// <summary>Whether it may not be deleted.</summary>
    public bool IsProtected { get; init; }

    /// <summary>Role that CloudFormation takes on for it; null where the caller's own rights count.</summary>
    public string? RoleArn { get; init; }

    /// <summary>Whether what failed stays as it is until somebody goes on or back.</summary>
    public bool DisableRollback { get; init; }

    /// <summary>Change set that it was last changed by; null where there was none.</summary>
    public string? ChangeSetId { get; init; }

    /// <summary>What it has now.</summary>
    public required StackState Now { get; init; }

    /// <summary>What it had when it last was whole; null where it is whole, or never was.</summary>
    public StackState? Before { get; init; }

    /// <summary>Whether it is there.</summary>
    [JsonIgnore]
    public bool IsLive => Deleted is null;
}

/// <summary>What a stack has.</summary>
public sealed record StackState
{
    /// <summary>A stack that has nothing.</summary>
    public static StackState Empty { get; } = new() { Body = "{}" };

    /// <summary>Its template, word for word as it was given.</summary>
    public required string Body { get; init; }

    /// <summary>What its parameters were given, or their defaults.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>Its tags.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>Capabilities that its template was accepted with.</summary>
    public IReadOnlyList<string> Capabilities { get; init; } = [];

    /// <summary>Its resources, each after those that it refers to.</summary>
    public IReadOnlyList<StackResource> Resources { get; init; } = [];

    /// <summary>Its outputs.</summary>
    public IReadOnlyList<StackOutput> Outputs { get; init; } = [];

    /// <summary>Exports of other stacks that it imports.</summary>
    public IReadOnlyList<string> Imports { get; init; } = [];

    /// <summary>What of its template has no value here.</summary>
    public IReadOnlyList<Omission> Omissions { get; init; } = [];

    /// <summary>What is kept of its resources' names.</summary>
    public JsonObject? Names { get; init; }

    /// <summary>A resource; null where there is none of that logical ID.</summary>
    public StackResource? Find(string logicalId) => Resources.FirstOrDefault(r => r.LogicalId == logicalId);
}

/// <summary>A resource of a stack.</summary>
/// <param name="Made">The resource as the stack made it.</param>
/// <param name="Declaration">What its template says, references and all.</param>
/// <param name="Status">Its status, in CloudFormation's words.</param>
/// <param name="Changed">When that was reached.</param>
/// <param name="Reason">Why; null where there is nothing to say.</param>
public sealed record StackResource(Resource Made, JsonObject Declaration, string Status, DateTimeOffset Changed, string? Reason = null)
{
    /// <summary>Logical ID.</summary>
    [JsonIgnore]
    public string LogicalId => Made.LogicalId;
}

/// <summary>An output of a stack.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value.</param>
/// <param name="Description">What it is; null where the template does not say.</param>
/// <param name="Export">Name under which other stacks import it; null where they may not.</param>
public sealed record StackOutput(string Name, string Value, string? Description, string? Export);

/// <summary>Something that happened to a stack or to a resource of it.</summary>
/// <param name="Id">Unique.</param>
/// <param name="LogicalId">Logical ID; the stack's name for the stack.</param>
/// <param name="PhysicalId">Physical ID; empty where there is none yet.</param>
/// <param name="Type">Type of the resource.</param>
/// <param name="Status">Status that was reached.</param>
/// <param name="Reason">Why; null where there is nothing to say.</param>
/// <param name="Time">When.</param>
/// <param name="Token">The caller's token of the operation; null where there is none.</param>
public sealed record StackEvent(
    string Id,
    string LogicalId,
    string PhysicalId,
    string Type,
    string Status,
    string? Reason,
    DateTimeOffset Time,
    string? Token
);
