using System.Text.Json.Nodes;
using CognitoStack.Local.Http;
using CognitoStack.Local.Metrics;
using CognitoStack.Local.Metrics.Expressions;
using CognitoStack.Local.Tests.UserPools;

namespace CognitoStack.Local.Tests.Metrics;

/// <summary>Metric math and Metrics Insights, as <c>GetMetricData</c> and alarms work them out.</summary>
public sealed class ExpressionTests
{
    private readonly FakeTimeProvider time = new(new(2026, 5, 4, 10, 0, 0, TimeSpan.Zero));
    private readonly MetricStore store;
    private readonly long start;

    public ExpressionTests()
    {
        store = new(time);
        start = time.GetUtcNow().ToUnixTimeSeconds();
        // Minutes: a is 4, -, 6; b is 1, 2, -.
        Put("A", 4);
        Put("B", 1);
        time.Advance(TimeSpan.FromMinutes(1));
        Put("B", 2);
        time.Advance(TimeSpan.FromMinutes(1));
        Put("A", 6);
    }

    [Theory]
    [InlineData("a + b", "5 - -")]
    [InlineData("a - FILL(b, 0)", "3 - 6")]
    [InlineData("FILL(a, 0) - FILL(b, REPEAT)", "3 -2 4")]
    [InlineData("-a * 2 + 10 / 4", "-5.5 - -9.5")]
    [InlineData("2 ^ b", "2 4 -")]
    [InlineData("a / (b - 1)", "- - -")]
    [InlineData("SUM(METRICS())", "5 2 6")]
    [InlineData("MAX([a, b])", "4 2 6")]
    [InlineData("AVG(a)", "5 5 5")]
    [InlineData("IF(FILL(a, 0) > 4, 1, 0)", "0 0 1")]
    [InlineData("IF(a >= 4 AND a != 6, b)", "1 - -")]
    [InlineData("a == 4 || a == 6", "1 - 1")]
    [InlineData("ABS(b - 2) + CEIL(0.2) + FLOOR(1.9)", "3 2 -")]
    [InlineData("SELECT SUM(A) FROM SCHEMA(\"N\", Of)", "4 - 6")]
    [InlineData("SELECT MAX(B) FROM \"N\" WHERE Of = 'b'", "1 2 -")]
    [InlineData("SELECT COUNT(B) FROM \"N\" WHERE Of != 'b'", "- - -")]
    [InlineData("SELECT SUM(A) FROM SCHEMA(\"N\", Of, More)", "- - -")]
    public void An_expression_is_worked_out(string expression, string values) => Assert.Equal(values, Read(expression));

    [Theory]
    [InlineData("a +")]
    [InlineData("a b")]
    [InlineData("(a")]
    [InlineData("a $ b")]
    [InlineData("nobody + 1")]
    [InlineData("e + 1")]
    [InlineData("RATE(a)")]
    [InlineData("FILL(a)")]
    [InlineData("[a, b]")]
    [InlineData("SEARCH('{N} A', 'Sum', 60)")]
    [InlineData("ANOMALY_DETECTION_BAND(a, 2)")]
    [InlineData("SELECT SUM(A) FROM \"N\" ORDER BY SUM() DESC")]
    [InlineData("SELECT SUM(A) FROM \"N\" WHERE Of = 'a' OR Of = 'b'")]
    [InlineData("SELECT MEDIAN(A) FROM \"N\"")]
    public void What_is_not_understood_is_rejected(string expression) =>
        Assert.Equal("InvalidParameterValueException", Assert.Throws<AwsException>(() => Read(expression)).Code);

    [Fact]
    public void A_query_of_metrics_insights_has_a_time_series_for_each_group()
    {
        store.Put(new("N", "A", ("Of", "z")), 9);
        var queries = Queries("SELECT SUM(A) FROM SCHEMA(\"N\", Of) GROUP BY Of");
        Assert.Equal(
            ["a: 4 - 6", "z: - - 9"],
            queries
                .ReadAll("e", new(start, 60, 3))
                .Select(g => $"{g.Label}: {string.Join(' ', g.Values.Select(v => v?.ToString() ?? "-"))}")
        );
        Assert.Throws<AwsException>(() => queries.Read("e", new(start, 60, 3)));
    }

    [Fact]
    public void Queries_that_name_each_other_are_rejected()
    {
        var queries = Queries("x + 1", ("x", "e + 1"));
        Assert.Equal(60, queries.PeriodOf("e"));
        Assert.Throws<AwsException>(() => queries.Read("e", new(start, 60, 3)));
    }

    [Theory]
    // Of two hours nothing can be learned.
    [InlineData(2, 0.5, null)]
    [InlineData(24, 0.0, "9.5 10.5")]
    [InlineData(24, 2.0, "8 12")]
    public void The_band_is_what_was_usual_before(int hours, double swing, string? band)
    {
        for (var i = 0; i < hours * 12; i++)
        {
            store.Put(new("N", "Usual"), i % 2 == 0 ? 10 + swing : 10 - swing);
            time.Advance(TimeSpan.FromMinutes(5));
        }
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        store.Put(new("N", "Usual"), 1000);
        var usual = new MetricQueries(
            [new(Stat("u", "Usual", [])), new(new() { ["Id"] = "usual", ["Expression"] = $"ANOMALY_DETECTION_BAND(u, 1)" })],
            store
        ).BandOf("usual", new(now, 60, 1));
        Assert.Equal(band, usual is var (lower, upper) ? FormattableString.Invariant($"{lower} {upper}") : null);
    }

    private void Put(string name, double value) => store.Put(new("N", name, ("Of", name.ToLowerInvariant())), value);

    private string Read(string expression) =>
        string.Join(
            ' ',
            Queries(expression).Read("e", new(start, 60, 3)).Select(v => v is { } value ? FormattableString.Invariant($"{value}") : "-")
        );

    private MetricQueries Queries(string expression, params (string Id, string Expression)[] others) =>
        new(
            [
                new(Stat("a", "A", [("Of", "a")])),
                new(Stat("b", "B", [("Of", "b")])),
                new(new() { ["Id"] = "e", ["Expression"] = expression }),
                .. others.Select(o => new MetricsCall(new() { ["Id"] = o.Id, ["Expression"] = o.Expression })),
            ],
            store
        );

    private static JsonObject Stat(string id, string name, (string Name, string Value)[] dimensions) =>
        new()
        {
            ["Id"] = id,
            ["MetricStat"] = new JsonObject
            {
                ["Metric"] = new JsonObject
                {
                    ["Namespace"] = "N",
                    ["MetricName"] = name,
                    ["Dimensions"] = new JsonArray([.. dimensions.Select(d => new JsonObject { ["Name"] = d.Name, ["Value"] = d.Value })]),
                },
                ["Period"] = 60,
                ["Stat"] = "Sum",
            },
        };
}
