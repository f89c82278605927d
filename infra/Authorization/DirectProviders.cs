using Amazon.CDK.AWS.IAM;
using CognitoStack.Configuration;
using Constructs;

namespace CognitoStack.Authorization;

/// <summary>Providers whose tokens the identity pool takes without the user pool.</summary>
/// <remarks>Source: Amazon Cognito Developer Guide, "Identity pools third-party identity providers"
/// (https://docs.aws.amazon.com/cognito/latest/developerguide/external-identity-providers.html).</remarks>
public sealed class DirectProviders : Construct
{
    private const string GoogleName = "accounts.google.com";

    /// <summary>Gathers the providers.</summary>
    public DirectProviders(Construct scope, string id, DirectProvidersConfiguration configuration)
        : base(scope, id)
    {
        var logins = new Dictionary<string, string>();
        if (configuration.Google.Count == 1)
            logins[GoogleName] = configuration.Google[0];
        if (configuration.Facebook is not null)
            logins["graph.facebook.com"] = configuration.Facebook;
        if (configuration.Amazon is not null)
            logins["www.amazon.com"] = configuration.Amazon;
        if (configuration.Apple is not null)
            logins["appleid.apple.com"] = configuration.Apple;
        List<string> oidc = [.. configuration.OidcProviderArns];
        if (configuration.Google.Count > 1)
            oidc.Add(SeveralGoogleClients(configuration.Google));
        (LoginProviders, OidcProviderArns, SamlProviderArns) = (logins, oidc, configuration.SamlProviderArns);
    }

    /// <summary>Client ids by the provider's name (<c>SupportedLoginProviders</c>).</summary>
    public IReadOnlyDictionary<string, string> LoginProviders { get; }

    /// <summary>ARNs of IAM OIDC providers.</summary>
    public IReadOnlyList<string> OidcProviderArns { get; }

    /// <summary>ARNs of IAM SAML providers.</summary>
    public IReadOnlyList<string> SamlProviderArns { get; }

    /// <summary>A login provider has one client id, so several make an OIDC provider of IAM.</summary>
    private string SeveralGoogleClients(IReadOnlyList<string> clientIds) =>
        new CfnOIDCProvider(
            this,
            "Google",
            new CfnOIDCProviderProps { Url = $"https://{GoogleName}", ClientIdList = [.. clientIds] }
        ).AttrArn;
}
