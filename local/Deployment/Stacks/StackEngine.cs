using CognitoStack.Local.Coverage;
using CognitoStack.Local.Deployment.Names;

namespace CognitoStack.Local.Deployment.Stacks;

/// <summary>Makes resources of templates: the one way by which they are made, whoever asks. It holds all that there is, and changes it as a whole.</summary>
internal sealed class StackEngine : IDisposable
{
    private static readonly Dictionary<string, string> NoAssets = [];

    private readonly StateFolder state;
    private readonly Func<IEnumerable<IDeploymentStep>> steps;
    private readonly Func<string, string, LocalContext> machine;
    private readonly Planner planner;
    private readonly Lock gate = new();
    private readonly SemaphoreSlim oneAtATime = new(1);
    private Shown current;

    /// <summary>Takes up what was deployed before.</summary>
    /// <param name="state">Where all is kept.</param>
    /// <param name="options">Options.</param>
    /// <param name="supports">What the parts of the host honour; asked late, since the parts ask for the deployment.</param>
    /// <param name="steps">What the parts of the host make; asked late for the same reason.</param>
    /// <param name="objects">Objects in buckets; asked late, too. Null where there are none.</param>
    /// <param name="time">Time.</param>
    public StackEngine(
        StateFolder state,
        DeploymentOptions options,
        Func<Supports> supports,
        Func<IEnumerable<IDeploymentStep>> steps,
        Func<IStoredObjects>? objects,
        TimeProvider time
    )
    {
        (this.state, this.steps) = (state, steps);
        Store = new(state);
        Code = new(state, objects);
        machine = (account, region) => new(account, region, new(options.SecretsFile ?? state["secrets.json"]), supports);
        planner = new(state, machine, (account, region) => machine(account, region).Reveal, time);
        var world = Kept(options);
        current = new(world, Seen(world));
    }

    /// <summary>All that there is.</summary>
    public World World => Volatile.Read(ref current).World;

    /// <summary>The same, as the services see it.</summary>
    public Deployed Deployed => Volatile.Read(ref current).Deployed;

    /// <summary>Where stacks are kept.</summary>
    public StackStore Store { get; }

    /// <summary>The code of functions.</summary>
    public FunctionCode Code { get; }

    /// <summary>Does one thing while nobody else does any.</summary>
    public async Task<T> AloneAsync<T>(Func<Task<T>> act, CancellationToken cancel)
    {
        await oneAtATime.WaitAsync(cancel);
        try
        {
            return await act();
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    /// <summary>Plans an operation on stacks.</summary>
    /// <exception cref="TemplateException">Something is not understood, or cannot be done.</exception>
    public Plan Plan(World world, IReadOnlyList<StackRequest> requests, bool replaces) => planner.Plan(world, requests, replaces);

    /// <summary>Makes what a plan needs and what is not there yet. All that is deployed stays as it is. What there will be, with secrets that were made, is given back.</summary>
    /// <param name="deployed">What there will be.</param>
    /// <param name="assets">Files and folders of functions' code, by the key that templates know them by.</param>
    /// <param name="cancel">Cancels.</param>
    /// <exception cref="DeploymentException">It cannot be made.</exception>
    public async Task<Deployed> MakeAsync(Deployed deployed, IReadOnlyDictionary<string, string> assets, CancellationToken cancel)
    {
        Code.Find(deployed, assets);
        foreach (var step in steps().OrderBy(s => s.MakesSecrets ? 0 : 1))
        {
            await step.DeployAsync(deployed, cancel);
            if (step.MakesSecrets)
                deployed = Revealed(deployed);
        }
        return deployed;
    }

    /// <summary>The same, with the code of functions where it was found before, or in a bucket.</summary>
    /// <exception cref="DeploymentException">It cannot be made.</exception>
    public Task MakeAsync(Deployed deployed, CancellationToken cancel) => MakeAsync(deployed, NoAssets, cancel);

    /// <summary>The same with secrets that have been made since.</summary>
    private Deployed Revealed(Deployed deployed)
    {
        var resources = deployed.Resources.Select(machine(deployed.Account, deployed.Region).Reveal).ToList();
        return resources.Zip(deployed.Resources).All(r => ReferenceEquals(r.First, r.Second))
            ? deployed
            : new(deployed.Account, deployed.Region, resources, deployed.Outputs) { Omissions = deployed.Omissions };
    }

    /// <summary>All that there is, as the services would see it.</summary>
    public Deployed Seen(World world) => world.Deployed(machine(world.Account, world.Region).Reveal);

    /// <summary>Keeps a change of all that there is, and shows it.</summary>
    /// <param name="stacks">Stacks that have changed.</param>
    /// <param name="rest">What else has; null where nothing.</param>
    /// <param name="deployed">All as the services see it then; null to find out.</param>
    public void Commit(IReadOnlyList<Stack> stacks, Func<World, World>? rest, Deployed? deployed = null)
    {
        lock (gate)
        {
            var before = World;
            var world = before.With(stacks);
            if (rest is not null)
                world = rest(world);
            Store.Put(stacks);
            if (world.Loose != before.Loose)
                Store.Put(nameof(World), nameof(World.Loose), world.Loose);
            if (world.ByHand != before.ByHand)
            {
                Store.Put(nameof(World), nameof(World.ByHand), world.ByHand.Values.OfType<Resource>());
                Store.Put(
                    nameof(World),
                    nameof(Gone),
                    world.ByHand.Where(h => h.Value is null).Select(h => new Gone(h.Key.Stack, h.Key.LogicalId))
                );
            }
            if ((world.Account, world.Region) != (before.Account, before.Region))
                Store.Put(nameof(World), nameof(Place), new Place(world.Account, world.Region));
            Volatile.Write(ref current, new(world, deployed ?? Seen(world)));
        }
    }

    /// <summary>Keeps how a stack stands; its resources stay as they are.</summary>
    public Stack Commit(Stack stack)
    {
        lock (gate)
            Commit([stack], null, Deployed);
        return stack;
    }

    /// <summary>Forgets a stack that never had anything.</summary>
    public void Forget(Stack stack)
    {
        lock (gate)
        {
            Store.Remove(stack.Id);
            Volatile.Write(ref current, new(World with { Stacks = [.. World.Stacks.Where(s => s.Id != stack.Id)] }, Deployed));
        }
    }

    /// <summary>The names that are kept now.</summary>
    public KeptNames Names() => new(state);

    /// <inheritdoc/>
    public void Dispose()
    {
        oneAtATime.Dispose();
        Store.Dispose();
    }

    private World Kept(DeploymentOptions options)
    {
        var place = Store.Find<Place>(nameof(World), nameof(Place)) ?? new(options.Account, options.Region);
        return new(
            place.Account,
            place.Region,
            Store.Stacks(),
            Store.Find<List<Resource>>(nameof(World), nameof(World.Loose)) ?? [],
            (Store.Find<List<Resource>>(nameof(World), nameof(World.ByHand)) ?? [])
                .Select(r => KeyValuePair.Create((r.Stack, r.LogicalId), (Resource?)r))
                .Concat(
                    (Store.Find<List<Gone>>(nameof(World), nameof(Gone)) ?? []).Select(g =>
                        KeyValuePair.Create((g.Stack, g.LogicalId), (Resource?)null)
                    )
                )
                .ToDictionary()
        );
    }

    private sealed record Shown(World World, Deployed Deployed);

    /// <summary>A resource that was deleted by hand.</summary>
    private sealed record Gone(string Stack, string LogicalId);

    /// <summary>Where a machine stands.</summary>
    private sealed record Place(string Account, string Region);
}
