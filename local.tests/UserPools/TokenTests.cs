using System.Text.Json.Nodes;
using CognitoStack.Local.UserPools;
using CognitoStack.Local.UserPools.Tokens;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;

namespace CognitoStack.Local.Tests.UserPools;

public sealed class TokenTests(PoolHost host) : IClassFixture<PoolHost>
{
    private const string Provider = $"cognito-idp.eu-west-1.amazonaws.com/{Templates.PoolId}";

    [Fact]
    public async Task Tokens_have_the_claims_of_Cognitos()
    {
        host.Deploy(
            pool: null,
            client: null,
            Templates.Group("admins", 1, "arn:aws:iam::111122223333:role/Admin"),
            Templates.Group("readers", 5, "arn:aws:iam::111122223333:role/Reader")
        );
        var email = await host.UserAsync("acme");
        foreach (var group in new[] { "readers", "admins" })
            await host.AdminAsync("AdminAddUserToGroup", new { Username = email, GroupName = group });
        var (id, access, _) = await host.TokensAsync(email);
        var (idClaims, accessClaims) = (PoolHost.Claims(id), PoolHost.Claims(access));
        var now = host.Time.GetUtcNow().ToUnixTimeSeconds();

        foreach (var claims in new[] { idClaims, accessClaims })
        {
            Assert.Equal($"https://{Provider}", claims["iss"]!.ToString());
            Assert.Equal("""["admins","readers"]""", claims["cognito:groups"]!.ToJsonString());
            Assert.Equal((now, now), ((long)claims["iat"]!, (long)claims["auth_time"]!));
            Assert.All(new[] { "jti", "origin_jti", "event_id" }, name => Assert.True(Guid.TryParse(claims[name]!.ToString(), out _)));
        }
        Assert.Equal(("web", "id", now + 3600), (idClaims["aud"]!.ToString(), idClaims["token_use"]!.ToString(), (long)idClaims["exp"]!));
        Assert.Equal(
            (idClaims["sub"]!.ToString(), email, true, "acme"),
            (
                idClaims["cognito:username"]!.ToString(),
                idClaims["email"]!.ToString(),
                (bool)idClaims["email_verified"]!,
                idClaims["custom:tenant"]!.ToString()
            )
        );
        Assert.Equal(
            """["arn:aws:iam::111122223333:role/Admin","arn:aws:iam::111122223333:role/Reader"]""",
            idClaims["cognito:roles"]!.ToJsonString()
        );
        Assert.Equal("arn:aws:iam::111122223333:role/Admin", idClaims["cognito:preferred_role"]!.ToString());

        Assert.Equal(
            ("web", "access", "aws.cognito.signin.user.admin", now + 1800),
            (
                accessClaims["client_id"]!.ToString(),
                accessClaims["token_use"]!.ToString(),
                accessClaims["scope"]!.ToString(),
                (long)accessClaims["exp"]!
            )
        );
        Assert.Equal(accessClaims["sub"]!.ToString(), accessClaims["username"]!.ToString());
        Assert.DoesNotContain(
            accessClaims,
            c => c.Key is "aud" or "email" or "custom:tenant" or "cognito:roles" or "cognito:preferred_role"
        );
        Assert.Equal("RS256", new JsonWebToken(id).Alg);
    }

    [Fact]
    public async Task Attributes_that_the_client_may_not_read_are_in_no_token()
    {
        host.Deploy(client: new { ReadAttributes = new[] { "email" } });
        var claims = PoolHost.Claims((await host.TokensAsync(await host.UserAsync("acme"))).Id);
        Assert.NotNull(claims["email"]);
        Assert.DoesNotContain(claims, c => c.Key is "custom:tenant" or "email_verified");
    }

    [Theory]
    [InlineData(1, 1, "A", "B", null)]
    [InlineData(1, 1, "A", "A", "A")]
    [InlineData(1, 2, null, "B", null)]
    [InlineData(0, null, "A", "B", "A")]
    [InlineData(null, null, "A", "B", null)]
    public async Task The_preferred_role_is_that_of_the_most_important_group_unless_two_dispute_it(
        int? first,
        int? second,
        string? firstRole,
        string? secondRole,
        string? preferred
    )
    {
        host.Deploy(pool: null, client: null, Templates.Group("one", first, firstRole), Templates.Group("two", second, secondRole));
        var email = await host.UserAsync();
        foreach (var group in new[] { "one", "two" })
            await host.AdminAsync("AdminAddUserToGroup", new { Username = email, GroupName = group });
        Assert.Equal(preferred, PoolHost.Claims((await host.TokensAsync(email)).Id)["cognito:preferred_role"]?.ToString());
    }

    [Fact]
    public async Task An_identity_pool_gets_the_claims_of_an_ID_token()
    {
        host.Deploy();
        var email = await host.UserAsync();
        var claims = await Tokens.VerifyIdTokenAsync(Provider, (await host.TokensAsync(email)).Id, isLive: true);
        Assert.Equal((email, "web"), (claims["email"]!.ToString(), claims["aud"]!.ToString()));
    }

