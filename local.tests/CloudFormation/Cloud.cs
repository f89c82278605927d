using System.Text.Json.Nodes;
using System.Xml.Linq;
using CognitoStack.Local.Access;
using CognitoStack.Local.CloudFormation;
using CognitoStack.Local.Coverage;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Front;
using CognitoStack.Local.Http;
using CognitoStack.Local.Parameters;
using CognitoStack.Local.Secrets;
using CognitoStack.Local.Tests.Deployment;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CognitoStack.Local.Tests.CloudFormation;

/// <summary>CloudFormation over a state folder of a test's own, with services that a test makes up.</summary>
internal sealed class Cloud : IAsyncDisposable
{
    private readonly Bench bench = new();
    private ServiceProvider? services;

    public Cloud()
    {
        bench.Supports.Add(new Honouring("AWS::Cognito::UserPool", "UserPoolName", "Schema", "UsernameAttributes"));
        bench.Supports.Add(new Honouring("AWS::Cognito::UserPoolClient", "UserPoolId", "ClientName", "GenerateSecret"));
        bench.Supports.Add(new Honouring("AWS::IAM::Role", "AssumeRolePolicyDocument", "RoleName"));
        bench.Steps.Add(
            new Step(next =>
            {
                if (next.Resources.FirstOrDefault(r => r.Properties["Value"]?.ToString() == "impossible") is { } failing)
                    throw new DeploymentException("It cannot be made.", failing);
            })
        );
    }

    /// <summary>What may fail, and is told of removals.</summary>
    public Life Life { get; } = new();

    public bool AcceptsIgnored { get; init; }

    public Bench Bench => bench;

    /// <summary>Who may do what; everybody everything, unless a test says otherwise.</summary>
    public Gate Gate { get; } = new();

    public Deployed Current => Services.GetRequiredService<Deployer>().Current;

    private IServiceProvider Services => services ??= Start();

    /// <summary>Calls an operation.</summary>
    public async Task<XElement> CallAsync(string action, params (string Name, string Value)[] members)
    {
        var call = QueryCall.Parse(
            QueryHelpers.AddQueryString(
                string.Empty,
                members.Prepend(("Action", action)).Select(m => KeyValuePair.Create(m.Item1, (string?)m.Item2))
            ),
            new Administrator("111122223333")
        );
        var operations = Services.GetServices<ICloudFormationOperations>().SelectMany(o => o.Operations).ToDictionary();
        return new("Result", await operations[action](call, CancellationToken.None));
    }

    /// <summary>The error of a call.</summary>
    public async Task<(string Code, string Message)> RefusalAsync(string action, params (string Name, string Value)[] members)
    {
        var error = await Assert.ThrowsAsync<AwsException>(() => CallAsync(action, members));
        return (error.Code, error.Message);
    }

    /// <summary>Does something to a stack, and waits for its end; its status then.</summary>
    public async Task<string> DoAsync(string action, string stack, params (string Name, string Value)[] members)
    {
        await CallAsync(action, [("StackName", stack), ("Capabilities.member.1", "CAPABILITY_NAMED_IAM"), .. members]);
        return await EndAsync(stack);
    }

    /// <summary>Waits for the end of what is done to a stack.</summary>
    public async Task<string> EndAsync(string stack)
    {
        while (true)
        {
            var status = await StatusAsync(stack);
            if (!status.EndsWith("_IN_PROGRESS", StringComparison.Ordinal))
                return status;
            await Task.Delay(10);
        }
    }

    public Task<string> CreateAsync(string stack, string template, params (string Name, string Value)[] members) =>
        DoAsync("CreateStack", stack, [("TemplateBody", template), .. members]);

    public Task<string> UpdateAsync(string stack, string template, params (string Name, string Value)[] members) =>
        DoAsync("UpdateStack", stack, [("TemplateBody", template), .. members]);

    /// <summary>Makes a change set, and describes it.</summary>
    public async Task<XElement> ChangeSetAsync(string stack, string type, string template, params (string Name, string Value)[] members)
    {
        await CallAsync(
            "CreateChangeSet",
            [
                ("StackName", stack),
                ("ChangeSetName", "change"),
                ("ChangeSetType", type),
                ("TemplateBody", template),
                ("Capabilities.member.1", "CAPABILITY_IAM"),
                .. members,
            ]
        );
        return await CallAsync("DescribeChangeSet", ("StackName", stack), ("ChangeSetName", "change"));
    }

    /// <summary>What happened to a stack, the oldest first: <c>LogicalId STATUS reason</c>.</summary>
    public async Task<IReadOnlyList<string>> EventsAsync(string stack) =>
        [
            .. (await CallAsync("DescribeStackEvents", ("StackName", stack)))
                .Descendants("member")
                .Reverse()
                .Select(e =>
                    $"{e.Element("LogicalResourceId")!.Value} {e.Element("ResourceStatus")!.Value} {e.Element("ResourceStatusReason")?.Value}".TrimEnd()
                ),
        ];

    public async Task<string?> OutputAsync(string stack, string name) =>
        (await CallAsync("DescribeStacks", ("StackName", stack)))
            .Descendants("Outputs")
            .Elements("member")
            .FirstOrDefault(o => o.Element("OutputKey")!.Value == name)
            ?.Element("OutputValue")!
            .Value;

