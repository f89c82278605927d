using System.Globalization;
using System.Security.Cryptography;
using CognitoStack.Local.Access;
using CognitoStack.Local.Http;
using CognitoStack.Local.Logs;
using CognitoStack.Local.Metrics;

namespace CognitoStack.Local.Functions;

/// <summary>What execution environments have of the host.</summary>
internal sealed record FunctionHost(ICredentialIssuer Credentials, HostEndpoint Endpoint, TimeProvider Clock, ILogger Logger)
{
    /// <summary>The Region of what is deployed.</summary>
    public required string Region { get; init; }

    /// <summary>Where functions log.</summary>
    public required ILogs Logs { get; init; }

    /// <summary>Where what they take is counted.</summary>
    public required IMetrics Metrics { get; init; }
}

/// <summary>One process of a function, which answers one event after the other, as Lambda's execution environments do.</summary>
internal sealed class ExecutionEnvironment : IAsyncDisposable
{
    // Lambda gives ten seconds of its own machines.
    private static readonly TimeSpan TimeToInitialize = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LifeOfCredentials = TimeSpan.FromHours(1);
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan MemoryInterval = TimeSpan.FromMilliseconds(100);

    private readonly FunctionSettings settings;
    private readonly FunctionHost host;
    private readonly RuntimeApi api;
    private readonly FunctionOutput log;
    private readonly FunctionProcess process;

    // It gets no more events from then on, as its credentials end.
    private readonly DateTimeOffset retiresAt;
    private TimeSpan initialization;
    private bool isLost;

    private ExecutionEnvironment(FunctionSettings settings, FunctionHost host, RuntimeApi api)
    {
        (this.settings, this.host, this.api) = (settings, host, api);
        var credentials = host.Credentials.Issue(
            new RoleSession
            {
                RoleArn = settings.RoleArn,
                SessionName = settings.Name,
                Expires = host.Clock.GetUtcNow() + LifeOfCredentials,
            }
        );
        retiresAt = credentials.Expiration - Margin;
        var variables = FunctionVariables.Of(settings, host, api.Address, credentials);
        log = new(settings, variables[FunctionVariables.LogStream], host.Logs, host.Clock);
        process = FunctionProcess.Start(settings, variables, log, host.Logger);
        api.Admit(process.Id);
    }

    /// <summary>When it was last seen at work.</summary>
    public DateTimeOffset LastUsed { get; private set; }

    /// <summary>Whether it can answer another event.</summary>
    public bool IsUsable => !isLost && !process.HasExited && host.Clock.GetUtcNow() < retiresAt;

    /// <exception cref="FunctionException">There is no program, or it is not one for this machine.</exception>
    public static async Task<ExecutionEnvironment> StartAsync(FunctionSettings settings, FunctionHost host)
    {
        var api = await RuntimeApi.StartAsync();
        try
        {
            return new ExecutionEnvironment(settings, host, api);
        }
        catch (FunctionException)
        {
            await api.DisposeAsync();
            throw;
        }
    }

    /// <summary>Answers an event; initializes first, if that has not been done.</summary>
    /// <exception cref="FunctionException">The function failed, or its process was lost.</exception>
    public async Task<ReadOnlyMemory<byte>> InvokeAsync(ReadOnlyMemory<byte> body, CallerPatience caller)
    {
        var requestId = Guid.NewGuid().ToString();
        process.RequestId = requestId;
        host.Logger.Start(settings.Name, requestId);
        log.Start(requestId);
        string? failure = null;
        var begin = host.Clock.GetTimestamp();
        try
        {
            if (!api.Ready.IsCompleted)
            {
                caller.Suspend();
                await InitializeAsync(requestId);
                caller.Resume();
            }

            begin = host.Clock.GetTimestamp();
            return await AnswerAsync(requestId, body);
        }
        catch (FunctionException e)
        {
            host.Logger.Failed(settings.Name, requestId, e.Message);
            failure = e.Message;
            throw;
        }
        finally
        {
            _ = process.ResidentMegabytes();
            LastUsed = host.Clock.GetUtcNow();
            host.Logger.End(settings.Name, requestId);
            var report = new InvocationReport(
                requestId,
                host.Clock.GetElapsedTime(begin),
                initialization,
                settings.Megabytes,
                process.PeakMegabytes,
                failure is not null
            );
            host.Logger.Report(settings.Name, requestId, report.ToString().Replace('\t', ' '));
            log.End(report, failure);
            FunctionMetrics.Ended(host.Metrics, settings.Name, report);
            initialization = TimeSpan.Zero;
        }
    }

