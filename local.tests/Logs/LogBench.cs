using System.Text.Json.Nodes;
using CognitoStack.Local.Access;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Http;
using CognitoStack.Local.Logs;
using CognitoStack.Local.Metrics;
using CognitoStack.Local.Tests.Access;
using CognitoStack.Local.Tests.UserPools;
using Pool = CognitoStack.Local.Tests.UserPools.Templates;

namespace CognitoStack.Local.Tests.Logs;

/// <summary>CloudWatch Logs with nothing around it.</summary>
internal sealed class LogBench : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("logs-").FullName;
    private LogStore store;
    private LogsService service;

    public LogBench(params Resource[] groups)
    {
        Deployment.Current = new("111122223333", "eu-west-1", groups, new Dictionary<string, IReadOnlyDictionary<string, string>>());
        (store, service) = Start();
    }

    public FakeDeployment Deployment { get; } = new();

    public FakeAuthorizer Authorizer { get; } = new();

    public FakeTimeProvider Time { get; } = new(new(2026, 5, 4, 10, 0, 0, TimeSpan.Zero));

    public ILogs Logs => store;

    public string File => Path.Combine(folder, "logs.db");

    public static Resource Group(string name, int? retention = null) =>
        Pool.Resource(LogGroups.Type, name, Pool.Json(new { LogGroupName = name, RetentionInDays = retention }));

    public Task<JsonObject> CallAsync(string operation, object input) =>
        service.InvokeAsync(
            new(operation, Pool.Json(input), new Administrator("111122223333"), "127.0.0.1", "tests"),
            CancellationToken.None
        );

    public async Task<(string Code, string Message)> RefusedAsync(string operation, object input)
    {
        var e = await Assert.ThrowsAsync<AwsException>(() => CallAsync(operation, input));
        return (e.Code, e.Message);
    }

    public void Restart()
    {
        store.Dispose();
        (store, service) = Start();
    }

    public static IEnumerable<string> Messages(JsonObject answer) => answer["events"]!.AsArray().Select(e => e!["message"]!.ToString());

    public void Dispose()
    {
        store.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private (LogStore, LogsService) Start()
    {
        var opened = new LogStore(new StateFolder(folder), new MetricStore(Time), Time);
        var groups = new LogGroups(Deployment, opened, Time);
        groups.DeployAsync(Deployment.Current, CancellationToken.None).GetAwaiter().GetResult();
        return (opened, new(groups, opened, Authorizer));
    }
}
