namespace CognitoStack.Lambda.PreAuthentication.Linking;

/// <summary>A federated identity and the account that it shall sign in to.</summary>
/// <param name="UserPoolId">The user pool's ID.</param>
/// <param name="Source">The identity.</param>
/// <param name="DestinationUserName">The account's name in the pool.</param>
/// <param name="DestinationSub">The account's <c>sub</c>.</param>
/// <param name="IsMade">The identity is linked to it already, by an attempt of Cognito's before this one.</param>
/// <param name="IsDisabled">The account is disabled: its owner is neither linked nor given another account of the same address.</param>
public sealed record AccountLink(
    string UserPoolId,
    FederatedIdentity Source,
    string DestinationUserName,
    string? DestinationSub,
    bool IsMade,
    bool IsDisabled = false
);