    /// <summary>Changes a resource by hand.</summary>
    public Task ChangeAsync(string logicalId, Action<JsonObject> change) =>
        Services
            .GetRequiredService<IResourceChanges>()
            .ChangeAsync(Current.Resources.First(r => r.LogicalId == logicalId), change, CancellationToken.None);

    /// <summary>Deletes a resource by hand.</summary>
    public Task RemoveAsync(string logicalId) =>
        Services
            .GetRequiredService<IResourceChanges>()
            .RemoveAsync(Current.Resources.First(r => r.LogicalId == logicalId), CancellationToken.None);

    /// <summary>Makes again what was deleted by hand.</summary>
    public Task<bool> RestoreAsync(Func<Resource, bool> isIt, Action<JsonObject> change) =>
        Services.GetRequiredService<IResourceChanges>().RestoreAsync(isIt, change, CancellationToken.None);

    /// <summary>As after a crash: all that was not kept is gone.</summary>
    public async Task RestartAsync()
    {
        if (services is not null)
            await services.DisposeAsync();
        services = Start();
    }

    public async ValueTask DisposeAsync()
    {
        if (services is not null)
        {
            foreach (var hosted in services.GetServices<IHostedService>())
                await hosted.StopAsync(CancellationToken.None);
            await services.DisposeAsync();
        }
        bench.Dispose();
    }

    private async Task<string> StatusAsync(string stack)
    {
        // A stack that is gone is known by its id alone.
        var all = (await CallAsync("ListStacks"))
            .Descendants("member")
            .Where(s => s.Element("StackName")!.Value == stack || s.Element("StackId")!.Value == stack)
            .ToList();
        return all.OrderBy(s => s.Element("DeletionTime") is not null).First().Element("StackStatus")!.Value;
    }

    private ServiceProvider Start()
    {
        var made = new ServiceCollection()
            .AddLogging()
            .AddSingleton(bench.State)
            .AddSingleton(bench.Time)
            .AddSingleton<IAuthorizer>(Gate)
            .AddSingleton<IStoredObjects>(Life);
        made.AddDeployment(bench.Options with { AcceptsIgnored = AcceptsIgnored })
            .AddCoverage()
            .AddSsm()
            .AddCloudFormation()
            .AddSecrets()
            .AddSingleton<IResourceLife>(Life);
        foreach (var step in bench.Steps)
            made.AddSingleton(step);
        foreach (var supports in bench.Supports)
            made.AddSingleton(supports);
        // As parts of the host do, this one knows the deployment that asks it.
        made.AddSingleton<ISupports>(s => new Knowing(s.GetRequiredService<IDeployment>()));
        var provider = made.BuildServiceProvider();
        provider.GetRequiredService<OperationRunner>().StartAsync(CancellationToken.None).GetAwaiter().GetResult();
        return provider;
    }
}

/// <summary>A part of a host that asks what is deployed.</summary>
internal sealed class Knowing(IDeployment deployment) : ISupports
{
    public IEnumerable<Support> Types => [Support.None("AWS::Test::Nothing", $"it is one of {deployment.Current.Resources.Count}")];
}

/// <summary>Tables that may be kept from going, and objects of buckets.</summary>
internal sealed class Life : IResourceLife, IStoredObjects
{
    public List<string> Removed { get; } = [];

    public HashSet<string> Kept { get; } = [];

    public Dictionary<(string, string), byte[]> Objects { get; } = [];

    public IReadOnlyCollection<string> Types => ["AWS::DynamoDB::Table"];

    public Task RemoveAsync(Resource resource, CancellationToken cancel)
    {
        if (Kept.Contains(resource.LogicalId))
            throw new DeploymentException("It is in use.", resource);
        Removed.Add(resource.Name);
        return Task.CompletedTask;
    }

    public byte[]? Read(string bucket, string key) => Objects.GetValueOrDefault((bucket, key));
}

/// <summary>Allows all but what a test forbids.</summary>
internal sealed class Gate : IAuthorizer
{
    public List<string> Asked { get; } = [];

    public string? Forbidden { get; set; }

    /// <summary>Roles that nobody may take on.</summary>
    public HashSet<string> Untrusting { get; } = [];

    public Task<Decision> DecideAsync(Caller caller, IReadOnlyList<AccessRequest> requests, CancellationToken cancel)
    {
        lock (Asked)
            Asked.AddRange(requests.Select(r => $"{r.Action} {r.Resource}"));
        var refused = requests.FirstOrDefault(r => r.Action == Forbidden);
        return Task.FromResult(new Decision(refused is null, string.Empty) { Refused = refused });
    }

    public Task<Decision> DecideTrustAsync(
        Resource role,
        string federated,
        JsonObject context,
        IReadOnlyDictionary<string, string> tags,
        CancellationToken cancel
    ) => throw new NotSupportedException();

    public Task<Decision> DecideAssumingAsync(
        Caller caller,
        Resource role,
        JsonObject context,
        IReadOnlyDictionary<string, string> tags,
        CancellationToken cancel
    ) => Task.FromResult(new Decision(!Untrusting.Contains(role.LogicalId), string.Empty));
}
