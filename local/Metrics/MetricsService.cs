using System.Globalization;
using System.Text.Json.Nodes;
using CognitoStack.Local.Access;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Front;
using CognitoStack.Local.Http;
using CognitoStack.Local.Metrics.Alarms;
using CognitoStack.Local.Metrics.Expressions;

namespace CognitoStack.Local.Metrics;

/// <summary>CloudWatch's metrics, to read.</summary>
/// <remarks>Source: Amazon CloudWatch API Reference, "ListMetrics", "GetMetricStatistics", "GetMetricData".
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_Operations.html</remarks>
internal sealed class MetricsService(
    IDeployment deployment,
    MetricStore store,
    AlarmOperations alarms,
    IAuthorizer authorizer,
    TimeProvider time
) : IJsonService
{
    private const int MostNames = 500,
        MostPoints = 1440,
        MostQueries = 500,
        LongestRead = 100_800;
    private static readonly TimeSpan Recent = TimeSpan.FromHours(3),
        Listed = TimeSpan.FromDays(14);

    /// <inheritdoc/>
    public string Target => "GraniteServiceVersion20100801";

    /// <inheritdoc/>
    public string SigningName => "monitoring";

    /// <inheritdoc/>
    public bool IsSignedOnly => true;

    /// <inheritdoc/>
    public IReadOnlySet<string>? CborTimes { get; } =
        new HashSet<string> { "StateTransitionedTimestamp", "StateUpdatedTimestamp", "Timestamp", "Timestamps" };

    /// <inheritdoc/>
    public async Task<JsonObject> InvokeAsync(JsonCall call, CancellationToken cancel)
    {
        Func<MetricsCall, Task<JsonObject>> answer = call.Operation switch
        {
            "DescribeAlarmHistory" => alarms.HistoryAsync,
            "DescribeAlarms" => alarms.DescribeAsync,
            "GetDashboard" => c => Task.FromResult(Dashboard(c)),
            "ListMetrics" => c => Task.FromResult(List(c)),
            "ListTagsForResource" => alarms.TagsAsync,
            "GetMetricStatistics" => c => Task.FromResult(Statistics(c)),
            "GetMetricData" => c => Task.FromResult(Data(c)),
            _ => throw new AwsException(
                "UnknownOperationException",
                $"{call.Operation} is not among what this machine's CloudWatch does: DescribeAlarmHistory, DescribeAlarms, GetDashboard, GetMetricData, GetMetricStatistics, ListMetrics, ListTagsForResource"
            ),
        };
        // Of statistics IAM knows no resource; of alarms all of them; what else reads metrics reads the one data set that there is.
        var deployed = deployment.Current;
        var resource =
            call.Operation == "GetMetricStatistics" ? "*"
            : call.Operation == "GetDashboard"
                ? $"arn:{deployed.Partition}:cloudwatch::{deployed.Account}:dashboard/{call.Input["DashboardName"]}"
            : call.Operation == "ListTagsForResource" ? call.Input["ResourceARN"]?.ToString() ?? "*"
            : call.Operation.StartsWith("DescribeAlarm", StringComparison.Ordinal)
                ? $"arn:{deployed.Partition}:cloudwatch:{deployed.Region}:{deployed.Account}:alarm:*"
            : $"arn:{deployed.Partition}:cloudwatch:{deployed.Region}:{deployed.Account}:dataset/default";
        await authorizer.RequireAsync(call.Caller, new($"cloudwatch:{call.Operation}", resource), cancel);
        return await answer(new(call.Input));
    }

    private JsonObject Dashboard(MetricsCall call)
    {
        call.RequireOnly("DashboardName");
        var (deployed, name) = (deployment.Current, call.Text("DashboardName") ?? string.Empty);
        return deployed.Find("AWS::CloudWatch::Dashboard", name) is { } dashboard
            ? new()
            {
                ["DashboardArn"] = $"arn:{deployed.Partition}:cloudwatch::{deployed.Account}:dashboard/{name}",
                ["DashboardBody"] = dashboard.Text("DashboardBody"),
                ["DashboardName"] = name,
            }
            : throw new AwsException("ResourceNotFound", $"Dashboard {name} does not exist", 404);
    }

    private JsonObject List(MetricsCall call)
    {
        call.RequireOnly("Namespace", "MetricName", "Dimensions", "NextToken", "RecentlyActive");
        var (of, name, dimensions) = (
            call.Text("Namespace"),
            call.Text("MetricName"),
            call.Objects("Dimensions").Select(d => (Name: d.Required("Name"), Value: d.Text("Value"))).ToList()
        );
        var since = (
            time.GetUtcNow()
            - (
                call.Text("RecentlyActive") switch
                {
                    null => Listed,
                    "PT3H" => Recent,
                    _ => throw MetricsCall.Invalid("The parameter RecentlyActive must be PT3H."),
                }
            )
        ).ToUnixTimeSeconds();
        var start = call.Text("NextToken") is { } token
            ? int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number
                : throw MetricsCall.Invalid("The parameter NextToken is invalid.")
            : 0;
        var found = store
            .Names.Where(m => (of is null || m.Namespace == of) && (name is null || m.Name == name) && store.Newest(m) >= since)
            .Where(m =>
                dimensions.TrueForAll(d => m.Dimensions.All.Any(own => own.Name == d.Name && (d.Value is null || own.Value == d.Value)))
            )
            .OrderBy(m => m.Namespace, StringComparer.Ordinal)
            .ThenBy(m => m.Name, StringComparer.Ordinal)
            .ThenBy(m => string.Join('|', m.Dimensions.All), StringComparer.Ordinal)
            .ToList();
        var answer = new JsonObject { ["Metrics"] = new JsonArray([.. found.Skip(start).Take(MostNames).Select(Describe)]) };
        if (found.Count > start + MostNames)
            answer["NextToken"] = (start + MostNames).ToString(CultureInfo.InvariantCulture);
        return answer;
    }

    private JsonObject Statistics(MetricsCall call)
    {
        call.RequireOnly(
            "Namespace",
            "MetricName",
            "Dimensions",
            "StartTime",
            "EndTime",
            "Period",
            "Statistics",
            "ExtendedStatistics",
            "Unit"
        );
        var (metric, period, start, end) = (call.Metric(), call.Period(), call.Time("StartTime"), call.Time("EndTime"));
        var (plain, extended) = (call.Texts("Statistics"), call.Texts("ExtendedStatistics"));
        if (plain.Count + extended.Count == 0)
            throw new AwsException(
                "InvalidParameterCombinationException",
                "At least one of the parameters Statistics and ExtendedStatistics must be specified."
            );
        if (start >= end)
            throw MetricsCall.Invalid("The parameter StartTime must be less than the parameter EndTime.");
        if ((end - start) / period > MostPoints)
            throw new AwsException(
                "InvalidParameterCombinationException",
                $"You have requested up to {(end - start) / period} datapoints, which exceeds the limit of {MostPoints}. You may reduce the datapoints requested by increasing Period, or decreasing the time range."
            );
        var unit = store.UnitOf(metric);
        var read = call.Text("Unit") is { } asked && asked != unit ? [] : store.Read(metric, start, end, period);
        return new()
        {
            ["Label"] = metric.Name,
            ["Datapoints"] = new JsonArray([
                .. read.Select(point =>
                {
                    var datapoint = new JsonObject { ["Timestamp"] = point.Key, ["Unit"] = unit };
                    foreach (var name in plain)
                        datapoint[name] = MetricsCall.Statistic(name)(point.Value);
                    if (extended.Count > 0)
                        datapoint["ExtendedStatistics"] = new JsonObject(
                            extended.Select(name => KeyValuePair.Create(name, (JsonNode?)MetricsCall.Statistic(name)(point.Value)))
                        );
                    return datapoint;
                }),
            ]),
        };
    }

    private JsonObject Data(MetricsCall call)
    {
        call.RequireOnly("MetricDataQueries", "StartTime", "EndTime", "ScanBy", "MaxDatapoints", "NextToken", "LabelOptions");
        if (call.Text("NextToken") is not null)
            throw MetricsCall.Invalid("The parameter NextToken is invalid.");
        var (queries, start, end) = (call.Objects("MetricDataQueries"), call.Time("StartTime"), call.Time("EndTime"));
        if (queries.Count is 0 or > MostQueries)
            throw MetricsCall.Invalid($"The collection MetricDataQueries must not have a size of {queries.Count}.");
        if (start >= end)
            throw MetricsCall.Invalid("The parameter StartTime must be less than the parameter EndTime.");
        var all = new MetricQueries(queries, store);
        var isAscending = call.Text("ScanBy") == "TimestampAscending";
        return new()
        {
            ["MetricDataResults"] = new JsonArray([.. all.Returned.SelectMany(id => Results(all, id, start, end, isAscending))]),
            ["Messages"] = new JsonArray(),
        };
    }

    private static IEnumerable<JsonObject> Results(MetricQueries queries, string id, long start, long end, bool isAscending)
    {
        var period = queries.PeriodOf(id);
        if ((end - start) / period > LongestRead)
            throw MetricsCall.Invalid($"The query {id} asks for more than {LongestRead} datapoints.");
        var first = start / period * period;
        var grid = new Grid(first, period, (int)((end - first + period - 1) / period));
        foreach (var (label, values) in queries.ReadAll(id, grid))
        {
            var points = values.Select((value, i) => (Time: grid.TimeOf(i), Value: value)).Where(p => p.Value is not null);
            var ordered = (isAscending ? points : points.Reverse()).ToList();
            yield return new()
            {
                ["Id"] = id,
                ["Label"] = label,
                ["Timestamps"] = new JsonArray([.. ordered.Select(p => (JsonNode)p.Time)]),
                ["Values"] = new JsonArray([.. ordered.Select(p => (JsonNode)p.Value!)]),
                ["StatusCode"] = "Complete",
            };
        }
    }

    private static JsonObject Describe(MetricName metric) =>
        new()
        {
            ["Namespace"] = metric.Namespace,
            ["MetricName"] = metric.Name,
            ["Dimensions"] = new JsonArray([
                .. metric.Dimensions.All.Select(d => new JsonObject { ["Name"] = d.Name, ["Value"] = d.Value }),
            ]),
        };
}
