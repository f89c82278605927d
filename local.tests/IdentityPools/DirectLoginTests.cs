using System.Text.Json.Nodes;
using CognitoStack.Local.Tests.Providers.OpenId;
using Microsoft.IdentityModel.Tokens;

namespace CognitoStack.Local.Tests.IdentityPools;

/// <summary>Tokens of providers that an identity pool takes without the user pool.</summary>
public sealed class DirectLoginTests : IAsyncLifetime, IDisposable
{
    private const string Corp = "arn:aws:iam::111122223333:oidc-provider/login.example.com/tenant";
    private const string Elsewhere = "arn:aws:iam::111122223333:oidc-provider/id.example.org";

    private readonly World world = new(
        p =>
        {
            p["AllowClassicFlow"] = true;
            p["SupportedLoginProviders"] = new JsonObject
            {
                ["accounts.google.com"] = "app",
                ["appleid.apple.com"] = "app",
                ["graph.facebook.com"] = "app",
                ["www.amazon.com"] = "app",
            };
            p["OpenIdConnectProviderARNs"] = new JsonArray(Corp, Elsewhere);
        },
        roles =>
            roles["RoleMappings"]!["google"] = JsonNode.Parse(
                $$"""
                { "IdentityProvider": "accounts.google.com", "Type": "Rules", "AmbiguousRoleResolution": "AuthenticatedRole",
                  "RulesConfiguration": { "Rules": [{ "Claim": "email", "MatchType": "Equals", "Value": "gold@example.com", "RoleARN": "{{World.Role(
                    "Gold"
                )}}" }] } }
                """
            ),
        World.Made(
            "AWS::IAM::OIDCProvider",
            Corp,
            Corp,
            new() { ["Url"] = "https://login.example.com/tenant", ["ClientIdList"] = new JsonArray("another", "app") }
        ),
        World.RoleResource("Direct", Corp, "login.example.com/tenant", "app", null)
    );

    private Op op = null!;

    public static TheoryData<string> IdTokenProviders => ["accounts.google.com", "appleid.apple.com", "login.example.com/tenant"];

    public static TheoryData<string> AccessTokenProviders => ["graph.facebook.com", "www.amazon.com"];

    public async Task InitializeAsync()
    {
        op = await Op.StartAsync(world.Clock.GetUtcNow());
        foreach (
            var name in new[] { "Google", "SignInWithApple", "Facebook", "LoginWithAmazon", "login.example.com-tenant", "id.example.org" }
        )
            world.Targets[name] = op.Issuer;
        world.Restart();
    }

    public async Task DisposeAsync() => await op.DisposeAsync();

    public void Dispose() => world.Dispose();

    [Theory]
    [MemberData(nameof(IdTokenProviders))]
    public async Task An_ID_token_is_exchanged_for_credentials_and_means_the_same_identity_each_time(string provider)
    {
        var identity = await world.GetIdAsync(World.Logins(op.IdToken(), provider));
        Assert.Equal(identity, await world.GetIdAsync(World.Logins(op.IdToken(), provider)));
        await world.GetCredentialsAsync(identity, World.Logins(op.IdToken(), provider));
        Assert.Equal($"authenticated,{provider},{provider}:app:u1", world.LastSession.Variables[$"{World.Cognito}:amr"]);
        Assert.Equal(World.Role("Member"), world.LastSession.RoleArn);

        op.Claims["sub"] = "u2";
        Assert.NotEqual(identity, await world.GetIdAsync(World.Logins(op.IdToken(), provider)));
    }

    [Theory]
    [MemberData(nameof(AccessTokenProviders))]
    public async Task An_access_token_is_exchanged_once_the_provider_says_for_which_app_and_whose_it_is(string provider)
    {
        Answer("app", "p1");
        var identity = await world.GetIdAsync(World.Logins("an-access-token", provider));
        await world.GetCredentialsAsync(identity, World.Logins("an-access-token", provider));
        Assert.Equal($"authenticated,{provider},{provider}:app:p1", world.LastSession.Variables[$"{World.Cognito}:amr"]);
    }

    [Theory]
    [MemberData(nameof(AccessTokenProviders))]
    public async Task An_access_token_of_another_app_or_of_nobody_is_refused(string provider)
    {
        Answer("another", "p1");
        await IsRefusedAsync("an-access-token", provider, "audience");
        Answer("app", "");
        await IsRefusedAsync("an-access-token", provider, "subject");
        await IsRefusedAsync("made-up", provider, "answer");
    }

    [Theory]
    [MemberData(nameof(IdTokenProviders))]
    public async Task A_forged_token_is_refused_whatever_is_forged(string provider)
    {
        foreach (
            var (check, claim, value) in new (string, string, JsonNode?)[]
            {
                ("issuer", "iss", "http://evil.example"),
                ("audience", "aud", "stranger"),
                ("audience", "azp", "stranger"),
                ("expired", "exp", 1),
                ("notYetValid", "nbf", 9999999999),
                ("subject", "sub", ""),
            }
        )
        {
            var claims = op.Claims.DeepClone().AsObject();
            claims[claim] = value;
            await IsRefusedAsync(Op.Sign(claims, new(op.Key, SecurityAlgorithms.RsaSha256)), provider, check);
        }
        await IsRefusedAsync(Op.Sign(op.Claims, new(Op.NewKey("one"), SecurityAlgorithms.RsaSha256)), provider, "signature");
        await IsRefusedAsync(Op.Sign(op.Claims, new(Op.NewKey("two"), SecurityAlgorithms.RsaSha256)), provider, "kid");
        await IsRefusedAsync(
            Op.Sign(op.Claims, new(new SymmetricSecurityKey(op.Key.Rsa.ExportSubjectPublicKeyInfo()), SecurityAlgorithms.HmacSha256)),
            provider,
            "algorithm"
        );
        await IsRefusedAsync("no token", provider, "format");
    }

