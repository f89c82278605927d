using Amazon.CDK;
using CognitoStack.Authentication;

namespace CognitoStack.Authorization;

/// <summary>The user pool as the identity pool knows it: whose tokens are taken.</summary>
/// <param name="stack">Stack of the identity pool, in the user pool's Region.</param>
/// <param name="pool">The user pool.</param>
public sealed class TokenSource(Stack stack, UserPoolReference pool)
{
    /// <summary>Id of the user pool.</summary>
    public string UserPoolId => pool.UserPoolId;

    /// <summary>The provider's name, <c>cognito-idp.region.amazonaws.com/id</c>.</summary>
    public string ProviderName { get; } = $"cognito-idp.{stack.Region}.{stack.UrlSuffix}/{pool.UserPoolId}";

    /// <summary>Ids of the clients that sign users in, by name.</summary>
    public IReadOnlyDictionary<string, string> ClientIds => pool.ClientIds;
}
