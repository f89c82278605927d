using System.Globalization;
using System.Text.Json.Nodes;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.Metrics.Alarms;

/// <summary>Alarms, to read.</summary>
/// <remarks>Source: Amazon CloudWatch API Reference, "DescribeAlarms", "DescribeAlarmHistory", "ListTagsForResource".
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html</remarks>
internal sealed class AlarmOperations(AlarmWatch watch)
{
    private const int MostRecords = 100;

    // What an alarm says of itself under the name that it has in a template.
    private static readonly string[] Same =
    [
        "AlarmDescription",
        "ComparisonOperator",
        "Dimensions",
        "ExtendedStatistic",
        "MetricName",
        "Metrics",
        "Namespace",
        "Period",
        "Statistic",
        "Threshold",
        "ThresholdMetricId",
        "TreatMissingData",
        "Unit",
    ];

    public async Task<JsonObject> DescribeAsync(MetricsCall call)
    {
        call.RequireOnly("AlarmNames", "AlarmNamePrefix", "AlarmTypes", "StateValue", "ActionPrefix", "MaxRecords", "NextToken");
        var (names, prefix, state, action) = (
            call.Texts("AlarmNames"),
            call.Text("AlarmNamePrefix"),
            call.Text("StateValue"),
            call.Text("ActionPrefix")
        );
        if (names.Count > 0 && prefix is not null)
            throw MetricsCall.Invalid("AlarmNames and AlarmNamePrefix cannot be given together.");
        var wanted =
            call.Texts("AlarmTypes") is { Count: > 0 } types && !types.Contains("MetricAlarm")
                ? []
                : (await watch.CurrentAsync()).FindAll(a =>
                    (names.Count == 0 || names.Contains(a.Alarm.Name))
                    && a.Alarm.Name.StartsWith(prefix ?? "", StringComparison.Ordinal)
                    && (state is null || a.State.Value == state)
                    && (action is null || Actions(a.Alarm).Any(t => t.StartsWith(action, StringComparison.Ordinal)))
                );
        return Page(call, wanted, "MetricAlarms", a => Describe(a.Alarm, a.State));
    }

    public async Task<JsonObject> TagsAsync(MetricsCall call)
    {
        call.RequireOnly("ResourceARN");
        var arn = call.Text("ResourceARN");
        return (await watch.CurrentAsync()).Find(a => a.Alarm.Resource.Arn == arn) is { Alarm: { } alarm }
            ? new() { ["Tags"] = ResourceTags.List(alarm.Resource) }
            : throw new AwsException("ResourceNotFoundException", $"{arn} does not exist.");
    }

    public async Task<JsonObject> HistoryAsync(MetricsCall call)
    {
        call.RequireOnly("AlarmName", "AlarmTypes", "HistoryItemType", "StartDate", "EndDate", "MaxRecords", "NextToken", "ScanBy");
        var (name, type) = (call.Text("AlarmName"), call.Text("HistoryItemType"));
        var (start, end) = (Bound(call, "StartDate", long.MinValue), Bound(call, "EndDate", long.MaxValue));
        var items = (await watch.ChangesAsync())
            .Where(c => (name is null || c.Alarm == name) && c.Time.ToUnixTimeSeconds() is var at && at >= start && at <= end)
            .SelectMany(Items)
            .Where(i => type is null || i["HistoryItemType"]!.ToString() == type)
            .ToList();
        if (call.Text("ScanBy") == "TimestampAscending")
            items.Reverse();
        return Page(call, items, "AlarmHistoryItems", i => i);
    }

    private static IEnumerable<JsonObject> Items(AlarmChange change)
    {
        JsonObject Item(string type, string summary) =>
            new()
            {
                ["AlarmName"] = change.Alarm,
                ["AlarmType"] = "MetricAlarm",
                ["Timestamp"] = change.Time.ToUnixTimeSeconds(),
                ["HistoryItemType"] = type,
                ["HistorySummary"] = summary,
                ["HistoryData"] = new JsonObject
                {
                    ["version"] = "1.0",
                    ["oldState"] = new JsonObject { ["stateValue"] = change.From },
                    ["newState"] = new JsonObject { ["stateValue"] = change.To, ["stateReason"] = change.Reason },
                }.ToJsonString(),
            };
        foreach (var action in change.Actions)
            yield return Item("Action", $"Successfully executed action {action}");
        yield return Item("StateUpdate", $"Alarm updated from {change.From} to {change.To}");
    }

    private static JsonObject Describe(Alarm alarm, AlarmState state)
    {
        var described = new JsonObject
        {
            ["AlarmName"] = alarm.Name,
            ["AlarmArn"] = alarm.Resource.Arn,
            ["ActionsEnabled"] = alarm.Resource.Text("ActionsEnabled") != "false",
            ["EvaluationPeriods"] = alarm.EvaluationPeriods,
            ["StateValue"] = state.Value,
            ["StateReason"] = state.Reason,
            ["StateUpdatedTimestamp"] = state.Updated.ToUnixTimeSeconds(),
            ["StateTransitionedTimestamp"] = state.Updated.ToUnixTimeSeconds(),
        };
        foreach (
            var (member, value) in new[]
            {
                ("OKActions", "OK"),
                ("AlarmActions", "ALARM"),
                ("InsufficientDataActions", "INSUFFICIENT_DATA"),
            }
        )
            described[member] = new JsonArray([.. (alarm.Resource.Properties[member] as JsonArray ?? []).Select(a => a!.DeepClone())]);
        if (alarm.Resource.Text("DatapointsToAlarm") is not null)
            described["DatapointsToAlarm"] = alarm.DatapointsToAlarm;
        foreach (var member in Same)
            if (alarm.Resource.Properties[member] is { } set)
                described[member] = set.DeepClone();
        return described;
    }

    private static IEnumerable<string> Actions(Alarm alarm) =>
        new[] { AlarmStates.Ok, AlarmStates.Alarm, AlarmStates.Unknown }.SelectMany(alarm.Actions);

    private static long Bound(MetricsCall call, string member, long otherwise) => call.Has(member) ? call.Time(member) : otherwise;

    private static JsonObject Page<T>(MetricsCall call, List<T> all, string member, Func<T, JsonObject> describe)
    {
        var start = call.Text("NextToken") is { } token
            ? int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number
                : throw new Http.AwsException("InvalidNextToken", "The next token specified is invalid.")
            : 0;
        var most = call.Number("MaxRecords") ?? MostRecords;
        if (most is < 1 or > MostRecords)
            throw MetricsCall.Invalid($"MaxRecords must be between 1 and {MostRecords}.");
        var answer = new JsonObject { [member] = new JsonArray([.. all.Skip(start).Take(most).Select(describe)]) };
        if (all.Count > start + most)
            answer["NextToken"] = (start + most).ToString(CultureInfo.InvariantCulture);
        return answer;
    }
}
