using System.Text.Json.Nodes;
using System.Xml.Linq;
using CognitoStack.Local.Access;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.Tests.IdentityPools;

public sealed class StsTests : IDisposable
{
    private const string Oidc = $"arn:aws:iam::{World.Account}:oidc-provider/{World.Provider}";
    private readonly World world = new(
        p => p["AllowClassicFlow"] = true,
        null,
        World.Made(
            "AWS::IAM::OIDCProvider",
            Oidc,
            Oidc,
            new() { ["Url"] = $"https://{World.Provider}", ["ClientIdList"] = new JsonArray("web") }
        ),
        World.Made("AWS::IAM::OIDCProvider", "Elsewhere", "elsewhere", new() { ["Url"] = "https://login.example.com" }),
        World.Made(
            "AWS::Cognito::IdentityPoolPrincipalTag",
            "Tags",
            string.Empty,
            new()
            {
                ["IdentityPoolId"] = World.PoolId,
                ["IdentityProviderName"] = World.Provider,
                ["PrincipalTags"] = new JsonObject { ["tenant"] = "custom:tenant" },
            }
        ),
        World.RoleResource("Direct", Oidc, World.Provider, "web", null)
    );

    public void Dispose() => world.Dispose();

    [Fact]
    public async Task A_token_of_the_identity_pool_opens_a_role_that_trusts_it()
    {
        var identity = await world.GetIdAsync(Ann());
        var (status, body) = await AssumeAsync("Member", await OpenIdTokenAsync(identity, Ann()));
        Assert.Equal(200, status);
        var result = body.Element("AssumeRoleWithWebIdentityResult")!;
        Assert.Equal($"arn:aws:sts::{World.Account}:assumed-role/Member/me", result.Element("AssumedRoleUser")!.Element("Arn")!.Value);
        Assert.Matches("^AROA[A-Z2-7]{17}:me$", result.Element("AssumedRoleUser")!.Element("AssumedRoleId")!.Value);
        Assert.Equal(
            (identity, World.PoolId, World.Cognito),
            (result.Element("SubjectFromWebIdentityToken")!.Value, result.Element("Audience")!.Value, result.Element("Provider")!.Value)
        );
        Assert.Equal("2030-01-01T13:00:00Z", result.Element("Credentials")!.Element("Expiration")!.Value);
        Assert.NotEmpty(body.Element("ResponseMetadata")!.Element("RequestId")!.Value);
        Assert.Equal(identity, world.LastSession.Variables[$"{World.Cognito}:sub"]);
        Assert.Equal(new Dictionary<string, string> { ["tenant"] = "acme" }, world.LastSession.Tags);
        Assert.False(world.LastSession.IsGuest);
    }

    [Fact]
    public async Task A_guest_s_token_opens_the_role_of_guests_and_not_that_of_users()
    {
        var token = await OpenIdTokenAsync(await world.GetIdAsync(), null);
        Assert.Equal(200, (await AssumeAsync("Guest", token)).Status);
        IsRefused(await AssumeAsync("Member", token), 403, "AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity");
    }

    [Theory]
    [InlineData("OfAnotherPool")]
    [InlineData("Direct")]
    [InlineData("NotThere")]
    public async Task A_role_that_does_not_trust_the_token_is_refused_like_one_that_is_not_there(string role) =>
        IsRefused(
            await AssumeAsync(role, await OpenIdTokenAsync(await world.GetIdAsync(Ann()), Ann())),
            403,
            "AccessDenied",
            "Not authorized to perform sts:AssumeRoleWithWebIdentity"
        );

    [Fact]
    public async Task A_token_of_the_identity_pool_ends_after_ten_minutes_and_outlives_a_restart()
    {
        var token = await OpenIdTokenAsync(await world.GetIdAsync(Ann()), Ann());
        world.Restart();
        world.Clock.Advance(TimeSpan.FromMinutes(9));
        Assert.Equal(200, (await AssumeAsync("Member", token)).Status);
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        IsRefused(
            await AssumeAsync("Member", token),
            400,
            "ExpiredTokenException",
            "Token expired: current date/time 2030-01-01T12:10:00Z must be before the expiration date/time 2030-01-01T12:10:00Z"
        );
    }

