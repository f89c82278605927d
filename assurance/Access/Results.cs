namespace CognitoStack.Assurance.Access;

/// <summary>What one proof found.</summary>
/// <param name="Name">Name of the proof.</param>
/// <param name="Decisions">What was asked, with the answers.</param>
/// <param name="Differences">Where the templates do not do what the environment file means.</param>
public sealed record ProofResult(string Name, IReadOnlyList<Decision> Decisions, IReadOnlyList<Difference> Differences)
{
    /// <summary>What was looked at, with numbers: "no difference" in nothing would say nothing.</summary>
    public string Examined { get; init; } =
        $"{Decisions.Count} decisions, {Decisions.Count(d => d.Allowed)} allowed, {Decisions.Count(d => !d.Allowed)} denied";

    /// <summary>Whether it holds for every request there can be, and not only for those that were asked.</summary>
    public bool IsForAll { get; init; }

    /// <summary>What it takes for granted, a sentence each.</summary>
    public IReadOnlyList<string> Assumptions { get; init; } = [];

    /// <summary>What it found in its place, for people; null where there is nothing to show.</summary>
    public ProofTable? Table { get; init; }

    /// <summary>Whether nothing differs.</summary>
    public bool Holds => Differences.Count == 0;

    /// <summary>How many differences there are, for people.</summary>
    public string Count => Differences.Count == 1 ? "1 difference" : $"{Differences.Count} differences";

    /// <summary>A proof from its decisions: each that came out otherwise than expected is a difference.</summary>
    public static ProofResult Of(string name, IReadOnlyList<Decision> decisions, IEnumerable<Difference>? others = null) =>
        new(
            name,
            decisions,
            [
                .. others ?? [],
                .. decisions
                    .Where(d => d.Problem is not null || d.Allowed != d.Expected)
                    .Select(d => new Difference(
                        d.Subject,
                        d.Action,
                        d.Where,
                        d.Expected ? "allowed" : "denied",
                        d.Problem ?? (d.Allowed ? "allowed" : "denied"),
                        d.DecidedBy
                    )),
            ]
        );
}

/// <summary>What a proof found, as a table.</summary>
/// <param name="Title">What it is of.</param>
/// <param name="Columns">Its columns.</param>
/// <param name="Rows">Its rows, a text for each column.</param>
public sealed record ProofTable(string Title, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows);

/// <summary>One request and its answer.</summary>
public sealed record Decision
{
    /// <summary>Who asked.</summary>
    public required string Subject { get; init; }

    /// <summary>Role that they have by the environment file, or null.</summary>
    public string? Role { get; init; }

    /// <summary>What they asked for.</summary>
    public required string Action { get; init; }

    /// <summary>Bucket, table or other resource.</summary>
    public required string Container { get; init; }

    /// <summary>What the place is, for people.</summary>
    public required string Label { get; init; }

    /// <summary><c>own</c>, <c>another's</c>, or empty where the place is nobody's.</summary>
    public string Whose { get; init; } = string.Empty;

    /// <summary>The resource itself, and what the request says of it.</summary>
    public required string Resource { get; init; }

    /// <summary>Whether the environment file means it to be allowed.</summary>
    public required bool Expected { get; init; }

    /// <summary>Whether it is.</summary>
    public required bool Allowed { get; init; }

    /// <summary>The statement that decided.</summary>
    public string DecidedBy { get; init; } = string.Empty;

    /// <summary>Why it could not be decided, or null.</summary>
    public string? Problem { get; init; }

    /// <summary>Container, place and resource in one.</summary>
    public string Where => $"{Container}: {(Whose.Length == 0 ? string.Empty : Whose + " ")}{Label} ({Resource})";
}

/// <summary>Something that is not as it should be.</summary>
public sealed record Difference(string Subject, string Action, string Where, string Expected, string Got, string DecidedBy)
{
    /// <summary>One line for people.</summary>
    public override string ToString() =>
        $"{Subject}: {Action} on {Where}: expected {Expected}, got {Got}{(DecidedBy.Length == 0 ? string.Empty : $", by {DecidedBy}")}";
}
