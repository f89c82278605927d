using Amazon.CDK.AWS.Cognito;
using Constructs;

namespace CognitoStack.Authorization;

/// <summary>Session tags that are made from claims of the user pool's tokens (<c>AWS::Cognito::IdentityPoolPrincipalTag</c>).</summary>
/// <remarks>Other providers give none: only of its own tokens does the environment file know who writes which claim, and even a subject
/// is unique with its issuer alone. Source: Amazon Cognito Developer Guide, "Using attributes for access control"
/// (https://docs.aws.amazon.com/cognito/latest/developerguide/attributes-for-access-control.html).</remarks>
public sealed class PrincipalTags : Construct
{
    /// <summary>Makes the tags.</summary>
    /// <param name="scope">Stack.</param>
    /// <param name="id">Construct id.</param>
    /// <param name="identityPool">Identity pool whose sessions carry them.</param>
    /// <param name="tokens">The user pool.</param>
    /// <param name="tags">Claims by tag.</param>
    public PrincipalTags(
        Construct scope,
        string id,
        IdentityPool identityPool,
        TokenSource tokens,
        IReadOnlyDictionary<string, string> tags
    )
        : base(scope, id) =>
        _ = new CfnIdentityPoolPrincipalTag(
            this,
            "UserPool",
            new CfnIdentityPoolPrincipalTagProps
            {
                IdentityPoolId = identityPool.IdentityPoolId,
                IdentityProviderName = tokens.ProviderName,
                PrincipalTags = tags.ToDictionary(),
                UseDefaults = false,
            }
        );
}
