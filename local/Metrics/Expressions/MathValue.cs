namespace CognitoStack.Local.Metrics.Expressions;

/// <summary>What an expression is worth: a number, or one time series or more.</summary>
internal sealed class MathValue
{
    public MathValue(double scalar) => Scalar = scalar;

    public MathValue(params IReadOnlyList<double?[]> series) => Series = series;

    public double Scalar { get; }

    /// <summary>Time series; none of a number.</summary>
    public IReadOnlyList<double?[]> Series { get; } = [];

    public bool IsScalar => Series.Count == 0;

    /// <summary>Works out each value. What there is no value of has none then either.</summary>
    public MathValue Each(Func<double, double?> act) =>
        IsScalar
            ? new(act(Scalar) ?? double.NaN)
            : new([.. Series.Select(s => Array.ConvertAll(s, v => v is { } value ? act(value) : null))]);

    /// <summary>Works out each pair of values of the same time; a number stands for a value of every time.</summary>
    public MathValue With(MathValue other, Func<double, double, double?> act)
    {
        if (IsScalar)
            return other.Each(v => act(Scalar, v));
        if (other.IsScalar)
            return Each(v => act(v, other.Scalar));
        if (Series.Count > 1 && other.Series.Count > 1)
            throw MetricsCall.Invalid("Two arrays of time series cannot be combined here.");
        return Series.Count > 1
            ? new([.. Series.Select(s => Pairs(s, other.Series[0], act))])
            : new([.. other.Series.Select(s => Pairs(Series[0], s, act))]);
    }

    private static double?[] Pairs(double?[] a, double?[] b, Func<double, double, double?> act) =>
        [.. a.Zip(b, (x, y) => x is { } left && y is { } right ? act(left, right) : null)];
}
