using System.Globalization;
using System.Text.RegularExpressions;

namespace CognitoStack.Local.Metrics.Expressions;

/// <summary>An expression of metric math: arithmetic, comparisons, and the functions of <see cref="MathFunctions"/>.</summary>
/// <remarks>Source: Amazon CloudWatch User Guide, "Using math expressions with CloudWatch metrics".
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html</remarks>
internal sealed partial class MathExpression
{
    private readonly List<string> tokens;
    private readonly string text;
    private readonly MathFunctions functions;
    private readonly Func<string, MathValue> read;
    private int at;

    private MathExpression(string text, MathFunctions functions, Func<string, MathValue> read)
    {
        (this.text, this.functions, this.read) = (text, functions, read);
        tokens = [.. Token().Matches(text).Select(m => m.Value)];
        if (string.Concat(tokens) != Blank().Replace(text, string.Empty))
            throw Wrong();
    }

    /// <summary>Works an expression out.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="functions">The functions that it may call.</param>
    /// <param name="read">Gives the value of what has an id.</param>
    /// <exception cref="Http.AwsException">It is not understood here.</exception>
    public static MathValue Evaluate(string text, MathFunctions functions, Func<string, MathValue> read)
    {
        var expression = new MathExpression(text, functions, read);
        var value = expression.Or();
        return expression.at == expression.tokens.Count ? value : throw expression.Wrong();
    }

    private MathValue Or() => Binary(And, ("OR", (a, b) => Truth(a != 0 || b != 0)), ("||", (a, b) => Truth(a != 0 || b != 0)));

    private MathValue And() => Binary(Comparison, ("AND", (a, b) => Truth(a != 0 && b != 0)), ("&&", (a, b) => Truth(a != 0 && b != 0)));

    private MathValue Comparison() =>
        Binary(
            Sum,
            ("==", (a, b) => Truth(a.Equals(b))),
            ("!=", (a, b) => Truth(!a.Equals(b))),
            ("<=", (a, b) => Truth(a <= b)),
            (">=", (a, b) => Truth(a >= b)),
            ("<", (a, b) => Truth(a < b)),
            (">", (a, b) => Truth(a > b))
        );

    private MathValue Sum() => Binary(Product, ("+", (a, b) => a + b), ("-", (a, b) => a - b));

    private MathValue Product() => Binary(Power, ("*", (a, b) => a * b), ("/", (a, b) => b == 0 ? null : a / b));

    private MathValue Power() => Binary(Unary, ("^", (a, b) => Math.Pow(a, b)));

    private MathValue Unary() => Takes("-") ? Unary().Each(v => -v) : Primary();

    private MathValue Primary()
    {
        if (Takes("("))
        {
            var inner = Or();
            Require(")");
            return inner;
        }
        if (Takes("["))
            return new([.. List("]").SelectMany(v => v.Series)]);
        var token = at < tokens.Count ? tokens[at++] : throw Wrong();
        if (double.TryParse(token, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            return new(number);
        if (!char.IsLetter(token[0]))
            throw Wrong();
        if (Takes("("))
            return functions.Call(token, List(")"));
        return token == MathFunctions.Repeat ? new MathValue(double.NaN) : read(token);
    }

    private List<MathValue> List(string end)
    {
        List<MathValue> values = [];
        if (Takes(end))
            return values;
        do values.Add(Or());
        while (Takes(","));
        Require(end);
        return values;
    }

    private MathValue Binary(Func<MathValue> operand, params ReadOnlySpan<(string Sign, Func<double, double, double?> Act)> operators)
    {
        var value = operand();
        while (true)
        {
            Func<double, double, double?>? act = null;
            foreach (var (sign, candidate) in operators)
                if (act is null && Takes(sign))
                    act = candidate;
            if (act is null)
                return value;
            value = value.With(operand(), act);
        }
    }

    private bool Takes(string token)
    {
        var isNext = at < tokens.Count && tokens[at] == token;
        if (isNext)
            at++;
        return isNext;
    }

    private void Require(string token)
    {
        if (!Takes(token))
            throw Wrong();
    }

    private static double? Truth(bool truth) => truth ? 1 : 0;

    private Http.AwsException Wrong() => MetricsCall.Invalid($"The expression {text} is not understood by this machine's CloudWatch.");

    [GeneratedRegex(@"\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\w+|==|!=|<=|>=|&&|\|\||[-+*/^()<>,\[\]]")]
    private static partial Regex Token();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blank();
}
