using System.Net;
using System.Text.Json.Nodes;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Amazon.S3;
using CognitoStack.Local.Access;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.DynamoDb;
using CognitoStack.Local.Firewall;
using CognitoStack.Local.Front;
using CognitoStack.Local.Http;
using CognitoStack.Local.Kms;
using CognitoStack.Local.Logs;
using CognitoStack.Local.Metrics;
using CognitoStack.Local.Processes;
using CognitoStack.Local.S3;
using CognitoStack.Local.Tests.Recording;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CognitoStack.Local.Tests.Access;

internal static class HandChange
{
    public static Deployed Without(this Deployed deployed, Resource resource) =>
        new(deployed.Account, deployed.Region, [.. deployed.Resources.Where(r => r != resource)], deployed.Outputs);

    public static Deployed With(this Deployed deployed, Resource resource, Action<JsonObject> change)
    {
        var changed = resource.Properties.DeepClone().AsObject();
        change(changed);
        return new(
            deployed.Account,
            deployed.Region,
            [.. deployed.Resources.Select(r => r == resource ? r with { Properties = changed } : r)],
            deployed.Outputs
        );
    }
}

/// <summary>The whole front, S3 and DynamoDB on Kestrel, with the evaluator and dynalite; one for all tests.</summary>
public sealed class TestHost : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("cognitostack-").FullName;
    private WebApplication? app;

    public TestClock Time { get; } = new();

    public FakeDeployment Deployment { get; } = new(TestResources.All());

    public TestLog Log { get; } = new();

    public StateFolder State { get; private set; } = null!;

    public Uri Address { get; private set; } = null!;

    public IServiceProvider Services => app!.Services;

    public async Task InitializeAsync()
    {
        State = new StateFolder(folder);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(Log);
        builder.WebHost.ConfigureKestrel(k =>
        {
            k.KeepHeaderBytes();
            k.Listen(IPAddress.Loopback, 0);
        });
        builder
            .Services.AddSingleton(State)
            .AddSingleton<TimeProvider>(Time)
            .AddSingleton<IDeployment>(Deployment)
            .AddSingleton<IResourceChanges>(Deployment)
            .AddChildProcesses()
            .AddAccess()
            .AddKms()
            .AddCloudWatch()
            .AddLogs()
            .AddFirewall()
            .AddS3()
            .AddDynamoDb()
            .AddSingleton<IJsonService, EchoService>()
            .Record();
        app = builder.Build();
        app.UseLoopbackOnly();
        app.Record();
        app.MapAws();
        foreach (var step in app.Services.GetServices<IDeploymentStep>())
            await step.DeployAsync(Deployment.Current, CancellationToken.None);
        await app.StartAsync();
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    public async Task DisposeAsync()
    {
        await app!.DisposeAsync();
        Directory.Delete(folder, true);
    }

    /// <summary>Credentials of somebody with a role.</summary>
    public Credentials Credentials(
        string role = "Member",
        string person = TestResources.Ann,
        TimeSpan? lifetime = null,
        bool isGuest = false,
        params (string Tag, string Value)[] tags
    ) =>
        Services
            .GetRequiredService<ICredentialIssuer>()
            .Issue(
                new RoleSession
                {
                    RoleArn = $"arn:aws:iam::{TestResources.Account}:role/{role}",
                    SessionName = "CognitoIdentityCredentials",
                    Expires = Time.GetUtcNow() + (lifetime ?? TimeSpan.FromHours(1)),
                    Variables = new Dictionary<string, string> { ["cognito-identity.amazonaws.com:sub"] = person },
                    Tags = tags.ToDictionary(t => t.Tag, t => t.Value),
                    IsGuest = isGuest,
                }
            );

    public AmazonS3Client S3(Credentials? credentials = null, Action<AmazonS3Config>? configure = null)
    {
        var config = new AmazonS3Config
        {
            ServiceURL = Address.ToString(),
            ForcePathStyle = true,
            AuthenticationRegion = "us-east-1",
            MaxErrorRetry = 0,
        };
        configure?.Invoke(config);
        return new(Of(credentials ?? Credentials()), config);
    }

    public AmazonDynamoDBClient DynamoDb(Credentials? credentials = null) =>
        new(
            Of(credentials ?? Credentials()),
            new AmazonDynamoDBConfig
            {
                ServiceURL = Address.ToString(),
                AuthenticationRegion = "us-east-1",
                MaxErrorRetry = 0,
            }
        );

    /// <summary>The administrator's, as an SDK reads them.</summary>
    public Credentials Administrator()
    {
        var lines = File.ReadAllLines(State["credentials"])
            .Select(l => l.Split('=', 2, StringSplitOptions.TrimEntries))
            .Where(l => l.Length == 2)
            .ToDictionary(l => l[0], l => l[1]);
        return new(lines["aws_access_key_id"], lines["aws_secret_access_key"], string.Empty, DateTimeOffset.MaxValue);
    }

    private static AWSCredentials Of(Credentials credentials) =>
        credentials.SessionToken.Length == 0
            ? new BasicAWSCredentials(credentials.AccessKeyId, credentials.SecretAccessKey)
            : new SessionAWSCredentials(credentials.AccessKeyId, credentials.SecretAccessKey, credentials.SessionToken);

    /// <summary>A service that gives back what it got.</summary>
    private sealed class EchoService : IJsonService
    {
        public string Target => "Echo";

        public string SigningName => "echo";

        public Task<JsonObject> InvokeAsync(JsonCall call, CancellationToken cancel) =>
            call.Operation switch
            {
                "Fail" => throw new InvalidOperationException("a secret of the inside"),
                "Refuse" => throw new AwsException("EchoException", "No.") { Details = new() { ["Reason"] = "because" } },
                _ => Task.FromResult(
                    new JsonObject
                    {
                        ["input"] = call.Input.DeepClone(),
                        ["caller"] = call.Caller.Arn,
                        ["operation"] = call.Operation,
                    }
                ),
            };
    }
}

/// <summary>One host for all tests that need one.</summary>
[CollectionDefinition(Name)]
public sealed class TestHostCollection : ICollectionFixture<TestHost>
{
    public const string Name = "host";
}

/// <summary>Every line that was logged.</summary>
public sealed class TestLog : ILoggerProvider, ILogger
{
    private readonly List<string> lines = [];

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (lines)
                return [.. lines];
        }
    }

    public ILogger CreateLogger(string categoryName) => this;

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
            lines.Add($"{formatter(state, exception)}{exception}");
    }

    public void Dispose() { }
}
