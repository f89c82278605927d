using System.Globalization;
using System.Text.RegularExpressions;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.Metrics.Expressions;

/// <summary>Queries that name each other (<c>MetricDataQuery</c>), as an alarm or <c>GetMetricData</c> has them.</summary>
internal sealed partial class MetricQueries
{
    private readonly MetricStore store;
    private readonly Dictionary<string, MetricsCall> byId;

    /// <exception cref="AwsException">One of them is not understood here.</exception>
    public MetricQueries(IEnumerable<MetricsCall> queries, MetricStore store)
    {
        this.store = store;
        byId = [];
        foreach (var query in queries)
        {
            query.RequireOnly("Id", "MetricStat", "Expression", "Label", "Period", "ReturnData");
            if (!byId.TryAdd(query.Required("Id"), query))
                throw MetricsCall.Invalid($"The id {query.Required("Id")} is there twice.");
        }
    }

    /// <summary>Ids of what is asked for.</summary>
    public IEnumerable<string> Returned => byId.Where(q => q.Value.Flag("ReturnData") != false).Select(q => q.Key);

    /// <summary>The label of a query.</summary>
    public string LabelOf(string id) => byId[id].Text("Label") ?? MetricOf(id)?.Name ?? id;

    /// <summary>The metric that a query reads; null for an expression.</summary>
    public MetricName? MetricOf(string id) => byId[id].Object("MetricStat")?.Object("Metric")?.Metric();

    /// <summary>The seconds of a period: the longest of those that are named.</summary>
    public int PeriodOf(string id) => PeriodOf(id, []);

    private int PeriodOf(string id, HashSet<string> asked) =>
        byId[id] is var query && query.Object("MetricStat") is { } stat ? stat.Period()
        : query.Number("Period") is not null ? query.Period()
        : asked.Add(id)
            ? Names()
                .Matches(query.Required("Expression"))
                .Select(m => m.Value)
                .Where(byId.ContainsKey)
                .Select(name => PeriodOf(name, asked))
                .DefaultIfEmpty(MetricStore.Minute)
                .Max()
        : MetricStore.Minute;

    /// <summary>The metrics that queries read by their names.</summary>
    public IEnumerable<MetricName> Metrics => byId.Keys.Select(MetricOf).OfType<MetricName>();

    /// <summary>A query over periods; a number that is the same at every time is one of every period.</summary>
    /// <exception cref="AwsException">It is not understood here, or names itself.</exception>
    public double?[] Read(string id, Grid grid) => Series(Value(id, grid, []), grid);

    /// <summary>A query over periods, with a label for each of its time series: a query of Metrics Insights may have several.</summary>
    /// <exception cref="AwsException">It is not understood here, or names itself.</exception>
    public IEnumerable<(string Label, double?[] Values)> ReadAll(string id, Grid grid) =>
        byId[id].Text("Expression") is { } expression
        && InsightsQuery.Is(expression)
        && InsightsQuery.Parse(expression) is { IsGrouped: true } query
            ? query.Among(store.Names).Select(group => (group.Label, grid.Read(store, group.Metrics, query.Statistic)))
            : [(LabelOf(id), Read(id, grid))];

    /// <summary>What is usual of the metric of an expression, <c>ANOMALY_DETECTION_BAND(m, 2)</c>.</summary>
    public (double Lower, double Upper)? BandOf(string id, Grid grid)
    {
        var match = Band().Match(byId[id].Required("Expression"));
        if (!match.Success || !byId.ContainsKey(match.Groups["of"].Value))
            throw MetricsCall.Invalid(
                $"{byId[id].Required("Expression")} is no ANOMALY_DETECTION_BAND that this machine's CloudWatch understands."
            );
        return AnomalyBand.Of(
            grid,
            other => Read(match.Groups["of"].Value, other),
            match.Groups["width"].Success ? double.Parse(match.Groups["width"].ValueSpan, CultureInfo.InvariantCulture) : 2
        );
    }

    private MathValue Value(string id, Grid grid, HashSet<string> asked)
    {
        if (!byId.TryGetValue(id, out var query))
            throw MetricsCall.Invalid($"No query has the id {id}.");
        if (!asked.Add(id))
            throw MetricsCall.Invalid($"The query {id} names itself.");
        if (query.Object("MetricStat") is { } stat)
        {
            stat.RequireOnly("Metric", "Period", "Stat", "Unit");
            var metric = MetricOf(id) ?? throw MetricsCall.Invalid("The parameter MetricStat.Metric is required.");
            var statistic = MetricsCall.Statistic(stat.Required("Stat"));
            return new(
                stat.Text("Unit") is { } unit && unit != store.UnitOf(metric)
                    ? new double?[grid.Count]
                    : grid.Read(store, metric, statistic)
            );
        }
        var expression =
            query.Text("Expression") ?? throw MetricsCall.Invalid($"The query {id} has neither a MetricStat nor an Expression.");
        if (InsightsQuery.Is(expression))
        {
            var insights = InsightsQuery.Parse(expression);
            return insights.IsGrouped
                ? throw MetricsCall.Invalid(
                    $"The query {id} is of several time series, of which nothing is worked out by this machine's CloudWatch."
                )
                : new(grid.Read(store, store.Names.Where(insights.Matches), insights.Statistic));
        }
        if (Band().IsMatch(expression))
            throw MetricsCall.Invalid("ANOMALY_DETECTION_BAND is worked out for alarms alone by this machine's CloudWatch.");
        var functions = new MathFunctions(() => byId.Where(q => q.Value.Object("MetricStat") is not null).Select(q => Read(q.Key, grid)));
        return MathExpression.Evaluate(expression, functions, other => Value(other, grid, [.. asked]));
    }

    private static double?[] Series(MathValue value, Grid grid) =>
        value.Series switch
        {
            [] => [.. Enumerable.Repeat<double?>(double.IsNaN(value.Scalar) ? null : value.Scalar, grid.Count)],
            [var one] => one,
            _ => throw MetricsCall.Invalid("An expression with several time series is not worked out by this machine's CloudWatch."),
        };

    [GeneratedRegex(@"^\s*ANOMALY_DETECTION_BAND\(\s*(?<of>\w+)\s*(?:,\s*(?<width>\d+(?:\.\d+)?)\s*)?\)\s*$")]
    private static partial Regex Band();

    [GeneratedRegex(@"[a-z]\w*")]
    private static partial Regex Names();
}
