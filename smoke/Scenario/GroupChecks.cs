using CognitoStack.Smoke.Checks;
using CognitoStack.Smoke.People;

namespace CognitoStack.Smoke.Scenario;

/// <summary>How users come to other roles.</summary>
internal static class GroupChecks
{
    public static IEnumerable<Check> Of(World world)
    {
        var casting = world.Casting;
        if (casting.CannotSignIn is not null)
            yield break;
        if (casting.Members.Count == 0)
            yield return Check.Skipped(CheckGroup.GroupsAndRules, "a member of a group gets its role", "no group gives a role");
        foreach (var member in casting.Members)
            yield return Gets(world, member, $"a member of {member.Groups[0]}");
        if (casting.Rules.Count == 0)
            yield return Check.Skipped(CheckGroup.GroupsAndRules, "a claim leads to a role", "there are no rules");
        foreach (var (client, rule, subject) in casting.Rules)
        {
            var name = $"{rule.Claim} that {Words(rule.Match)} {rule.Value}, with {client}";
            yield return subject is null
                ? Check.Skipped(
                    CheckGroup.GroupsAndRules,
                    $"{name} leads to {rule.Role}",
                    $"no administrator can set {rule.Claim} so that it fits"
                )
                : Gets(world, subject, name);
        }

        if (
            casting.Rules.FirstOrDefault(r => r.Subject is not null && r.Client != casting.MainClient) is { Client: { } other }
            && casting.GroupsFor(other).Count == 0
        )
        {
            var plain = casting.Extra("vera", other);
            var role = casting.Intent.RoleOf(other, plain.Groups, plain.Attributes);
            yield return role is null
                ? new(CheckGroup.GroupsAndRules, $"whom no rule fits gets no role with {other}", async _ => await NoRoleAsync(world, plain))
                : Gets(world, plain with { Role = role }, $"whom no rule fits, with {other},");
        }

        var promotion = casting.Members.FirstOrDefault(m =>
            m.Role is not null && m.Role != casting.Ada.Role && m.Client == casting.MainClient
        );
        if (casting.Ada.Role is { } ordinary && promotion is { Role: { } promoted })
            yield return new(
                CheckGroup.GroupsAndRules,
                $"who is put into {promotion.Groups[0]} has the role {promoted} at the next sign-in",
                _ => PromoteAsync(world, promotion, ordinary, promoted)
            );
    }

    private static string Words(Configuration.RuleMatch match) =>
        match switch
        {
            Configuration.RuleMatch.Equals => "is",
            Configuration.RuleMatch.NotEquals => "is not",
            Configuration.RuleMatch.Contains => "contains",
            Configuration.RuleMatch.StartsWith => "begins with",
            _ => throw new ArgumentOutOfRangeException(nameof(match), match, null),
        };

    private static Check Gets(World world, Subject subject, string who) =>
        subject.Role is null
            ? new(CheckGroup.GroupsAndRules, $"{who} gets no role", async _ => await NoRoleAsync(world, subject))
            : new(
                CheckGroup.GroupsAndRules,
                $"{who} gets the role {subject.Role}",
                async _ => Roles.Expect(subject.Role, await world[subject].Identity.GetAsync())
            );

    private static async Task NoRoleAsync(World world, Subject subject)
    {
        var session = await world[subject].SignedIn.GetAsync();
        var id = await world.Exchange.IdAsync(session.IdToken);
        string[] codes = ["NotAuthorizedException", "InvalidIdentityPoolConfigurationException"];
        await Expect.RefusedAsync("credentials without a role", () => world.Exchange.CredentialsAsync(id, session.IdToken), codes);
    }

    private static async Task PromoteAsync(World world, Subject promotion, string ordinary, string promoted)
    {
        var actor = world[world.Casting.Extra("paul", promotion.Client)];
        var before = await actor.Identity.GetAsync();
        Roles.Expect(ordinary, before);
        await world.Aws.UserPools.AdminAddUserToGroupAsync(
            new()
            {
                UserPoolId = world.Outputs.UserPoolId,
                Username = actor.Login,
                GroupName = promotion.Groups[0],
            },
            world.Stop
        );
        var after = await world.Exchange.ExchangeAsync(
            "paul",
            await world.Users.SignInAsync(promotion.Client, actor.Login, actor.Password)
        );
        Expect.Equal("the identity ID after the new sign-in", before.Id, after.Id);
        Roles.Expect(promoted, after);
    }
}