    [Fact]
    public async Task An_identity_pool_is_told_what_is_wrong_with_a_token()
    {
        host.Deploy();
        var (id, access, _) = await host.TokensAsync(await host.UserAsync());
        Assert.Equal("Invalid login token. Not a valid OpenId Connect identity token.", await InvalidAsync("x.y"));
        Assert.Equal("Invalid login token. Missing a required claim: aud", await InvalidAsync(access));
        Assert.Equal(
            "Invalid login token. Issuer doesn't match providerName",
            await InvalidAsync(id, "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Other")
        );
        Assert.Equal("Invalid login token. Token signature invalid.", await InvalidAsync(Forge(id, c => c["email"] = "boss@example.com")));
        var exp = (long)PoolHost.Claims(id)["exp"]!;
        host.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal($"Invalid login token. Token expired: {exp} >= {host.Time.GetUtcNow().ToUnixTimeSeconds()}", await InvalidAsync(id));
    }

    [Fact]
    public async Task A_token_without_a_signature_or_of_another_pool_is_refused()
    {
        host.Deploy();
        var (id, _, _) = await host.TokensAsync(await host.UserAsync());
        var parts = id.Split('.');
        var none = $"{Base64("""{"alg":"none"}""")}.{parts[1]}.";
        Assert.Contains("Invalid login token.", await InvalidAsync(none));
        // Signed by a key of this host, but for another pool.
        var keys = host.Services.GetRequiredService<SigningKeys>();
        var other = new JsonWebTokenHandler().CreateToken(
            PoolHost.Claims(id).ToJsonString(),
            (await keys.GetAsync("eu-west-1_Other")).Credentials
        );
        Assert.Equal("Invalid login token. Token signature invalid.", await InvalidAsync(other));
    }

    [Theory]
    [InlineData("AdminUserGlobalSignOut")]
    [InlineData("AdminDisableUser")]
    [InlineData("AdminDeleteUser")]
    public async Task A_token_of_somebody_who_is_gone_is_refused_where_the_server_is_asked(string operation)
    {
        host.Deploy();
        var email = await host.UserAsync();
        var (id, _, _) = await host.TokensAsync(email);
        await host.AdminAsync(operation, new { Username = email });
        await InvalidAsync(id);
        Assert.Equal(email, (await Tokens.VerifyIdTokenAsync(Provider, id, isLive: false))["email"]!.ToString());
    }

    [Fact]
    public async Task Who_gets_an_address_after_somebody_else_left_is_somebody_else()
    {
        host.Deploy(pool: new { UsernameAttributes = Array.Empty<string>() });
        var name = $"ann{Guid.NewGuid():N}";
        async Task MakeAsync()
        {
            await host.AdminAsync(
                "AdminCreateUser",
                new
                {
                    Username = name,
                    MessageAction = "SUPPRESS",
                    UserAttributes = PoolHost.Attributes(("email", "a@example.com")),
                }
            );
            await host.AdminAsync(
                "AdminSetUserPassword",
                new
                {
                    Username = name,
                    PoolHost.Password,
                    Permanent = true,
                }
            );
        }
        await MakeAsync();
        var (id, access, refresh) = await host.TokensAsync(name);
        await host.AdminAsync("AdminDeleteUser", new { Username = name });
        await MakeAsync();
        await InvalidAsync(id);
        await host.RefusedAsync("UserNotFoundException", "GetUser", new { AccessToken = access });
        await host.RefusedAsync(
            "NotAuthorizedException",
            "InitiateAuth",
            new
            {
                ClientId = "web",
                AuthFlow = "REFRESH_TOKEN_AUTH",
                AuthParameters = new { REFRESH_TOKEN = refresh },
            }
        );
    }

    [Fact]
    public async Task The_user_pools_own_operations_take_access_tokens_and_nothing_else()
    {
        host.Deploy();
        var (id, access, _) = await host.TokensAsync(await host.UserAsync());
        async Task<string> GetAsync(string token) =>
            await host.RefusedAsync("NotAuthorizedException", "GetUser", new { AccessToken = token });
        Assert.Equal("Invalid Access Token", await GetAsync(id));
        Assert.Equal("Invalid Access Token", await GetAsync("nonsense"));
        Assert.Equal("Invalid Access Token", await GetAsync(Forge(access, c => c["username"] = "boss")));
        host.Time.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal("Access Token has expired", await GetAsync(access));
    }

    private IUserPoolTokens Tokens => host.Services.GetRequiredService<IUserPoolTokens>();

    private async Task<string> InvalidAsync(string token, string provider = Provider) =>
        (await Assert.ThrowsAsync<TokenException>(() => Tokens.VerifyIdTokenAsync(provider, token, isLive: true))).Message;

    private static string Forge(string token, Action<JsonObject> change)
    {
        var claims = PoolHost.Claims(token);
        change(claims);
        var parts = token.Split('.');
        return $"{parts[0]}.{Base64(claims.ToJsonString())}.{parts[2]}";
    }

    private static string Base64(string text) => System.Buffers.Text.Base64Url.EncodeToString(System.Text.Encoding.UTF8.GetBytes(text));
}
