using System.Globalization;
using System.Text.Json;

namespace CognitoStack.Local.Metrics;

/// <summary>A minute of a metric.</summary>
internal sealed record MetricMinute(MetricName Metric, long Minute, string Unit, StatisticSet Values);

/// <summary>Keeps what was measured, and the states of alarms, in <c>metrics.db</c>.</summary>
internal sealed class MetricArchive : IDisposable
{
    private readonly Sql sql;

    public MetricArchive(StateFolder state)
    {
        sql = new(state["metrics.db"]);
        sql.Execute(
            """
            CREATE TABLE IF NOT EXISTS minutes (metric TEXT NOT NULL, minute INTEGER NOT NULL, unit TEXT NOT NULL, counts TEXT NOT NULL, PRIMARY KEY (metric, minute));
            CREATE TABLE IF NOT EXISTS alarms (name TEXT PRIMARY KEY, value TEXT NOT NULL, reason TEXT NOT NULL, updated INTEGER NOT NULL);
            """
        );
    }

    /// <summary>All minutes from a time on, in seconds.</summary>
    public List<MetricMinute> Minutes(long oldest)
    {
        sql.Execute("DELETE FROM minutes WHERE minute < $oldest", ("$oldest", oldest));
        return sql.Query(
            "SELECT metric, minute, unit, counts FROM minutes ORDER BY minute",
            r => new MetricMinute(NameOf(r.GetString(0)), r.GetInt64(1), r.GetString(2), SetOf(r.GetString(3)))
        );
    }

    public void Keep(IReadOnlyList<MetricMinute> minutes) =>
        sql.Transact(() =>
        {
            foreach (var minute in minutes)
                sql.Execute(
                    "INSERT OR REPLACE INTO minutes VALUES ($metric, $minute, $unit, $counts)",
                    ("$metric", TextOf(minute.Metric)),
                    ("$minute", minute.Minute),
                    ("$unit", minute.Unit),
                    ("$counts", JsonSerializer.Serialize(minute.Values.Counts.Select(c => new[] { c.Value, c.Times })))
                );
        });

    /// <summary>What was kept of alarms, by name.</summary>
    public Dictionary<string, (string Value, string Reason, DateTimeOffset Updated)> Alarms()
    {
        return sql.Query(
                "SELECT name, value, reason, updated FROM alarms",
                r => (Name: r.GetString(0), (r.GetString(1), r.GetString(2), DateTimeOffset.FromUnixTimeSeconds(r.GetInt64(3))))
            )
            .ToDictionary(a => a.Name, a => a.Item2);
    }

    public void Keep(string alarm, string value, string reason, DateTimeOffset updated)
    {
        sql.Execute(
            "INSERT OR REPLACE INTO alarms VALUES ($name, $value, $reason, $updated)",
            ("$name", alarm),
            ("$value", value),
            ("$reason", reason),
            ("$updated", updated.ToUnixTimeSeconds())
        );
    }

    /// <summary>Forgets an alarm that is deployed no longer.</summary>
    public void Forget(string alarm)
    {
        sql.Execute("DELETE FROM alarms WHERE name = $name", ("$name", alarm));
    }

    public void Dispose() => sql.Dispose();

    private static string TextOf(MetricName metric) =>
        JsonSerializer.Serialize(
            new List<string> { metric.Namespace, metric.Name }.Concat(metric.Dimensions.All.SelectMany(d => new[] { d.Name, d.Value }))
        );

    private static MetricName NameOf(string text)
    {
        var parts = JsonSerializer.Deserialize<string[]>(text)!;
        return new(parts[0], parts[1], new DimensionSet(parts.Skip(2).Chunk(2).Select(d => (d[0], d[1]))));
    }

    private static StatisticSet SetOf(string text)
    {
        var set = new StatisticSet();
        foreach (var count in JsonSerializer.Deserialize<double[][]>(text)!)
            set.Add(count[0], Convert.ToInt32(count[1], CultureInfo.InvariantCulture));
        return set;
    }
}