    [Fact]
    public async Task A_token_that_the_identity_pool_did_not_sign_is_refused()
    {
        var forged = world.Users.IdToken(
            "ann",
            World.PoolId,
            new() { ["iss"] = $"https://{World.Cognito}", ["amr"] = Of("authenticated") }
        );
        IsRefused(await AssumeAsync("Member", forged), 400, "InvalidIdentityToken", "Couldn't verify the signature of the token.");
        var parts = (await OpenIdTokenAsync(await world.GetIdAsync(), null)).Split('.');
        var changed = System
            .Text.Encoding.UTF8.GetString(Microsoft.IdentityModel.Tokens.Base64UrlEncoder.DecodeBytes(parts[1]))
            .Replace("unauthenticated", "authenticated", StringComparison.Ordinal);
        IsRefused(
            await AssumeAsync("Member", $"{parts[0]}.{Microsoft.IdentityModel.Tokens.Base64UrlEncoder.Encode(changed)}.{parts[2]}"),
            400,
            "InvalidIdentityToken",
            "Couldn't verify the signature of the token."
        );
    }

    [Fact]
    public async Task Identities_and_the_key_of_their_tokens_are_nobody_else_s_to_read()
    {
        await OpenIdTokenAsync(await world.GetIdAsync(), null);
        if (OperatingSystem.IsWindows())
            return;
        foreach (var file in new[] { "identities.db", "identities.db-wal", "keys/identity-pool.pem" })
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(world.Folder, file)));
    }

    [Fact]
    public async Task The_classic_flow_is_closed_where_the_pool_closes_it()
    {
        using var closed = new World();
        var guest = await closed.GetIdAsync();
        await World.RefusedAsync(
            () => closed.CallAsync("GetOpenIdToken", new() { ["IdentityId"] = guest }),
            "InvalidParameterException",
            "Basic (classic) flow is not enabled, please use enhanced flow."
        );
    }

    [Fact]
    public async Task The_classic_flow_is_open_where_the_template_says_nothing_as_in_AWS()
    {
        using var silent = new World(p => p.Remove("AllowClassicFlow"));
        var guest = await silent.GetIdAsync();
        Assert.NotEmpty((await silent.CallAsync("GetOpenIdToken", new() { ["IdentityId"] = guest }))["Token"]!.ToString());
    }

    [Fact]
    public async Task A_token_of_the_classic_flow_asks_for_the_same_logins()
    {
        var ann = await world.GetIdAsync(Ann());
        await World.RefusedAsync(() => OpenIdTokenAsync(ann, null), "NotAuthorizedException", $"Access to Identity '{ann}' is forbidden.");
        await World.RefusedAsync(
            () => OpenIdTokenAsync(ann, World.Logins(world.Users.IdToken("bob"))),
            "NotAuthorizedException",
            "Logins don't match. Please include at least one valid login for this identity or identity pool."
        );
    }

    [Fact]
    public async Task A_user_pool_with_an_OIDC_provider_in_IAM_opens_a_role_directly()
    {
        Assert.Equal(200, (await AssumeAsync("Direct", world.Users.IdToken("ann"))).Status);
        Assert.Equal("ann", world.LastSession.Variables[$"{World.Provider}:sub"]);
        Assert.Equal("web", world.Authorizer.TrustContext![$"{World.Provider}:aud"]!.ToString());
    }

    [Fact]
    public async Task A_user_pool_s_token_is_refused_if_anything_is_wrong_with_it()
    {
        IsRefused(
            await AssumeAsync("Direct", world.Users.IdToken("ann", "mobile")),
            400,
            "InvalidIdentityToken",
            "Incorrect token audience"
        );
        IsRefused(
            await AssumeAsync("Direct", world.Users.IdToken("ann", forgery: 1)),
            400,
            "InvalidIdentityToken",
            "Invalid login token. Couldn't verify signed token."
        );
        IsRefused(
            await AssumeAsync("Direct", "not a token"),
            400,
            "InvalidIdentityToken",
            "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)"
        );
        IsRefused(
            await AssumeAsync("Direct", world.Users.IdToken("ann", claims: new() { ["iss"] = "https://evil.example.com" })),
            400,
            "InvalidIdentityToken",
            "No OpenIDConnect provider found in your account for https://evil.example.com"
        );
        IsRefused(
            await AssumeAsync("Direct", world.Users.IdToken("ann", claims: new() { ["iss"] = "https://login.example.com" })),
            400,
            "InvalidIdentityToken",
            "Couldn't retrieve verification key from your identity provider, please reference AssumeRoleWithWebIdentity documentation for requirements"
        );
        var token = world.Users.IdToken("ann");
        world.Clock.Advance(TimeSpan.FromHours(1));
        IsRefused(
            await AssumeAsync("Direct", token),
            400,
            "ExpiredTokenException",
            "Token expired: current date/time 2030-01-01T13:00:00Z must be before the expiration date/time 2030-01-01T13:00:00Z"
        );
        Assert.Empty(world.Issuer.Sessions);
    }

    [Theory]
    [InlineData(
        "DurationSeconds",
        "899",
        "ValidationError",
        "1 validation error detected: Value '899' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900"
    )]
    [InlineData(
        "DurationSeconds",
        "43201",
        "ValidationError",
        "1 validation error detected: Value '43201' at 'durationSeconds' failed to satisfy constraint: Member must have value less than or equal to 43200"
    )]
    [InlineData(
        "DurationSeconds",
        "7201",
        "ValidationError",
        "The requested DurationSeconds exceeds the MaxSessionDuration set for this role."
    )]
    [InlineData("DurationSeconds", "hour", "MalformedInput", "DurationSeconds is not a number")]
    [InlineData(
        "RoleSessionName",
        "a b",
        "ValidationError",
        @"1 validation error detected: Value 'a b' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w+=,.@-]*"
    )]
    [InlineData(
        "RoleSessionName",
        "a",
        "ValidationError",
        "1 validation error detected: Value 'a' at 'roleSessionName' failed to satisfy constraint: Member must have length greater than or equal to 2"
    )]
    [InlineData(
        "RoleArn",
        "arn:role",
        "ValidationError",
        "1 validation error detected: Value 'arn:role' at 'roleArn' failed to satisfy constraint: Member must have length greater than or equal to 20"
    )]
    [InlineData("Policy", "{}", "NotImplemented", "Policy is not available here: a session has all that its role has.")]
    [InlineData(
        "PolicyArns.member.1.arn",
        "arn",
        "NotImplemented",
        "PolicyArns is not available here: a session has all that its role has."
    )]
    [InlineData("ProviderId", "www.amazon.com", "NotImplemented", "ProviderId is not available here: a session has all that its role has.")]
    public async Task What_does_not_fit_is_refused(string parameter, string value, string code, string message)
    {
        IsRefused(await AssumeAsync("Direct", world.Users.IdToken("ann"), (parameter, value)), 400, code, message);
        Assert.Empty(world.Issuer.Sessions);
    }

    [Fact]
    public async Task A_session_lasts_as_long_as_asked_for()
    {
        await AssumeAsync("Direct", world.Users.IdToken("ann"), ("DurationSeconds", "7200"));
        Assert.Equal(world.Clock.GetUtcNow().AddHours(2), world.LastSession.Expires);
    }

    [Fact]
    public async Task A_missing_parameter_is_named() =>
        IsRefused(
            await world.StsAsync(new() { ["Action"] = "AssumeRoleWithWebIdentity", ["Version"] = "2011-06-15" }),
            400,
            "ValidationError",
            "1 validation error detected: Value null at 'roleArn' failed to satisfy constraint: Member must not be null"
        );

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Anybody_who_signs_may_ask_who_they_are(bool asQuery)
    {
        world.Authenticator.Caller = new Administrator(World.Account);
        var (status, body) = await IdentityAsync(asQuery);
        Assert.Equal(
            (200, $"arn:aws:iam::{World.Account}:user/administrator", World.Account),
            (status, body.Descendants("Arn").Single().Value, body.Descendants("Account").Single().Value)
        );
        Assert.Equal("sts", world.Authenticator.Service);

        world.Authenticator.Caller = new RoleSession
        {
            RoleArn = World.Role("Member"),
            SessionName = "CognitoIdentityCredentials",
            Expires = DateTimeOffset.MaxValue,
        };
        (_, body) = await IdentityAsync(asQuery);
        Assert.EndsWith(":CognitoIdentityCredentials", body.Descendants("UserId").Single().Value, StringComparison.Ordinal);
        Assert.Empty(world.Authorizer.Asked);
    }

    [Fact]
    public async Task Who_does_not_sign_or_signs_wrongly_is_nobody()
    {
        IsRefused(await IdentityAsync(), 403, "MissingAuthenticationToken", "Request is missing Authentication Token");
        world.Authenticator.Refusal = new AwsException("SignatureDoesNotMatch", "Wrong <signature>.", 403);
        IsRefused(await IdentityAsync(), 403, "SignatureDoesNotMatch", "Wrong <signature>.");
    }

    [Theory]
    [InlineData("GetFederationToken", "2011-06-15", "NotImplemented")]
    [InlineData("Nothing", "2011-06-15", "InvalidAction")]
    [InlineData("GetCallerIdentity", "2010-01-01", "InvalidAction")]
    public async Task Another_action_or_version_is_refused(string action, string version, string code)
    {
        var (status, body) = await world.StsAsync(new() { ["Action"] = action, ["Version"] = version });
        Assert.Equal((400, code), (status, body.Descendants("Code").Single().Value));
    }

    [Fact]
    public async Task A_body_without_end_is_refused()
    {
        var (status, _) = await world.StsAsync(new() { ["Action"] = new string('a', 300 * 1024) });
        Assert.Equal(413, status);
    }

    private static string[] Of(params string[] values) => values;

    private JsonObject Ann() => World.Logins(world.Users.IdToken("ann", "web", new() { ["custom:tenant"] = "acme" }));

    private Task<(int Status, XElement Body)> IdentityAsync(bool asQuery = false) =>
        world.StsAsync(new() { ["Action"] = "GetCallerIdentity", ["Version"] = "2011-06-15" }, asQuery);

    private async Task<string> OpenIdTokenAsync(string identity, JsonObject? logins) =>
        (await world.CallAsync("GetOpenIdToken", new() { ["IdentityId"] = identity, ["Logins"] = logins }))["Token"]!.ToString();

    private Task<(int Status, XElement Body)> AssumeAsync(string role, string token, params (string Name, string Value)[] more)
    {
        var form = new Dictionary<string, string>
        {
            ["Action"] = "AssumeRoleWithWebIdentity",
            ["Version"] = "2011-06-15",
            ["RoleArn"] = World.Role(role),
            ["RoleSessionName"] = "me",
            ["WebIdentityToken"] = token,
        };
        foreach (var (name, value) in more)
            form[name] = value;
        return world.StsAsync(form);
    }

    private static void IsRefused((int Status, XElement Body) answer, int status, string code, string message) =>
        Assert.Equal(
            (status, "ErrorResponse", "Sender", code, message),
            (
                answer.Status,
                answer.Body.Name.LocalName,
                answer.Body.Descendants("Type").Single().Value,
                answer.Body.Descendants("Code").Single().Value,
                answer.Body.Descendants("Message").Single().Value
            )
        );
}
