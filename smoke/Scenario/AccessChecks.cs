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
        foreach (var subject in visitors)
        {
            foreach (var check in OfVisitor(world, subject, () => world[subject].Identity.GetAsync(), () => world[Other(casting, subject)].Identity.GetAsync())) yield return check;
        }

        if (world.Environment.Access.Guests is { } guests)
        {
            foreach (var spot in world.Spots)
                if (At(world, spot, "a guest", CheckGroup.Guests, guests, new Person("guest", "guest-identity", new Dictionary<string, string>()), Casting.OnPaper(casting.Ada),
                    world.Guest.GetAsync, visitors.Count > 0 ? () => world[casting.Ada].Identity.GetAsync() : null) is { } check) yield return check;
        }
    }

    /// <summary>The checks of one user.</summary>
    /// <param name="world">The world.</param>
    /// <param name="subject">The user.</param>
    /// <param name="whoAsync">Their credentials.</param>
    /// <param name="otherAsync">Whose data "others'" is.</param>
    internal static IEnumerable<Check> OfVisitor(World world, Subject subject, Func<Task<Identity>> whoAsync, Func<Task<Identity>> otherAsync) =>
        // Who lacks a tag is like everybody else but where tags lead.
        from spot in world.Spots.Where(s => subject != world.Casting.Untagged || s.Pattern.Contains("{tag:", StringComparison.Ordinal))
        let check = At(world, spot, subject.Title, GroupOf(world.Casting, subject, spot), subject.Role, Casting.OnPaper(subject), Casting.OnPaper(Other(world.Casting, subject)), whoAsync, otherAsync)
        where check is not null
        select check;

    /// <summary>The person whose places are "others'".</summary>
    private static Subject Other(Casting casting, Subject subject) => subject == casting.Ada ? casting.Ben : casting.Ada;

    private static CheckGroup GroupOf(Casting casting, Subject subject, Spot spot) =>
        subject != casting.Ada && subject != casting.Ben ? CheckGroup.GroupsAndRules
        : spot.Whose is Whose.Own or Whose.Everybodys ? CheckGroup.OwnData : CheckGroup.OthersData;

    // No check where a place is nobody's: others' folders where nobody else can sign in, or own ones of guests without any.
    private static Check? At(World world, Spot spot, string title, CheckGroup group, string? role, Person visitor, Person other, Func<Task<Identity>> whoAsync, Func<Task<Identity>>? otherAsync)
    {
        if (spot.Bind(world.Intent, visitor, other) is not { } onPaper || (spot.Whose == Whose.Others && otherAsync is null)) return null;
        var (allowed, refused) = (Deeds(true), Deeds(false));
        var name = $"{title} {Sentence(spot, visitor, other, allowed, refused)}";
        if (!spot.IsBucket && spot.Whose == Whose.Everybodys && world.Environment.Storage.Tables[spot.Container].SortKey is null)
            return Check.Skipped(group, name, "the table has no sort key: trying it would overwrite what everybody shares");
        return new(group, name, async _ =>
        {
            var identity = await whoAsync();
            var owner = spot.Whose == Whose.Others ? (await otherAsync!()).Person : identity.Person;
            var bound = spot.Bind(world.Intent, identity.Person, owner)
                ?? throw new CheckFailedException(new($"{owner.Name}'s token to have every claim that {spot.Pattern} needs", "one is missing", null, "access.principalTags says which claims become tags."));
            await TryAllAsync(world, spot, title, role, identity, bound);
        });

        List<Deed> Deeds(bool wanted) => [.. spot.Deeds.Where(d => spot.Allows(world.Intent, role, visitor, d, onPaper) == wanted)];
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
            if (allowed != expected) wrong.Add((deed, allowed, requestId));
        }

        if (wrong.Count == 0) return;
        var tooMuch = wrong.Any(w => w.Allowed);
        throw new CheckFailedException(new(
            string.Join(", ", wrong.Select(w => $"{Verb(spot, w.Deed)} {(w.Allowed ? "to be refused" : "to be allowed")}")),
            string.Join(", ", wrong.Select(w => $"{Verb(spot, w.Deed)} was {(w.Allowed ? "allowed" : "refused")}")) + $" at {spot.Container}:{bound} as {identity.RoleName}",
            wrong.Select(w => w.RequestId).FirstOrDefault(r => r is not null),
            tooMuch ? Hints.TooWide : Hints.TooNarrow));
    }

    private static string Sentence(Spot spot, Person visitor, Person other, List<Deed> allowed, List<Deed> refused)
    {
        var place = (spot.Whose, spot.IsBucket) switch
        {
            (Whose.Own, true) => $"{visitor.Name}'s {spot.Short} of {spot.Container}",
            (Whose.Own, _) => $"{visitor.Name}'s items of {spot.Container}",
            (Whose.Others, true) => $"{other.Name}'s {spot.Short} of {spot.Container}",
            (Whose.Others, _) => $"{other.Name}'s items of {spot.Container}",
            (Whose.Everybodys, true) => $"{spot.Short} of {spot.Container}",
            (Whose.Everybodys, _) => $"items {spot.Pattern} of {spot.Container}",
            (_, true) => $"all of {spot.Container}",
            _ => $"the whole table {spot.Container}",
        };
        var may = string.Join(", ", allowed.Select(d => Verb(spot, d)));
        var mayNot = string.Join(", ", refused.Select(d => Verb(spot, d)));
        return allowed.Count == 0 ? $"cannot {mayNot} in {place}" : refused.Count == 0 ? $"can {may} in {place}" : $"can {may}, but not {mayNot} in {place}";
    }

    private static string Verb(Spot spot, Deed deed) => (spot.IsBucket, deed, spot.Whose) switch
    {
        (false, Deed.List, Whose.Whole) => "scan",
        (false, Deed.List, _) => "query",
        _ => deed.ToString().ToLowerInvariant(),
    };
}