    /// <summary>Waits until the function asks for its next event, which it may do some time after its answer.</summary>
    /// <returns>Whether it did, and can have one.</returns>
    public async Task<bool> SettleAsync()
    {
        if (!isLost)
            await Task.WhenAny(api.Ready, process.Exited, Task.Delay(settings.Timeout, host.Clock));
        return api.Ready.IsCompleted && IsUsable;
    }

    public async ValueTask DisposeAsync()
    {
        await process.DisposeAsync();
        await api.DisposeAsync();
    }

    private async Task InitializeAsync(string requestId)
    {
        var begin = host.Clock.GetTimestamp();
        using var patience = new CancellationTokenSource(TimeToInitialize, host.Clock);
        await Task.WhenAny(api.Ready, api.InitError, process.Exited, Task.Delay(Timeout.Infinite, patience.Token));
        initialization = host.Clock.GetElapsedTime(begin);
        // It tells why it cannot start, and ends: the reason counts, whatever is seen first.
        if (api.InitError.IsCompleted)
            throw Lost(FunctionFailure.Reported, (await api.InitError).ErrorMessage);
        if (api.Ready.IsCompleted)
            return;
        if (process.Exited.IsCompleted)
            throw Lost(FunctionFailure.Crashed, $"RequestId: {requestId} Error: {await process.EndAsync()}");
        throw Lost(
            FunctionFailure.TimedOut,
            $"RequestId: {requestId} Error: Initialization timed out after {Seconds(TimeToInitialize)} seconds"
        );
    }

    private async Task<ReadOnlyMemory<byte>> AnswerAsync(string requestId, ReadOnlyMemory<byte> body)
    {
        var traceId =
            $"Root=1-{host.Clock.GetUtcNow().ToUnixTimeSeconds():x8}-{RandomNumberGenerator.GetHexString(24, lowercase: true)};Parent={RandomNumberGenerator.GetHexString(16, lowercase: true)};Sampled=0";
        using var end = new CancellationTokenSource(settings.Timeout, host.Clock);
        var answer = api.HandAsync(new RuntimeEvent(requestId, body, host.Clock.GetUtcNow() + settings.Timeout, settings.Arn, traceId));
        while (!answer.IsCompleted && !process.Exited.IsCompleted && !end.IsCancellationRequested)
        {
            await Task.WhenAny(answer, process.Exited, Task.Delay(MemoryInterval, host.Clock, end.Token));
            if (process.ResidentMegabytes() > settings.Megabytes)
            {
                process.Kill($"it has more than its {settings.Megabytes} MB of memory");
                await process.Exited;
            }
        }

        if (answer.IsCompleted)
            return await answer is { IsError: true } error
                ? throw new FunctionException(FunctionFailure.Reported, error.ErrorMessage)
                : (await answer).Body;
        if (process.Exited.IsCompleted)
            throw Lost(FunctionFailure.Crashed, $"RequestId: {requestId} Error: {await process.EndAsync()}");
        throw Lost(FunctionFailure.TimedOut, $"RequestId: {requestId} Error: Task timed out after {Seconds(settings.Timeout)} seconds");
    }

    private FunctionException Lost(FunctionFailure kind, string message)
    {
        isLost = true;
        process.Kill("its event failed");
        return new FunctionException(kind, message);
    }

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.00", CultureInfo.InvariantCulture);
}
