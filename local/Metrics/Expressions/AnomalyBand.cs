namespace CognitoStack.Local.Metrics.Expressions;

/// <summary>What is usual of a metric. CloudWatch learns hours and weekdays; here it is the average of the two weeks before, so many standard deviations wide.</summary>
internal static class AnomalyBand
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(14);
    private static readonly TimeSpan Shortest = TimeSpan.FromHours(3);

    /// <summary>Of what never varies, everything would be unusual.</summary>
    private const double LeastDeviation = 0.05;

    /// <summary>The least and the greatest value that are usual; null while there are not three hours to learn from.</summary>
    /// <param name="grid">The periods that are judged: they are not learned from.</param>
    /// <param name="read">Reads the metric over other periods.</param>
    /// <param name="deviations">How many standard deviations wide.</param>
    public static (double Lower, double Upper)? Of(Grid grid, Func<Grid, double?[]> read, double deviations)
    {
        var count = (int)(Longest.TotalSeconds / grid.Period);
        var history = read(new(grid.Start - ((long)grid.Period * count), grid.Period, count));
        var first = Array.FindIndex(history, v => v is not null);
        if (first < 0 || (history.Length - first) * grid.Period < Shortest.TotalSeconds)
            return null;
        var values = history.OfType<double>().ToList();
        var average = values.Average();
        var deviation = Math.Max(Math.Sqrt(values.Average(v => (v - average) * (v - average))), LeastDeviation * Math.Abs(average));
        return (average - (deviations * deviation), average + (deviations * deviation));
    }
}
