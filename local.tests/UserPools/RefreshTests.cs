using System.Text.Json.Nodes;
using CognitoStack.Local.UserPools;
using CognitoStack.Local.UserPools.Store;
using Microsoft.Extensions.DependencyInjection;

namespace CognitoStack.Local.Tests.UserPools;

public sealed class RefreshTests(PoolHost host) : IClassFixture<PoolHost>
{
    private static readonly object Rotating = new
    {
        ExplicitAuthFlows = new[] { "ALLOW_USER_PASSWORD_AUTH" },
        RefreshTokenRotation = new { Feature = "ENABLED", RetryGracePeriodSeconds = 30 },
    };

    [Fact]
    public async Task A_refresh_token_gives_new_tokens_of_the_same_sign_in()
    {
        host.Deploy();
        var (id, _, refresh) = await host.TokensAsync(await host.UserAsync());
        host.Time.Advance(TimeSpan.FromMinutes(10));
        var answer = await RefreshAsync(refresh);
        var (before, after) = (PoolHost.Claims(id), PoolHost.Claims(PoolHost.Tokens(answer).Id));
        Assert.Null(answer["AuthenticationResult"]!["RefreshToken"]);
        Assert.Equal(
            (before["auth_time"]!.ToString(), before["origin_jti"]!.ToString()),
            (after["auth_time"]!.ToString(), after["origin_jti"]!.ToString())
        );
        Assert.NotEqual(before["jti"]!.ToString(), after["jti"]!.ToString());
        Assert.Equal(600, (long)after["iat"]! - (long)before["iat"]!);
    }

