using System.Text.Json.Nodes;

namespace CognitoStack.Local.Tests.UserPools;

/// <summary>People with more than a password, for tests of factors.</summary>
internal static class Factors
{
    public const string Phone = "+15555550123";

    public static readonly string[] All = ["SMS_MFA", "SOFTWARE_TOKEN_MFA", "EMAIL_OTP"];

    /// <summary>A pool with these second factors, and first ones.</summary>
    public static object Pool(string mode = "OPTIONAL", string[]? seconds = null, string[]? firsts = null) =>
        new
        {
            MfaConfiguration = mode,
            EnabledMfas = seconds ?? All,
            SmsAuthenticationMessage = "Text code {####}",
            EmailAuthenticationMessage = "Mail code {####}",
            EmailAuthenticationSubject = "Sign in with {####}",
            Policies = new { SignInPolicy = new { AllowedFirstAuthFactors = firsts ?? ["PASSWORD"] } },
        };

    /// <summary>A client that may choose.</summary>
    public static readonly object Client = new
    {
        ExplicitAuthFlows = new[] { "ALLOW_USER_AUTH", "ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH" },
    };

    public static async Task<string> UserWithPhoneAsync(this PoolHost host, string? phone = null)
    {
        var email = await host.UserAsync();
        await host.AdminAsync(
            "AdminUpdateUserAttributes",
            new
            {
                Username = email,
                UserAttributes = PoolHost.Attributes(("phone_number", phone ?? NewPhone()), ("phone_number_verified", "true")),
            }
        );
        return email;
    }

    public static string NewPhone() => $"+1555{Random.Shared.NextInt64(10_000_000, 99_999_999)}";

    public static Task<JsonObject> PreferAsync(this PoolHost host, string email, params string[] settings) =>
        host.AdminAsync("AdminSetUserMFAPreference", Preference(email, settings));

    /// <summary>Switches factors on; the first is preferred where it ends with an exclamation mark.</summary>
    public static object Preference(string email, params string[] settings)
    {
        object? Setting(string factor) =>
            settings.FirstOrDefault(s => s.TrimEnd('!') == factor) is { } s ? new { Enabled = true, PreferredMfa = s.EndsWith('!') } : null;
        return new
        {
            Username = email,
            SMSMfaSettings = Setting("SMS_MFA"),
            EmailMfaSettings = Setting("EMAIL_OTP"),
            SoftwareTokenMfaSettings = Setting("SOFTWARE_TOKEN_MFA"),
        };
    }

    /// <summary>Registers an app, and gives its secret.</summary>
    public static async Task<string> AppAsync(this PoolHost host, string access)
    {
        var secret = (await host.CallAsync("AssociateSoftwareToken", new { AccessToken = access }))["SecretCode"]!.ToString();
        await host.CallAsync(
            "VerifySoftwareToken",
            new { AccessToken = access, UserCode = AuthenticatorApp.Code(secret, host.Time.GetUtcNow()) }
        );
        host.Time.Advance(TimeSpan.FromSeconds(30));
        return secret;
    }

    public static Task<JsonObject> AnswerAsync(
        this PoolHost host,
        JsonObject challenge,
        string user,
        params (string Name, string Value)[] responses
    )
    {
        var all = new JsonObject(responses.Select(r => KeyValuePair.Create(r.Name, (JsonNode?)r.Value))) { ["USERNAME"] = user };
        return host.RespondAsync(Name(challenge), all, session: challenge["Session"]?.ToString());
    }

    public static Task<JsonObject> ChooseAsync(
        this PoolHost host,
        string user,
        string? preferred = null,
        params (string Name, string Value)[] parameters
    )
    {
        var all = new JsonObject(parameters.Select(r => KeyValuePair.Create(r.Name, (JsonNode?)r.Value))) { ["USERNAME"] = user };
        if (preferred is not null)
            all["PREFERRED_CHALLENGE"] = preferred;
        return host.BeginAsync("USER_AUTH", all);
    }

    public static string Name(JsonObject challenge) => challenge["ChallengeName"]?.ToString() ?? "tokens";

    public static string Parameter(JsonObject challenge, string name) => challenge["ChallengeParameters"]![name]!.ToString();

    public static bool IsSignedIn(JsonObject answer) => answer["AuthenticationResult"]?["AccessToken"] is not null;

    /// <summary>The newest code to an address with which somebody signs in.</summary>
    public static string SignInCode(this PoolHost host, string address) => host.Code(address, "CustomMessage_Authentication");

    /// <summary>A code of six digits that is another.</summary>
    public static string Other(string code) => code == "000000" ? "000001" : "000000";
}
