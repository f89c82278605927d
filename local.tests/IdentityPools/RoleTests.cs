using System.Text.Json.Nodes;
using CognitoStack.Local.Deployment;

namespace CognitoStack.Local.Tests.IdentityPools;

public sealed class RoleTests : IDisposable
{
    private static readonly string Ambiguous = $"The ambiguous role mapping rules for: {World.Provider}:web denied this request.";
    private const string BadRoles = "Invalid identity pool configuration. Check assigned IAM roles for this pool.";
    private readonly World world = new();

    public void Dispose() => world.Dispose();

    [Fact]
    public async Task A_token_s_preferred_role_is_given() =>
        Assert.Equal("Admin", await world.RoleOfAsync(Token("web", Roles("Admin", "Gold", "Admin"))));

    [Fact]
    public async Task A_token_without_a_preferred_role_is_denied_even_with_one_role()
    {
        await World.RefusedAsync(() => world.RoleOfAsync(Token("web")), "NotAuthorizedException", Ambiguous);
        await World.RefusedAsync(() => world.RoleOfAsync(Token("web", Roles(null, "Gold"))), "NotAuthorizedException", Ambiguous);
    }

    [Fact]
    public async Task A_token_without_a_preferred_role_gets_the_role_of_users_where_the_mapping_says_so()
    {
        using var open = new World(attachment: a => a["RoleMappings"]!["web"]!["AmbiguousRoleResolution"] = "AuthenticatedRole");
        Assert.Equal("Member", await open.RoleOfAsync(open.Users.IdToken("ann")));
    }

    [Fact]
    public async Task A_role_of_the_token_may_be_asked_for_and_no_other()
    {
        var token = Token("web", Roles("Admin", "Gold", "Admin"));
        Assert.Equal("Gold", await world.RoleOfAsync(token, World.Role("Gold")));
        await IsForbiddenAsync(token, "Member");
        await IsForbiddenAsync(Token("web"), "Admin");
    }

    [Fact]
    public async Task No_role_may_be_asked_for_where_all_users_or_all_guests_have_one()
    {
        await IsForbiddenAsync(Token("plain", Roles("Admin", "Admin")), "Admin");
        await IsForbiddenAsync(Token("plain"), "Member");
        var guest = await world.GetIdAsync();
        await World.RefusedAsync(
            () => world.GetCredentialsAsync(guest, customRole: World.Role("Guest")),
            "NotAuthorizedException",
            $"Access to Role '{World.Role("Guest")}' is forbidden."
        );
    }

    [Fact]
    public async Task A_role_of_a_rule_that_matches_may_be_asked_for_and_no_other()
    {
        var both = Token("mobile", new() { ["cognito:groups"] = Of("admins"), ["custom:tier"] = "gold" });
        Assert.Equal("Gold", await world.RoleOfAsync(both, World.Role("Gold")));
        await IsForbiddenAsync(Token("mobile", new() { ["custom:tier"] = "gold" }), "Admin");
        await IsForbiddenAsync(both, "Member");
    }

    public static TheoryData<string, object, string> RuleCases =>
        new()
        {
            { "cognito:groups", Of("admins"), "Admin" },
            { "cognito:groups", Of("staff", "admins"), "Admin" },
            { "cognito:groups", Of("notadmins"), "Admin" }, // Lists are matched as text, as the proofs take them.
            { "cognito:groups", Of("staff"), "Member" },
            { "cognito:groups", Of("Admins"), "Member" },
            { "custom:tier", "gold", "Gold" },
            { "custom:tier", "golden", "Member" },
            { "custom:tier", "Gold", "Member" },
            { "custom:plan", "gold-2030", "Gold" },
            { "custom:plan", "not-gold-2030", "Member" },
            { "custom:region", "us", "Gold" },
            { "custom:region", "eu", "Member" },
            { "custom:other", "gold", "Member" }, // No claim, no match: not even of NotEqual.
        };

    [Theory]
    [MemberData(nameof(RuleCases))]
    public async Task Rules_match_claims(string claim, object value, string role) =>
        Assert.Equal(role, await world.RoleOfAsync(Token("mobile", new() { [claim] = value })));

    [Fact]
    public async Task The_first_rule_that_matches_decides() =>
        Assert.Equal(
            "Admin",
            await world.RoleOfAsync(Token("mobile", new() { ["custom:tier"] = "gold", ["cognito:groups"] = Of("admins") }))
        );