    [Fact]
    public async Task A_refresh_token_ends_is_its_clients_and_is_kept_by_nobody()
    {
        host.Deploy();
        var email = await host.UserAsync();
        var (id, access, refresh) = await host.TokensAsync(email);
        Assert.Equal("Invalid Refresh Token", await host.RefusedAsync("NotAuthorizedException", () => RefreshAsync("x")));
        Assert.Equal("Invalid Refresh Token", await host.RefusedAsync("NotAuthorizedException", () => RefreshAsync(access)));
        var sub = PoolHost.Claims(id)["sub"]!.ToString();
        Assert.Equal(
            "Invalid Refresh Token",
            await host.RefusedAsync(
                "NotAuthorizedException",
                () => RefreshAsync(refresh, "portal", SecretHash.Of(Templates.ClientSecret, sub, "portal"))
            )
        );
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(host.State)!))
            Assert.DoesNotContain(refresh, await File.ReadAllTextAsync(file));
        host.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal("Refresh Token has expired", await host.RefusedAsync("NotAuthorizedException", () => RefreshAsync(refresh)));
    }

    [Fact]
    public async Task A_client_with_a_secret_refreshes_with_the_proof_for_the_users_own_name()
    {
        host.Deploy();
        var email = await host.UserAsync();
        var answer = await host.BeginAsync(
            "USER_PASSWORD_AUTH",
            new
            {
                USERNAME = email,
                PASSWORD = PoolHost.Password,
                SECRET_HASH = SecretHash.Of(Templates.ClientSecret, email, "portal"),
            },
            client: "portal"
        );
        var (id, _, refresh) = PoolHost.Tokens(answer);
        await host.RefusedAsync("NotAuthorizedException", () => RefreshAsync(refresh, "portal"));
        await host.RefusedAsync(
            "NotAuthorizedException",
            () => RefreshAsync(refresh, "portal", SecretHash.Of(Templates.ClientSecret, email, "portal"))
        );
        await RefreshAsync(refresh, "portal", SecretHash.Of(Templates.ClientSecret, PoolHost.Claims(id)["sub"]!.ToString(), "portal"));
        await host.RefusedAsync("NotAuthorizedException", () => RotateAsync(refresh, "portal", "wrong"));
        await host.RefusedAsync("NotAuthorizedException", () => RotateAsync(refresh, "portal"));
        await RotateAsync(refresh, "portal", Templates.ClientSecret);
    }

    [Fact]
    public async Task A_rotated_token_has_its_grace_and_no_more()
    {
        host.Deploy(client: Rotating);
        var (_, _, first) = await host.TokensAsync(await host.UserAsync());
        var second = PoolHost.Tokens(await RotateAsync(first)).Refresh;
        Assert.NotEqual(first, second);
        host.Time.Advance(TimeSpan.FromSeconds(29));
        Assert.NotEmpty(PoolHost.Tokens(await RotateAsync(first)).Refresh);
        host.Time.Advance(TimeSpan.FromSeconds(1));
        await host.RefusedAsync("RefreshTokenReuseException", () => RotateAsync(first));
        Assert.NotEmpty(PoolHost.Tokens(await RotateAsync(second)).Refresh);
        host.Deploy();
        await host.RefusedAsync("RefreshTokenReuseException", () => RefreshAsync(first));
    }

    [Fact]
    public async Task Rotation_lengthens_no_sign_in()
    {
        host.Deploy(client: Rotating);
        var (_, _, first) = await host.TokensAsync(await host.UserAsync());
        host.Time.Advance(TimeSpan.FromHours(23));
        var second = PoolHost.Tokens(await RotateAsync(first)).Refresh;
        host.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal("Refresh Token has expired", await host.RefusedAsync("NotAuthorizedException", () => RotateAsync(second)));
    }

    [Fact]
    public async Task Without_grace_a_token_is_replaced_once_however_many_try()
    {
        host.Deploy(
            client: new
            {
                ExplicitAuthFlows = new[] { "ALLOW_USER_PASSWORD_AUTH" },
                RefreshTokenRotation = new { Feature = "ENABLED", RetryGracePeriodSeconds = 0 },
            }
        );
        var (_, _, first) = await host.TokensAsync(await host.UserAsync());
        var results = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => Task.Run(async () => await Record.ExceptionAsync(() => RotateAsync(first))))
        );
        Assert.Single(results, e => e is null);
    }

    [Fact]
    public async Task Where_tokens_rotate_the_old_flow_is_closed()
    {
        host.Deploy(client: Rotating);
        var (_, _, refresh) = await host.TokensAsync(await host.UserAsync());
        Assert.Contains("GetTokensFromRefreshToken", await host.RefusedAsync("InvalidParameterException", () => RefreshAsync(refresh)));
    }

    [Fact]
    public async Task Revoking_ends_the_sign_in_and_every_token_of_it()
    {
        host.Deploy();
        var email = await host.UserAsync();
        var (one, other) = (await host.TokensAsync(email), await host.TokensAsync(email));
        var descendant = PoolHost.Tokens(await RefreshAsync(one.Refresh)).Access;
        await host.CallAsync("RevokeToken", new { ClientId = "web", Token = one.Refresh });
        Assert.Equal("Refresh Token has been revoked", await host.RefusedAsync("NotAuthorizedException", () => RefreshAsync(one.Refresh)));
        foreach (var token in new[] { one.Access, descendant })
            Assert.Equal(
                "Access Token has been revoked",
                await host.RefusedAsync("NotAuthorizedException", "GetUser", new { AccessToken = token })
            );
        await host.CallAsync("GetUser", new { AccessToken = other.Access });
    }

    [Fact]
    public async Task Revoking_is_for_refresh_tokens_of_the_client_itself()
    {
        host.Deploy();
        var (_, access, refresh) = await host.TokensAsync(await host.UserAsync());
        await host.RefusedAsync("UnsupportedTokenTypeException", "RevokeToken", new { ClientId = "web", Token = access });
        await host.RefusedAsync(
            "UnauthorizedException",
            "RevokeToken",
            new
            {
                ClientId = "portal",
                Token = refresh,
                Templates.ClientSecret,
            }
        );
        await host.RefusedAsync("UnauthorizedException", "RevokeToken", new { ClientId = "portal", Token = refresh });
        await host.CallAsync("RevokeToken", new { ClientId = "web", Token = "unknown" });
        await RefreshAsync(refresh);
        host.Deploy(client: new { EnableTokenRevocation = false });
        await host.RefusedAsync("UnsupportedOperationException", "RevokeToken", new { ClientId = "web", Token = refresh });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Signing_out_everywhere_ends_everything_and_lets_one_sign_in_anew(bool canRevoke)
    {
        host.Deploy(client: new { EnableTokenRevocation = canRevoke });
        var email = await host.UserAsync();
        var (one, other) = (await host.TokensAsync(email), await host.TokensAsync(email));
        Assert.Equal(canRevoke, PoolHost.Claims(one.Access).ContainsKey("origin_jti"));
        await host.CallAsync("GlobalSignOut", new { AccessToken = one.Access });
        foreach (var tokens in new[] { one, other })
        {
            Assert.Equal(
                "Access Token has been revoked",
                await host.RefusedAsync("NotAuthorizedException", "GetUser", new { AccessToken = tokens.Access })
            );
            Assert.Equal(
                "Refresh Token has been revoked",
                await host.RefusedAsync("NotAuthorizedException", () => RefreshAsync(tokens.Refresh))
            );
        }
        host.Time.Advance(TimeSpan.FromSeconds(1));
        await host.CallAsync("GetUser", new { AccessToken = (await host.TokensAsync(email)).Access });
    }

    [Fact]
    public async Task A_disabled_user_gets_no_new_tokens()
    {
        host.Deploy();
        var email = await host.UserAsync();
        var (_, _, refresh) = await host.TokensAsync(email);
        await host.AdminAsync("AdminDisableUser", new { Username = email });
        await host.AdminAsync("AdminEnableUser", new { Username = email });
        await host.RefusedAsync("NotAuthorizedException", () => RefreshAsync(refresh));
    }

    [Fact]
    public async Task Sign_ins_that_ended_long_ago_are_forgotten()
    {
        host.Deploy();
        var email = await host.UserAsync();
        await host.TokensAsync(email);
        host.Time.Advance(TimeSpan.FromDays(3));
        await host.TokensAsync(email);
        var database = host.Services.GetRequiredService<Database>();
        var sub = (await host.AdminAsync("AdminGetUser", new { Username = email }))["Username"]!.ToString();
        Assert.Equal(
            1,
            database.Read(sql =>
                sql.Query(
                    "SELECT count(*) FROM grants g JOIN refresh_tokens t ON t.grant_id = g.id WHERE username = $u",
                    r => r.GetInt32(0),
                    ("$u", sub)
                )
            )[0]
        );
    }

    private Task<JsonObject> RefreshAsync(string token, string client = "web", string? hash = null) =>
        host.BeginAsync("REFRESH_TOKEN_AUTH", new { REFRESH_TOKEN = token, SECRET_HASH = hash }, client: client);

    private Task<JsonObject> RotateAsync(string token, string client = "web", string? secret = null) =>
        host.CallAsync(
            "GetTokensFromRefreshToken",
            new
            {
                ClientId = client,
                RefreshToken = token,
                ClientSecret = secret,
            }
        );
}
