using Amazon.CDK.AWS.Cognito;
using CognitoStack.Configuration;
using Constructs;

namespace CognitoStack.Authentication.Federation;

/// <summary>A provider that users may sign in with (<c>AWS::Cognito::UserPoolIdentityProvider</c>).</summary>
/// <remarks>Written on the CloudFormation resource itself: only some of the CDK's own constructs take a secret by reference.
/// Source: Amazon Cognito API Reference, "CreateIdentityProvider"
/// (https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateIdentityProvider.html).</remarks>
public sealed class FederatedProvider : Construct
{
    /// <summary>Makes the provider.</summary>
    /// <param name="scope">Stack.</param>
    /// <param name="id">Construct id.</param>
    /// <param name="name">Name in Cognito; federated users carry it in their user name, so a changed name makes them strangers.</param>
    /// <param name="configuration">The provider's part of the environment file.</param>
    /// <param name="pool">Pool whose users sign in.</param>
    public FederatedProvider(Construct scope, string id, string name, IdentityProviderConfiguration configuration, IUserPool pool)
        : base(scope, id)
    {
        var (type, details, identifiers) = configuration switch
        {
            GoogleConfiguration google => ("Google", Social.Google(google), null),
            FacebookConfiguration facebook => ("Facebook", Social.Facebook(facebook), null),
            AmazonConfiguration amazon => ("LoginWithAmazon", Social.Amazon(amazon), null),
            AppleConfiguration apple => ("SignInWithApple", Social.Apple(apple), null),
            SamlConfiguration saml => ("SAML", Saml.Details(saml), saml.Identifiers),
            OidcConfiguration oidc => ("OIDC", Oidc.Details(oidc), oidc.Identifiers),
            _ => throw new ArgumentException($"{configuration.GetType().Name} is not a kind of provider.", nameof(configuration)),
        };
        Resource = new CfnUserPoolIdentityProvider(
            this,
            "Resource",
            new CfnUserPoolIdentityProviderProps
            {
                UserPoolId = pool.UserPoolId,
                ProviderName = name,
                ProviderType = type,
                ProviderDetails = details,
                AttributeMapping = configuration.EffectiveAttributes.ToDictionary(a => a.Key, a => a.Value),
                // Said also when there is none: what an update leaves out stays as it was.
                IdpIdentifiers = identifiers is null ? null : [.. identifiers],
            }
        );
    }

    /// <summary>The CloudFormation resource.</summary>
    public CfnUserPoolIdentityProvider Resource { get; }
}
