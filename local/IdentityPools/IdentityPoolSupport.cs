using CognitoStack.Local.Deployment;

namespace CognitoStack.Local.IdentityPools;

/// <summary>What of the identity pool's types works here.</summary>
internal sealed class IdentityPoolSupport : ISupports
{
    private const string Outside = "its keys are on a network that there is none of: such logins are refused";
    private const string Tagged = "resources are not tagged here";

    /// <inheritdoc/>
    public IEnumerable<Support> Types { get; } =
    [
        new(IdentityPool.Type, ["AllowClassicFlow", "AllowUnauthenticatedIdentities", "CognitoIdentityProviders", "IdentityPoolName", "OpenIdConnectProviderARNs", "SupportedLoginProviders"], new Dictionary<string, string>
        {
            ["SamlProviderARNs"] = Outside,
            ["DeveloperProviderName"] = "developer-authenticated identities are not built",
            ["CognitoEvents"] = "Cognito Sync is not built",
            ["CognitoStreams"] = "Cognito Sync is not built",
            ["PushSync"] = "Cognito Sync is not built",
            ["IdentityPoolTags"] = Tagged,
        }),
        new("AWS::Cognito::IdentityPoolRoleAttachment", ["IdentityPoolId", "Roles", "RoleMappings"], new Dictionary<string, string>()),
        new("AWS::Cognito::IdentityPoolPrincipalTag", ["IdentityPoolId", "IdentityProviderName", "UseDefaults", "PrincipalTags"], new Dictionary<string, string>()),
        new("AWS::IAM::OIDCProvider", ["Url", "ClientIdList"], new Dictionary<string, string>
        {
            ["ThumbprintList"] = "the keys of local user pools are not fetched over TLS; other providers are refused",
            ["Tags"] = Tagged,
        }),
    ];
}
