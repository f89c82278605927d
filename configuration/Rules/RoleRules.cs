namespace CognitoStack.Configuration;

/// <summary>Rules of <c>access</c> and <c>groups</c>: which role is for whom.</summary>
internal static class RoleRules
{
    private const string Roles = "$.access.roles";

    public static void Check(EnvironmentConfiguration environment, Findings findings)
    {
        var access = environment.Access;
        var roles = access.EffectiveRoles(environment.Storage);
        RuleText.DistinctNames(roles.Keys, Roles, "Role", findings);
        if (access.Guests is { } guests)
            RuleText.Exists(guests, roles.Keys, "$.access.guests", Roles, findings);
        if (access.Authenticated is { } authenticated)
            RuleText.Exists(authenticated, roles.Keys, "$.access.authenticated", Roles, findings);
        if (access.Guests is not null && access.Guests == access.Authenticated)
            findings.Error(
                "$.access.guests",
                $"\"{access.Guests}\" is also access.authenticated: visitors would have the rights of users. Give guests a role of their own.",
                "$.access.authenticated"
            );
        if (access is { Ambiguous: AmbiguousRole.Authenticated, Authenticated: null })
            findings.Error(
                "$.access.ambiguous",
                "is \"authenticated\", but access.authenticated is null. Name a role there, or make ambiguous \"deny\".",
                "$.access.authenticated"
            );
        CheckGroups(environment, roles, findings);
        CheckExtends(environment.Access, roles, findings);
        CheckUnused(environment, roles, findings);
    }

    private static void CheckGroups(
        EnvironmentConfiguration environment,
        IReadOnlyDictionary<string, RoleConfiguration> roles,
        Findings findings
    )
    {
        var withRole = environment.Groups.Where(g => g.Value.Role is not null).ToList();
        foreach (var (name, group) in withRole)
        {
            var path = JsonPath.Property("$.groups", name);
            if (RuleText.Exists(group.Role!, roles.Keys, path + ".role", Roles, findings) && group.Role == environment.Access.Guests)
                findings.Error(
                    path + ".role",
                    $"\"{group.Role}\" is the role of guests, which a signed-in user cannot take on. Choose another.",
                    "$.access.guests"
                );
            var rival = withRole
                .TakeWhile(g => g.Key != name)
                .FirstOrDefault(g => g.Value.Precedence == group.Precedence && g.Value.Role != group.Role);
            if (rival.Key is not null)
                findings.Error(
                    path + ".precedence",
                    $"is {group.Precedence?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "not set"}, as for \"{rival.Key}\", but the roles differ (\"{group.Role}\", \"{rival.Value.Role}\"): a member of both would have no clear role. Give each its own.",
                    JsonPath.Property("$.groups", rival.Key) + ".precedence"
                );
        }
    }

    private static void CheckExtends(AccessConfiguration access, IReadOnlyDictionary<string, RoleConfiguration> roles, Findings findings)
    {
        foreach (var (name, role) in roles.Where(r => r.Value.Extends is not null))
        {
            var path = JsonPath.Property(Roles, name) + ".extends";
            if (!RuleText.Exists(role.Extends!, roles.Keys, path, Roles, findings))
                continue;
            if (name == access.Guests)
                findings.Error(
                    path,
                    $"\"{name}\" is the role of guests: visitors would have the rights of \"{role.Extends}\". Give guests grants of their own.",
                    "$.access.guests"
                );
            var way = new List<string> { name };
            for (
                var next = role.Extends;
                next is not null && roles.TryGetValue(next, out var known) && way.Count <= roles.Count;
                next = known.Extends
            )
            {
                way.Add(next);
                if (next != name)
                    continue;
                findings.Error(path, $"leads back to itself ({string.Join(" → ", way)}). Remove one extends.");
                break;
            }
        }
    }

    /// <summary>A role that nobody can get is a mistake in a name, or a leftover that somebody may later hand out.</summary>
    private static void CheckUnused(
        EnvironmentConfiguration environment,
        IReadOnlyDictionary<string, RoleConfiguration> roles,
        Findings findings
    )
    {
        var used = environment
            .Groups.Values.Select(g => g.Role)
            .Concat(environment.Access.Rules.Select(r => r.Role))
            .Concat(roles.Values.Select(r => r.Extends))
            .Append(environment.Access.Guests)
            .Append(environment.Access.Authenticated)
            .ToHashSet();
        // A name that leads nowhere is already an error, and may be meant for the role that seems unused.
        if (used.Any(name => name is not null && !roles.ContainsKey(name)))
            return;
        foreach (var name in roles.Keys.Where(name => !used.Contains(name)))
            findings.Error(
                JsonPath.Property(Roles, name),
                $"nobody can get the role \"{name}\": no group, rule, access.guests or access.authenticated names it. Use or remove it.",
                "$.groups",
                "$.access.rules",
                "$.access.guests",
                "$.access.authenticated"
            );
    }
}
