using System.Text.RegularExpressions;

namespace CognitoStack.Configuration;

/// <summary>Rules of the places that grants of different roles name in one bucket or table: none may hold what another keeps apart.</summary>
internal static partial class PlaceRules
{
    public static void Check(EnvironmentConfiguration environment, Findings findings)
    {
        var places = (
            from role in environment.Access.EffectiveRoles(environment.Storage)
            from grant in role.Value.Grants.Select(
                (g, i) => (Grant: g, Path: JsonPath.Item(JsonPath.Property("$.access.roles", role.Key) + ".grants", i))
            )
            where
                grant.Grant
                    is { Bucket: not null, Prefix: not null, Table: null }
                        or { Table: not null, LeadingKey: not null, Bucket: null }
            select (Role: role.Key, grant.Grant, grant.Path)
        ).ToList();
        foreach (var (role, grant, path) in places)
        {
            foreach (var other in places.Where(p => (p.Grant.Bucket, p.Grant.Table) == (grant.Bucket, grant.Table) && p.Grant != grant))
            {
                if (role == environment.Access.Guests && grant.Bucket is not null)
                    CheckGuests(grant, path, other.Role, other.Grant, findings);
                CheckTags(grant, path, other.Grant, findings);
            }
        }
    }

    /// <summary>A folder above those of single users holds them all.</summary>
    private static void CheckGuests(GrantConfiguration grant, string path, string otherRole, GrantConfiguration other, Findings findings)
    {
        var place = grant.Prefix!;
        if (grant.SharedWithRole || place.Length == 0 || place.Contains('{', StringComparison.Ordinal))
            return;
        if (other.Prefix!.Contains('{', StringComparison.Ordinal) && other.Prefix.StartsWith(place, StringComparison.Ordinal))
            findings.Error(
                path + ".prefix",
                $"\"{place}\" holds what users keep under \"{other.Prefix}\" (role \"{otherRole}\"): every visitor could read it. Use another folder."
            );
    }

    /// <summary>A tag may have any value, also the name of a folder or somebody's identity: up to a tag, two places must differ.</summary>
    private static void CheckTags(GrantConfiguration grant, string path, GrantConfiguration other, Findings findings)
    {
        var (parts, others) = (Parts(grant.Place), Parts(other.Place));
        // An item has its key as a whole, an object only begins with its prefix.
        if (grant.Table is not null && parts.Length != others.Length)
            return;
        var at = parts.Zip(others).TakeWhile(p => p.First == p.Second).Count();
        if (
            at == parts.Length
            || at == others.Length
            || others[at].Length == 0
            || !parts[at].StartsWith("{tag:", StringComparison.Ordinal)
            || (grant.Table is not null && !parts.Zip(others).Skip(at).All(p => MayBeAlike(p.First, p.Second)))
        )
            return;
        var value = others[at].StartsWith('{') ? $"what {others[at]} is for somebody else" : $"\"{others[at]}\"";
        findings.Error(
            path + (grant.Bucket is not null ? ".prefix" : ".leadingKey"),
            $"\"{grant.Place}\" reaches \"{other.Place}\" for whoever's tag is {value}. Put a name of its own before {parts[at]}."
        );
    }

    private static bool MayBeAlike(string part, string other) => part == other || part.StartsWith('{') || other.StartsWith('{');

    /// <summary>What stands between separators.</summary>
    private static string[] Parts(string place) => Separators().Split(place.TrimEnd('/'));

    // Names of tags may hold them, too.
    [GeneratedRegex(@"[/#:](?![^{}]*\})")]
    private static partial Regex Separators();
}