    [Fact]
    public async Task Rules_that_do_not_match_deny_where_the_mapping_says_so()
    {
        using var strict = new World(attachment: a => a["RoleMappings"]!["mobile"]!["AmbiguousRoleResolution"] = "Deny");
        await World.RefusedAsync(
            () => strict.RoleOfAsync(strict.Users.IdToken("ann", "mobile")),
            "NotAuthorizedException",
            Ambiguous.Replace(":web", ":mobile", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_client_without_a_mapping_gets_the_role_of_users_whatever_the_token_prefers() =>
        Assert.Equal("Member", await world.RoleOfAsync(Token("plain", Roles("Admin", "Admin"))));

    [Fact]
    public async Task A_mapping_is_found_by_its_key_where_it_names_no_provider()
    {
        using var keyed = new World(attachment: a =>
        {
            var mapping = a["RoleMappings"]!["web"]!.DeepClone().AsObject();
            mapping.Remove("IdentityProvider");
            a["RoleMappings"] = new JsonObject { [$"{World.Provider}:web"] = mapping };
        });
        Assert.Equal("Admin", await keyed.RoleOfAsync(keyed.Users.IdToken("ann", claims: Roles("Admin", "Admin"))));
    }

    [Fact]
    public async Task A_role_that_does_not_trust_the_pool_is_not_given()
    {
        await World.RefusedAsync(
            () => world.RoleOfAsync(Token("web", Roles("OfAnotherPool"))),
            "InvalidIdentityPoolConfigurationException",
            BadRoles
        );
        await World.RefusedAsync(
            () => world.RoleOfAsync(Token("web", Roles("NotThere"))),
            "InvalidIdentityPoolConfigurationException",
            BadRoles
        );
        await World.RefusedAsync(
            () => world.RoleOfAsync(Token("web", Roles("Guest"))),
            "InvalidIdentityPoolConfigurationException",
            BadRoles
        );
        Assert.Empty(world.Issuer.Sessions);
    }

    [Fact]
    public async Task A_pool_without_a_role_for_guests_gives_them_none()
    {
        using var bare = new World(attachment: a => a["Roles"]!.AsObject().Remove("unauthenticated"));
        var guest = await bare.GetIdAsync();
        await World.RefusedAsync(() => bare.GetCredentialsAsync(guest), "InvalidIdentityPoolConfigurationException", BadRoles);
    }

    [Fact]
    public async Task Claims_become_tags_if_the_token_has_them()
    {
        using var tagged = Tagged(
            new()
            {
                ["PrincipalTags"] = new JsonObject { ["tenant"] = "custom:tenant", ["tier"] = "custom:tier" },
            }
        );
        await tagged.RoleOfAsync(tagged.Users.IdToken("ann", "plain", new() { ["custom:tenant"] = "acme" }));
        Assert.Equal(new Dictionary<string, string> { ["tenant"] = "acme" }, tagged.LastSession.Tags);
        await tagged.GetCredentialsAsync(await tagged.GetIdAsync());
        Assert.Empty(tagged.LastSession.Tags);
    }

    [Fact]
    public async Task Default_tags_are_the_user_and_the_client()
    {
        using var tagged = Tagged(new() { ["UseDefaults"] = true });
        await tagged.RoleOfAsync(tagged.Users.IdToken("ann", "plain"));
        Assert.Equal(new Dictionary<string, string> { ["username"] = "ann", ["client"] = "plain" }, tagged.LastSession.Tags);
    }

    [Theory]
    [InlineData("*")]
    [InlineData("${aws:username}")]
    [InlineData("a,b")]
    [InlineData("a\n")]
    public async Task What_STS_takes_for_no_tag_is_refused(string value)
    {
        using var tagged = Tagged(new() { ["PrincipalTags"] = new JsonObject { ["tenant"] = "custom:tenant" } });
        var refusal = await Assert.ThrowsAsync<Local.Http.AwsException>(() =>
            tagged.RoleOfAsync(tagged.Users.IdToken("ann", "plain", new() { ["custom:tenant"] = value }))
        );
        Assert.Equal("InvalidParameterException", refusal.Code);
        Assert.Empty(tagged.Issuer.Sessions);
    }

    [Fact]
    public async Task Tags_need_a_role_that_lets_sessions_be_tagged()
    {
        var untagged = World.RoleResource("Untagged", World.Cognito, World.Cognito, World.PoolId, "authenticated", tags: false);
        using var tagged = Tagged(new() { ["UseDefaults"] = true }, untagged);
        await World.RefusedAsync(
            () => tagged.RoleOfAsync(tagged.Users.IdToken("ann", claims: Roles("Untagged"))),
            "InvalidIdentityPoolConfigurationException",
            BadRoles
        );
    }

    private static World Tagged(JsonObject mapping, params Resource[] more)
    {
        mapping["IdentityPoolId"] = World.PoolId;
        mapping["IdentityProviderName"] = World.Provider;
        return new(more: [World.Made("AWS::Cognito::IdentityPoolPrincipalTag", "Tags", string.Empty, mapping), .. more]);
    }

    private static string[] Of(params string[] values) => values;

    private string Token(string client, Dictionary<string, object>? claims = null) => world.Users.IdToken("ann", client, claims);

    private static Dictionary<string, object> Roles(string? preferred, params string[] roles)
    {
        var claims = new Dictionary<string, object> { ["cognito:roles"] = roles.Select(World.Role).ToArray() };
        if (preferred is not null)
            claims["cognito:preferred_role"] = World.Role(preferred);
        return claims;
    }

    private Task<Local.Http.AwsException> IsForbiddenAsync(string token, string role) =>
        World.RefusedAsync(
            () => world.RoleOfAsync(token, World.Role(role)),
            "NotAuthorizedException",
            $"Access to Role '{World.Role(role)}' is forbidden."
        );
}
