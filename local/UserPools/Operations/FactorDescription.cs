using System.Text.Json.Nodes;
using CognitoStack.Local.UserPools.Settings;

namespace CognitoStack.Local.UserPools.Operations;

/// <summary>The factors of a pool in the form of <c>GetUserPoolMfaConfig</c>.</summary>
internal static class FactorDescription
{
    public static JsonObject Of(UserPool pool)
    {
        var p = pool.Resource.Properties;
        var json = new JsonObject
        {
            ["MfaConfiguration"] = pool.Mfa,
            ["SoftwareTokenMfaConfiguration"] = new JsonObject { ["Enabled"] = pool.HasTotp },
        };
        if (pool.SecondFactors.Contains(Factor.Sms))
            json["SmsMfaConfiguration"] = With(
                ("SmsAuthenticationMessage", p["SmsAuthenticationMessage"]),
                ("SmsConfiguration", p["SmsConfiguration"])
            );
        if (pool.SecondFactors.Contains(Factor.EmailOtp))
            json["EmailMfaConfiguration"] = With(
                ("Message", p["EmailAuthenticationMessage"]),
                ("Subject", p["EmailAuthenticationSubject"])
            );
        if (pool.FirstFactors.Contains(Factor.Passkey))
        {
            json["WebAuthnConfiguration"] = With(
                ("RelyingPartyId", p["WebAuthnRelyingPartyID"]),
                ("UserVerification", p["WebAuthnUserVerification"]),
                ("FactorConfiguration", p["WebAuthnFactorConfiguration"])
            );
        }
        return json;
    }

    private static JsonObject With(params ReadOnlySpan<(string Name, JsonNode? Value)> properties)
    {
        var json = new JsonObject();
        foreach (var (name, value) in properties)
        {
            if (value is not null)
                json[name] = value.DeepClone();
        }
        return json;
    }
}
