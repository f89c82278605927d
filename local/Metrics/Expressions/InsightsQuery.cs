using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.Metrics.Expressions;

/// <summary>A query of Metrics Insights: <c>SELECT SUM(Errors) FROM SCHEMA("AWS/Lambda", FunctionName) WHERE FunctionName != 'x'</c>.</summary>
/// <remarks>Source: Amazon CloudWatch User Guide, "CloudWatch Metrics Insights query components and syntax". Orders and limits are not worked out here.
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-metrics-insights-querylanguage.html</remarks>
internal sealed partial class InsightsQuery
{
    private readonly string space,
        metric;
    private readonly HashSet<string>? schema;
    private readonly List<(string Name, bool Is, string Value)> conditions;
    private readonly List<string> groups;

    private InsightsQuery(Match match)
    {
        metric = Unquoted(match.Groups["metric"].Value);
        space = Unquoted(match.Groups["space"].Value);
        schema = match.Groups["schema"].Success ? [.. match.Groups["keys"].Captures.Select(c => Unquoted(c.Value))] : null;
        conditions =
        [
            .. Condition()
                .Matches(match.Groups["where"].Value)
                .Select(c => (Unquoted(c.Groups["key"].Value), c.Groups["sign"].Value == "=", c.Groups["value"].Value)),
        ];
        groups = [.. match.Groups["group"].Captures.Select(c => Unquoted(c.Value))];
        Statistic = match.Groups["function"].Value.ToUpperInvariant() switch
        {
            "SUM" => set => set.Sum,
            "AVG" => set => set.Average,
            "MIN" => set => set.Minimum,
            "MAX" => set => set.Maximum,
            "COUNT" => set => set.Count,
            var function => throw new UnreachableException(function),
        };
    }

    /// <summary>How one value is made of all that were measured.</summary>
    public Func<StatisticSet, double> Statistic { get; }

    /// <summary>Whether an expression is such a query.</summary>
    public static bool Is(string expression) => expression.TrimStart().StartsWith("SELECT", StringComparison.OrdinalIgnoreCase);

    /// <exception cref="AwsException">It is not understood here.</exception>
    public static InsightsQuery Parse(string expression) =>
        Query().Match(expression) is { Success: true } match
            ? new(match)
            : throw MetricsCall.Invalid(
                string.Create(CultureInfo.InvariantCulture, $"The query {expression} is not understood by this machine's CloudWatch.")
            );

    /// <summary>Whether a metric is among those that are asked for. A schema means those with exactly its dimensions.</summary>
    public bool Matches(MetricName name) =>
        name.Namespace == space
        && name.Name == metric
        && (schema is null || schema.SetEquals(name.Dimensions.All.Select(d => d.Name)))
        && conditions.TrueForAll(c => name.Dimensions.All.Any(d => d.Name == c.Name && d.Value == c.Value == c.Is));

    /// <summary>Whether there is a time series for each value of some dimensions.</summary>
    public bool IsGrouped => groups.Count > 0;

    /// <summary>The metrics that are asked for, by the values of the dimensions that they are grouped by.</summary>
    public IEnumerable<(string Label, IEnumerable<MetricName> Metrics)> Among(IEnumerable<MetricName> metrics) =>
        metrics
            .Where(Matches)
            .GroupBy(m => string.Join(' ', groups.Select(g => m.Dimensions.All.FirstOrDefault(d => d.Name == g).Value ?? "Other")))
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => (g.Key, (IEnumerable<MetricName>)g));

    private static string Unquoted(string name) => name.Trim('"');

    [GeneratedRegex(
        """
            ^\s*SELECT\s+(?<function>SUM|AVG|MIN|MAX|COUNT)\s*\(\s*(?<metric>"[^"]+"|\w+)\s*\)
            \s+FROM\s+(?:(?<schema>SCHEMA)\s*\(\s*(?<space>"[^"]+")(?:\s*,\s*(?<keys>"[^"]+"|\w+))*\s*\)|(?<space>"[^"]+"))
            (?:\s+WHERE\s+(?<where>(?:"[^"]+"|\w+)\s*!?=\s*'[^']*'(?:\s+AND\s+(?:"[^"]+"|\w+)\s*!?=\s*'[^']*')*))?
            (?:\s+GROUP\s+BY\s+(?<group>"[^"]+"|\w+)(?:\s*,\s*(?<group>"[^"]+"|\w+))*)?\s*$
            """,
        RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace
    )]
    private static partial Regex Query();

    [GeneratedRegex("""(?<key>"[^"]+"|\w+)\s*(?<sign>!?=)\s*'(?<value>[^']*)'""")]
    private static partial Regex Condition();
}