    [Fact]
    public async Task A_token_of_one_provider_is_no_login_of_another()
    {
        await using var another = await Op.StartAsync(world.Clock.GetUtcNow());
        await IsRefusedAsync(another.IdToken(), "accounts.google.com", "signature");
    }

    [Fact]
    public async Task Rules_read_the_providers_claims()
    {
        op.Claims["email"] = "gold@example.com";
        var logins = World.Logins(op.IdToken(), "accounts.google.com");
        await world.GetCredentialsAsync(await world.GetIdAsync(logins), logins.DeepClone().AsObject());
        Assert.Equal(World.Role("Gold"), world.LastSession.RoleArn);
    }

    [Fact]
    public async Task An_app_of_a_provider_that_no_template_makes_is_the_one_of_this_machine()
    {
        await IsRefusedAsync(op.IdToken(), "id.example.org", "audience");
        op.Claims["aud"] = "local-app";
        Assert.NotEmpty(await world.GetIdAsync(World.Logins(op.IdToken(), "id.example.org")));
    }

    [Fact]
    public async Task A_second_login_of_the_same_identity_links_and_either_leads_to_it_until_it_is_unlinked()
    {
        var user = World.Logins(world.Users.IdToken("ann", "plain"));
        var google = World.Logins(op.IdToken(), "accounts.google.com");
        var both = World.Logins(world.Users.IdToken("ann", "plain"));
        both["accounts.google.com"] = op.IdToken();
        var identity = await world.GetIdAsync(user);
        Assert.Equal(identity, (await world.GetCredentialsAsync(identity, both))["IdentityId"]!.ToString());
        Assert.Equal(identity, await world.GetIdAsync(google));
        await world.CallAsync(
            "UnlinkIdentity",
            new()
            {
                ["IdentityId"] = identity,
                ["Logins"] = google.DeepClone(),
                ["LoginsToRemove"] = new JsonArray("accounts.google.com"),
            }
        );
        Assert.NotEqual(identity, await world.GetIdAsync(google.DeepClone().AsObject()));
    }

    [Fact]
    public async Task A_guest_who_signs_in_at_a_provider_keeps_the_identity()
    {
        var guest = await world.GetIdAsync();
        var logins = World.Logins(op.IdToken(), "accounts.google.com");
        Assert.Equal(guest, (await world.GetCredentialsAsync(guest, logins))["IdentityId"]!.ToString());
        Assert.Equal(guest, await world.GetIdAsync(logins.DeepClone().AsObject()));
    }

    [Fact]
    public async Task The_identity_pool_signs_for_a_direct_login_and_STS_takes_the_providers_own_token()
    {
        var logins = World.Logins(op.IdToken(), "login.example.com/tenant");
        var identity = await world.GetIdAsync(logins);
        var token = (await world.CallAsync("GetOpenIdToken", new() { ["IdentityId"] = identity, ["Logins"] = logins.DeepClone() }))[
            "Token"
        ]!.ToString();
        Assert.Equal((200, identity), await AssumeAsync("Member", token));
        Assert.Equal((200, "u1"), await AssumeAsync("Direct", op.IdToken()));
        op.Claims["aud"] = "stranger";
        Assert.Equal(400, (await AssumeAsync("Direct", op.IdToken())).Status);
        op.Claims["aud"] = "app";
        Assert.Equal(400, (await AssumeAsync("Direct", Op.Sign(op.Claims, new(Op.NewKey("one"), SecurityAlgorithms.RsaSha256)))).Status);
    }

    private async Task<(int Status, string? Subject)> AssumeAsync(string role, string token)
    {
        var (status, body) = await world.StsAsync(
            new()
            {
                ["Action"] = "AssumeRoleWithWebIdentity",
                ["Version"] = "2011-06-15",
                ["RoleArn"] = World.Role(role),
                ["RoleSessionName"] = "me",
                ["WebIdentityToken"] = token,
            }
        );
        return (status, body.Element("AssumeRoleWithWebIdentityResult")?.Element("SubjectFromWebIdentityToken")?.Value);
    }

    private void Answer(string app, string subject)
    {
        op.App = new() { ["id"] = app, ["aud"] = app };
        op.UserInfo = new()
        {
            ["id"] = subject,
            ["user_id"] = subject,
            ["name"] = "Ada",
        };
    }

    private async Task IsRefusedAsync(string token, string provider, string check)
    {
        var refusal = await Assert.ThrowsAsync<Local.Http.AwsException>(() => world.GetIdAsync(World.Logins(token, provider)));
        Assert.Equal("NotAuthorizedException", refusal.Code);
        Assert.StartsWith($"Invalid login token. {check}:", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(world.Issuer.Sessions);
    }
}
