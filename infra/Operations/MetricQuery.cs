using Amazon.CDK.AWS.CloudWatch;

namespace CognitoStack.Operations;

/// <summary>What an alarm measures (<c>AWS::CloudWatch::Alarm</c>, <c>Metrics</c>).</summary>
internal static class MetricQuery
{
    /// <summary>Id of the band of what is usual.</summary>
    public const string Band = "usual";

    /// <summary>Seconds of a period where nothing else is said.</summary>
    public const int Period = 300;

    /// <summary>One metric.</summary>
    public static CfnAlarm.MetricDataQueryProperty Metric(
        string id,
        (string Namespace, string Name, IReadOnlyList<(string Name, string Value)> Dimensions) metric,
        string stat,
        int period = Period,
        bool isResult = true
    ) =>
        new()
        {
            Id = id,
            ReturnData = isResult,
            MetricStat = new CfnAlarm.MetricStatProperty
            {
                Metric = new CfnAlarm.MetricProperty
                {
                    Namespace = metric.Namespace,
                    MetricName = metric.Name,
                    Dimensions = metric.Dimensions.Select(d => new CfnAlarm.DimensionProperty { Name = d.Name, Value = d.Value }).ToArray(),
                },
                Period = period,
                Stat = stat,
            },
        };

    /// <summary>An expression over the metrics before it.</summary>
    public static CfnAlarm.MetricDataQueryProperty Expression(string id, string expression, string label) =>
        new()
        {
            Id = id,
            Expression = expression,
            Label = label,
            ReturnData = true,
        };

    /// <summary>A metric and the band that CloudWatch has learned for it, so many standard deviations wide.</summary>
    public static IReadOnlyList<CfnAlarm.MetricDataQueryProperty> WithBand(CfnAlarm.MetricDataQueryProperty metric, int deviations) =>
        [metric, Expression(Band, $"ANOMALY_DETECTION_BAND({metric.Id}, {deviations})", "What is usual")];

    /// <summary>The sum of a metric over every value of dimensions that nobody can list beforehand, such as the client <c>Admin</c> of administrators.</summary>
    /// <remarks>Source: Amazon CloudWatch User Guide, "CloudWatch Metrics Insights query components and syntax"
    /// (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-metrics-insights-querylanguage.html).</remarks>
    public static CfnAlarm.MetricDataQueryProperty SumOfCognito(string name, string dimensions, string where) =>
        new()
        {
            Id = "total",
            Expression = $"SELECT SUM({name}) FROM SCHEMA(\"AWS/Cognito\", {dimensions}) WHERE {where}",
            Period = Period,
            ReturnData = true,
        };
}
