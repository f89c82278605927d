using System.Text.Json.Nodes;

namespace CognitoStack.Local.Tests.IdentityPools;

public sealed class LoginTests : IDisposable
{
    private readonly World world = new();

    public void Dispose() => world.Dispose();

    [Fact]
    public async Task A_users_ID_token_is_a_login() =>
        Assert.Matches(@"^us-east-1:[0-9a-f-]{36}$", await world.GetIdAsync(World.Logins(world.Users.IdToken("ann"))));

    [Fact]
    public Task A_forged_token_is_refused() =>
        IsRefusedAsync(world.Users.IdToken("ann", forgery: 1), "Invalid login token. Couldn't verify signed token.");

    [Fact]
    public async Task An_expired_token_is_refused()
    {
        var token = world.Users.IdToken("ann");
        world.Clock.Advance(TimeSpan.FromHours(2));
        var now = world.Clock.GetUtcNow().ToUnixTimeSeconds();
        await IsRefusedAsync(token, $"Invalid login token. Token expired: {now - 3600} <= {now}");
    }

    [Fact]
    public Task An_access_token_is_refused_since_it_names_no_audience() =>
        IsRefusedAsync(
            world.Users.IdToken("ann", claims: new() { ["token_use"] = "access", ["aud"] = string.Empty }),
            "Invalid login token. Missing a required claim: aud"
        );

    [Fact]
    public Task An_access_token_that_names_an_audience_is_refused() =>
        IsRefusedAsync(world.Users.IdToken("ann", claims: new() { ["token_use"] = "access" }), "Invalid login token. Not an ID token.");

    [Theory]
    [InlineData("not a token")]
    [InlineData("a.b.c")]
    [InlineData("..")]
    [InlineData("e30.e30")]
    public Task What_is_no_token_is_refused(string token) =>
        IsRefusedAsync(token, "Invalid login token. Not a valid OpenId Connect identity token.");

    [Fact]
    public Task A_token_of_another_client_is_refused() =>
        IsRefusedAsync(world.Users.IdToken("ann", "another"), "Token is not from a supported provider of this identity pool.");

    [Fact]
    public async Task A_token_of_another_user_pool_is_refused_under_its_own_name_and_under_that_of_the_pools()
    {
        const string Other = "cognito-idp.us-east-1.amazonaws.com/us-east-1_Others";
        var token = world.Users.IdToken("ann", claims: new() { ["iss"] = $"https://{Other}" });
        await IsRefusedAsync(token, "Token is not from a supported provider of this identity pool.", Other);
        await IsRefusedAsync(token, "Invalid login token. Issuer doesn't match providerName");
    }

    [Fact]
    public async Task A_user_who_signed_out_everywhere_is_refused_where_the_client_asks_for_it_and_only_there()
    {
        world.Users.SignedOut.Add("ann");
        await IsRefusedAsync(world.Users.IdToken("ann"), "Invalid login token. Token has been revoked");
        Assert.NotEmpty(await world.GetIdAsync(World.Logins(world.Users.IdToken("ann", "plain"))));
    }

    [Fact]
    public async Task One_wrong_login_spoils_a_right_one()
    {
        var logins = World.Logins(world.Users.IdToken("ann"));
        logins["www.example.com"] = "token";
        await World.RefusedAsync(
            () => world.GetIdAsync(logins),
            "NotAuthorizedException",
            "Token is not from a supported provider of this identity pool."
        );
    }

    [Theory]
    [InlineData("\"text\"")]
    [InlineData("{ \"provider\": 1 }")]
    [InlineData("{ \"provider\": null }")]
    [InlineData("[]")]
    public async Task Logins_of_another_shape_are_refused(string logins)
    {
        var input = new JsonObject { ["IdentityPoolId"] = World.PoolId, ["Logins"] = JsonNode.Parse(logins) };
        Assert.Equal(
            "SerializationException",
            (await Assert.ThrowsAsync<Local.Http.AwsException>(() => world.CallAsync("GetId", input))).Code
        );
    }

    [Fact]
    public Task More_than_ten_logins_are_refused_without_telling_them()
    {
        var logins = new JsonObject(Enumerable.Range(0, 11).Select(i => KeyValuePair.Create($"provider{i}", (JsonNode?)"secret")));
        return World.RefusedAsync(
            () => world.GetIdAsync(logins),
            "ValidationException",
            "1 validation error detected: Value at 'logins' failed to satisfy constraint: Member must have length less than or equal to 10"
        );
    }

    private async Task IsRefusedAsync(string token, string message, string provider = World.Provider)
    {
        await World.RefusedAsync(() => world.GetIdAsync(World.Logins(token, provider)), "NotAuthorizedException", message);
        var guest = await world.GetIdAsync();
        await World.RefusedAsync(() => world.GetCredentialsAsync(guest, World.Logins(token, provider)), "NotAuthorizedException", message);
        Assert.Empty(world.Issuer.Sessions);
    }
}
