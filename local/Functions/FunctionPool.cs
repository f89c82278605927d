namespace CognitoStack.Local.Functions;

/// <summary>The execution environments of one deployment of a function: as many as there are events at the same time, and warm ones first.</summary>
internal sealed class FunctionPool : IAsyncDisposable
{
    private static readonly TimeSpan IdleTime = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan TimeToSettle = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(30);

    private readonly FunctionHost host;
    private readonly SemaphoreSlim slots;
    private readonly ITimer sweep;
    private readonly Lock gate = new();
    private readonly HashSet<ExecutionEnvironment> all = [];

    // The one used last is the last: it is taken first, so that the others get old.
    private readonly List<ExecutionEnvironment> idle = [];
    private readonly List<Task> settling = [];
    private bool isRetired;

    public FunctionPool(FunctionSettings settings, FunctionHost host)
    {
        (Settings, this.host) = (settings, host);
        slots = new SemaphoreSlim(Math.Max(1, settings.Concurrency));
        sweep = host.Clock.CreateTimer(
            _ => _ = EndAsync(environment => !environment.IsUsable || host.Clock.GetUtcNow() - environment.LastUsed >= IdleTime),
            null,
            SweepInterval,
            SweepInterval
        );
    }

    public FunctionSettings Settings { get; }

    /// <summary>Hands an event to an environment; it works on it to its end, whoever still waits.</summary>
    /// <param name="body">The event.</param>
    /// <param name="caller">Who waits for the answer.</param>
    /// <param name="waiting">Whether anybody waits: an event that has found no environment by then is dropped.</param>
    /// <exception cref="FunctionException">The function failed.</exception>
    public async Task<ReadOnlyMemory<byte>> InvokeAsync(ReadOnlyMemory<byte> body, CallerPatience caller, CancellationToken waiting)
    {
        if (Settings.Concurrency == 0)
        {
            FunctionMetrics.Throttled(host.Metrics, Settings.Name);
            throw new FunctionException(FunctionFailure.Crashed, "Rate Exceeded.");
        }
        await slots.WaitAsync(waiting);
        ExecutionEnvironment environment;
        try
        {
            environment = TakeIdle() ?? await TakeSettlingAsync() ?? await AddAsync();
        }
        catch
        {
            slots.Release();
            throw;
        }
        try
        {
            return await environment.InvokeAsync(body, caller);
        }
        finally
        {
            lock (gate)
            {
                settling.RemoveAll(task => task.IsCompleted);
                settling.Add(GiveBackAsync(environment));
            }
        }
    }

    /// <summary>Ends the environments, each after the event at hand.</summary>
    public async Task RetireAsync()
    {
        lock (gate)
            isRetired = true;
        await sweep.DisposeAsync();
        await EndAsync(_ => true);
    }

    /// <summary>Ends all, at once.</summary>
    public async ValueTask DisposeAsync()
    {
        await RetireAsync();
        List<ExecutionEnvironment> busy;
        lock (gate)
        {
            busy = [.. all];
            all.Clear();
        }
        await Task.WhenAll(busy.Select(environment => environment.DisposeAsync().AsTask()));
    }

    private ExecutionEnvironment? TakeIdle()
    {
        lock (gate)
        {
            var index = idle.FindLastIndex(environment => environment.IsUsable);
            if (index < 0)
                return null;
            var environment = idle[index];
            idle.RemoveAt(index);
            return environment;
        }
    }

    /// <summary>A function that has just answered asks for its next event in a moment: sooner than a new process would.</summary>
    private async Task<ExecutionEnvironment?> TakeSettlingAsync()
    {
        Task[] soon;
        lock (gate)
        {
            soon = [.. settling.Where(task => !task.IsCompleted), Task.Delay(TimeToSettle, host.Clock)];
        }
        if (soon.Length > 1)
            await Task.WhenAny(soon);
        return TakeIdle();
    }

    private async Task<ExecutionEnvironment> AddAsync()
    {
        var environment = await ExecutionEnvironment.StartAsync(Settings, host);
        lock (gate)
            all.Add(environment);
        return environment;
    }

    private async Task GiveBackAsync(ExecutionEnvironment environment)
    {
        var isUsable = await environment.SettleAsync();
        lock (gate)
        {
            if (isUsable && !isRetired)
                idle.Add(environment);
            else
                isUsable = false;
        }
        slots.Release();
        if (!isUsable)
            _ = EndAsync(environment);
    }

    private async Task EndAsync(Predicate<ExecutionEnvironment> which)
    {
        List<ExecutionEnvironment> ended;
        lock (gate)
        {
            ended = idle.FindAll(which);
            idle.RemoveAll(ended.Contains);
        }
        await Task.WhenAll(ended.Select(EndAsync));
    }

    private async Task EndAsync(ExecutionEnvironment environment)
    {
        bool isOurs;
        lock (gate)
            isOurs = all.Remove(environment);
        if (isOurs)
            await environment.DisposeAsync();
    }
}
