using System.Text.Json.Nodes;
using CognitoStack.Local.Access;
using CognitoStack.Local.Http;
using CognitoStack.Local.Metrics;
using CognitoStack.Local.Metrics.Alarms;
using CognitoStack.Local.Tests.Access;
using CognitoStack.Local.Tests.UserPools;
using Pool = CognitoStack.Local.Tests.UserPools.Templates;

namespace CognitoStack.Local.Tests.Metrics;

public sealed class MetricsTests
{
    private readonly FakeTimeProvider time = new(new(2026, 5, 4, 10, 0, 0, TimeSpan.Zero));
    private readonly FakeAuthorizer authorizer = new();
    private readonly MetricStore store;
    private readonly MetricsService service;

    public MetricsTests()
    {
        store = new(time);
        service = new(
            new FakeDeployment(),
            store,
            new(new AlarmWatch(new FakeDeployment(), store, new FakeTopics(), time)),
            authorizer,
            time
        );
    }

    [Fact]
    public async Task Values_of_a_minute_are_one_datapoint_with_every_statistic()
    {
        var start = Now;
        foreach (var value in new[] { 1, 0, 1, 4 })
            store.Put(Metric(), value);
        time.Advance(TimeSpan.FromMinutes(1));
        store.Put(Metric(), 7);
        time.Advance(TimeSpan.FromMinutes(1));

        var points = (await StatisticsAsync(start, Now, 60, Every))["Datapoints"]!.AsArray();
        Assert.Equal(["4 6 1.5 0 4", "1 7 7 7 7"], points.Select(p => string.Join(' ', Every.Select(s => p![s]!.ToString()))));
        Assert.Equal([(start, "Count"), (start + 60, "Count")], points.Select(p => ((long)p!["Timestamp"]!, p["Unit"]!.ToString())));
        Assert.Equal("13", Assert.Single((await StatisticsAsync(start, Now, 300, "Sum"))["Datapoints"]!.AsArray())!["Sum"]!.ToString());
    }

    [Theory]
    [InlineData("p50", 5)]
    [InlineData("p90", 9)]
    [InlineData("p99", 10)]
    [InlineData("p0", 1)]
    [InlineData("p100", 10)]
    [InlineData("p12.5", 2)]
    public async Task Percentiles_are_values_that_so_many_do_not_exceed(string name, double value)
    {
        for (var i = 10; i > 0; i--)
            store.Put(Metric(), i);

        var answer = await CallAsync(
            "GetMetricStatistics",
            new
            {
                Namespace = "N",
                MetricName = "M",
                Dimensions = Dimensions(("B", "2"), ("A", "1")),
                StartTime = Now - 60,
                EndTime = Now + 60,
                Period = 60,
                ExtendedStatistics = new[] { name },
            }
        );
        Assert.Equal(value, (double)answer["Datapoints"]![0]!["ExtendedStatistics"]![name]!);
    }

    [Fact]
    public async Task Dimensions_are_the_same_in_any_order_and_another_set_is_another_metric()
    {
        store.Put(Metric(), 1);
        store.Put(new("N", "M", ("A", "1")), 10);

        async Task<string> SumAsync(params (string, string)[] dimensions) => string.Join(',', (
                    await CallAsync(
                        "GetMetricStatistics",
                        new
                        {
                            Namespace = "N",
                            MetricName = "M",
                            Dimensions = Dimensions(dimensions),
                            StartTime = Now - 60,
                            EndTime = Now + 60,
                            Period = 60,
                            Statistics = Sum,
                        }
                    )
                )["Datapoints"]!.AsArray().Select(p => p!["Sum"]!.ToString()));
        Assert.Equal(
            ("1", "1", "10", "", ""),
            (
                await SumAsync(("A", "1"), ("B", "2")),
                await SumAsync(("B", "2"), ("A", "1")),
                await SumAsync(("A", "1")),
                await SumAsync(),
                await SumAsync(("A", "2"))
            )
        );
    }

