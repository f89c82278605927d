using System.Text.Json.Nodes;

namespace CognitoStack.Local.Deployment.Stacks;

/// <summary>What becomes of a resource.</summary>
internal enum ChangeAction
{
    Add,
    Modify,
    Remove,
    Import,
}

/// <summary>A change of a resource.</summary>
/// <param name="Action">What becomes of it.</param>
/// <param name="Before">As it was; null for one that is added.</param>
/// <param name="After">As it will be; null for one that is removed.</param>
/// <param name="Properties">Properties that change.</param>
/// <param name="Attributes">What of its declaration changes beside properties: <c>Metadata</c>, <c>DeletionPolicy</c> …</param>
internal sealed record ResourceChange(
    ChangeAction Action,
    Resource? Before,
    Resource? After,
    IReadOnlyList<PropertyChange> Properties,
    IReadOnlyList<string> Attributes
)
{
    public Resource Either => After ?? Before!;

    /// <summary>Whether another takes its place.</summary>
    public bool IsReplacement { get; init; }

    /// <summary>Whether the resource itself is touched, and not only what is said of it.</summary>
    public bool TouchesResource => Action != ChangeAction.Modify || Properties.Count > 0;

    /// <summary>What is to happen to it where it goes: <c>Delete</c>, <c>Retain</c> …, of its old declaration.</summary>
    public string Policy { get; init; } = "Delete";

    /// <summary>Whether it stays where its stack does without it.</summary>
    public bool IsRetained => Policy is "Retain" or "RetainExceptOnCreate";
}

/// <summary>A change of a property.</summary>
/// <param name="Name">Name of the property.</param>
/// <param name="Before">Value before; null where it was not set.</param>
/// <param name="After">Value after; null where it is no longer set.</param>
/// <param name="Replaces">Whether it cannot be changed in place.</param>
/// <param name="IsDynamic">Whether the template says the same as before, and what it refers to has changed.</param>
internal sealed record PropertyChange(string Name, JsonNode? Before, JsonNode? After, bool Replaces, bool IsDynamic);

/// <summary>What is asked of a stack.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Body">Its template, word for word.</param>
/// <param name="Template">Its template.</param>
internal sealed record StackRequest(string Name, string Body, JsonObject Template)
{
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<string> Capabilities { get; init; } = [];

    /// <summary>Whether resources that it names, that are there and in no stack, are taken over.</summary>
    public bool ImportsExisting { get; init; }

    /// <summary>Physical IDs of resources that are there and that the stack takes over, by logical ID.</summary>
    public IReadOnlyDictionary<string, string> Imports { get; init; } = new Dictionary<string, string>();
}

/// <summary>What a stack will be.</summary>
/// <param name="Request">What was asked.</param>
/// <param name="Current">The stack as it is; null where there is none.</param>
/// <param name="Next">What it will have.</param>
/// <param name="Changes">What that changes, in the order in which it is done.</param>
internal sealed record StackPlan(StackRequest Request, Stack? Current, StackState Next, IReadOnlyList<ResourceChange> Changes)
{
    /// <summary>Whether anything would change.</summary>
    public bool ChangesNothing =>
        Current is not null
        && Changes.Count == 0
        && Next.Outputs.SequenceEqual(Current.Now.Outputs)
        && Next.Tags.OrderBy(t => t.Key).SequenceEqual(Current.Now.Tags.OrderBy(t => t.Key));
}

/// <summary>What all will be after an operation on stacks.</summary>
/// <param name="Names">Names that it needs, not yet kept.</param>
/// <param name="Stacks">The stacks of the operation.</param>
/// <param name="World">All that there will be.</param>
/// <param name="Deployed">The same, as the services see it.</param>
internal sealed record Plan(Names.KeptNames Names, IReadOnlyList<StackPlan> Stacks, World World, Deployed Deployed);
