using System.Globalization;
using System.Text.RegularExpressions;

namespace CognitoStack.Local.Metrics;

/// <summary>How a number is made of many.</summary>
internal static partial class Statistic
{
    /// <summary>The statistic of a name; null for one that is not known here.</summary>
    /// <remarks>Source: Amazon CloudWatch User Guide, "CloudWatch statistics definitions". Of its extended statistics, percentiles alone are told here.
    /// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html</remarks>
    public static Func<StatisticSet, double>? Of(string name) =>
        name switch
        {
            "SampleCount" => set => set.Count,
            "Sum" => set => set.Sum,
            "Average" => set => set.Average,
            "Minimum" => set => set.Minimum,
            "Maximum" => set => set.Maximum,
            _ when Percentile().Match(name) is { Success: true } match
                    && double.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) is var percent and <= 100 => set =>
                set.Percentile(percent),
            _ => null,
        };

    [GeneratedRegex(@"^p(\d{1,3}(?:\.\d{1,10})?)$")]
    private static partial Regex Percentile();
}
