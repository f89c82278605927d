namespace CognitoStack.Local.Metrics.Expressions;

/// <summary>Periods, one after the other.</summary>
/// <param name="Start">When the first one begins, in seconds.</param>
/// <param name="Period">Seconds of each.</param>
/// <param name="Count">How many there are.</param>
internal sealed record Grid(long Start, int Period, int Count)
{
    public long End => Start + ((long)Period * Count);

    public long TimeOf(int index) => Start + ((long)Period * index);

    /// <summary>A metric over the periods; null where nothing was measured.</summary>
    public double?[] Read(MetricStore store, MetricName metric, Func<StatisticSet, double> statistic) =>
        Values(store.Read(metric, Start, End, MetricStore.Minute), statistic);

    /// <summary>Several metrics as if they were one.</summary>
    public double?[] Read(MetricStore store, IEnumerable<MetricName> metrics, Func<StatisticSet, double> statistic) =>
        Values(metrics.SelectMany(m => store.Read(m, Start, End, MetricStore.Minute)), statistic);

    private double?[] Values(IEnumerable<KeyValuePair<long, StatisticSet>> minutes, Func<StatisticSet, double> statistic)
    {
        var sets = new StatisticSet?[Count];
        foreach (var (minute, set) in minutes)
            (sets[(minute - Start) / Period] ??= new()).Add(set);
        return [.. sets.Select(s => s is null ? (double?)null : statistic(s))];
    }
}
