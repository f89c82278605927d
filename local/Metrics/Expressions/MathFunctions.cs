namespace CognitoStack.Local.Metrics.Expressions;

/// <summary>Functions of metric math.</summary>
/// <param name="metrics">Gives the time series of every metric that is asked for.</param>
internal sealed class MathFunctions(Func<IEnumerable<double?[]>> metrics)
{
    /// <summary>What stands in <c>FILL</c> for the value before.</summary>
    public const string Repeat = "REPEAT";

    public MathValue Call(string name, IReadOnlyList<MathValue> arguments) =>
        (name, arguments) switch
        {
            ("METRICS", []) => new([.. metrics()]),
            ("FILL", [var series, { IsScalar: true } value]) => new([.. series.Series.Select(s => Fill(s, value.Scalar))]),
            ("SUM", [var of]) => Fold(of, v => v.Sum()),
            ("AVG", [var of]) => Fold(of, v => v.Average()),
            ("MIN", [var of]) => Fold(of, v => v.Min()),
            ("MAX", [var of]) => Fold(of, v => v.Max()),
            ("ABS", [var of]) => of.Each(v => Math.Abs(v)),
            ("CEIL", [var of]) => of.Each(v => Math.Ceiling(v)),
            ("FLOOR", [var of]) => of.Each(v => Math.Floor(v)),
            ("IF", [var when, var then]) => when.With(then, (w, t) => w != 0 ? t : null),
            ("IF", [var when, var then, var otherwise]) => If(when, then, otherwise),
            _ => throw MetricsCall.Invalid(
                $"The function {name} with {arguments.Count} arguments is not worked out by this machine's CloudWatch."
            ),
        };

    // Several series give one; one gives a number.
    private static MathValue Fold(MathValue of, Func<IEnumerable<double>, double> fold) =>
        of.Series switch
        {
            [] => of,
            [var one] => new(one.OfType<double>().ToList() is { Count: > 0 } values ? fold(values) : double.NaN),
            var many => new(
                Enumerable
                    .Range(0, many[0].Length)
                    .Select(i => many.Select(s => s[i]).OfType<double>().ToList() is { Count: > 0 } values ? fold(values) : (double?)null)
                    .ToArray()
            ),
        };

    private static double?[] Fill(double?[] series, double value)
    {
        var last = value;
        return Array.ConvertAll(
            series,
            v =>
                v is { } real ? last = real
                : double.IsNaN(last) ? (double?)null
                : last = double.IsNaN(value) ? last : value
        );
    }

    private static MathValue If(MathValue when, MathValue then, MathValue otherwise)
    {
        if (when.IsScalar)
            return when.Scalar != 0 ? then : otherwise;
        double? At(MathValue of, int i) => of.IsScalar ? of.Scalar : of.Series[0][i];
        return new(when.Series[0].Select((w, i) => w is null ? null : At(w != 0 ? then : otherwise, i)).ToArray());
    }
}