    [Fact]
    public async Task Data_of_several_metrics_come_newest_first_unless_asked_otherwise()
    {
        var start = Now;
        for (var i = 1; i <= 3; i++)
        {
            store.Put(Metric(), i);
            time.Advance(TimeSpan.FromMinutes(1));
        }
        object Query(string id, string stat, bool? returns = null) =>
            new
            {
                Id = id,
                ReturnData = returns,
                Label = id == "b" ? "mine" : null,
                MetricStat = new
                {
                    Metric = new
                    {
                        Namespace = "N",
                        MetricName = "M",
                        Dimensions = Dimensions(("A", "1"), ("B", "2")),
                    },
                    Period = 60,
                    Stat = stat,
                },
            };

        var results = (
            await CallAsync(
                "GetMetricData",
                new
                {
                    StartTime = start,
                    EndTime = Now,
                    MetricDataQueries = new[] { Query("a", "Sum"), Query("b", "SampleCount"), Query("c", "Sum", false) },
                }
            )
        )["MetricDataResults"]!.AsArray();
        Assert.Equal(
            ["a M Complete 3,2,1", "b mine Complete 1,1,1"],
            results.Select(r => $"{r!["Id"]} {r["Label"]} {r["StatusCode"]} {string.Join(',', r["Values"]!.AsArray())}")
        );
        Assert.Equal([start + 120, start + 60, start], results[0]!["Timestamps"]!.AsArray().Select(t => (long)t!));
        var ascending = await CallAsync(
            "GetMetricData",
            new
            {
                StartTime = start,
                EndTime = Now,
                ScanBy = "TimestampAscending",
                MetricDataQueries = new[] { Query("a", "Sum") },
            }
        );
        Assert.Equal("1,2,3", string.Join(',', ascending["MetricDataResults"]![0]!["Values"]!.AsArray()));
    }

    [Fact]
    public async Task Metrics_are_listed_by_namespace_name_and_dimensions()
    {
        store.Put(Metric(), 1);
        store.Put(new("N", "Other", ("A", "1")), 1);
        store.Put(new("O", "M"), 1);

        async Task<string> ListAsync(object input) =>
            string.Join(
                ' ',
                (await CallAsync("ListMetrics", input))["Metrics"]!.AsArray().Select(m => $"{m!["Namespace"]}/{m["MetricName"]}")
            );
        Assert.Equal("N/M N/Other O/M", await ListAsync(new { }));
        Assert.Equal("N/M N/Other", await ListAsync(new { Namespace = "N", Dimensions = new[] { new { Name = "A" } } }));
        Assert.Equal("N/M", await ListAsync(new { Dimensions = Dimensions(("B", "2")) }));
        Assert.Equal("N/M O/M", await ListAsync(new { MetricName = "M" }));
        time.Advance(TimeSpan.FromDays(15));
        Assert.Equal("", await ListAsync(new { }));
    }

    [Theory]
    [InlineData(
        "GetMetricStatistics",
        """{ "Namespace": "N", "MetricName": "M", "StartTime": 0, "EndTime": 60, "Period": 60 }""",
        "InvalidParameterCombinationException",
        "At least one of the parameters Statistics and ExtendedStatistics must be specified."
    )]
    [InlineData(
        "GetMetricStatistics",
        """{ "Namespace": "N", "MetricName": "M", "StartTime": 60, "EndTime": 60, "Period": 60, "Statistics": ["Sum"] }""",
        "InvalidParameterValueException",
        "The parameter StartTime must be less than the parameter EndTime."
    )]
    [InlineData(
        "GetMetricStatistics",
        """{ "Namespace": "N", "MetricName": "M", "StartTime": 0, "EndTime": 60, "Period": 30, "Statistics": ["Sum"] }""",
        "InvalidParameterValueException",
        "The parameter Period must be a multiple of 60: this machine counts by the minute."
    )]
    [InlineData(
        "GetMetricStatistics",
        """{ "MetricName": "M", "StartTime": 0, "EndTime": 60, "Period": 60, "Statistics": ["Sum"] }""",
        "MissingRequiredParameterException",
        "The parameter Namespace is required."
    )]
    [InlineData(
        "GetMetricData",
        """{ "StartTime": 0, "EndTime": 60, "MetricDataQueries": [{ "Id": "a", "Expression": "m1 - m2" }] }""",
        "InvalidParameterValueException",
        "No query has the id m1."
    )]
    [InlineData(
        "GetMetricData",
        """{ "StartTime": 0, "EndTime": 60, "MetricDataQueries": [] }""",
        "InvalidParameterValueException",
        "The collection MetricDataQueries must not have a size of 0."
    )]
    [InlineData(
        "PutDashboard",
        "{}",
        "UnknownOperationException",
        "PutDashboard is not among what this machine's CloudWatch does: DescribeAlarmHistory, DescribeAlarms, GetDashboard, GetMetricData, GetMetricStatistics, ListMetrics, ListTagsForResource"
    )]
    public async Task What_cannot_be_is_told(string operation, string input, string code, string message)
    {
        var e = await Assert.ThrowsAsync<AwsException>(() => CallAsync(operation, JsonNode.Parse(input)!));
        Assert.Equal((code, message), (e.Code, e.Message));
    }

