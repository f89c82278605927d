using CognitoStack.Assurance.Access;

namespace CognitoStack.Assurance.Report;

/// <summary>The access proof for people: who may do what where.</summary>
/// <param name="Environment">Name of the environment.</param>
/// <param name="Columns">Roles, and everybody who has none.</param>
/// <param name="Places">Places in the order of their containers.</param>
/// <param name="Proofs">Every proof.</param>
public sealed record AccessReport(
    string Environment,
    IReadOnlyList<string> Columns,
    IReadOnlyList<ReportPlace> Places,
    IReadOnlyList<ProofResult> Proofs
)
{
    /// <summary>Column of those who have no role.</summary>
    public const string Others = "anybody else";

    /// <summary>Decisions over lines that others can read: one sentence says it for all.</summary>
    private static readonly string[] UnsafeLines = [", without TLS", ", over TLS 1.1"];

    /// <summary>Gathers what the proofs found.</summary>
    /// <param name="environment">Name of the environment.</param>
    /// <param name="roles">Roles in the order of the environment file.</param>
    /// <param name="proofs">The proofs.</param>
    public static AccessReport Of(string environment, IReadOnlyList<string> roles, IReadOnlyList<ProofResult> proofs)
    {
        var decisions = proofs
            .Single(p => p.Name == AccessProof.Name)
            .Decisions.Where(d => !UnsafeLines.Any(l => d.Label.EndsWith(l, StringComparison.Ordinal)))
            .ToList();
        // Of the two users of a role the first stands for both: the proof has shown that they are alike.
        var speakers = decisions.Where(d => d.Role is not null).GroupBy(d => d.Role!).ToDictionary(g => g.Key, g => g.First().Subject);
        var columns = roles.Where(speakers.ContainsKey).Append(Others).ToList();
        var places = decisions
            .GroupBy(d => (d.Container, d.Label, d.Whose))
            .Select(place => new ReportPlace(
                place.Key.Container,
                place.Key.Label,
                place.Key.Whose,
                [
                    .. columns.Select(column => new ReportCell(
                        column,
                        [
                            .. place
                                .Where(d => d.Allowed && (column == Others ? d.Role is null : d.Subject == speakers[column]))
                                .DistinctBy(d => d.Action)
                                .Select(d => new ReportRight(d.Action, Verb(d.Action), d.Resource, d.DecidedBy)),
                        ]
                    )),
                ],
                [.. place.Select(d => d.Action).Distinct()]
            ));
        return new(
            environment,
            columns,
            [
                .. places
                    .GroupBy(p => p.Container)
                    .SelectMany(c => c.OrderBy(p => p.IsOpen ? 0 : 1).ThenBy(p => Rank(p.Whose)).ThenBy(p => p.IsPattern ? 0 : 1)),
            ],
            proofs
        );
    }

    /// <summary>What was proven and when: commit and date, or empty.</summary>
    public string Made { get; init; } = string.Empty;

    /// <summary>What each role may do at the places that are meant for use, in one sentence.</summary>
    public IEnumerable<(string Column, string Sentence)> Sentences => Columns.Select((column, index) => (column, SentenceOf(index)));

    private string SentenceOf(int column)
    {
        var parts = Places
            .Where(p => p.IsPattern && p.Cells[column].Rights.Count > 0)
            .GroupBy(p => string.Join(", ", p.Cells[column].Verbs))
            .Select(rights =>
                $"{And(rights.Key.Split(", "))} {And([.. rights.Select(p => $"{(p.Whose.Length == 0 ? string.Empty : p.Whose == "own" ? "their own " : "another's ")}{p.Label} in {p.Container}")])}"
            )
            .ToList();
        return parts.Count == 0 ? "may do nothing." : $"may {string.Join("; ", parts)}.";
    }

    private static string And(string[] words) =>
        words.Length < 2 ? string.Concat(words) : $"{string.Join(", ", words.SkipLast(1))} and {words[^1]}";

    /// <summary>Whether every proof holds.</summary>
    public bool Holds => Proofs.All(p => p.Holds);

    private static int Rank(string whose) =>
        whose switch
        {
            "own" => 0,
            "" => 2,
            _ => 1,
        };

    private static string Verb(string action) =>
        action switch
        {
            "s3:GetObject" or "dynamodb:GetItem" or "dynamodb:BatchGetItem" or "dynamodb:Query" or "dynamodb:ConditionCheckItem" => "read",
            "s3:ListBucket" => "list",
            "s3:PutObject" or "s3:AbortMultipartUpload" or "dynamodb:PutItem" or "dynamodb:UpdateItem" or "dynamodb:BatchWriteItem" =>
                "write",
            "s3:DeleteObject" or "dynamodb:DeleteItem" => "delete",
            _ => action,
        };
}

/// <summary>A place and what each column may do there.</summary>
/// <param name="Container">Bucket, table or other resource.</param>
/// <param name="Label">What the place is.</param>
/// <param name="Whose"><c>own</c>, <c>another's</c>, or empty.</param>
/// <param name="Cells">One for each column.</param>
/// <param name="Asked">Every action that was asked for.</param>
public sealed record ReportPlace(string Container, string Label, string Whose, IReadOnlyList<ReportCell> Cells, IReadOnlyList<string> Asked)
{
    /// <summary>Whether the label is a prefix or leading key as grants have it: a place of use, rather than one that somebody may try.</summary>
    public bool IsPattern => !Label.Contains(' ', StringComparison.Ordinal);

    /// <summary>Whether anybody may do anything.</summary>
    public bool IsOpen => Cells.Any(c => c.Rights.Count > 0);
}

/// <summary>What one column may do at one place.</summary>
public sealed record ReportCell(string Column, IReadOnlyList<ReportRight> Rights)
{
    /// <summary>The rights in a few words.</summary>
    public IEnumerable<string> Verbs => Rights.Select(r => r.Verb).Distinct();
}

/// <summary>An action, and the statement that allows it.</summary>
public sealed record ReportRight(string Action, string Verb, string Resource, string Statement);
