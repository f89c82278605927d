using System.Text.Json.Nodes;

namespace CognitoStack.Lambda.Tests.Support;

/// <summary>A function in the process of the test, in the real loop, on any operating system.</summary>
internal sealed class InProcessFunction : IAsyncDisposable
{
    private readonly MemoryStream output = new();
    private readonly CancellationTokenSource stop = new();
    private readonly Task<int> run;

    private InProcessFunction(FakeRuntimeApi api, Func<LambdaHost, Task<int>> function, IReadOnlyDictionary<string, string> environment)
    {
        Api = api;
        run = function(
            new LambdaHost
            {
                RuntimeApi = new HttpClient { BaseAddress = api.Address },
                Environment = environment,
                Log = new Log(output),
                Stop = stop.Token,
            }
        );
    }

    public FakeRuntimeApi Api { get; }

    public static async Task<InProcessFunction> StartAsync(
        Func<LambdaHost, Task<int>> function,
        params (string Name, string Value)[] environment
    ) => new(await FakeRuntimeApi.StartAsync(), function, environment.ToDictionary(variable => variable.Name, variable => variable.Value));

    public Task<Answer> InvokeAsync(byte[] trigger) => Api.InvokeAsync(trigger);

    /// <summary>The exit code of a function that ends by itself.</summary>
    public Task<int> ExitCodeAsync() => run.WaitAsync(TimeSpan.FromMinutes(1));

    /// <summary>Ends the function, which is no failure, and gives its whole log.</summary>
    public async Task<List<JsonObject>> StopAsync()
    {
        await stop.CancelAsync();
        Assert.Equal(0, await ExitCodeAsync());
        return Log;
    }

    public List<JsonObject> Log => LogLines.Parse(output);

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await ExitCodeAsync();
        stop.Dispose();
        await Api.DisposeAsync();
    }
}
