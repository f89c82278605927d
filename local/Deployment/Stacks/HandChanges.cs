using System.Text.Json.Nodes;

namespace CognitoStack.Local.Deployment.Stacks;

/// <inheritdoc/>
internal sealed class HandChanges(StackEngine engine) : IResourceChanges
{
    /// <inheritdoc/>
    public Task ChangeAsync(Resource resource, Action<JsonObject> change, CancellationToken cancel) =>
        engine.AloneAsync(
            async () =>
            {
                // What the services see has secrets in it; what is kept has not.
                var owner = engine.World.Find(resource.Stack)?.Now.Find(resource.LogicalId);
                var kept = owner is not null
                    ? engine.World.Actual(owner)
                    : engine.World.Loose.First(r => r.Type == resource.Type && r.Name == resource.Name);
                var properties = kept.Properties.DeepClone().AsObject();
                change(properties);
                var changed = kept with { Properties = properties };
                World Next(World world) =>
                    owner is null
                        ? world with
                        {
                            Loose = [.. world.Loose.Select(r => r == kept ? changed : r)],
                        }
                        : world with
                        {
                            ByHand = new Dictionary<(string Stack, string LogicalId), Resource>(world.ByHand)
                            {
                                [(resource.Stack, resource.LogicalId)] = changed,
                            },
                        };
                var deployed = engine.Seen(Next(engine.World));
                await engine.MakeAsync(deployed, cancel);
                engine.Commit([], Next, deployed);
                return true;
            },
            cancel
        );
}
