using Amazon.CDK;
using Amazon.CDK.AWS.Cognito;
using CognitoStack.Common;
using Constructs;

namespace CognitoStack.Authorization;

/// <summary>Exchanges tokens for temporary credentials (<c>AWS::Cognito::IdentityPool</c>).</summary>
/// <remarks>Written on the CloudFormation resource itself, as the CDK's own construct makes a guest role even where there are no guests.
/// Source: Amazon Cognito Developer Guide, "Amazon Cognito identity pools"
/// (https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-identity.html).</remarks>
public sealed class IdentityPool : Construct
{
    /// <summary>Makes the identity pool.</summary>
    /// <param name="scope">Stack.</param>
    /// <param name="id">Construct id; a changed id gives every user a new identity, and takes their data out of reach.</param>
    /// <param name="props">Who gets credentials.</param>
    public IdentityPool(Construct scope, string id, IdentityPoolProps props)
        : base(scope, id)
    {
        var (tokens, direct) = (props.Tokens, props.Direct);
        var resource = new CfnIdentityPoolProps
        {
            IdentityPoolName = Stack.Of(this).StackName,
            AllowUnauthenticatedIdentities = props.Guests,
            // In the classic flow the client itself would choose the role.
            AllowClassicFlow = false,
            SupportedLoginProviders = direct.LoginProviders.Count == 0 ? null : direct.LoginProviders.ToDictionary(),
            CognitoIdentityProviders = tokens
                .ClientIds.Values.Select(clientId => new CfnIdentityPool.CognitoIdentityProviderProperty
                {
                    ClientId = clientId,
                    ProviderName = tokens.ProviderName,
                    // A signed-out or disabled user gets no new credentials, although the token is still valid.
                    ServerSideTokenCheck = true,
                })
                .ToArray(),
        };
        // The generated setters of these two lists do not take null.
        if (direct.OidcProviderArns.Count > 0)
            resource.OpenIdConnectProviderArns = [.. direct.OidcProviderArns];
        if (direct.SamlProviderArns.Count > 0)
            resource.SamlProviderArns = [.. direct.SamlProviderArns];
        Resource = new CfnIdentityPool(this, "Resource", resource);
        Resource.ApplyRemovalPolicy(props.Protection.RemovalPolicy);
        if (props.Guests)
            Accepted.Finding(
                Resource,
                "AwsSolutions-COG7",
                "The environment file asks for guests (access.guests); their role is for what is public."
            );
    }

    /// <summary>The CloudFormation resource.</summary>
    public CfnIdentityPool Resource { get; }

    /// <summary>Id, <c>region:guid</c>.</summary>
    public string IdentityPoolId => Resource.Ref;
}

/// <summary>Who gets credentials of an identity pool.</summary>
public sealed record IdentityPoolProps
{
    /// <summary>Whose tokens are taken.</summary>
    public required TokenSource Tokens { get; init; }

    /// <summary>Providers whose tokens are taken too.</summary>
    public required DirectProviders Direct { get; init; }

    /// <summary>Whether visitors get credentials too.</summary>
    public bool Guests { get; init; }

    /// <summary>What becomes of users' identities when the stack goes: who kept something under one needs it to reach that again.</summary>
    public required DataProtection Protection { get; init; }
}
