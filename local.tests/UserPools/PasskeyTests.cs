using System.Text.Json.Nodes;
using static CognitoStack.Local.Tests.UserPools.Factors;

namespace CognitoStack.Local.Tests.UserPools;

/// <summary>Passkeys at the API.</summary>
public sealed class PasskeyTests(PoolHost host) : IClassFixture<PoolHost>
{
    private static readonly string[] Firsts = ["PASSWORD", "WEB_AUTHN"];

    private void Deploy(string? relyingParty = null, string verification = "preferred", string? factors = null, string mode = "OPTIONAL") => host.Deploy(
        new
        {
            MfaConfiguration = mode, EnabledMfas = All, Policies = new { SignInPolicy = new { AllowedFirstAuthFactors = Firsts } },
            WebAuthnRelyingPartyID = relyingParty, WebAuthnUserVerification = verification, WebAuthnFactorConfiguration = factors,
        },
        Client);

    [Fact]
    public async Task A_passkey_is_made_listed_signs_in_and_is_deleted()
    {
        Deploy();
        var email = await host.UserAsync();
        var access = (await host.TokensAsync(email)).Access;
        using var passkey = await RegisteredAsync(email, access);
        var listed = (await host.CallAsync("ListWebAuthnCredentials", new { AccessToken = access }))["Credentials"]!.AsArray().Single()!;
        Assert.Equal((passkey.Id, "localhost", "platform", """["internal"]"""),
            (listed["CredentialId"]!.ToString(), listed["RelyingPartyId"]!.ToString(), listed["AuthenticatorAttachment"]!.ToString(), listed["AuthenticatorTransports"]!.ToJsonString()));
        Assert.Equal("""["PASSWORD","WEB_AUTHN"]""", (await host.CallAsync("GetUserAuthFactors", new { AccessToken = access }))["ConfiguredUserAuthFactors"]!.ToJsonString());

        Assert.True(IsSignedIn(await SignInAsync(email, passkey)));
        var offer = await host.ChooseAsync(email);
        Assert.Equal("""["PASSWORD","PASSWORD_SRP","WEB_AUTHN"]""", offer["AvailableChallenges"]!.ToJsonString());
        var chosen = await host.AnswerAsync(offer, email, ("ANSWER", "WEB_AUTHN"));
        Assert.True(IsSignedIn(await host.AnswerAsync(chosen, email, ("CREDENTIAL", passkey.Get(Options(chosen))))));
        var atOnce = await host.ChooseAsync(email);
        Assert.True(IsSignedIn(await host.AnswerAsync(atOnce, email, ("ANSWER", "WEB_AUTHN"), ("CREDENTIAL", passkey.Get(Options(atOnce))))));

        await host.CallAsync("DeleteWebAuthnCredential", new { AccessToken = access, CredentialId = passkey.Id });
        await host.RefusedAsync("ResourceNotFoundException", "DeleteWebAuthnCredential", new { AccessToken = access, CredentialId = passkey.Id });
        Assert.Equal("SELECT_CHALLENGE", Name(await host.ChooseAsync(email, "WEB_AUTHN")));
    }

    [Fact]
    public async Task What_a_browser_is_asked_for_is_what_the_template_says()
    {
        Deploy("auth.example.com", "required");
        var email = await host.UserAsync();
        var options = await OptionsAsync((await host.TokensAsync(email)).Access);
        Assert.Equal(("auth.example.com", email, "required", "required"), (
            options["rp"]!["id"]!.ToString(), options["user"]!["name"]!.ToString(),
            options["authenticatorSelection"]!["userVerification"]!.ToString(), options["authenticatorSelection"]!["residentKey"]!.ToString()));
    }

    [Theory]
    [InlineData("http://localhost:5173", null, true)]
    [InlineData("http://app.localhost:5173", null, true)]
    [InlineData("http://127.0.0.1:5173", null, false)]
    [InlineData("https://evil.example", null, false)]
    [InlineData("https://notlocalhost", null, false)]
    [InlineData("https://auth.example.com", "example.com", true)]
    [InlineData("https://example.com:8443", "example.com", true)]
    [InlineData("http://auth.example.com", "example.com", false)]
    [InlineData("https://notexample.com", "example.com", false)]
    [InlineData("http://localhost:3000", "example.com", false)]
    public async Task Only_origins_of_the_relying_party_make_passkeys_and_sign_in(string origin, string? relyingParty, bool isAllowed)
    {
        Deploy(relyingParty);
        var email = await host.UserAsync();
        var access = (await host.TokensAsync(email)).Access;
        using var stranger = new Authenticator { Origin = origin };
        if (!isAllowed)
        {
            await host.RefusedAsync("WebAuthnOriginNotAllowedException", async () => await CompleteAsync(access, stranger.Create(await OptionsAsync(access))));
            stranger.Origin = relyingParty is null ? "http://localhost" : $"https://{relyingParty}";
        }
        await CompleteAsync(access, stranger.Create(await OptionsAsync(access)));
        stranger.Origin = origin;
        if (isAllowed)
            Assert.True(IsSignedIn(await SignInAsync(email, stranger)));
        else
            await RefusedAsync(email, stranger);
    }

