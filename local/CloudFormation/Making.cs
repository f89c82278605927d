using CognitoStack.Local.Access;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Deployment.Stacks;

namespace CognitoStack.Local.CloudFormation;

/// <summary>What kept a change from being made.</summary>
/// <param name="Index">Place of the change among those of its plan; those before it are made.</param>
/// <param name="Reason">Why, as the service says it.</param>
internal sealed record MakingFailure(int Index, string Reason)
{
    /// <summary>Whether anything may have been made; otherwise it was refused before.</summary>
    public bool WasTried { get; init; }

    /// <summary>Logical ID of what could not be made, be it a change or not; null where nobody can tell.</summary>
    public string? LogicalId { get; init; }
}

/// <summary>Makes the changes of a plan, and removes what goes with them, by the services' own rules.</summary>
internal sealed class Making(StackEngine engine, HandlerAccess access, IEnumerable<IResourceLife> lives)
{
    private readonly Lazy<Dictionary<string, IResourceLife>> byType = new(() =>
        lives.SelectMany(l => l.Types, (life, type) => (life, type)).ToDictionary(l => l.type, l => l.life)
    );

    /// <summary>Makes all changes, where somebody may; null where that worked.</summary>
    public async Task<MakingFailure?> MakeAsync(Caller by, Plan plan, IReadOnlyList<ResourceChange> changes, CancellationToken cancel)
    {
        var refused = await access.WhyNotAsync(by, plan, changes, cancel);
        for (var i = 0; i < changes.Count; i++)
            if ((refused[i] ?? WhyNot(plan, changes[i])) is { } reason)
                return new(i, reason);
        return await MakeAsync(plan.Deployed, changes, cancel);
    }

    /// <summary>Makes what a change of all that there is needs; null where that worked.</summary>
    public async Task<MakingFailure?> MakeAsync(Deployed deployed, IReadOnlyList<ResourceChange> changes, CancellationToken cancel)
    {
        try
        {
            await engine.MakeAsync(deployed, cancel);
            return null;
        }
        catch (DeploymentException e)
        {
            var index = changes
                .ToList()
                .FindIndex(c => c.After is { } after && after.Stack == e.At?.Stack && after.LogicalId == e.At.LogicalId);
            return new(Math.Max(index, 0), e.Message) { WasTried = true, LogicalId = e.At?.LogicalId };
        }
    }

    /// <summary>Removes a resource, where somebody may; why that did not work, or null.</summary>
    public async Task<string?> RemoveAsync(Caller by, Resource resource, CancellationToken cancel)
    {
        if (await access.WhyNotRemoveAsync(by, resource, cancel) is { } refused)
            return refused;
        try
        {
            if (byType.Value.TryGetValue(resource.Type, out var life))
                await life.RemoveAsync(resource, cancel);
            return null;
        }
        catch (DeploymentException e)
        {
            return e.Message;
        }
    }

    private string? WhyNot(Plan plan, ResourceChange change)
    {
        if (
            change is { Action: ChangeAction.Modify, TouchesResource: true, IsReplacement: false, Before: { } before }
            && engine.World.ByHand.TryGetValue((before.Stack, before.LogicalId), out var byHand)
            && byHand is null
        )
            return $"Resource of type '{before.Type}' with identifier '{before.Name}' was not found.";
        if (change is { Action: ChangeAction.Modify, IsReplacement: false } && byType.Value.TryGetValue(change.Either.Type, out var life))
        {
            try
            {
                life.RequireChange(change.Before!, change.After!);
            }
            catch (DeploymentException e)
            {
                return e.Message;
            }
        }
        // What is there under its name: another stack's, one that was left behind, or the one that it is to replace.
        var isNew = change.Action == ChangeAction.Add || change.IsReplacement;
        var same = isNew
            ? engine.Deployed.Resources.FirstOrDefault(r => r.Type == change.After!.Type && IsSame(r, change.After))
                ?? plan.Deployed.Resources.FirstOrDefault(r => IsAnother(r, change.After!) && IsSame(r, change.After!))
            : null;
        if (same is null)
            return null;
        var owner = engine.World.Here.FirstOrDefault(s => s.Name == same.Stack && s.Now.Find(same.LogicalId) is not null);
        return $"{same.Name} already exists{(owner is null ? "." : $" in stack {owner.Id}")}";
    }

    private static bool IsAnother(Resource one, Resource other) =>
        one.Type == other.Type && (one.Stack, one.LogicalId) != (other.Stack, other.LogicalId);

    private static bool IsSame(Resource one, Resource other) =>
        one.Name == other.Name
        && ResourceSchemas
            .Identifier(other.Type)
            .All(p => System.Text.Json.Nodes.JsonNode.DeepEquals(one.Properties[p], other.Properties[p]));
}
