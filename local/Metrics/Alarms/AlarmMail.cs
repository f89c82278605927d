using System.Globalization;
using System.Text;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.Metrics.Alarms;

/// <summary>The mail of an alarm, as SNS sends it.</summary>
/// <remarks>Source: Amazon CloudWatch User Guide, "Notifying users on alarm changes" (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html);
/// names of Regions: AWS General Reference, "Regional endpoints".</remarks>
internal static class AlarmMail
{
    private static readonly Dictionary<string, string> Regions = new()
    {
        ["ap-northeast-1"] = "Asia Pacific (Tokyo)",
        ["ap-south-1"] = "Asia Pacific (Mumbai)",
        ["ap-southeast-1"] = "Asia Pacific (Singapore)",
        ["ap-southeast-2"] = "Asia Pacific (Sydney)",
        ["ca-central-1"] = "Canada (Central)",
        ["eu-central-1"] = "EU (Frankfurt)",
        ["eu-north-1"] = "EU (Stockholm)",
        ["eu-west-1"] = "EU (Ireland)",
        ["eu-west-2"] = "EU (London)",
        ["eu-west-3"] = "EU (Paris)",
        ["sa-east-1"] = "South America (Sao Paulo)",
        ["us-east-1"] = "US East (N. Virginia)",
        ["us-east-2"] = "US East (Ohio)",
        ["us-west-1"] = "US West (N. California)",
        ["us-west-2"] = "US West (Oregon)",
    };

    public static string Subject(Alarm alarm, AlarmChange change, string region) => $"{change.To}: \"{alarm.Name}\" in {Place(region)}";

    public static string Body(Alarm alarm, AlarmChange change, string account, string region)
    {
        var time = change.Time.UtcDateTime.ToString("dddd dd MMMM, yyyy HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
        var body = new StringBuilder()
            .AppendLine(
                CultureInfo.InvariantCulture,
                $"You are receiving this email because your Amazon CloudWatch Alarm \"{alarm.Name}\" in the {Place(region)} region has entered the {change.To} state, because \"{change.Reason}\" at \"{time}\"."
            )
            .AppendLine()
            .AppendLine("View this alarm in the AWS Management Console:")
            .AppendLine(
                CultureInfo.InvariantCulture,
                $"https://{region}.console.aws.amazon.com/cloudwatch/deeplink.js?region={region}#alarmsV2:alarm/{Uri.EscapeDataString(alarm.Name)}"
            )
            .AppendLine()
            .AppendLine("Alarm Details:")
            .Line("Name", alarm.Name)
            .Line("Description", alarm.Resource.Text("AlarmDescription") ?? "")
            .Line("State Change", $"{change.From} -> {change.To}")
            .Line("Reason for State Change", change.Reason)
            .Line("Timestamp", time)
            .Line("AWS Account", account)
            .Line("Alarm Arn", alarm.Resource.Arn)
            .AppendLine()
            .AppendLine("Threshold:")
            .AppendLine(
                CultureInfo.InvariantCulture,
                $"- The alarm is in the ALARM state when the metric is {alarm.Comparison} {(alarm.Threshold is { } t ? AlarmStates.Number(t) : alarm.Resource.Text("ThresholdMetricId"))} for at least {alarm.DatapointsToAlarm} of the last {alarm.EvaluationPeriods} period(s) of {alarm.Period} seconds."
            )
            .AppendLine();
        if (alarm.Queries.Metrics.ToList() is [var metric])
            body.AppendLine("Monitored Metric:")
                .Line("MetricNamespace", metric.Namespace)
                .Line("MetricName", metric.Name)
                .Line("Dimensions", string.Join(" ", metric.Dimensions.All.Select(d => $"[{d.Name} = {d.Value}]")))
                .Line("Period", $"{alarm.Period} seconds")
                .Line("TreatMissingData", alarm.MissingData);
        else
            body.AppendLine("Monitored Metrics:").AppendLine(Json.Text(alarm.Resource.Properties["Metrics"]!));
        body.AppendLine().AppendLine("State Change Actions:");
        foreach (var state in new[] { AlarmStates.Ok, AlarmStates.Alarm, AlarmStates.Unknown })
            body.Line(state, string.Join(' ', alarm.Actions(state).Select(a => $"[{a}]")));
        return body.ToString();
    }

    private static string Place(string region) => Regions.GetValueOrDefault(region, region);

    private static StringBuilder Line(this StringBuilder body, string name, string value) =>
        body.AppendLine(CultureInfo.InvariantCulture, $"- {name + ":", -26} {value}");
}
