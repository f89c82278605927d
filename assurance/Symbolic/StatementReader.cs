using System.Text.Json.Nodes;
using CognitoStack.Templates;

namespace CognitoStack.Assurance.Symbolic;

/// <summary>How a statement is read where it cannot be read exactly.</summary>
internal enum Side
{
    /// <summary>As speaking of more: what is shown of it holds for what it says.</summary>
    Wide,

    /// <summary>As speaking of less: what it is relied upon for, it does.</summary>
    Narrow,
}

/// <summary>Reads statements of policies as regions: a second reading of IAM, apart from the evaluator's.</summary>
/// <remarks>Source: IAM User Guide, "IAM JSON policy elements: Condition operators"
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html), "Variables and tags"
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html) and "Multivalued context keys"
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html).</remarks>
/// <param name="side">How it is read where it cannot be read exactly.</param>
/// <param name="variables">What a variable is, or null where it is missing. Where nobody can know, it throws an <see cref="UndecidedException"/>.</param>
internal sealed class StatementReader(Side side, Func<string, Pattern?> variables)
{
    /// <summary>Key under which the action of a request stands.</summary>
    public const string Action = "action";

    /// <summary>Key under which its resource stands.</summary>
    public const string Resource = "resource";

    /// <summary>Key under which its principal stands, as <c>AWS:…</c>, <c>Federated:…</c> or <c>Service:…</c>.</summary>
    public const string Principal = "principal";

    private const string WithVariables = "2012-10-17";
    private const string TagPrefix = "aws:principaltag/";

    /// <summary>What a statement speaks of.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="version">Version of its policy.</param>
    /// <param name="source">Where it stands.</param>
    public Region Read(JsonObject statement, string? version, string source)
    {
        var known = version == WithVariables ? variables : null;
        List<Literal?> literals =
        [
            Element(statement, Action, Reading.Wildcards, ignoresCase: true, null),
            Element(statement, Resource, Reading.Arn, ignoresCase: false, known),
            Principals(statement),
        ];
        foreach (var (name, keys) in statement["Condition"]?.AsObject() ?? [])
        foreach (var (key, values) in keys!.AsObject())
            literals.AddRange(Condition(ConditionOperator.Of(name), key.ToLowerInvariant(), [.. TemplatePolicies.Texts(values)], known));
        var read = literals.OfType<Literal>().ToList();
        return side == Side.Wide ? new(source, Widened(read)) : Narrowed(source, read);
    }

    private static Literal? Element(JsonObject statement, string name, Reading reading, bool ignoresCase, Func<string, Pattern?>? known)
    {
        var title = $"{char.ToUpperInvariant(name[0])}{name[1..]}";
        var (element, isNegated) = statement[title] is { } said ? (said, false) : (statement[$"Not{title}"], true);
        if (element is null)
            return null;
        var test = new TextTest(
            TemplatePolicies.Texts(element).Select(t => Pattern.Read(t, reading, known)).OfType<Pattern>(),
            ignoresCase
        );
        return new(name, Quantifier.Any, isNegated ? test.Negation : test);
    }

    private static Literal? Principals(JsonObject statement)
    {
        if (statement["NotPrincipal"] is not null)
            throw new UndecidedException("NotPrincipal lets in, or keeps out, everybody but those whom it names");
        var patterns = statement["Principal"] switch
        {
            null => null,
            JsonObject kinds => kinds.SelectMany(k => TemplatePolicies.Texts(k.Value).Select(v => PrincipalPattern(k.Key, v))),
            var everybody => [PrincipalPattern("AWS", everybody.ToString())],
        };
        return patterns is null ? null : new(Principal, Quantifier.Any, new TextTest(patterns));
    }

    /// <summary>A star alone is everybody; elsewhere it is no wildcard.</summary>
    private static Pattern PrincipalPattern(string kind, string value) => value == "*" ? Pattern.Anything : Pattern.Of($"{kind}:{value}");

    private static IEnumerable<Literal> Condition(
        ConditionOperator comparison,
        string key,
        List<string> values,
        Func<string, Pattern?>? known
    )
    {
        if (comparison.Name == "Null")
        {
            // Both is always true.
            if (values.Distinct(StringComparer.OrdinalIgnoreCase).Count() == 1)
                yield return new(key, bool.Parse(values[0]) ? Quantifier.Absent : Quantifier.Present);
            yield break;
        }

        var isMany = Solver.HasMany(key);
        if (isMany && comparison.Quantifier is null)
            throw new UndecidedException(
                $"{comparison.Written} compares {key}, which may have many values, without ForAllValues or ForAnyValue"
            );
        if (isMany && comparison is { Quantifier: Quantifier.Any, IfExists: true })
            throw new UndecidedException($"{comparison.Written} compares {key}, which may have many values, if there are any");
        var test = comparison.Test(values, known);
        var absentPasses = comparison.IfExists || comparison.IsNegated;
        yield return new(
            key,
            comparison.Quantifier ?? (absentPasses ? Quantifier.All : Quantifier.Any),
            comparison.IsNegated ? test.Negation : test
        );
    }

    /// <summary>What one key is asked about variables, beside something else, is left out; and so is what must not equal one.</summary>
    private static List<Literal> Widened(List<Literal> literals)
    {
        List<Literal> kept = [];
        foreach (var key in literals.Where(l => !IsTrivial(l)).GroupBy(l => l.Key))
        {
            var plain = key.Where(l => !l.Variables.Any()).ToList();
            var exact = key.Where(l => l.Variables.Any() && !IsNegated(l)).Take(1).ToList();
            // With a value of its own a variable may fit what the other asks.
            kept.AddRange(exact.Count == 0 ? plain : [.. plain.Where(l => l.Test is null), .. exact]);
            kept.AddRange(exact.SelectMany(NeededTags));
        }

        return kept;
    }

    /// <summary>What must not be so is not so whatever values variables have.</summary>
    private static Region Narrowed(string source, List<Literal> literals) =>
        new(source, [.. literals.Select(l => IsNegated(l) ? l with { Test = ((TextTest)l.Test!).Loose } : l)]);

    /// <summary>A tag that is not there has no value, which no text equals.</summary>
    private static IEnumerable<Literal> NeededTags(Literal literal) =>
        literal is { Quantifier: Quantifier.Any, Test: TextTest text }
            ? text
                .NeededVariables.Where(n => n.StartsWith(TagPrefix, StringComparison.Ordinal))
                .Select(n => new Literal(n, Quantifier.Present))
            : [];

    private static bool IsNegated(Literal literal) => literal.Test is TextTest { IsNegated: true };

    private static bool IsTrivial(Literal literal) => literal is { Quantifier: Quantifier.All, Test: TextTest { IsTrivial: true } };
}
