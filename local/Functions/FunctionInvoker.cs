using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using CognitoStack.Local.Access;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Http;
using CognitoStack.Local.Logs;
using CognitoStack.Local.Metrics;

namespace CognitoStack.Local.Functions;

/// <inheritdoc cref="IFunctions"/>
internal sealed class FunctionInvoker(
    IDeployment deployment,
    ICredentialIssuer credentials,
    HostEndpoint endpoint,
    ILogs logs,
    IMetrics metrics,
    TimeProvider clock,
    ILogger<FunctionInvoker> logger
) : IFunctions, IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, FunctionPool> pools = new();

    public async Task<JsonNode?> InvokeAsync(Resource function, JsonNode payload, TimeSpan patience, CancellationToken cancel)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(payload);
        if (body.Length > RuntimeApi.LargestPayload)
            throw new FunctionException(
                FunctionFailure.Reported,
                $"{body.Length} byte payload is too large for the RequestResponse invocation type (limit 6291456 bytes)"
            );
        var pool = PoolOf(Unqualified(function));

        using var caller = new CallerPatience(patience, clock);
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancel, caller.Ended);
        // Nobody waits for it any longer once the caller's patience has ended, and yet it goes on.
        var invocation = pool.InvokeAsync(body, caller, waiting.Token);
        _ = invocation.ContinueWith(static task => task.Exception, TaskScheduler.Default);
        try
        {
            var answer = await invocation.WaitAsync(waiting.Token);
            return JsonNode.Parse(answer.Span);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new FunctionException(
                FunctionFailure.TimedOut,
                $"{function.Name} did not answer within {patience.TotalSeconds:0.##} seconds"
            );
        }
        catch (JsonException)
        {
            throw new FunctionException(FunctionFailure.Reported, $"The answer of {function.Name} is not JSON");
        }
    }

    public async ValueTask DisposeAsync() => await Task.WhenAll(pools.Values.Select(pool => pool.DisposeAsync().AsTask()));

    /// <summary>A version or an alias stands for its function: there is but one state of it here.</summary>
    private Resource Unqualified(Resource function)
    {
        if (function.Type == FunctionsSupport.Function)
            return function;
        var name = function.Text("FunctionName") ?? "";
        var current = deployment.Current;
        return current.FindByArn(name)
            ?? current.Find(FunctionsSupport.Function, name)
            ?? throw new FunctionException(FunctionFailure.Crashed, $"Function not found: {name}");
    }

    private FunctionPool PoolOf(Resource function)
    {
        var settings = FunctionSettings.Of(function, deployment.CodeOf(function));
        while (true)
        {
            if (!pools.TryGetValue(settings.Arn, out var pool))
            {
                var first = NewPool(settings);
                if (pools.TryAdd(settings.Arn, first))
                    return first;
                _ = first.RetireAsync();
                continue;
            }
            if (pool.Settings.Fingerprint == settings.Fingerprint)
                return pool;
            var next = NewPool(settings);
            var hasReplaced = pools.TryUpdate(settings.Arn, next, pool);
            _ = (hasReplaced ? pool : next).RetireAsync();
            if (hasReplaced)
                return next;
        }
    }

    private FunctionPool NewPool(FunctionSettings settings) =>
        new(
            settings,
            new FunctionHost(credentials, endpoint, clock, logger)
            {
                Region = deployment.Current.Region,
                Logs = logs,
                Metrics = metrics,
            }
        );
}
