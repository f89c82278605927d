namespace CognitoStack.Configuration;

/// <summary>Rules of the places that grants of different roles name in one bucket: none may hold what another keeps apart.</summary>
internal static class PlaceRules
{
    public static void Check(EnvironmentConfiguration environment, Findings findings)
    {
        var places = (
            from role in environment.Access.EffectiveRoles(environment.Storage)
            from grant in role.Value.Grants.Select(
                (g, i) => (Grant: g, Path: JsonPath.Item(JsonPath.Property("$.access.roles", role.Key) + ".grants", i))
            )
            where grant.Grant is { Bucket: not null, Prefix: not null, Table: null }
            select (Role: role.Key, grant.Grant, grant.Path)
        ).ToList();
        foreach (var (role, grant, path) in places)
        {
            foreach (var other in places.Where(p => p.Grant.Bucket == grant.Bucket && p.Grant != grant))
            {
                if (role == environment.Access.Guests)
                    CheckGuests(grant, path, other.Role, other.Grant, findings);
                CheckTagFirst(grant, path, other.Grant, findings);
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

    /// <summary>A tag may have any value, also the name of a folder.</summary>
    private static void CheckTagFirst(GrantConfiguration grant, string path, GrantConfiguration other, Findings findings)
    {
        if (
            !grant.Prefix!.StartsWith("{tag:", StringComparison.Ordinal)
            || other.Prefix!.Length == 0
            || other.Prefix.StartsWith(grant.Prefix.Split('/')[0], StringComparison.Ordinal)
        )
            return;
        findings.Error(
            path + ".prefix",
            $"\"{grant.Prefix}\" reaches \"{other.Prefix}\" for whoever's tag begins like it. Put a folder of its own before it."
        );
    }
}
