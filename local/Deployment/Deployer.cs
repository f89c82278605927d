using System.Text.Json.Nodes;
using CognitoStack.Configuration;
using CognitoStack.Local.Coverage;
using CognitoStack.Local.Deployment.Stacks;

namespace CognitoStack.Local.Deployment;

/// <summary>Deploys cloud assemblies to this machine without a client of CloudFormation: all stacks at once, and never at the cost of users and data.</summary>
public sealed class Deployer : IDeployment, IDisposable
{
    private readonly StateFolder state;
    private readonly DeploymentOptions options;
    private readonly Func<IEnumerable<IDeploymentStep>> steps;
    private readonly ILogger<Deployer> log;
    private readonly DataGuard guard;

    /// <summary>Takes up what was deployed before.</summary>
    /// <param name="state">Where names are kept.</param>
    /// <param name="options">Options.</param>
    /// <param name="supports">What the parts of the host honour; asked late, since the parts ask for the deployment.</param>
    /// <param name="steps">What the parts of the host make; asked late for the same reason.</param>
    /// <param name="time">Time.</param>
    /// <param name="log">Log.</param>
    /// <param name="objects">Objects in buckets, where functions' code may be; asked late, too. Null where there are none.</param>
    public Deployer(
        StateFolder state,
        DeploymentOptions options,
        Func<IEnumerable<ISupports>> supports,
        Func<IEnumerable<IDeploymentStep>> steps,
        TimeProvider time,
        ILogger<Deployer> log,
        Func<IStoredObjects>? objects = null
    )
    {
        (this.state, this.options, this.steps, this.log) = (state, options, steps, log);
        var known = new Lazy<Supports>(() => new Supports(supports()));
        guard = new(state);
        Engine = new(state, options, () => known.Value, steps, objects, time);
    }

    /// <inheritdoc/>
    public Deployed Current => Engine.Deployed;

    /// <summary>What makes resources of templates.</summary>
    internal StackEngine Engine { get; }

    /// <summary>What the watched files were like when they were last deployed, or tried to be.</summary>
    internal string? Tried { get; private set; }

    /// <summary>The folder that was last deployed, or tried to be.</summary>
    internal string? Folder { get; private set; }

    private string SecretsFile => options.SecretsFile ?? state["secrets.json"];

    /// <inheritdoc/>
    public string CodeOf(Resource function) => Engine.Code.Of(function);

    /// <summary>Deploys all stacks of a folder. Where that fails, what was deployed before stays.</summary>
    /// <param name="folder">A CDK cloud assembly (<c>cdk.out</c>).</param>
    /// <param name="cancel">Cancels.</param>
    /// <exception cref="DeploymentException">The assembly is broken, is not understood here, or would lose data.</exception>
    public Task DeployAsync(string folder, CancellationToken cancel = default) =>
        Engine.AloneAsync(
            async () =>
            {
                try
                {
                    (Folder, Tried) = (folder, Fingerprint(folder));
                    await DeployAsync(CloudAssembly.Read(folder), folder, cancel);
                    return true;
                }
                catch (TemplateException e)
                {
                    throw new DeploymentException(e.Message);
                }
            },
            cancel
        );

    /// <summary>Changes whenever a file changes that a deployment of the folder would read.</summary>
    internal string Fingerprint(string folder) => $"{CloudAssembly.Fingerprint(folder)}|{File.GetLastWriteTimeUtc(SecretsFile).Ticks}";

    /// <inheritdoc/>
    public void Dispose() => Engine.Dispose();

