using System.Collections.Concurrent;

namespace CognitoStack.Local.Metrics;

/// <summary>What was measured in some time: of every value how often it came, by which every statistic can be told.</summary>
internal sealed class StatisticSet
{
    private readonly SortedDictionary<double, int> values = [];

    public int Count { get; private set; }

    public double Sum { get; private set; }

    public double Minimum => values.Keys.First();

    public double Maximum => values.Keys.Last();

    public double Average => Sum / Count;

    /// <summary>Every value, and how often it came.</summary>
    public IEnumerable<(double Value, int Times)> Counts => values.Select(v => (v.Key, v.Value));

    public void Add(double value, int times = 1)
    {
        values[value] = values.GetValueOrDefault(value) + times;
        (Count, Sum) = (Count + times, Sum + (value * times));
    }

    public void Add(StatisticSet other)
    {
        foreach (var (value, times) in other.values)
            Add(value, times);
    }

    /// <summary>The value that so many percent of all do not exceed.</summary>
    public double Percentile(double percent)
    {
        var rank = Math.Max(1, Math.Ceiling(percent / 100 * Count));
        foreach (var (value, times) in values)
        {
            rank -= times;
            if (rank <= 0)
                return value;
        }
        return Maximum;
    }
}

/// <summary>Values in buckets of a minute, for fifteen days at most.</summary>
internal sealed class MetricStore : IMetrics
{
    public const int Minute = 60;
    private static readonly TimeSpan Kept = TimeSpan.FromDays(15);
    private readonly ConcurrentDictionary<MetricName, Series> all = new();
    private readonly TimeProvider time;
    private readonly MetricArchive? archive;

    /// <summary>Begins with what was kept; without an archive with nothing.</summary>
    public MetricStore(TimeProvider time, MetricArchive? archive = null)
    {
        (this.time, this.archive) = (time, archive);
        foreach (var kept in archive?.Minutes(time.GetUtcNow().Subtract(Kept).ToUnixTimeSeconds()) ?? [])
            all.GetOrAdd(kept.Metric, _ => new Series()).Restore(kept);
    }

    /// <inheritdoc/>
    public void Put(MetricName metric, double value, string unit = "Count") =>
        all.GetOrAdd(metric, _ => new Series())
            .Add(time.GetUtcNow().ToUnixTimeSeconds() / Minute * Minute, value, unit, time.GetUtcNow().Subtract(Kept).ToUnixTimeSeconds());

    /// <summary>Keeps what has changed since it was kept last.</summary>
    public void Save()
    {
        if (archive is null)
            return;
        var changed = all.SelectMany(metric => metric.Value.Changed(metric.Key)).ToList();
        if (changed.Count > 0)
            archive.Keep(changed);
    }

    /// <summary>The metrics that there are values of.</summary>
    public IEnumerable<MetricName> Names => all.Keys;

    /// <summary>The newest minute of a metric, in seconds.</summary>
    public long Newest(MetricName metric) => all.TryGetValue(metric, out var series) ? series.Newest : 0;

    /// <summary>The unit of a metric; <c>None</c> where nothing was measured.</summary>
    public string UnitOf(MetricName metric) => all.TryGetValue(metric, out var series) ? series.Unit : "None";

    /// <summary>Statistics of a metric by periods that begin at multiples of their length, in the order of time; of a period without values there are none.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="start">From when on, in seconds.</param>
    /// <param name="end">Until when.</param>
    /// <param name="period">Seconds of a period: a multiple of a minute's.</param>
    public SortedDictionary<long, StatisticSet> Read(MetricName metric, long start, long end, int period) =>
        all.TryGetValue(metric, out var series) ? series.Read(start / period * period, end, period) : [];

    private sealed class Series
    {
        private readonly Lock gate = new();
        private readonly SortedDictionary<long, StatisticSet> minutes = [];
        private readonly HashSet<long> changed = [];

        public string Unit { get; private set; } = "None";

        public long Newest
        {
            get
            {
                lock (gate)
                    return minutes.Count == 0 ? 0 : minutes.Keys.Last();
            }
        }

        public void Add(long minute, double value, string unit, long oldest)
        {
            lock (gate)
            {
                Unit = unit;
                if (!minutes.TryGetValue(minute, out var set))
                {
                    minutes[minute] = set = new();
                    while (minutes.Keys.First() is var first && first < oldest)
                        minutes.Remove(first);
                }
                set.Add(value);
                changed.Add(minute);
            }
        }

        public void Restore(MetricMinute kept)
        {
            lock (gate)
                (Unit, minutes[kept.Minute]) = (kept.Unit, kept.Values);
        }

        /// <summary>The minutes that were not kept yet, as they are now.</summary>
        public List<MetricMinute> Changed(MetricName metric)
        {
            lock (gate)
            {
                List<MetricMinute> found = [];
                foreach (var minute in changed.Where(minutes.ContainsKey))
                {
                    var copy = new StatisticSet();
                    copy.Add(minutes[minute]);
                    found.Add(new(metric, minute, Unit, copy));
                }
                changed.Clear();
                return found;
            }
        }

        public SortedDictionary<long, StatisticSet> Read(long start, long end, int period)
        {
            var read = new SortedDictionary<long, StatisticSet>();
            lock (gate)
            {
                foreach (var (minute, set) in minutes.Where(m => m.Key >= start && m.Key < end))
                {
                    var begin = minute / period * period;
                    if (!read.TryGetValue(begin, out var sum))
                        read[begin] = sum = new();
                    sum.Add(set);
                }
            }
            return read;
        }
    }
}
