using System.Text.Json.Nodes;
using static CognitoStack.Local.Tests.UserPools.Factors;

namespace CognitoStack.Local.Tests.UserPools;

/// <summary>What tests of passkeys do again and again.</summary>
internal static class PasskeyCalls
{
    private static readonly string[] Firsts = ["PASSWORD", "WEB_AUTHN"];

    public static void DeployPasskeys(
        this PoolHost host,
        string? relyingParty = null,
        string verification = "preferred",
        string? factors = null,
        string mode = "OPTIONAL"
    ) =>
        host.Deploy(
            new
            {
                MfaConfiguration = mode,
                EnabledMfas = All,
                Policies = new { SignInPolicy = new { AllowedFirstAuthFactors = Firsts } },
                WebAuthnRelyingPartyID = relyingParty,
                WebAuthnUserVerification = verification,
                WebAuthnFactorConfiguration = factors,
            },
            Client
        );

    public static async Task<Authenticator> RegisteredAsync(this PoolHost host, string email, string? access = null)
    {
        access ??= (await host.TokensAsync(email)).Access;
        var passkey = new Authenticator();
        await host.CompleteAsync(access, passkey.Create(await host.OptionsAsync(access)));
        return passkey;
    }

    public static async Task<JsonNode> OptionsAsync(this PoolHost host, string access) =>
        (await host.CallAsync("StartWebAuthnRegistration", new { AccessToken = access }))["CredentialCreationOptions"]!;

    public static Task<JsonObject> CompleteAsync(this PoolHost host, string access, JsonObject credential) =>
        host.CallAsync("CompleteWebAuthnRegistration", new { AccessToken = access, Credential = credential });

    public static async Task<JsonObject> SignInAsync(this PoolHost host, string email, Authenticator passkey)
    {
        var challenge = await host.ChooseAsync(email, "WEB_AUTHN");
        Assert.Equal("WEB_AUTHN", Name(challenge));
        return await host.AnswerAsync(challenge, email, ("CREDENTIAL", passkey.Get(Options(challenge))));
    }

    public static async Task RefusedAsync(this PoolHost host, string email, Authenticator passkey) =>
        Assert.Equal(
            "Invalid passkey credential.",
            await host.RefusedAsync("NotAuthorizedException", () => host.SignInAsync(email, passkey))
        );

    public static JsonNode Options(JsonObject challenge) => JsonNode.Parse(Parameter(challenge, "CREDENTIAL_REQUEST_OPTIONS"))!;
}
