using System.Text.Json.Nodes;
using static CognitoStack.Local.Tests.UserPools.Factors;
using static CognitoStack.Local.Tests.UserPools.PasskeyCalls;

namespace CognitoStack.Local.Tests.UserPools;

/// <summary>Passkeys at the API.</summary>
public sealed class PasskeyTests(PoolHost host) : IClassFixture<PoolHost>
{
    [Fact]
    public async Task A_passkey_is_made_listed_signs_in_and_is_deleted()
    {
        host.DeployPasskeys();
        var email = await host.UserAsync();
        var access = (await host.TokensAsync(email)).Access;
        using var passkey = await host.RegisteredAsync(email, access);
        var listed = (await host.CallAsync("ListWebAuthnCredentials", new { AccessToken = access }))["Credentials"]!.AsArray().Single()!;
        Assert.Equal(
            (passkey.Id, "localhost", "platform", """["internal"]"""),
            (
                listed["CredentialId"]!.ToString(),
                listed["RelyingPartyId"]!.ToString(),
                listed["AuthenticatorAttachment"]!.ToString(),
                listed["AuthenticatorTransports"]!.ToJsonString()
            )
        );
        Assert.Equal(
            """["PASSWORD","WEB_AUTHN"]""",
            (await host.CallAsync("GetUserAuthFactors", new { AccessToken = access }))["ConfiguredUserAuthFactors"]!.ToJsonString()
        );

        Assert.True(IsSignedIn(await host.SignInAsync(email, passkey)));
        var offer = await host.ChooseAsync(email);
        Assert.Equal("""["PASSWORD","PASSWORD_SRP","WEB_AUTHN"]""", offer["AvailableChallenges"]!.ToJsonString());
        var chosen = await host.AnswerAsync(offer, email, ("ANSWER", "WEB_AUTHN"));
        Assert.True(IsSignedIn(await host.AnswerAsync(chosen, email, ("CREDENTIAL", passkey.Get(Options(chosen))))));
        var atOnce = await host.ChooseAsync(email);
        Assert.True(
            IsSignedIn(await host.AnswerAsync(atOnce, email, ("ANSWER", "WEB_AUTHN"), ("CREDENTIAL", passkey.Get(Options(atOnce)))))
        );

        await host.CallAsync("DeleteWebAuthnCredential", new { AccessToken = access, CredentialId = passkey.Id });
        await host.RefusedAsync(
            "ResourceNotFoundException",
            "DeleteWebAuthnCredential",
            new { AccessToken = access, CredentialId = passkey.Id }
        );
        Assert.Equal("SELECT_CHALLENGE", Name(await host.ChooseAsync(email, "WEB_AUTHN")));
    }

    [Fact]
    public async Task What_a_browser_is_asked_for_is_what_the_template_says()
    {
        host.DeployPasskeys("auth.example.com", "required");
        var email = await host.UserAsync();
        var options = await host.OptionsAsync((await host.TokensAsync(email)).Access);
        Assert.Equal(
            ("auth.example.com", email, "required", "required"),
            (
                options["rp"]!["id"]!.ToString(),
                options["user"]!["name"]!.ToString(),
                options["authenticatorSelection"]!["userVerification"]!.ToString(),
                options["authenticatorSelection"]!["residentKey"]!.ToString()
            )
        );
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
        host.DeployPasskeys(relyingParty);
        var email = await host.UserAsync();
        var access = (await host.TokensAsync(email)).Access;
        using var stranger = new Authenticator { Origin = origin };
        if (!isAllowed)
        {
            await host.RefusedAsync(
                "WebAuthnOriginNotAllowedException",
                async () => await host.CompleteAsync(access, stranger.Create(await host.OptionsAsync(access)))
            );
            stranger.Origin = relyingParty is null ? "http://localhost" : $"https://{relyingParty}";
        }
        await host.CompleteAsync(access, stranger.Create(await host.OptionsAsync(access)));
        stranger.Origin = origin;
        if (isAllowed)
            Assert.True(IsSignedIn(await host.SignInAsync(email, stranger)));
        else
            await host.RefusedAsync(email, stranger);
    }

    [Fact]
    public async Task A_passkey_of_another_relying_party_is_refused()
    {
        host.DeployPasskeys();
        var email = await host.UserAsync();
        var access = (await host.TokensAsync(email)).Access;
        using var other = new Authenticator { RelyingParty = "evil.example" };
        await host.RefusedAsync(
            "WebAuthnRelyingPartyMismatchException",
            async () => await host.CompleteAsync(access, other.Create(await host.OptionsAsync(access)))
        );
        using var passkey = await host.RegisteredAsync(email, access);
        passkey.RelyingParty = "evil.example";
        await host.RefusedAsync(email, passkey);
    }

