using CognitoStack.Smoke.Checks;
using CognitoStack.Smoke.Scenario;

namespace CognitoStack.Smoke.Tests;

public sealed class ScenarioTests
{
    [Fact]
    public void The_local_environment_has_occasion_for_everything_but_an_allow_list()
    {
        var skipped = AllChecks.Of(Worlds.Of(Worlds.Shipped("local"))).Where(c => c.SkipBecause is not null).Select(c => c.SkipBecause);
        Assert.All(
            skipped,
            because => Assert.Contains(because!, "every e-mail domain is allowed, clients do not offer a choice of first factors")
        );
    }

    [Theory]
    [InlineData("local")]
    [InlineData("dev")]
    [InlineData("staging")]
    [InlineData("prod")]
    public void Every_group_has_checks_and_no_two_are_called_alike(string environment)
    {
        var checks = AllChecks.Of(Worlds.Of(Worlds.Shipped(environment)));
        Assert.Equal(Enum.GetValues<CheckGroup>(), checks.Select(c => c.Group).Distinct().Order());
        Assert.Equal(checks.Select(c => c.Name).Order(), checks.Select(c => c.Name).Distinct().Order());
    }

    /// <summary>In production, too: whoever checks so leaves no user, no identity and no record behind.</summary>
    [Theory]
    [InlineData("prod")]
    [InlineData("staging")]
    public void A_run_that_makes_nothing_has_the_checks_of_strangers_alone(string environment)
    {
        var world = Worlds.Of(
            Worlds.Shipped(environment),
            options: new SmokeOptions { Endpoint = new("http://127.0.0.1:9"), ReadOnly = true }
        );
        var checks = AllChecks.Of(world);
        Assert.True(checks.Count(c => c.SkipBecause is null) > 6);
        Assert.All(checks, c => Assert.Equal(CheckGroup.Pages, c.Group));
        Assert.DoesNotContain(checks, c => c.Name.Contains("ada", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("dev", "a claim leads to a role", "there are no rules")]
    [InlineData("dev", "a member of a group gets its role", "no group gives a role")]
    [InlineData("dev", "whoever is on the deny list is refused, and let in again when taken off", "there is no deny list")]
    [InlineData("dev", "nobody signs in with an address that is not verified", "addresses need not be verified")]
    [InlineData("dev", "nobody of a denied domain gets an account", "no e-mail domain is denied")]
    [InlineData("dev", "a client is for members of its groups", "every client is for everybody")]
    [InlineData("dev", "the time of the last sign-in is kept on the user", "signInAudit.recordLastSignIn is off")]
    [InlineData("dev", "threat protection does what the file says of each risk", "threat protection takes no actions")]
    [InlineData("staging", "a claim leads to a role", "there are no rules")]
    public void What_an_environment_has_no_occasion_for_is_skipped_with_the_reason(string environment, string check, string because) =>
        Assert.Equal(because, Of(environment, check).SkipBecause);

    [Theory]
    [InlineData("local", "ada signs up and confirms the address")]
    [InlineData("local", "given the choice, ada signs in by SRP, and by sending the password")]
    [InlineData("local", "given the choice, ben signs in by SRP, and by sending the password")]
    [InlineData("local", "a user pool that the identity pool does not know is no provider of tokens")]
    [InlineData("local", "a sign-in of low risk passes, and the user is told")]
    [InlineData("local", "a sign-in of medium risk asks for a second factor whoever has one, and the user is told")]
    [InlineData("local", "a sign-in of high risk is blocked, and the user is told")]
    [InlineData("local", "a leaked password is refused to whoever signs up")]
    [InlineData("local", "ada's credentials end in an hour")]
    [InlineData("local", "the audit holds nothing of anybody else since this run began")]
    [InlineData("local", "their identities are deleted, and those of guests")]
    [InlineData("staging", "an administrator makes an account for ada")]
    [InlineData("staging", "nobody signs up by themselves")]
    [InlineData("staging", "nobody of a domain that is not listed gets an account")]
    [InlineData("staging", "there are no guests: without a token nobody gets an identity")]
    [InlineData("local", "a guest can read and list, but not write or delete, in public/ of files")]
    [InlineData("local", "a guest cannot read, write, list or delete in ada's users/ of files")]
    [InlineData("local", "ada can read, write, list and delete in ada's own users/ of files")]
    [InlineData("local", "ada cannot read, write, list or delete in ben's users/ of files")]
    [InlineData("local", "ada can read and list, but not write or delete, in ada's own tenants/ of files")]
    [InlineData("local", "ada cannot read, write, list or delete in ben's tenants/ of files")]
    [InlineData("local", "ada cannot read, write, list or delete in ada's own archive/ of files")]
    [InlineData("local", "ada cannot scan in all of notes")]
    [InlineData("local", "ada cannot read, write, query or delete in ben's items of notes")]
    [InlineData("local", "ada cannot put ben's items of notes into one request with hers")]
    [InlineData("local", "portal is closed to ada, who is in none of its groups")]
    [InlineData("local", "portal is open to a member of admins")]
    [InlineData("local", "custom:tier that is gold, with mobile gets the role gold")]
    [InlineData("local", "a member of admins gets the role admin")]
    [InlineData("local", "cleo (admins) can read and list, but not write or delete, in all of files")]
    [InlineData("prod", "custom:tier that is gold, with web gets the role gold")]
    public void What_an_environment_has_is_checked(string environment, string check) => Assert.Null(Of(environment, check).SkipBecause);

    [Fact]
    public void Where_everybody_needs_a_second_factor_nobody_signs_in_but_guests_are_checked()
    {
        var checks = AllChecks.Of(
            Worlds.Of(Worlds.Environment("""{ "name": "strict", "userPool": { "mfa": { "mode": "required", "factors": ["totp"] } } }"""))
        );
        Assert.Equal(
            "users need a second factor here, which made-up ones do not have",
            Assert.Single(checks, c => c.Group == CheckGroup.SignIn).SkipBecause
        );
        Assert.DoesNotContain(checks, c => c.Group == CheckGroup.OwnData);
        Assert.Contains(checks, c => c is { Group: CheckGroup.Guests, SkipBecause: null });
        Assert.Contains(checks, c => c.Group == CheckGroup.CleanUp);
    }

    [Fact]
    public void Where_only_groups_give_roles_ordinary_users_are_in_one()
    {
        var world = Worlds.Of(
            Worlds.Environment(
                """
                { "name": "grouped", "groups": { "staff": { "role": "member" } },
                  "access": { "authenticated": null, "ambiguous": "deny", "roles": { "member": { "grants": [{ "bucket": "files", "prefix": "users/{identityId}/", "access": "readWrite" }] } } } }
                """
            )
        );
        Assert.Equal("staff", Assert.Single(world.Casting.Ada.Groups));
        Assert.Equal("member", world.Casting.Ada.Role);
    }

    [Fact]
    public void Addresses_are_of_a_domain_that_the_environment_lets_in()
    {
        var staging = Worlds.Of(Worlds.Shipped("staging"));
        Assert.EndsWith("@example.com", staging[staging.Casting.Ada].Email, StringComparison.Ordinal);
        Assert.StartsWith("smoke+", staging[staging.Casting.Ada].Email, StringComparison.Ordinal);
        Assert.NotEqual(staging[staging.Casting.Ada].Email, staging[staging.Casting.Ben].Email);
    }

    [Fact]
    public void Tenants_of_two_users_differ_and_one_has_none()
    {
        var casting = Worlds.Of(Worlds.Shipped("local")).Casting;
        Assert.NotEqual(casting.Ada.Attributes["custom:tenant"], casting.Ben.Attributes["custom:tenant"]);
        Assert.DoesNotContain("custom:tenant", casting.Untagged!.Attributes.Keys);
    }

    [Theory]
    [InlineData("admin", "CognitoStack-local-Authorization-RoleAdminB542BE9D-AbC123", true)]
    [InlineData("admin", "CognitoStack-local-Authorization-RoleAdministratorB542BE9D-AbC123", false)]
    [InlineData("admin", "CognitoStack-local-Authorization-RoleMemberF0999983-AbC123", false)]
    [InlineData("administrator-of-everything", "CognitoStack-loca-RoleAdministratorOfEvery-AbC123", true)]
    public void A_role_is_known_by_its_logical_id(string role, string roleName, bool isIt) =>
        Assert.Equal(isIt, Roles.IsOf(role, roleName));

    private static Check Of(string environment, string name) =>
        Assert.Single(AllChecks.Of(Worlds.Of(Worlds.Shipped(environment))), c => c.Name == name);
}
