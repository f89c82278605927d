using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Nodes;
using CognitoStack.Local.Access;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Functions;
using CognitoStack.Local.Http;
using CognitoStack.Local.Logs;
using CognitoStack.Local.Metrics;

namespace CognitoStack.Local.Tests.Functions;

/// <summary>Functions of small programs, and what runs them.</summary>
internal sealed class FunctionBench : IDeployment, ICredentialIssuer, ILogs, IMetrics, IAsyncDisposable
{
    public const string RoleArn = "arn:aws:iam::111122223333:role/Trigger";
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private const string Loop = """
        const api = `http://${process.env.AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime/`;
        const post = (path, body) => fetch(api + path, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) });
        const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
        const serve = async (handle) => {
          for (;;) {
            const next = await fetch(api + 'invocation/next');
            const id = next.headers.get('lambda-runtime-aws-request-id');
            try {
              const answer = await handle(await next.json(), next.headers);
              await post(`invocation/${id}/response`, answer ?? null);
            } catch (e) {
              await post(`invocation/${id}/error`, { errorMessage: e.message, errorType: 'Error' });
            }
          }
        };

        """;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("functions-");
    private readonly Dictionary<string, string> code = [];
    private readonly FunctionInvoker functions;

    public FunctionBench() =>
        functions = new FunctionInvoker(this, this, new HostEndpoint(new Uri("http://127.0.0.1:4566")), this, this, Clock, Log);

    public TestClock Clock { get; } = new();

    public LogLines<FunctionInvoker> Log { get; } = new();

    /// <summary>What functions have logged: group, stream, message.</summary>
    public ConcurrentQueue<(string Group, string Stream, string Message)> Logged { get; } = new();

    public ConcurrentQueue<RoleSession> Sessions { get; } = new();

    public Deployed Current { get; set; } = Deploy();

    public string Folder => folder.FullName;

    public static Deployed Deploy(params Resource[] resources) =>
        new("111122223333", "eu-central-1", resources, new Dictionary<string, IReadOnlyDictionary<string, string>>());

    public string CodeOf(Resource function) => code[function.Properties["Code"]!["S3Key"]!.ToString()];

    public Credentials Issue(RoleSession session)
    {
        Sessions.Enqueue(session);
        return new("ASIAEXAMPLE", "secret", $"token {Sessions.Count}", session.Expires);
    }

    /// <summary>What Lambda has measured of functions.</summary>
    public ConcurrentQueue<(MetricName Metric, double Value)> Measured { get; } = new();

    public void Put(MetricName metric, double value, string unit = "Count") => Measured.Enqueue((metric, value));

    public void Put(string group, string stream, string message) => Logged.Enqueue((group, stream, message));

    /// <summary>A function whose program is JavaScript; `serve(handler)` of it answers events.</summary>
    public Resource Node(string script, string properties = "{}", string name = "trigger") =>
        Function($"#!/usr/bin/env node\n{Loop}{script}", properties, name);

    public Resource Function(string program, string properties = "{}", string name = "trigger")
    {
        var key = Guid.NewGuid().ToString("N");
        var asset = folder.CreateSubdirectory(key);
        var file = Path.Combine(asset.FullName, "bootstrap");
        File.WriteAllText(file, program);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return Function(asset.FullName, key, properties, name);
    }

    /// <summary>A function whose code is in a folder.</summary>
    public Resource Function(string asset, string key, string properties, string name)
    {
        code[key] = asset;
        var all = new JsonObject
        {
            ["Code"] = new JsonObject { ["S3Bucket"] = "assets", ["S3Key"] = key },
            ["Runtime"] = "provided.al2023",
            ["Handler"] = "bootstrap",
            ["Role"] = RoleArn,
            ["MemorySize"] = 256,
            ["Timeout"] = 120,
        };
        foreach (var (property, value) in JsonNode.Parse(properties)!.AsObject())
            all[property] = value?.DeepClone();
        return new Resource
        {
            Stack = "Authentication",
            LogicalId = "Trigger",
            Type = "AWS::Lambda::Function",
            Name = name,
            Arn = $"arn:aws:lambda:eu-central-1:111122223333:function:{name}",
            Properties = all,
        };
    }

    public async Task<string> InvokeAsync(Resource function, string payload = "{}", TimeSpan? patience = null) =>
        (await functions.InvokeAsync(function, JsonNode.Parse(payload)!, patience ?? Patience, CancellationToken.None))?.ToJsonString()
        ?? "null";

    public async Task<FunctionException> FailAsync(Resource function, string payload = "{}", TimeSpan? patience = null) =>
        await Assert.ThrowsAsync<FunctionException>(() => InvokeAsync(function, payload, patience));

    public static async Task UntilAsync(Func<bool> condition, string what)
    {
        for (var tries = 0; !condition(); tries++)
        {
            Assert.True(tries < 6000, $"It is still not so that {what}");
            await Task.Delay(20);
        }
    }

    public static bool Lives(string processId)
    {
        try
        {
            return !Process.GetProcessById(int.Parse(processId, System.Globalization.CultureInfo.InvariantCulture)).HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await functions.DisposeAsync();
        folder.Refresh();
        if (folder.Exists)
            folder.Delete(recursive: true);
    }
}
