using System.Text.Json.Nodes;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.Metrics;

/// <summary>A call of an operation, read with CloudWatch's complaints.</summary>
internal sealed class MetricsCall(JsonObject input)
{
    /// <summary>Rejects by its name what nobody here honours.</summary>
    public void RequireOnly(params ReadOnlySpan<string> members) =>
        input.RequireOnly(members, name => Invalid($"{name} is not honoured by this machine's CloudWatch."));

    /// <summary>Whether anything is said of a member.</summary>
    public bool Has(string member) => input[member] is not null;

    public string? Text(string member) =>
        input[member] switch
        {
            null => null,
            JsonValue value when value.TryGetValue<string>(out var text) => text,
            _ => throw Malformed(member),
        };

    public string Required(string member) => Text(member) is { Length: > 0 } text ? text : throw Missing(member);

    /// <summary>A time, in seconds.</summary>
    public long Time(string member) =>
        input[member] switch
        {
            null => throw Missing(member),
            JsonValue value when value.TryGetValue<double>(out var seconds) => (long)seconds,
            JsonValue value
                when value.TryGetValue<string>(out var text)
                    && DateTimeOffset.TryParse(
                        text,
                        System.Globalization.CultureInfo.InvariantCulture,
                        System.Globalization.DateTimeStyles.AssumeUniversal,
                        out var time
                    ) => time.ToUnixTimeSeconds(),
            _ => throw Malformed(member),
        };

    public int? Number(string member) =>
        input[member] switch
        {
            null => null,
            JsonValue value when value.TryGetValue<int>(out var number) => number,
            JsonValue value when value.TryGetValue<double>(out var number) && number == Math.Truncate(number) => (int)number,
            _ => throw Malformed(member),
        };

    public bool? Flag(string member) =>
        input[member] is JsonValue value
            ? value.TryGetValue<bool>(out var flag)
                ? flag
                : throw Malformed(member)
            : null;

    public IReadOnlyList<string> Texts(string member) =>
        input[member] is JsonArray list ? [.. list.Select(i => i?.ToString() ?? throw Malformed(member))] : [];

    public IReadOnlyList<MetricsCall> Objects(string member) =>
        input[member] switch
        {
            null => [],
            JsonArray list => [.. list.Select(i => new MetricsCall(i as JsonObject ?? throw Malformed(member)))],
            _ => throw Malformed(member),
        };

    public MetricsCall? Object(string member) =>
        input[member] switch
        {
            null => null,
            JsonObject json => new(json),
            _ => throw Malformed(member),
        };

    /// <summary>The seconds of a period.</summary>
    public int Period() =>
        Number("Period") switch
        {
            null => throw Missing("Period"),
            { } period when period >= MetricStore.Minute && period % MetricStore.Minute == 0 => period,
            _ => throw Invalid("The parameter Period must be a multiple of 60: this machine counts by the minute."),
        };

    /// <summary>The metric that is named.</summary>
    public MetricName Metric() => new(Required("Namespace"), Required("MetricName"), Dimensions());

    public DimensionSet Dimensions() => new(Objects("Dimensions").Select(d => (d.Required("Name"), d.Text("Value") ?? string.Empty)));

    /// <summary>A statistic by its name.</summary>
    public static Func<StatisticSet, double> Statistic(string name) =>
        Metrics.Statistic.Of(name)
        ?? throw Invalid(
            $"The statistic {name} is not worked out by this machine's CloudWatch: SampleCount, Sum, Average, Minimum, Maximum and percentiles are."
        );

    public static AwsException Invalid(string message) => new("InvalidParameterValueException", message);

    private static AwsException Missing(string member) => new("MissingRequiredParameterException", $"The parameter {member} is required.");

    private static AwsException Malformed(string member) => new("SerializationException", $"Unexpected type of {member}.");
}
