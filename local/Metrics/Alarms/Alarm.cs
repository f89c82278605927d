using System.Globalization;
using System.Text.Json.Nodes;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Http;
using CognitoStack.Local.Metrics.Expressions;

namespace CognitoStack.Local.Metrics.Alarms;

/// <summary>An alarm of the templates (<c>AWS::CloudWatch::Alarm</c>).</summary>
internal sealed class Alarm
{
    public const string Type = "AWS::CloudWatch::Alarm";

    private static readonly string[] ByBand =
    [
        "LessThanLowerThreshold",
        "GreaterThanUpperThreshold",
        "LessThanLowerOrGreaterThanUpperThreshold",
    ];
    private readonly string? band;
    private readonly string observed;

    /// <exception cref="AwsException">It is not understood here.</exception>
    public Alarm(Resource resource, MetricStore store)
    {
        Resource = resource;
        var metrics = resource.Properties["Metrics"] as JsonArray;
        Queries = new([.. (metrics?.Select(m => m!.AsObject()) ?? [Single(resource)]).Select(m => new MetricsCall(m))], store);
        band = resource.Text("ThresholdMetricId");
        if (ByBand.Contains(Comparison) != band is not null)
            throw MetricsCall.Invalid($"The ComparisonOperator {Comparison} does not go with the threshold.");
        observed = Queries.Returned.Where(id => id != band).ToList() is [var one]
            ? one
            : throw MetricsCall.Invalid("Exactly one metric must be looked at (ReturnData).");
        Period = Queries.PeriodOf(observed);
        // Whatever is not understood is found before anything is measured.
        Observe(0);
        _ = IsBreaching(0, band is null ? null : (0, 0));
    }

    public Resource Resource { get; }

    public MetricQueries Queries { get; }

    public string Name => Resource.Name;

    public string Comparison => Resource.Text("ComparisonOperator")!;

    public int Period { get; }

    public int EvaluationPeriods => Number("EvaluationPeriods") ?? 1;

    public int DatapointsToAlarm => Number("DatapointsToAlarm") ?? EvaluationPeriods;

    public double? Threshold => Resource.Text("Threshold") is { } text ? double.Parse(text, CultureInfo.InvariantCulture) : null;

    /// <summary>What becomes of missing data. Alarms over DynamoDB's metrics always stay as they are.</summary>
    /// <remarks>Source: Amazon CloudWatch API Reference, "PutMetricAlarm". https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html</remarks>
    public string MissingData =>
        Queries.Metrics.Any(m => m.Namespace == "AWS/DynamoDB") ? "ignore" : Resource.Text("TreatMissingData") ?? "missing";

    /// <summary>What is sent when the alarm enters a state.</summary>
    public IEnumerable<string> Actions(string state) =>
        Resource.Text("ActionsEnabled") == "false"
            ? []
            : (
                Resource.Properties[
                    state switch
                    {
                        AlarmStates.Alarm => "AlarmActions",
                        AlarmStates.Ok => "OKActions",
                        AlarmStates.Unknown => "InsufficientDataActions",
                        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
                    }
                ] as JsonArray
                ?? []
            ).Select(a => a!.ToString());

    /// <summary>The periods that end at a time, the newest last, each with its value and whether that breaches. There are more of them than are evaluated:
    /// where some lack data, older ones count.</summary>
    /// <remarks>Source: Amazon CloudWatch User Guide, "Configuring how CloudWatch alarms treat missing data", whose example looks at five periods where three are evaluated.
    /// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html</remarks>
    public List<Datapoint> Observe(long end)
    {
        var count = EvaluationPeriods + 2;
        var grid = new Grid(end - ((long)Period * count), Period, count);
        var usual = band is null ? null : Queries.BandOf(band, grid);
        return
        [
            .. Queries
                .Read(observed, grid)
                .Select(
                    (value, i) =>
                        value is { } real && (band is null || usual is not null)
                            ? new Datapoint(grid.TimeOf(i), real, IsBreaching(real, usual))
                            : new(grid.TimeOf(i), null, false)
                ),
        ];
    }

    private bool IsBreaching(double value, (double Lower, double Upper)? usual) =>
        Comparison switch
        {
            "GreaterThanOrEqualToThreshold" => value >= Threshold,
            "GreaterThanThreshold" => value > Threshold,
            "LessThanThreshold" => value < Threshold,
            "LessThanOrEqualToThreshold" => value <= Threshold,
            "LessThanLowerThreshold" => value < usual!.Value.Lower,
            "GreaterThanUpperThreshold" => value > usual!.Value.Upper,
            "LessThanLowerOrGreaterThanUpperThreshold" => value < usual!.Value.Lower || value > usual.Value.Upper,
            var other => throw MetricsCall.Invalid($"The ComparisonOperator {other} is none."),
        };

    private int? Number(string property) => Resource.Text(property) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;

    private static JsonObject Single(Resource resource) =>
        new()
        {
            ["Id"] = "m1",
            ["MetricStat"] = new JsonObject
            {
                ["Metric"] = new JsonObject
                {
                    ["Namespace"] = resource.Text("Namespace"),
                    ["MetricName"] = resource.Text("MetricName"),
                    ["Dimensions"] = resource.Properties["Dimensions"]?.DeepClone(),
                },
                [nameof(Period)] = resource.Properties[nameof(Period)]?.DeepClone(),
                ["Stat"] = resource.Text("Statistic") ?? resource.Text("ExtendedStatistic"),
                ["Unit"] = resource.Text("Unit"),
            },
        };
}

/// <summary>A period of what an alarm looks at.</summary>
/// <param name="Time">When it begins, in seconds.</param>
/// <param name="Value">Its value; null where there is none.</param>
/// <param name="Breaches">Whether the value breaches the threshold.</param>
internal sealed record Datapoint(long Time, double? Value, bool Breaches);
