using System.Diagnostics;

namespace CognitoStack.Assurance.Symbolic;

/// <summary>How a test is put to the values of a key, of which there may be none, one or many.</summary>
internal enum Quantifier
{
    /// <summary>Every value passes, and there may be none.</summary>
    All,

    /// <summary>A value passes.</summary>
    Any,

    /// <summary>There is no value.</summary>
    Absent,

    /// <summary>There is a value.</summary>
    Present,
}

/// <summary>What is asked of one key of a request.</summary>
/// <param name="Key">Name of the key, in small letters.</param>
/// <param name="Quantifier">Of which values.</param>
/// <param name="Test">What; null for <see cref="Quantifier.Absent"/> and <see cref="Quantifier.Present"/>.</param>
internal sealed record Literal(string Key, Quantifier Quantifier, ITest? Test = null)
{
    /// <summary>Its opposite.</summary>
    public Literal Negation =>
        Quantifier switch
        {
            Quantifier.All => this with { Quantifier = Quantifier.Any, Test = Test!.Negation },
            Quantifier.Any => this with { Quantifier = Quantifier.All, Test = Test!.Negation },
            Quantifier.Absent => this with { Quantifier = Quantifier.Present },
            Quantifier.Present => this with { Quantifier = Quantifier.Absent },
            _ => throw new UnreachableException($"{Quantifier}"),
        };

    /// <summary>Variables of its test.</summary>
    public IEnumerable<string> Variables => Test is TextTest text ? text.Variables : [];

    /// <summary>Whether values pass.</summary>
    public bool Holds(IReadOnlyList<string> values) =>
        Quantifier switch
        {
            Quantifier.All => values.All(Test!.Holds),
            Quantifier.Any => values.Any(Test!.Holds),
            Quantifier.Absent => values.Count == 0,
            Quantifier.Present => values.Count > 0,
            _ => throw new UnreachableException($"{Quantifier}"),
        };
}

/// <summary>Requests that pass every one of some literals: what a statement speaks of, or a place as the environment file means it.</summary>
/// <param name="Source">Where it comes from, for people.</param>
/// <param name="Literals">What is asked.</param>
internal sealed record Region(string Source, IReadOnlyList<Literal> Literals)
{
    /// <summary>Those of its requests that pass more.</summary>
    public Region And(IEnumerable<Literal> more) => this with { Literals = [.. Literals, .. more] };
}