    [Fact]
    public async Task Statistics_that_are_not_worked_out_are_rejected_by_name()
    {
        store.Put(Metric(), 1);
        var e = await Assert.ThrowsAsync<AwsException>(() =>
            CallAsync(
                "GetMetricStatistics",
                new
                {
                    Namespace = "N",
                    MetricName = "M",
                    Dimensions = Dimensions(("A", "1"), ("B", "2")),
                    StartTime = Now - 60,
                    EndTime = Now + 60,
                    Period = 60,
                    ExtendedStatistics = Unknown,
                }
            )
        );
        Assert.Contains("The statistic tm90 is not worked out", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task IAM_is_asked()
    {
        authorizer.Allows = false;
        await Assert.ThrowsAsync<AwsException>(() => CallAsync("ListMetrics", new { }));
        Assert.Equal(
            ("cloudwatch:ListMetrics", "arn:aws:cloudwatch:eu-west-1:111122223333:dataset/default"),
            (authorizer.Asked[0].Action, authorizer.Asked[0].Resource)
        );
    }

    [Fact]
    public void Metrics_embedded_in_a_line_are_taken_out_of_it()
    {
        const string Line =
            """{"_aws":{"Timestamp":1,"CloudWatchMetrics":[{"Namespace":"Stack","Dimensions":[["env"],["env","kind"],["absent"]],"Metrics":[{"Name":"Failures","Unit":"Count"},{"Name":"Times","Unit":"Milliseconds"}]}]},"env":"prod","kind":"gate","Failures":2,"Times":[1.5,3],"message":"x"}""";

        Assert.Equal(
            [
                "Stack/Failures env=prod 2 Count",
                "Stack/Failures env=prod,kind=gate 2 Count",
                "Stack/Times env=prod 1.5 Milliseconds",
                "Stack/Times env=prod,kind=gate 1.5 Milliseconds",
                "Stack/Times env=prod 3 Milliseconds",
                "Stack/Times env=prod,kind=gate 3 Milliseconds",
            ],
            EmbeddedMetrics
                .In(Line)
                .Select(m =>
                    FormattableString.Invariant(
                        $"{m.Metric.Namespace}/{m.Metric.Name} {string.Join(',', m.Metric.Dimensions.All.Select(d => $"{d.Name}={d.Value}"))} {m.Value} {m.Unit}"
                    )
                )
        );
        Assert.All(Others, line => Assert.Empty(EmbeddedMetrics.In(line)));
    }

    private static readonly string[] Sum = ["Sum"],
        Unknown = ["tm90"],
        Every = ["SampleCount", "Sum", "Average", "Minimum", "Maximum"];

    private static readonly string[] Others =
    [
        "plain",
        "{\"a\":1}",
        "{\"_aws\":1}",
        "{\"_aws\"",
        "{\"_aws\":{\"CloudWatchMetrics\":[{\"Metrics\":[{\"Name\":\"x\"}]}]},\"x\":1}",
    ];

    private long Now => time.GetUtcNow().ToUnixTimeSeconds();

    private static MetricName Metric() => new("N", "M", ("B", "2"), ("A", "1"));

    private static object[] Dimensions(params (string Name, string Value)[] dimensions) =>
        [.. dimensions.Select(d => new { d.Name, d.Value })];

    private Task<JsonObject> StatisticsAsync(long start, long end, int period, params string[] statistics) =>
        CallAsync(
            "GetMetricStatistics",
            new
            {
                Namespace = "N",
                MetricName = "M",
                Dimensions = Dimensions(("A", "1"), ("B", "2")),
                StartTime = start,
                EndTime = end,
                Period = period,
                Statistics = statistics,
            }
        );

    private Task<JsonObject> CallAsync(string operation, object input) =>
        service.InvokeAsync(
            new(operation, Pool.Json(input), new Administrator("111122223333"), "127.0.0.1", "tests"),
            CancellationToken.None
        );
}
