using System.Diagnostics;
using CognitoStack.Smoke.Access;
using CognitoStack.Smoke.Checks;
using CognitoStack.Smoke.People;

namespace CognitoStack.Smoke.Scenario;

/// <summary>Who may do what where: everybody at every place, and what comes of it beside what the environment file says.</summary>
internal static class AccessChecks
{
    public static IEnumerable<Check> Of(World world)
    {
        var casting = world.Casting;
        var visitors = casting.CannotSignIn is null && casting.Ada.Role is not null ? casting.Visitors : [];
        foreach (var check in visitors.SelectMany(v => OfUser(world, v, Come(v), Come(Other(casting, v)))))
            yield return check;
        if (world.Environment.Access.Guests is not { } role)
            yield break;
        var guest = new Visitor(
            "a guest",
            role,
            new Person("guest", "guest-identity", new Dictionary<string, string>()),
            world.Guest.GetAsync
        );
        // Where nobody signs in, there is nobody's data for guests to look at.
        var ada = visitors.Count > 0 ? Visitor.Of(casting.Ada, Come(casting.Ada)) : null;
        foreach (var check in world.Spots.Select(s => At(world, s, CheckGroup.Guests, guest, ada)).OfType<Check>())
            yield return check;

        Func<Task<Identity>> Come(Subject subject) => () => world[subject].Identity.GetAsync();
    }

    /// <summary>The checks of one user.</summary>
    /// <param name="world">The world.</param>
    /// <param name="subject">The user.</param>
    /// <param name="comeAsync">Their credentials.</param>
    /// <param name="otherAsync">Those of whom "others'" data is.</param>
    internal static IEnumerable<Check> OfUser(World world, Subject subject, Func<Task<Identity>> comeAsync, Func<Task<Identity>> otherAsync)
    {
        var (visitor, other) = (Visitor.Of(subject, comeAsync), Visitor.Of(Other(world.Casting, subject), otherAsync));
        // Who lacks a tag is like everybody else but where tags lead.
        var spots = world.Spots.Where(s => subject != world.Casting.Untagged || s.Pattern.Contains("{tag:", StringComparison.Ordinal));
        return spots.Select(s => At(world, s, GroupOf(world.Casting, subject, s), visitor, other)).OfType<Check>();
    }

    /// <summary>The person whose places are "others'".</summary>
    private static Subject Other(Casting casting, Subject subject) => subject == casting.Ada ? casting.Ben : casting.Ada;

    private static CheckGroup GroupOf(Casting casting, Subject subject, Spot spot) =>
        subject != casting.Ada && subject != casting.Ben ? CheckGroup.GroupsAndRules
        : spot.Whose is Whose.Own or Whose.Everybodys ? CheckGroup.OwnData
        : CheckGroup.OthersData;

    // No check where a place is nobody's.
    private static Check? At(World world, Spot spot, CheckGroup group, Visitor visitor, Visitor? other)
    {
        if (
            spot.Bind(world.Intent, visitor.OnPaper, (other ?? visitor).OnPaper) is not { } onPaper
            || (spot.Whose == Whose.Others && other is null)
        )
            return null;
        var deeds = spot.Deeds.ToLookup(d => spot.Allows(world.Intent, visitor.Role, visitor.OnPaper, d, onPaper));
        var name = $"{visitor.Title} {Sentence(spot, visitor.OnPaper, (other ?? visitor).OnPaper, [.. deeds[true]], [.. deeds[false]])}";
        if (!spot.IsBucket && spot.Whose == Whose.Everybodys && world.Environment.Storage.Tables[spot.Container].SortKey is null)
            return Check.Skipped(group, name, "the table has no sort key: trying it would overwrite what everybody shares");
        return new(
            group,
            name,
            async _ =>
            {
                var identity = await visitor.ComeAsync();
                var owner = spot.Whose == Whose.Others ? (await other!.ComeAsync()).Person : identity.Person;
                var bound =
                    spot.Bind(world.Intent, identity.Person, owner)
                    ?? throw new CheckFailedException(
                        new(
                            $"{owner.Name}'s token to have every claim that {spot.Pattern} needs",
                            "one is missing",
                            null,
                            "access.principalTags says which claims become tags."
                        )
                    );
                await TryAllAsync(world, spot, visitor.Title, visitor.Role, identity, bound);
            }
        );
    }

