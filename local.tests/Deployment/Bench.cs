using System.Collections.Immutable;
using System.Text.Json.Nodes;
using CognitoStack.Local.Deployment;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace CognitoStack.Local.Tests.Deployment;

/// <summary>A cloud assembly and a state folder of a test's own, and a deployer for them.</summary>
internal sealed class Bench : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("deployment-").FullName;

    public Bench() => Directory.CreateDirectory(Assembly);

    public string Assembly => Path.Combine(root, "cdk.out");

    public StateFolder State => new(Path.Combine(root, "state"));

    public DeploymentOptions Options { get; set; } = new();

    public List<ISupports> Supports { get; } =
    [
        new Honouring("AWS::DynamoDB::Table", "TableName", "KeySchema", "AttributeDefinitions", "Tags"),
        new Honouring("AWS::SSM::Parameter", "Name", "Type", "Value"),
    ];

    public List<IDeploymentStep> Steps { get; } = [];

    public TimeProvider Time { get; set; } = TimeProvider.System;

    public ILogger<Deployer> Log { get; set; } = NullLogger<Deployer>.Instance;

    /// <summary>A deployer as after a start of the host.</summary>
    public Deployer Deployer() => new(State, Options, () => Supports, () => Steps, Time, Log);

    /// <summary>Writes an assembly of stacks.</summary>
    public Bench With(params (string Stack, string Template)[] stacks) => With("aws://unknown-account/unknown-region", stacks);

    public Bench With(string environment, params (string Stack, string Template)[] stacks)
    {
        var artifacts = new JsonObject();
        foreach (var (stack, template) in stacks)
        {
            Write($"{stack}.template.json", template);
            artifacts[stack] = new JsonObject
            {
                ["type"] = "aws:cloudformation:stack",
                ["environment"] = environment,
                ["properties"] = new JsonObject { ["templateFile"] = $"{stack}.template.json" },
            };
        }
        if (File.Exists(Path.Combine(Assembly, "Stack.assets.json")))
            artifacts["Stack.assets"] = new JsonObject
            {
                ["type"] = "cdk:asset-manifest",
                ["properties"] = new JsonObject { ["file"] = "Stack.assets.json" },
            };
        Write("manifest.json", new JsonObject { ["version"] = "55.0.0", ["artifacts"] = artifacts }.ToJsonString());
        return this;
    }

    /// <summary>Adds an asset; call before <see cref="With(ValueTuple{string,string}[])"/>.</summary>
    public Bench WithAsset(string path, string key)
    {
        Write(
            "Stack.assets.json",
            $$"""{"version": "55.0.0", "files": {"hash": {"source": {"path": "{{path}}", "packaging": "zip"}, "destinations": {"here": {"bucketName": "b", "objectKey": "{{key}}"} } } } }"""
        );
        return this;
    }

    public void Write(string file, string content) => File.WriteAllText(Path.Combine(Assembly, file), content);

    public Bench WithSecrets(string json)
    {
        File.WriteAllText(State["secrets.json"], json);
        return this;
    }

    /// <summary>Deploys as after a start of the host, and tells what is deployed then.</summary>
    public async Task<Deployed> DeployAsync()
    {
        using var deployer = Deployer();
        await deployer.DeployAsync(Assembly);
        return deployer.Current;
    }

    /// <summary>The error of a deployment that is refused.</summary>
    public async Task<string> RefusalAsync()
    {
        var message = (await Assert.ThrowsAsync<DeploymentException>(DeployAsync)).Message;
        Assert.DoesNotContain('\n', message);
        return message;
    }

    public void Dispose() => Directory.Delete(root, recursive: true);
}

/// <summary>Looks after one type.</summary>
internal sealed class Honouring(string type, params string[] properties) : ISupports
{
    public IEnumerable<Support> Types => [new(type, [.. properties], ImmutableDictionary<string, string>.Empty)];
}

/// <summary>A step of a test.</summary>
internal sealed class Step(Action<Deployed> action) : IDeploymentStep
{
    public Task DeployAsync(Deployed next, CancellationToken cancel)
    {
        action(next);
        return Task.CompletedTask;
    }
}

/// <summary>Keeps what is logged.</summary>
internal sealed class Lines<T> : ILogger<T>
{
    private readonly List<string> lines = [];

    public IReadOnlyList<string> All
    {
        get
        {
            lock (lines)
                return [.. lines];
        }
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    )
    {
        lock (lines)
            lines.Add($"{logLevel}: {formatter(state, exception)}");
    }
}
