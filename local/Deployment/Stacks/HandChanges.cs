using System.Text.Json.Nodes;

namespace CognitoStack.Local.Deployment.Stacks;

/// <inheritdoc/>
internal sealed class HandChanges(StackEngine engine) : IResourceChanges
{
    /// <inheritdoc/>
    public Task ChangeAsync(Resource resource, Action<JsonObject> change, CancellationToken cancel) =>
        MakeAsync(
            resource,
            kept =>
            {
                var properties = kept.Properties.DeepClone().AsObject();
                change(properties);
                return kept with { Properties = properties };
            },
            cancel
        );

    /// <inheritdoc/>
    public Task RemoveAsync(Resource resource, CancellationToken cancel) => MakeAsync(resource, _ => null, cancel);

    /// <inheritdoc/>
    public Task<bool> RestoreAsync(Func<Resource, bool> isIt, Action<JsonObject> change, CancellationToken cancel) =>
        engine.AloneAsync(
            async () =>
            {
                var gone = engine
                    .World.Here.SelectMany(s => s.Now.Resources)
                    .FirstOrDefault(r => engine.World.Actual(r) is null && isIt(r.Made));
                if (gone is null)
                    return false;
                var properties = gone.Made.Properties.DeepClone().AsObject();
                change(properties);
                await ShowAsync(world => With(world, gone.Made, gone.Made with { Properties = properties }), cancel);
                return true;
            },
            cancel
        );

    private Task<bool> MakeAsync(Resource resource, Func<Resource, Resource?> change, CancellationToken cancel) =>
        engine.AloneAsync(
            async () =>
            {
                // What the services see has secrets in it; what is kept has not.
                var owner = engine.World.Find(resource.Stack)?.Now.Find(resource.LogicalId);
                var kept = owner is not null
                    ? engine.World.Actual(owner) ?? throw new DeploymentException($"{resource.Name} has been deleted.", resource)
                    : engine.World.Loose.First(r => r.Type == resource.Type && r.Name == resource.Name);
                var changed = change(kept);
                World Next(World world) =>
                    owner is null
                        ? world with
                        {
                            Loose = [.. world.Loose.Select(r => r == kept ? changed : r).OfType<Resource>()],
                        }
                        : With(world, resource, changed);
                await ShowAsync(Next, cancel);
                return true;
            },
            cancel
        );

    private static World With(World world, Resource resource, Resource? changed) =>
        world with
        {
            ByHand = new Dictionary<(string Stack, string LogicalId), Resource?>(world.ByHand)
            {
                [(resource.Stack, resource.LogicalId)] = changed,
            },
        };

    private async Task ShowAsync(Func<World, World> next, CancellationToken cancel)
    {
        var deployed = engine.Seen(next(engine.World));
        await engine.MakeAsync(deployed, cancel);
        engine.Commit([], next, deployed);
    }
}