    private async Task DeployAsync(CloudAssembly assembly, string folder, CancellationToken cancel)
    {
        var (account, region) = (assembly.Account ?? options.Account, assembly.Region ?? options.Region);
        // Names of services and ARNs are the commercial partition's here; roles of another would trust nobody.
        if (AwsNames.PartitionOf(region) is not "aws" and var partition)
            throw new DeploymentException(
                $"{Path.Combine(folder, "manifest.json")}: the stacks are for {region}, of the partition {partition}, and this machine stands for a Region of the partition aws. Try the environment from a copy of its file without account and region."
            );
        var world = Engine.World with { Account = account, Region = region };
        var plan = Engine.Plan(
            world,
            [
                .. assembly.Stacks.Select(s => new StackRequest(s.Name, s.Template.ToJsonString(), s.Template)
                {
                    Parameters = Defaults(s.Template),
                }),
            ],
            replaces: false
        );
        var next = plan.Deployed;
        if (next.Resources.Where(r => r.Arn.Length > 0).GroupBy(r => r.Arn).FirstOrDefault(g => g.Count() > 1) is { } same)
            throw new DeploymentException(
                $"{string.Join(" and ", same.Select(r => $"{r.Stack}: {r.LogicalId}"))} have the same name: {same.First().Name}. Give them different ones."
            );
        foreach (var stack in assembly.Stacks)
            if (
                ((stack.Template["Metadata"] as JsonObject)?[Naming.AdoptedUserPool] as JsonObject)?["Arn"]?.ToString() is { } pool
                && next.FindByArn(pool) is null
            )
                throw new DeploymentException(
                    $"{stack.Name} is built around the user pool {pool}, which is not on this machine ({Said(next.OfType("AWS::Cognito::UserPool"))}). Deploy the environment that makes it first, with the same state folder, and name that pool (userPool.adopt)."
                );
        var left = guard.Check(next);

        // Names first: whatever is made under them must be found again.
        plan.Names.Save();
        var made = await Engine.MakeAsync(next, assembly.Assets, cancel);
        guard.Remember(next);
        var names = plan.Stacks.Select(s => s.Request.Name).ToHashSet();
        WriteOutputs(next, names, steps().SelectMany(step => step.Outputs(next)).ToLookup(output => output.Stack));
        var before = Current;
        Stack[] whole =
        [
            .. plan
                .World.Here.Where(s => names.Contains(s.Name))
                .Select(s => s with { Status = Whole(plan, s), Reason = null, Before = null }),
        ];
        Engine.Commit(
            whole,
            now => now with { Account = account, Region = region, Loose = plan.World.Loose, ByHand = plan.World.ByHand },
            made
        );
        Tell(before, next, left, folder);
    }

    private static string Whole(Plan plan, Stack stack) =>
        plan.Stacks.First(p => p.Request.Name == stack.Name).Current is null ? "CREATE_COMPLETE" : "UPDATE_COMPLETE";

    private static string Said(IEnumerable<Resource> pools) => string.Join(", ", pools.Select(p => p.Arn).DefaultIfEmpty("there is none"));

    private static Dictionary<string, string> Defaults(JsonObject template) =>
        (template["Parameters"] as JsonObject ?? [])
            .Where(p => p.Value?["Default"] is not null)
            .ToDictionary(p => p.Key, p => p.Value!["Default"]!.ToString());

    // The format of cdk deploy --outputs-file, so that tools for one read the other.
    private void WriteOutputs(Deployed next, HashSet<string> stacks, ILookup<string, LocalOutput> own) =>
        JsonFile.Write(
            state["outputs.json"],
            new JsonObject(
                next.Outputs.Where(s => stacks.Contains(s.Key))
                    .Select(s =>
                        KeyValuePair.Create(
                            s.Key,
                            (JsonNode?)
                                new JsonObject(
                                    s.Value.Concat(own[s.Key].Select(o => KeyValuePair.Create(o.Name, o.Value)))
                                        .Select(o => KeyValuePair.Create(o.Key, (JsonNode?)o.Value))
                                )
                        )
                    )
            )
        );

    private void Tell(Deployed before, Deployed next, IReadOnlyList<string> left, string folder)
    {
        if (before.Resources.Count == 0)
            log.Deployed(next.Resources.Count, next.Outputs.Count, folder, next.Account, next.Region);
        else if (Changes.Between(before, next) is { Length: > 0 } changes)
            log.Redeployed(changes);
        else
            log.NothingChanged();
        foreach (var holder in left)
            log.Left(holder);
    }
}
