using System.Globalization;

namespace CognitoStack.Local.Metrics.Alarms;

/// <summary>Decides the state of an alarm, and says why.</summary>
/// <remarks>Source: Amazon CloudWatch User Guide, "Configuring how CloudWatch alarms treat missing data": the tests have its tables.
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html</remarks>
internal static class AlarmStates
{
    public const string Ok = "OK",
        Alarm = "ALARM",
        Unknown = "INSUFFICIENT_DATA";

    /// <summary>The state by the periods that were looked at, the newest last; null where it stays.</summary>
    public static string? Of(IReadOnlyList<Datapoint> looked, int periods, int toAlarm, string missing)
    {
        var real = looked.Where(d => d.Value is not null).TakeLast(periods).ToList();
        var breaching = real.Count(d => d.Breaches);
        var lacking = periods - real.Count;
        if (breaching >= toAlarm)
            return Alarm;
        if (lacking == 0)
            return Ok;
        return missing switch
        {
            "breaching" => breaching + lacking >= toAlarm ? Alarm : Ok,
            "notBreaching" => Ok,
            _ when real.Count > breaching => Ok,
            "missing" when real.Count == 0 => Unknown,
            // What breached is old enough, and nothing since says otherwise.
            "missing" when looked.Count - looked.ToList().FindIndex(d => d.Breaches) >= toAlarm => Alarm,
            _ => null,
        };
    }

    /// <summary>Why an alarm is in a state, in CloudWatch's words.</summary>
    public static string Reason(Alarm alarm, IReadOnlyList<Datapoint> looked, string before, string state)
    {
        var (periods, toAlarm) = (alarm.EvaluationPeriods, alarm.DatapointsToAlarm);
        var real = looked.Where(d => d.Value is not null).TakeLast(periods).ToList();
        if (state == Unknown)
            return $"Insufficient Data: {Count(periods, "datapoint")} {(periods == 1 ? "was" : "were")} unknown.";
        if (real.Count == 0)
            return $"Threshold Crossed: no datapoints were received for {Count(periods, "period")} and {Count(periods, "missing datapoint")} {(periods == 1 ? "was" : "were")} treated as [{(state == Alarm ? "Breaching" : "NonBreaching")}].";
        // The newest first, of those that tell.
        var told = real.Where(d => d.Breaches == (state == Alarm)).DefaultIfEmpty(real[^1]).Reverse().ToList();
        var values = string.Join(
            ", ",
            told.Select(d =>
                $"{Number(d.Value!.Value)} ({DateTimeOffset.FromUnixTimeSeconds(d.Time).ToString("dd/MM/yy HH:mm:ss", CultureInfo.InvariantCulture)})"
            )
        );
        var (verb, not) = (told.Count == 1 ? "was" : "were", state == Alarm ? "" : "not ");
        var needed = state == Alarm ? toAlarm : periods - toAlarm + 1;
        var threshold = alarm.Threshold is { } number ? $"the threshold ({Number(number)})" : "the band of what is usual";
        return $"Threshold Crossed: {told.Count} out of the last {Count(periods, "datapoint")} [{values}] {verb} {not}{Words(alarm.Comparison)} {threshold} (minimum {Count(needed, "datapoint")} for {before} -> {state} transition).";
    }

    /// <summary>A number as CloudWatch writes it.</summary>
    public static string Number(double number) => number.ToString("0.0###############", CultureInfo.InvariantCulture);

    private static string Count(int number, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"{number} {what}{(number == 1 ? "" : "s")}");

    private static string Words(string comparison) =>
        comparison switch
        {
            "GreaterThanOrEqualToThreshold" => "greater than or equal to",
            "GreaterThanThreshold" => "greater than",
            "LessThanThreshold" => "less than",
            "LessThanOrEqualToThreshold" => "less than or equal to",
            "LessThanLowerThreshold" => "less than the lower threshold of",
            "GreaterThanUpperThreshold" => "greater than the upper threshold of",
            _ => "outside",
        };
}
