using Amazon.CDK.AWS.Cognito;
using Constructs;

namespace CognitoStack.Authorization;

/// <summary>Session tags that are made from claims (<c>AWS::Cognito::IdentityPoolPrincipalTag</c>).</summary>
/// <remarks>Source: Amazon Cognito Developer Guide, "Using attributes for access control".</remarks>
public sealed class PrincipalTags : Construct
{
    /// <summary>Makes the tags.</summary>
    /// <param name="scope">Stack.</param>
    /// <param name="id">Construct id.</param>
    /// <param name="identityPool">Identity pool whose sessions carry them.</param>
    /// <param name="tokens">The user pool.</param>
    /// <param name="direct">Providers that the identity pool takes tokens of directly.</param>
    /// <param name="tags">Claims by tag.</param>
    public PrincipalTags(
        Construct scope, string id, IdentityPool identityPool, TokenSource tokens, DirectProviders direct, IReadOnlyDictionary<string, string> tags)
        : base(scope, id)
    {
        Add("UserPool", tokens.ProviderName, tags);
        // Only of its own tokens does the environment file know who writes which claim. Of others the subject alone is certain.
        var subjects = tags.Where(t => t.Value == "sub").ToDictionary();
        if (subjects.Count == 0) return;
        foreach (var (name, provider) in direct.Names) Add(name, provider, subjects);

        void Add(string name, string provider, IReadOnlyDictionary<string, string> claims) => _ = new CfnIdentityPoolPrincipalTag(this, name, new CfnIdentityPoolPrincipalTagProps
        {
            IdentityPoolId = identityPool.IdentityPoolId,
            IdentityProviderName = provider,
            PrincipalTags = claims.ToDictionary(c => c.Key, c => c.Value),
            UseDefaults = false,
        });
    }
}
