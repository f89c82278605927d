namespace CognitoStack.Assurance.Symbolic;

/// <summary>An operator of conditions, such as <c>ForAnyValue:StringNotLikeIfExists</c>.</summary>
/// <param name="Written">As it is written.</param>
/// <param name="Name">What it compares and how, without what stands around it.</param>
/// <param name="Quantifier">Of which values; null where it says nothing of it.</param>
/// <param name="IsNegated">Whether what is compared must not be so.</param>
/// <param name="IfExists">Whether a key that is not there passes.</param>
internal sealed record ConditionOperator(string Written, string Name, Quantifier? Quantifier, bool IsNegated, bool IfExists)
{
    private const string Optional = "IfExists";

    /// <summary>Reads an operator.</summary>
    public static ConditionOperator Of(string written)
    {
        var name = written;
        Quantifier? quantifier = null;
        foreach (var (prefix, of) in new[] { ("ForAllValues:", Symbolic.Quantifier.All), ("ForAnyValue:", Symbolic.Quantifier.Any) })
            if (name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
                (name, quantifier) = (name[prefix.Length..], of);
        var ifExists = name.EndsWith(Optional, StringComparison.OrdinalIgnoreCase);
        if (ifExists)
            name = name[..^Optional.Length];
        var not = name.IndexOf("Not", StringComparison.OrdinalIgnoreCase);
        return new(written, not < 0 ? name : name.Remove(not, 3), quantifier, not >= 0, ifExists);
    }

    /// <summary>What it asks of a value, leaving aside that it may be negated.</summary>
    /// <param name="values">Values of the policy.</param>
    /// <param name="variables">What variables are; null where there are none.</param>
    public ITest Test(IReadOnlyList<string> values, Func<string, Pattern?>? variables)
    {
        return Name.ToLowerInvariant() switch
        {
            "stringequals" or "binaryequals" => Text(Reading.Plain),
            "stringequalsignorecase" => Text(Reading.Plain, ignoresCase: true),
            "bool" => Text(Reading.Plain, ignoresCase: true),
            "stringlike" => Text(Reading.Wildcards),
            "arnequals" or "arnlike" => Text(Reading.Arn),
            "ipaddress" => OrderedTest.Address(values),
            var numeric when numeric.StartsWith("numeric", StringComparison.Ordinal) => OrderedTest.Number(
                Name["numeric".Length..],
                values,
                OrderedTest.ReadNumber
            ),
            var date when date.StartsWith("date", StringComparison.Ordinal) => OrderedTest.Number(
                Name["date".Length..],
                values,
                OrderedTest.ReadTime
            ),
            _ => throw new UndecidedException($"{Written} is no operator that is known here"),
        };

        TextTest Text(Reading reading, bool ignoresCase = false) =>
            new(values.Select(v => Pattern.Read(v, reading, variables)).OfType<Pattern>(), ignoresCase);
    }
}
