using CognitoStack.Configuration;

namespace CognitoStack.Authentication.Federation;

/// <summary>Provider details of a SAML 2.0 provider.</summary>
/// <remarks>Source: Amazon Cognito Developer Guide, "Using SAML identity providers with a user pool"
/// (https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-saml-idp.html).</remarks>
internal static class Saml
{
    public static Dictionary<string, string> Details(SamlConfiguration saml)
    {
        var details = new Dictionary<string, string>();
        if (saml.MetadataUrl is not null)
            details["MetadataURL"] = saml.MetadataUrl;
        else
            details["MetadataFile"] = saml.Metadata!;
        details["IDPSignout"] = Flag(saml.SignOut);
        details["IDPInit"] = Flag(saml.IdpInitiated);
        details["EncryptedResponses"] = Flag(saml.EncryptAssertions);
        if (saml.SignRequests)
            details["RequestSigningAlgorithm"] = "rsa-sha256";
        return details;
    }

    private static string Flag(bool value) => value ? "true" : "false";
}
