using CognitoStack.Local.Deployment;

namespace CognitoStack.Local.Metrics.Alarms;

/// <summary>What of alarms works here.</summary>
internal sealed class AlarmSupport : ISupports
{
    /// <inheritdoc/>
    public IEnumerable<Support> Types =>
        [
            new(
                Alarm.Type,
                [
                    "ActionsEnabled",
                    "AlarmActions",
                    "AlarmDescription",
                    "AlarmName",
                    "ComparisonOperator",
                    "DatapointsToAlarm",
                    "Dimensions",
                    "EvaluationPeriods",
                    "ExtendedStatistic",
                    "InsufficientDataActions",
                    "MetricName",
                    "Metrics.Expression",
                    "Metrics.Id",
                    "Metrics.Label",
                    "Metrics.MetricStat",
                    "Metrics.Period",
                    "Metrics.ReturnData",
                    "Namespace",
                    "OKActions",
                    "Period",
                    "Statistic",
                    "Tags",
                    "Threshold",
                    "ThresholdMetricId",
                    "TreatMissingData",
                    "Unit",
                ],
                new Dictionary<string, string> { ["EvaluateLowSampleCountPercentile"] = "few values are evaluated as many are here" }
            ),
        ];
}
