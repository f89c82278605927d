namespace CognitoStack.Smoke.Access;

/// <summary>What is tried at a place.</summary>
internal enum Deed
{
    Read,
    Write,
    List,
    Delete,
}

/// <summary>Whose a place is, as seen by whoever tries it.</summary>
internal enum Whose
{
    Own,
    Others,
    Everybodys,
    Whole,
}

/// <summary>Somewhere that grants name: a prefix of a bucket, or a leading key of a table.</summary>
/// <param name="IsBucket">Bucket or table.</param>
/// <param name="Container">Its name in the environment file.</param>
/// <param name="Pattern">Prefix or leading key as the file writes it; empty for the whole.</param>
/// <param name="Whose">Whose it is.</param>
internal sealed record Spot(bool IsBucket, string Container, string Pattern, Whose Whose)
{
    /// <summary>What can be tried there. Of a whole table only Scan is of its own kind: everything else names a key.</summary>
    public IReadOnlyList<Deed> Deeds => IsBucket || Whose != Whose.Whole ? [Deed.Read, Deed.Write, Deed.List, Deed.Delete] : [Deed.List];

    /// <summary>What grants call it, without placeholders: <c>users/</c>.</summary>
    public string Short => Pattern.IndexOf('{') is >= 0 and var brace ? Pattern[..brace] : Pattern;

    /// <summary>Its prefix or leading key; null where whoever it belongs to has none.</summary>
    public string? Bind(Intent intent, Person visitor, Person other) => intent.Bind(Pattern, Whose == Whose.Others ? other : visitor);

    /// <summary>Whether the environment file allows something.</summary>
    public bool Allows(Intent intent, string? role, Person visitor, Deed deed, string bound) =>
        role is not null
        && (IsBucket, deed, Whose) switch
        {
            (true, Deed.List, Whose.Whole) => intent.Allows(
                role,
                visitor,
                "s3:ListBucket",
                new ListingPlace(Container, null, string.Empty, null)
            ),
            (true, Deed.List, _) => intent.Allows(role, visitor, "s3:ListBucket", new ListingPlace(Container, bound, string.Empty, null)),
            (true, _, _) => intent.Allows(role, visitor, Action(deed), new ObjectPlace(Container, bound + "x", string.Empty, null)),
            (false, _, Whose.Whole) => intent.Allows(role, visitor, "dynamodb:Scan", new ItemsPlace(Container, null, string.Empty, null)),
            _ => intent.Allows(role, visitor, Action(deed), new ItemsPlace(Container, [bound], string.Empty, null)),
        };

    private string Action(Deed deed) =>
        (IsBucket, deed) switch
        {
            (true, Deed.Read) => "s3:GetObject",
            (true, Deed.Write) => "s3:PutObject",
            (true, Deed.Delete) => "s3:DeleteObject",
            (_, Deed.Read) => "dynamodb:GetItem",
            (_, Deed.Write) => "dynamodb:PutItem",
            (_, Deed.List) => "dynamodb:Query",
            (_, Deed.Delete) => "dynamodb:DeleteItem",
            _ => throw new ArgumentOutOfRangeException(nameof(deed), deed, null),
        };
}

/// <summary>The places of an environment.</summary>
internal static class Spots
{
    /// <summary>Every place that a grant names, own and others', and each bucket and table as a whole.</summary>
    public static IReadOnlyList<Spot> Of(Intent intent)
    {
        var grants = intent.Roles.Keys.SelectMany(intent.GrantsOf).ToList();
        return
        [
            .. intent.Storage.Buckets.Keys.SelectMany(b => Of(true, b, grants.Where(g => g.Bucket == b).Select(g => g.Prefix!))),
            .. intent.Storage.Tables.Keys.SelectMany(t => Of(false, t, grants.Where(g => g.Table == t).Select(g => g.LeadingKey!))),
        ];
    }

    private static IEnumerable<Spot> Of(bool isBucket, string container, IEnumerable<string> patterns)
    {
        foreach (var pattern in patterns.Where(p => p.Length > 0).Distinct().OrderBy(Rank))
        {
            if (!pattern.Contains('{'))
            {
                yield return new(isBucket, container, pattern, Whose.Everybodys);
                continue;
            }

            yield return new(isBucket, container, pattern, Whose.Own);
            yield return new(isBucket, container, pattern, Whose.Others);
        }

        yield return new(isBucket, container, string.Empty, Whose.Whole);
    }

    // The most personal first; otherwise as the file has them.
    private static int Rank(string pattern) =>
        pattern.Contains("{identityId}", StringComparison.Ordinal) ? 0
        : pattern.Contains('{') ? 1
        : 2;
}
