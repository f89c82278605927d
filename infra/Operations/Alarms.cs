using Amazon.CDK.AWS.CloudWatch;
using Constructs;

namespace CognitoStack.Operations;

/// <summary>The alarms of an environment (<c>AWS::CloudWatch::Alarm</c>), all of one shape: what it means, what to do, and a runbook.</summary>
public sealed class Alarms : Construct
{
    private readonly string environment;
    private readonly string topicArn;
    private readonly string runbooks;

    /// <summary>Makes the place of the alarms.</summary>
    /// <param name="scope">Stack.</param>
    /// <param name="id">Construct id.</param>
    /// <param name="environment">Name of the environment.</param>
    /// <param name="topicArn">Topic that they are sent to.</param>
    /// <param name="runbooksUrl">Address of the folder of runbooks; null: the folder's name.</param>
    public Alarms(Construct scope, string id, string environment, string topicArn, string? runbooksUrl)
        : base(scope, id) => (this.environment, this.topicArn, runbooks) = (environment, topicArn, runbooksUrl ?? "docs/runbooks/");

    /// <summary>Adds an alarm. It is sent when it is raised, and when it ends.</summary>
    public void Add(AlarmDefinition alarm) =>
        _ = new CfnAlarm(
            this,
            alarm.Name,
            new CfnAlarmProps
            {
                AlarmName = $"CognitoStack-{environment}-{alarm.Name}",
                AlarmDescription = $"{alarm.Meaning} {alarm.Action} Runbook: {runbooks}{alarm.Runbook}.md",
                Metrics = alarm.Metrics.ToArray(),
                Threshold = alarm.IsAnomaly ? null : alarm.Threshold,
                ThresholdMetricId = alarm.IsAnomaly ? MetricQuery.Band : null,
                ComparisonOperator = alarm.Comparison,
                EvaluationPeriods = alarm.Periods,
                DatapointsToAlarm = alarm.Breaching,
                TreatMissingData = "notBreaching",
                AlarmActions = [topicArn],
                OkActions = [topicArn],
            }
        );
}

/// <summary>One alarm. Its last metric is the one that it looks at.</summary>
public sealed record AlarmDefinition
{
    /// <summary>Name in the environment, in PascalCase.</summary>
    public required string Name { get; init; }

    /// <summary>What has happened: a sentence for somebody who was just woken.</summary>
    public required string Meaning { get; init; }

    /// <summary>What to do first.</summary>
    public required string Action { get; init; }

    /// <summary>Name of the runbook, a file of <c>docs/runbooks/</c>.</summary>
    public required string Runbook { get; init; }

    /// <summary>What is measured.</summary>
    public required IReadOnlyList<CfnAlarm.MetricDataQueryProperty> Metrics { get; init; }

    /// <summary>The value that raises the alarm.</summary>
    public double Threshold { get; init; } = 1;

    /// <summary>Whether CloudWatch learns what is usual, in place of a threshold.</summary>
    public bool IsAnomaly => Comparison is LessThanUsual or MoreThanUsual;

    /// <summary>How it is compared.</summary>
    public string Comparison { get; init; } = "GreaterThanOrEqualToThreshold";

    /// <summary>Periods that are looked at.</summary>
    public int Periods { get; init; } = 1;

    /// <summary>How many of them must breach.</summary>
    public int Breaching { get; init; } = 1;

    /// <summary>Below the band of what is usual.</summary>
    public const string LessThanUsual = "LessThanLowerThreshold";

    /// <summary>Above the band of what is usual.</summary>
    public const string MoreThanUsual = "GreaterThanUpperThreshold";
}