    private static async Task TryAllAsync(World world, Spot spot, string title, string? role, Identity identity, string bound)
    {
        var wrong = new List<(Deed Deed, bool Allowed, string? RequestId)>();
        // Write before read and delete after list: what is written is what is deleted.
        foreach (var deed in spot.Deeds.OrderBy(d => d is Deed.Write ? 0 : 1).ThenBy(d => d))
        {
            var expected = spot.Allows(world.Intent, role, identity.Person, deed, bound);
            var (allowed, requestId) = await world.Data.TryAsync(identity, spot, bound, deed);
            world.Outcomes.Note(title, spot, deed, new(allowed, expected));
            if (allowed != expected)
                wrong.Add((deed, allowed, requestId));
        }

        if (wrong.Count == 0)
            return;
        var tooMuch = wrong.Any(w => w.Allowed);
        throw new CheckFailedException(
            new(
                string.Join(", ", wrong.Select(w => $"{Verb(spot, w.Deed)} {(w.Allowed ? "to be refused" : "to be allowed")}")),
                string.Join(", ", wrong.Select(w => $"{Verb(spot, w.Deed)} was {(w.Allowed ? "allowed" : "refused")}"))
                    + $" at {string.Join(':', new[] { spot.Container, bound }.Where(p => p.Length > 0))} as {identity.RoleName}",
                wrong.Select(w => w.RequestId).FirstOrDefault(r => r is not null),
                tooMuch ? Hints.TooWide : Hints.TooNarrow
            )
        );
    }

    private static string Sentence(Spot spot, Person visitor, Person other, List<Deed> allowed, List<Deed> refused)
    {
        var place = (spot.Whose, spot.IsBucket) switch
        {
            (Whose.Own, true) => $"{visitor.Name}'s own {spot.Short} of {spot.Container}",
            (Whose.Own, _) => $"{visitor.Name}'s own items of {spot.Container}",
            (Whose.Others, true) => $"{other.Name}'s {spot.Short} of {spot.Container}",
            (Whose.Others, _) => $"{other.Name}'s items of {spot.Container}",
            (Whose.Everybodys, true) => $"{spot.Short} of {spot.Container}",
            (Whose.Everybodys, _) => $"items {spot.Pattern} of {spot.Container}",
            (Whose.Whole, _) => $"all of {spot.Container}",
            _ => throw new UnreachableException($"{spot.Whose}"),
        };
        var (may, mayNot) = (Listed(spot, allowed, "and"), Listed(spot, refused, "or"));
        return allowed.Count == 0 ? $"cannot {mayNot} in {place}"
            : refused.Count == 0 ? $"can {may} in {place}"
            : $"can {may}, but not {mayNot}, in {place}";
    }

    private static string Listed(Spot spot, List<Deed> deeds, string last)
    {
        var verbs = deeds.Select(d => Verb(spot, d)).ToList();
        return verbs.Count < 2 ? string.Concat(verbs) : $"{string.Join(", ", verbs[..^1])} {last} {verbs[^1]}";
    }

    private static string Verb(Spot spot, Deed deed) =>
        (spot.IsBucket, deed, spot.Whose) switch
        {
            (false, Deed.List, Whose.Whole) => "scan",
            (false, Deed.List, _) => "query",
            _ => deed.ToString().ToLowerInvariant(),
        };

    /// <summary>Somebody who tries places.</summary>
    private sealed record Visitor(string Title, string? Role, Person OnPaper, Func<Task<Identity>> ComeAsync)
    {
        public static Visitor Of(Subject subject, Func<Task<Identity>> comeAsync) =>
            new(subject.Title, subject.Role, Casting.OnPaper(subject), comeAsync);
    }
}
