using System.Runtime.CompilerServices;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Http;
using CognitoStack.Local.Notifications;

namespace CognitoStack.Local.Metrics.Alarms;

/// <summary>A change of an alarm's state.</summary>
internal sealed record AlarmChange(string Alarm, string From, string To, string Reason, DateTimeOffset Time)
{
    /// <summary>The topics that were told.</summary>
    public IReadOnlyList<string> Actions { get; init; } = [];
}

/// <summary>The state of an alarm.</summary>
internal sealed record AlarmState(string Value, string Reason, DateTimeOffset Updated);

/// <summary>Evaluates the alarms of the templates every minute of the host's clock, and tells the topics of what changes.</summary>
internal sealed class AlarmWatch(
    IDeployment deployment,
    MetricStore store,
    ITopics topics,
    TimeProvider time,
    MetricArchive? archive = null,
    ILogger<AlarmWatch>? log = null
) : BackgroundService, IDeploymentStep
{
    /// <summary>Where the clock has leapt, so many minutes are caught up on.</summary>
    private const int MostMinutes = 24 * 60;
    private const int MostChanges = 1000;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);
    private readonly SemaphoreSlim one = new(1, 1);
    private readonly ConditionalWeakTable<Deployed, List<Alarm>> read = [];
    private readonly Dictionary<string, AlarmState> states =
        archive?.Alarms().ToDictionary(a => a.Key, a => new AlarmState(a.Value.Value, a.Value.Reason, a.Value.Updated)) ?? [];
    private readonly List<AlarmChange> changes = [];
    private long evaluated;

    /// <inheritdoc/>
    public Task DeployAsync(Deployed next, CancellationToken cancel)
    {
        foreach (var resource in next.OfType(Alarm.Type))
            try
            {
                _ = new Alarm(resource, store);
            }
            catch (AwsException e)
            {
                throw new DeploymentException($"The alarm {resource.Name} cannot be evaluated here: {e.Message}", resource);
            }
        return Task.CompletedTask;
    }

    /// <summary>Every alarm with its state of now.</summary>
    public async Task<List<(Alarm Alarm, AlarmState State)>> CurrentAsync()
    {
        await one.WaitAsync();
        try
        {
            var alarms = Alarms;
            await CatchUpAsync(alarms);
            return [.. alarms.Select(a => (a, StateOf(a)))];
        }
        finally
        {
            one.Release();
        }
    }

    /// <summary>What has changed, the newest first.</summary>
    public async Task<List<AlarmChange>> ChangesAsync()
    {
        await CurrentAsync();
        lock (changes)
            return [.. Enumerable.Reverse(changes)];
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        store.Save();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        one.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await CurrentAsync();
                store.Save();
            }
#pragma warning disable CA1031 // Nobody waits for it, and the host is not to end with it.
            catch (Exception e)
#pragma warning restore CA1031
            {
                if (log is not null)
                    Log.NotEvaluated(log, e);
            }
        }
    }

    private List<Alarm> Alarms =>
        read.GetValue(
            deployment.Current,
            d => [.. d.OfType(Alarm.Type).Select(r => new Alarm(r, store)).OrderBy(a => a.Name, StringComparer.Ordinal)]
        );

    private AlarmState StateOf(Alarm alarm) =>
        states.TryGetValue(alarm.Name, out var state)
            ? state
            : states[alarm.Name] = new(AlarmStates.Unknown, "Unchecked: Initial alarm creation", time.GetUtcNow());

    private async Task CatchUpAsync(List<Alarm> alarms)
    {
        foreach (var gone in states.Keys.Except(alarms.Select(a => a.Name)).ToList())
        {
            states.Remove(gone);
            archive?.Forget(gone);
        }
        // The minute that runs counts with what it has so far, and is looked at again when it is over.
        var now = time.GetUtcNow().ToUnixTimeSeconds() / MetricStore.Minute;
        for (var minute = Math.Max(evaluated == 0 ? now : evaluated, now - MostMinutes); minute <= now; minute++)
            foreach (var alarm in alarms)
                await EvaluateAsync(alarm, (minute + 1) * MetricStore.Minute);
        evaluated = now;
    }

    private async Task EvaluateAsync(Alarm alarm, long end)
    {
        var before = StateOf(alarm);
        var looked = alarm.Observe(end);
        if (
            AlarmStates.Of(looked, alarm.EvaluationPeriods, alarm.DatapointsToAlarm, alarm.MissingData) is not { } value
            || value == before.Value
        )
            return;
        var at = DateTimeOffset.FromUnixTimeSeconds(Math.Min(end, time.GetUtcNow().ToUnixTimeSeconds()));
        var state = states[alarm.Name] = new(value, AlarmStates.Reason(alarm, looked, before.Value, value), at);
        archive?.Keep(alarm.Name, state.Value, state.Reason, state.Updated);
        var change = new AlarmChange(alarm.Name, before.Value, value, state.Reason, at) { Actions = [.. alarm.Actions(value)] };
        lock (changes)
        {
            changes.Add(change);
            if (changes.Count > MostChanges)
                changes.RemoveAt(0);
        }
        var deployed = deployment.Current;
        foreach (var topic in change.Actions)
            await topics.PublishAsync(
                topic,
                AlarmMail.Subject(alarm, change, deployed.Region),
                AlarmMail.Body(alarm, change, deployed.Account, deployed.Region)
            );
    }
}
