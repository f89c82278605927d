using CognitoStack.Local.Deployment;

namespace CognitoStack.Local.IdentityPools;

/// <summary>What of the identity pool's types works here.</summary>
internal sealed class IdentityPoolSupport : ISupports
{
    private const string NotEncrypted = "assertions for IAM are not encrypted here";
    private const string Tagged = "resources are not tagged here";

    /// <inheritdoc/>
    public IEnumerable<Support> Types { get; } =
    [
        new(
            IdentityPool.Type,
            [
                "AllowClassicFlow",
                "AllowUnauthenticatedIdentities",
                "CognitoIdentityProviders",
                "IdentityPoolName",
                "IdentityPoolTags",
                "OpenIdConnectProviderARNs",
                "SamlProviderARNs",
                "SupportedLoginProviders",
            ],
            new Dictionary<string, string>
            {
                ["DeveloperProviderName"] = "developer-authenticated identities are not built",
                ["CognitoEvents"] = "Cognito Sync is not built",
                ["CognitoStreams"] = "Cognito Sync is not built",
                ["PushSync"] = "Cognito Sync is not built",
            }
        ),
        new("AWS::Cognito::IdentityPoolRoleAttachment", ["IdentityPoolId", "Roles", "RoleMappings"], new Dictionary<string, string>()),
        new(
            "AWS::Cognito::IdentityPoolPrincipalTag",
            ["IdentityPoolId", "IdentityProviderName", "UseDefaults", "PrincipalTags"],
            new Dictionary<string, string>()
        ),
        new(
            "AWS::IAM::OIDCProvider",
            ["Url", "ClientIdList"],
            new Dictionary<string, string>
            {
                ["ThumbprintList"] = "an issuer's keys are fetched over TLS that this machine's own roots vouch for",
                ["Tags"] = Tagged,
            }
        ),
        new(
            "AWS::IAM::SAMLProvider",
            ["Name", "SamlMetadataDocument"],
            new Dictionary<string, string>
            {
                ["AddPrivateKey"] = NotEncrypted,
                ["AssertionEncryptionMode"] = NotEncrypted,
                ["PrivateKeyList"] = NotEncrypted,
                ["RemovePrivateKey"] = NotEncrypted,
                ["Tags"] = Tagged,
            }
        ),
    ];
}
