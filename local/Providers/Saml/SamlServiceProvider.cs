using System.Security.Cryptography.X509Certificates;

namespace CognitoStack.Local.Providers.Saml;

/// <summary>The side that signs users in with a provider: a user pool.</summary>
/// <param name="EntityId">Its name, the audience of what is sent to it: <see cref="NameOf"/>.</param>
/// <param name="AssertionConsumer">Where it takes responses: <c>…/saml2/idpresponse</c> of the domain on which the sign-in began.</param>
/// <param name="Logout">Where it takes answers to its requests to sign out: <c>…/saml2/logout</c>.</param>
/// <param name="Signing">What it signs requests with.</param>
/// <param name="Encryption">What opens encrypted assertions.</param>
internal sealed record SamlServiceProvider(
    string EntityId,
    Uri AssertionConsumer,
    Uri Logout,
    X509Certificate2 Signing,
    X509Certificate2 Encryption
)
{
    /// <summary>The name of a user pool among SAML's entities.</summary>
    /// <remarks>Source: "Configuring your third-party SAML identity provider". https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-integrating-3rd-party-saml-providers.html</remarks>
    public static string NameOf(string pool) => $"urn:amazon:cognito:sp:{pool}";
}