    [Fact]
    public async Task A_passkey_of_another_relying_party_is_refused()
    {
        Deploy();
        var email = await host.UserAsync();
        var access = (await host.TokensAsync(email)).Access;
        using var other = new Authenticator { RelyingParty = "evil.example" };
        await host.RefusedAsync("WebAuthnRelyingPartyMismatchException", async () => await CompleteAsync(access, other.Create(await OptionsAsync(access))));
        using var passkey = await RegisteredAsync(email, access);
        passkey.RelyingParty = "evil.example";
        await RefusedAsync(email, passkey);
    }

    [Fact]
    public async Task A_registration_is_answered_once_in_time_by_its_user_and_its_client()
    {
        Deploy();
        var email = await host.UserAsync();
        var access = (await host.TokensAsync(email)).Access;
        var stranger = (await host.TokensAsync(await host.UserAsync())).Access;
        using var passkey = new Authenticator();
        var made = passkey.Create(await OptionsAsync(access));
        await host.RefusedAsync("WebAuthnChallengeNotFoundException", () => CompleteAsync(stranger, made));
        await CompleteAsync(access, made);
        await host.RefusedAsync("WebAuthnChallengeNotFoundException", () => CompleteAsync(access, made));
        using var late = new Authenticator();
        var slow = late.Create(await OptionsAsync(access));
        host.Time.Pass(TimeSpan.FromMinutes(6));
        await host.RefusedAsync("WebAuthnChallengeNotFoundException", () => CompleteAsync(access, slow));
        await host.RefusedAsync("WebAuthnCredentialNotSupportedException", () => CompleteAsync(access, new() { ["id"] = "x", ["response"] = new JsonObject() }));
    }

    [Fact]
    public async Task The_same_passkey_is_not_made_twice_nor_for_two_users()
    {
        Deploy();
        var (first, second) = ((await host.TokensAsync(await host.UserAsync())).Access, (await host.TokensAsync(await host.UserAsync())).Access);
        using var passkey = new Authenticator();
        await CompleteAsync(first, passkey.Create(await OptionsAsync(first)));
        Assert.Equal(passkey.Id, (await OptionsAsync(first))["excludeCredentials"]!.AsArray().Single()!["id"]!.ToString());
        foreach (var access in new[] { first, second })
            await host.RefusedAsync("WebAuthnCredentialNotSupportedException", async () => await CompleteAsync(access, passkey.Create(await OptionsAsync(access))));
    }

    [Fact]
    public async Task A_signature_is_good_once_and_for_its_challenge()
    {
        Deploy();
        var email = await host.UserAsync();
        using var passkey = await RegisteredAsync(email);
        var (first, second) = (await host.ChooseAsync(email, "WEB_AUTHN"), await host.ChooseAsync(email, "WEB_AUTHN"));
        var signed = passkey.Get(Options(first));
        await host.RefusedAsync("NotAuthorizedException", () => host.AnswerAsync(second, email, ("CREDENTIAL", signed)));
        Assert.True(IsSignedIn(await host.AnswerAsync(first, email, ("CREDENTIAL", signed))));
        await host.RefusedAsync("NotAuthorizedException", () => host.AnswerAsync(first, email, ("CREDENTIAL", signed)));
    }

    [Fact]
    public async Task A_counter_that_goes_back_is_a_copy()
    {
        Deploy();
        var email = await host.UserAsync();
        using var passkey = await RegisteredAsync(email);
        passkey.Counter = 10;
        Assert.True(IsSignedIn(await SignInAsync(email, passkey)));
        passkey.Counter = 5;
        await RefusedAsync(email, passkey);
        passkey.Counter = 11;
        Assert.True(IsSignedIn(await SignInAsync(email, passkey)));
    }

    [Fact]
    public async Task Another_users_passkey_lets_nobody_in()
    {
        Deploy();
        var (mine, theirs) = (await host.UserAsync(), await host.UserAsync());
        using var own = await RegisteredAsync(mine);
        using var other = await RegisteredAsync(theirs);
        await RefusedAsync(mine, other);
    }

    [Theory]
    [InlineData("required", false)]
    [InlineData("preferred", true)]
    public async Task Whether_the_user_must_be_verified_the_template_says(string verification, bool isEnough)
    {
        Deploy(verification: verification);
        var email = await host.UserAsync();
        using var passkey = await RegisteredAsync(email);
        passkey.Verifies = false;
        if (isEnough)
            Assert.True(IsSignedIn(await SignInAsync(email, passkey)));
        else
            await RefusedAsync(email, passkey);
        using var unverified = new Authenticator { Verifies = false };
        var access = (await host.TokensAsync(email)).Access;
        var call = async () => await CompleteAsync(access, unverified.Create(await OptionsAsync(access)));
        if (isEnough)
            await call();
        else
            await host.RefusedAsync("WebAuthnCredentialNotSupportedException", call);
    }

