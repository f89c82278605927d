using CognitoStack.Configuration;
using CognitoStack.Templates;

namespace CognitoStack.Assurance.Settings;

/// <summary>Identity providers: whom the pool believes, and what.</summary>
internal static class ProviderExpectations
{
    private const string Detail = "ProviderDetails.";

    public static IEnumerable<Expectation> Of(EnvironmentConfiguration environment, TemplateSet templates)
    {
        foreach (var (name, provider) in environment.IdentityProviders)
        {
            var expected = new Expectation("AWS::Cognito::UserPoolIdentityProvider", name, r => r.Text("ProviderName") == name)
                .Says("ProviderName", $"identityProviders.{name}", name)
                .Says("UserPoolId", Expectation.Always, templates.PoolId());
            foreach (var (own, theirs) in provider.EffectiveAttributes)
                expected.Says($"AttributeMapping.{own}", $"identityProviders.{name}.attributes.{own}", theirs);
            Details(expected, provider);
            yield return expected;
        }
    }

    private static void Details(Expectation expected, IdentityProviderConfiguration provider)
    {
        switch (provider)
        {
            case GoogleConfiguration google:
                Kind(expected, "Google");
                Client(expected, google.ClientId, google.ClientSecret, string.Join(' ', google.Scopes));
                break;
            case FacebookConfiguration facebook:
                Kind(expected, "Facebook");
                Client(expected, facebook.ClientId, facebook.ClientSecret, string.Join(',', facebook.Scopes));
                expected.Says($"{Detail}api_version", Setting(expected, "apiVersion"), facebook.ApiVersion);
                break;
            case AmazonConfiguration amazon:
                Kind(expected, "LoginWithAmazon");
                Client(expected, amazon.ClientId, amazon.ClientSecret, string.Join(' ', amazon.Scopes));
                break;
            case AppleConfiguration apple:
                Kind(expected, "SignInWithApple");
                expected
                    .Says($"{Detail}client_id", Setting(expected, "servicesId"), apple.ServicesId)
                    .Says($"{Detail}team_id", Setting(expected, "teamId"), apple.TeamId)
                    .Says($"{Detail}key_id", Setting(expected, "keyId"), apple.KeyId)
                    .Says($"{Detail}authorize_scopes", Setting(expected, "scopes"), string.Join(' ', apple.Scopes));
                Secret(expected, "private_key", "privateKey", apple.PrivateKey);
                break;
            case SamlConfiguration saml:
                Kind(expected, "SAML");
                Saml(expected, saml);
                break;
            case OidcConfiguration oidc:
                Kind(expected, "OIDC");
                Oidc(expected, oidc);
                break;
            default:
                throw new ArgumentException($"{provider.GetType().Name} is not a kind of provider.", nameof(provider));
        }
    }

    private static void Saml(Expectation expected, SamlConfiguration saml)
    {
        expected
            .Says("IdpIdentifiers", Setting(expected, "identifiers"), saml.Identifiers)
            .Says($"{Detail}MetadataURL", Setting(expected, "metadataUrl"), saml.MetadataUrl)
            .Says($"{Detail}IDPSignout", Setting(expected, "signOut"), saml.SignOut)
            .Says($"{Detail}IDPInit", Setting(expected, "idpInitiated"), saml.IdpInitiated)
            .Says($"{Detail}EncryptedResponses", Setting(expected, "encryptAssertions"), saml.EncryptAssertions)
            .Says($"{Detail}RequestSigningAlgorithm", Setting(expected, "signRequests"), saml.SignRequests ? "rsa-sha256" : null);
        if (saml.MetadataUrl is null)
            expected.Fits(
                $"{Detail}MetadataFile",
                Setting(expected, "metadataFile"),
                "the file's text",
                text => text.Contains("EntityDescriptor", StringComparison.Ordinal)
            );
    }

    private static void Oidc(Expectation expected, OidcConfiguration oidc)
    {
        Client(expected, oidc.ClientId, oidc.ClientSecret, string.Join(' ', oidc.Scopes));
        expected
            .Says("IdpIdentifiers", Setting(expected, "identifiers"), oidc.Identifiers)
            .Says($"{Detail}oidc_issuer", Setting(expected, "issuer"), oidc.Issuer)
            .Says(
                $"{Detail}attributes_request_method",
                Setting(expected, "attributesRequestMethod"),
                oidc.AttributesRequestMethod == AttributesRequestMethod.Post ? "POST" : "GET"
            )
            .Says($"{Detail}authorize_url", Setting(expected, "endpoints.authorization"), oidc.Endpoints?.Authorization)
            .Says($"{Detail}token_url", Setting(expected, "endpoints.token"), oidc.Endpoints?.Token)
            .Says($"{Detail}attributes_url", Setting(expected, "endpoints.userInfo"), oidc.Endpoints?.UserInfo)
            .Says($"{Detail}jwks_uri", Setting(expected, "endpoints.jwks"), oidc.Endpoints?.Jwks);
    }

    private static void Kind(Expectation expected, string kind) => expected.Says("ProviderType", Setting(expected, "type"), kind);

    private static void Client(Expectation expected, string clientId, SecretReference? secret, string scopes)
    {
        expected
            .Says($"{Detail}client_id", Setting(expected, "clientId"), clientId)
            .Says($"{Detail}authorize_scopes", Setting(expected, "scopes"), scopes);
        if (secret is not null)
            Secret(expected, "client_secret", "clientSecret", secret);
    }

    /// <summary>A dynamic reference <c>{{resolve:secretsmanager:id:SecretString:field:stage:version}}</c>, of which the end may be left out.</summary>
    /// <remarks>Source: AWS CloudFormation User Guide, "Get a secret or secret value from Secrets Manager"
    /// (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-secretsmanager.html).</remarks>
    private static void Secret(Expectation expected, string detail, string key, SecretReference secret)
    {
        var reference = $"{{{{resolve:secretsmanager:{secret.Secret}:SecretString:{secret.Field}:{secret.Stage}:{secret.Version}".TrimEnd(
            ':'
        );
        expected.Fits(
            Detail + detail,
            Setting(expected, $"{key}.secret"),
            reference + "}}",
            got => got.EndsWith("}}", StringComparison.Ordinal) && InFull(got[..^2].TrimEnd(':'), secret.Secret) == reference
        );
    }

    private static string InFull(string reference, string id) =>
        reference.EndsWith($":{id}", StringComparison.Ordinal) ? $"{reference}:SecretString" : reference;

    private static string Setting(Expectation of, string name) => $"identityProviders.{of.Name}.{name}";
}
