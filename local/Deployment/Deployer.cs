using System.Text.Json.Nodes;
using CognitoStack.Local.Deployment.Coverage;
using CognitoStack.Local.Deployment.Names;

namespace CognitoStack.Local.Deployment;

/// <summary>Deploys cloud assemblies, and holds what is deployed.</summary>
public sealed class Deployer : IDeployment, IDisposable
{
    private readonly StateFolder state;
    private readonly DeploymentOptions options;
    private readonly TimeProvider time;
    private readonly ILogger<Deployer> log;
    private readonly Lazy<Supports> supports;
    private readonly Func<IEnumerable<IDeploymentStep>> steps;
    private readonly FunctionCode code;
    private readonly DataGuard guard;
    private readonly SemaphoreSlim oneAtATime = new(1);
    private Deployed current;

    /// <summary>Deploys nothing yet.</summary>
    /// <param name="state">Where names are kept.</param>
    /// <param name="options">Options.</param>
    /// <param name="supports">What the parts of the host honour; asked late, since the parts ask for the deployment.</param>
    /// <param name="steps">What the parts of the host make; asked late for the same reason.</param>
    /// <param name="time">Time.</param>
    /// <param name="log">Log.</param>
    public Deployer(StateFolder state, DeploymentOptions options, Func<IEnumerable<ISupports>> supports, Func<IEnumerable<IDeploymentStep>> steps, TimeProvider time, ILogger<Deployer> log)
    {
        (this.state, this.options, this.steps, this.time, this.log) = (state, options, steps, time, log);
        this.supports = new(() => new Supports(supports()));
        (code, guard) = (new(state), new(state));
        current = new(options.Account, options.Region, [], new Dictionary<string, IReadOnlyDictionary<string, string>>());
    }

    /// <inheritdoc/>
    public Deployed Current => Volatile.Read(ref current);

    /// <summary>What the watched files were like when they were last deployed, or tried to be.</summary>
    internal string? Tried { get; private set; }

    /// <summary>The folder that was last deployed, or tried to be.</summary>
    internal string? Folder { get; private set; }

    private string SecretsFile => options.SecretsFile ?? state["secrets.json"];

    /// <inheritdoc/>
    public string CodeOf(Resource function) => code.Of(function);

    /// <summary>Deploys all stacks of a folder. Where that fails, what was deployed before stays.</summary>
    /// <param name="folder">A CDK cloud assembly (<c>cdk.out</c>).</param>
    /// <param name="cancel">Cancels.</param>
    /// <exception cref="DeploymentException">The assembly is broken, is not understood here, or would lose data.</exception>
    public async Task DeployAsync(string folder, CancellationToken cancel = default)
    {
        await oneAtATime.WaitAsync(cancel);
        try
        {
            (Folder, Tried) = (folder, Fingerprint(folder));
            var assembly = CloudAssembly.Read(folder);
            var names = new KeptNames(state);
            var next = Read(assembly, names, folder);
            if (next.Resources.Where(r => r.Arn.Length > 0).GroupBy(r => r.Arn).FirstOrDefault(g => g.Count() > 1) is { } same)
                throw new DeploymentException($"{string.Join(" and ", same.Select(r => $"{r.Stack}: {r.LogicalId}"))} have the same name: {same.First().Name}. Give them different ones.");
            code.Find(next, assembly.Assets);
            var left = guard.Check(next);

            // Names first: whatever is made under them must be found again.
            names.Save();
            foreach (var step in steps()) await step.DeployAsync(next, cancel);
            guard.Remember(next);
            WriteOutputs(next, steps().SelectMany(step => step.Outputs(next)).ToLookup(output => output.Stack));
            Tell(Interlocked.Exchange(ref current, next), next, left, folder);
        }
        catch (TemplateException e)
        {
            throw new DeploymentException(e.Message);
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    /// <summary>Changes whenever a file changes that a deployment of the folder would read.</summary>
    internal string Fingerprint(string folder) => $"{CloudAssembly.Fingerprint(folder)}|{File.GetLastWriteTimeUtc(SecretsFile).Ticks}";

    /// <inheritdoc/>
    public void Dispose() => oneAtATime.Dispose();

    private Deployed Read(CloudAssembly assembly, KeptNames names, string folder)
    {
        var (account, region) = (assembly.Account ?? options.Account, assembly.Region ?? options.Region);
        // Names of services and ARNs are the commercial partition's here; roles of another would trust nobody.
        if (AwsNames.PartitionOf(region) is not "aws" and var partition)
            throw new DeploymentException($"{Path.Combine(folder, "manifest.json")}: the stacks are for {region}, of the partition {partition}, and this machine stands for a Region of the partition aws. Try the environment from a copy of its file without account and region.");
        var set = TemplateReader.Read(assembly.Stacks, new KeptResourceNames(names, account, region, time), new LocalContext(account, region, new(SecretsFile), supports.Value));
        return new(account, region, set.Resources, set.Outputs) { Omissions = set.Omissions };
    }

    // The format of cdk deploy --outputs-file, so that tools for one read the other.
    private void WriteOutputs(Deployed next, ILookup<string, LocalOutput> own) => JsonFile.Write(state["outputs.json"], new JsonObject(
        next.Outputs.Select(s => KeyValuePair.Create(s.Key, (JsonNode?)new JsonObject(
            s.Value.Concat(own[s.Key].Select(o => KeyValuePair.Create(o.Name, o.Value))).Select(o => KeyValuePair.Create(o.Key, (JsonNode?)o.Value)))))));

    private void Tell(Deployed before, Deployed next, IReadOnlyList<string> left, string folder)
    {
        if (before.Resources.Count == 0) log.Deployed(next.Resources.Count, next.Outputs.Count, folder, next.Account, next.Region);
        else if (Changes.Between(before, next) is { Length: > 0 } changes) log.Redeployed(changes);
        else log.NothingChanged();
        foreach (var holder in left) log.Left(holder);
    }
}