    [Fact]
    public async Task A_single_factor_is_not_enough_for_who_has_a_second_one()
    {
        Deploy();
        var email = await host.UserAsync();
        using var passkey = await RegisteredAsync(email);
        var early = await host.ChooseAsync(email, "WEB_AUTHN");
        await host.PreferAsync(email, "EMAIL_OTP");
        await host.RefusedAsync("NotAuthorizedException", () => host.AnswerAsync(early, email, ("CREDENTIAL", passkey.Get(Options(early)))));
        Assert.Equal("""["PASSWORD","PASSWORD_SRP"]""", (await host.ChooseAsync(email, "WEB_AUTHN"))["AvailableChallenges"]!.ToJsonString());
    }

    [Theory]
    [InlineData("OPTIONAL")]
    [InlineData("ON")]
    public async Task Where_the_template_says_so_a_passkey_that_verifies_is_both_factors(string mode)
    {
        Deploy(factors: "MULTI_FACTOR_WITH_USER_VERIFICATION");
        var email = await host.UserAsync();
        using var passkey = await RegisteredAsync(email);
        await host.PreferAsync(email, "EMAIL_OTP");
        Deploy(factors: "MULTI_FACTOR_WITH_USER_VERIFICATION", mode: mode);
        Assert.True(IsSignedIn(await SignInAsync(email, passkey)));
        passkey.Verifies = false;
        await RefusedAsync(email, passkey);
        passkey.Verifies = true;
        await host.AdminAsync("AdminSetUserMFAPreference", new { Username = email, WebAuthnMfaSettings = new { Enabled = false } });
        Assert.Equal("SELECT_CHALLENGE", Name(await host.ChooseAsync(email, "WEB_AUTHN")));
        await host.AdminAsync("AdminSetUserMFAPreference", new { Username = email, WebAuthnMfaSettings = new { Enabled = true } });
        Assert.True(IsSignedIn(await SignInAsync(email, passkey)));
    }

    [Fact]
    public async Task Passkeys_are_both_factors_only_where_the_pool_says_so_and_beside_another()
    {
        Deploy();
        var email = await host.UserAsync();
        await host.AdminRefusedAsync("InvalidParameterException", "AdminSetUserMFAPreference", new { Username = email, WebAuthnMfaSettings = new { Enabled = true } });
        Deploy(factors: "MULTI_FACTOR_WITH_USER_VERIFICATION");
        await host.AdminRefusedAsync("InvalidParameterException", "AdminSetUserMFAPreference", new { Username = email, WebAuthnMfaSettings = new { Enabled = true } });
    }

    [Fact]
    public async Task A_pool_without_passkeys_makes_none()
    {
        host.Deploy();
        var access = (await host.TokensAsync(await host.UserAsync())).Access;
        await host.RefusedAsync("WebAuthnNotEnabledException", "StartWebAuthnRegistration", new { AccessToken = access });
    }

    [Fact]
    public async Task Who_is_unknown_seems_to_have_the_same_passkey_every_time()
    {
        Deploy();
        // Half of the unknown seem to have one.
        string name;
        do name = PoolHost.NewEmail();
        while (Name(await host.ChooseAsync(name, "WEB_AUTHN")) != "WEB_AUTHN");
        var (first, second) = (Options(await host.ChooseAsync(name, "WEB_AUTHN")), Options(await host.ChooseAsync(name, "WEB_AUTHN")));
        Assert.Equal(first["allowCredentials"]!.ToJsonString(), second["allowCredentials"]!.ToJsonString());
        using var passkey = new Authenticator();
        await RefusedAsync(name, passkey);
    }

    private async Task<Authenticator> RegisteredAsync(string email, string? access = null)
    {
        access ??= (await host.TokensAsync(email)).Access;
        var passkey = new Authenticator();
        await CompleteAsync(access, passkey.Create(await OptionsAsync(access)));
        return passkey;
    }

    private async Task<JsonNode> OptionsAsync(string access) => (await host.CallAsync("StartWebAuthnRegistration", new { AccessToken = access }))["CredentialCreationOptions"]!;

    private Task<JsonObject> CompleteAsync(string access, JsonObject credential) => host.CallAsync("CompleteWebAuthnRegistration", new { AccessToken = access, Credential = credential });

    private async Task<JsonObject> SignInAsync(string email, Authenticator passkey)
    {
        var challenge = await host.ChooseAsync(email, "WEB_AUTHN");
        Assert.Equal("WEB_AUTHN", Name(challenge));
        return await host.AnswerAsync(challenge, email, ("CREDENTIAL", passkey.Get(Options(challenge))));
    }

    private async Task RefusedAsync(string email, Authenticator passkey) =>
        Assert.Equal("Invalid passkey credential.", await host.RefusedAsync("NotAuthorizedException", () => SignInAsync(email, passkey)));

    private static JsonNode Options(JsonObject challenge) => JsonNode.Parse(Parameter(challenge, "CREDENTIAL_REQUEST_OPTIONS"))!;
}
