using System.Text.Json.Nodes;
using CognitoStack.Local.Metrics;
using CognitoStack.Local.Metrics.Alarms;
using CognitoStack.Local.Tests.UserPools;
using Pool = CognitoStack.Local.Tests.UserPools.Templates;

namespace CognitoStack.Local.Tests.Metrics;

/// <summary>What was measured, and what alarms said of it, outlives the host.</summary>
public sealed class MetricArchiveTests : IDisposable
{
    private static readonly MetricName Wait = new("N \"quoted\"", "Wait", ("B", "2"), ("A", "ünï"));
    private readonly string folder = Directory.CreateTempSubdirectory("metrics-").FullName;
    private readonly FakeTimeProvider time = new(new(2026, 5, 4, 10, 0, 0, TimeSpan.Zero));
    private readonly FakeTopics topics = new();
    private readonly FakeDeployment deployment = new();

    [Fact]
    public void A_restart_loses_no_value()
    {
        var start = time.GetUtcNow().ToUnixTimeSeconds();
        With(store =>
        {
            store.Put(Wait, 1.5, "Seconds");
            store.Put(Wait, 1.5, "Seconds");
            store.Save();
            store.Put(Wait, -4, "Seconds");
            time.Advance(TimeSpan.FromMinutes(1));
            store.Put(Wait, 3, "Seconds");
        });
        With(store => store.Put(Wait, 7, "Seconds"));
        With(store =>
        {
            var (name, read) = (Assert.Single(store.Names), store.Read(Wait, start, start + 120, 60));
            Assert.Equal((Wait, "Seconds", start + 60), (name, store.UnitOf(name), store.Newest(name)));
            Assert.Equal([(3, -1.0, -4.0, 1.5), (2, 10.0, 3.0, 7.0)], read.Values.Select(s => (s.Count, s.Sum, s.Minimum, s.Maximum)));
            Assert.Equal(1.5, read[start].Percentile(50));
        });
    }

    [Fact]
    public void What_is_older_than_fifteen_days_is_forgotten()
    {
        With(store => store.Put(Wait, 1));
        time.Advance(TimeSpan.FromDays(16));
        With(store => Assert.Empty(store.Names));
    }

    [Fact]
    public async Task An_alarm_that_is_raised_is_not_raised_again_and_ends_after_a_restart()
    {
        deployment.Current = new(
            "111122223333",
            "eu-west-1",
            [
                Pool.Resource(
                    Alarm.Type,
                    "slow",
                    new()
                    {
                        ["Namespace"] = Wait.Namespace,
                        ["MetricName"] = "Wait",
                        ["Dimensions"] = new JsonArray([
                            .. Wait.Dimensions.All.Select(d => new JsonObject { ["Name"] = d.Name, ["Value"] = d.Value }),
                        ]),
                        ["Statistic"] = "Maximum",
                        ["Period"] = 60,
                        ["EvaluationPeriods"] = 1,
                        ["Threshold"] = 2,
                        ["ComparisonOperator"] = "GreaterThanThreshold",
                        ["TreatMissingData"] = "notBreaching",
                        ["AlarmActions"] = new JsonArray("topic"),
                        ["OKActions"] = new JsonArray("topic"),
                    }
                ),
            ],
            new Dictionary<string, IReadOnlyDictionary<string, string>>()
        );
        await WatchAsync(store => store.Put(Wait, 3), "ALARM");
        await WatchAsync(_ => { }, "ALARM");
        Assert.Equal("ALARM: \"slow\" in EU (Ireland)", Assert.Single(topics.Sent).Subject);
        time.Advance(TimeSpan.FromHours(1));
        await WatchAsync(_ => { }, "OK");
        Assert.Equal("OK: \"slow\" in EU (Ireland)", topics.Sent[^1].Subject);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private void With(Action<MetricStore> act)
    {
        using var archive = new MetricArchive(new(folder));
        var store = new MetricStore(time, archive);
        act(store);
        store.Save();
    }

    private async Task WatchAsync(Action<MetricStore> act, string state)
    {
        using var archive = new MetricArchive(new(folder));
        var store = new MetricStore(time, archive);
        using var watch = new AlarmWatch(deployment, store, topics, time, archive);
        act(store);
        Assert.Equal(state, Assert.Single(await watch.CurrentAsync()).State.Value);
        await watch.StopAsync(CancellationToken.None);
    }
}