    [Fact]
    public async Task A_registration_is_answered_once_in_time_by_its_user_and_its_client()
    {
        host.DeployPasskeys();
        var email = await host.UserAsync();
        var access = (await host.TokensAsync(email)).Access;
        var stranger = (await host.TokensAsync(await host.UserAsync())).Access;
        using var passkey = new Authenticator();
        var made = passkey.Create(await host.OptionsAsync(access));
        await host.RefusedAsync("WebAuthnChallengeNotFoundException", () => host.CompleteAsync(stranger, made));
        await host.CompleteAsync(access, made);
        await host.RefusedAsync("WebAuthnChallengeNotFoundException", () => host.CompleteAsync(access, made));
        using var late = new Authenticator();
        var slow = late.Create(await host.OptionsAsync(access));
        host.Time.Advance(TimeSpan.FromMinutes(6));
        await host.RefusedAsync("WebAuthnChallengeNotFoundException", () => host.CompleteAsync(access, slow));
        await host.RefusedAsync(
            "WebAuthnCredentialNotSupportedException",
            () => host.CompleteAsync(access, new() { ["id"] = "x", ["response"] = new JsonObject() })
        );
    }

    [Fact]
    public async Task The_same_passkey_is_not_made_twice_nor_for_two_users()
    {
        host.DeployPasskeys();
        var (first, second) = (
            (await host.TokensAsync(await host.UserAsync())).Access,
            (await host.TokensAsync(await host.UserAsync())).Access
        );
        using var passkey = new Authenticator();
        await host.CompleteAsync(first, passkey.Create(await host.OptionsAsync(first)));
        Assert.Equal(passkey.Id, (await host.OptionsAsync(first))["excludeCredentials"]!.AsArray().Single()!["id"]!.ToString());
        foreach (var access in new[] { first, second })
            await host.RefusedAsync(
                "WebAuthnCredentialNotSupportedException",
                async () => await host.CompleteAsync(access, passkey.Create(await host.OptionsAsync(access)))
            );
    }

    [Fact]
    public async Task A_signature_is_good_once_and_for_its_challenge()
    {
        host.DeployPasskeys();
        var email = await host.UserAsync();
        using var passkey = await host.RegisteredAsync(email);
        var (first, second) = (await host.ChooseAsync(email, "WEB_AUTHN"), await host.ChooseAsync(email, "WEB_AUTHN"));
        var signed = passkey.Get(Options(first));
        await host.RefusedAsync("NotAuthorizedException", () => host.AnswerAsync(second, email, ("CREDENTIAL", signed)));
        Assert.True(IsSignedIn(await host.AnswerAsync(first, email, ("CREDENTIAL", signed))));
        await host.RefusedAsync("NotAuthorizedException", () => host.AnswerAsync(first, email, ("CREDENTIAL", signed)));
    }

    [Fact]
    public async Task A_counter_that_goes_back_is_a_copy()
    {
        host.DeployPasskeys();
        var email = await host.UserAsync();
        using var passkey = await host.RegisteredAsync(email);
        passkey.Counter = 10;
        Assert.True(IsSignedIn(await host.SignInAsync(email, passkey)));
        passkey.Counter = 5;
        await host.RefusedAsync(email, passkey);
        passkey.Counter = 11;
        Assert.True(IsSignedIn(await host.SignInAsync(email, passkey)));
    }

    [Fact]
    public async Task Another_users_passkey_lets_nobody_in()
    {
        host.DeployPasskeys();
        var (mine, theirs) = (await host.UserAsync(), await host.UserAsync());
        using var own = await host.RegisteredAsync(mine);
        using var other = await host.RegisteredAsync(theirs);
        await host.RefusedAsync(mine, other);
    }

    [Fact]
    public async Task A_pool_without_passkeys_makes_none()
    {
        host.Deploy();
        var access = (await host.TokensAsync(await host.UserAsync())).Access;
        await host.RefusedAsync("WebAuthnNotEnabledException", "StartWebAuthnRegistration", new { AccessToken = access });
    }

    [Fact]
    public async Task Who_is_unknown_looks_like_who_has_no_passkey()
    {
        host.DeployPasskeys();
        var offers = new List<string>();
        foreach (var name in new[] { await host.UserAsync(), PoolHost.NewEmail(), PoolHost.NewEmail(), PoolHost.NewEmail() })
        {
            var offer = await host.ChooseAsync(name, "WEB_AUTHN");
            await host.RefusedAsync(
                "InvalidParameterException",
                () => host.AnswerAsync(offer, name, ("ANSWER", "WEB_AUTHN"), ("CREDENTIAL", "{}"))
            );
            offer.Remove("Session");
            offers.Add(offer.ToJsonString());
        }
        Assert.Single(offers.Distinct());
    }
}
