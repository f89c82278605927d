namespace CognitoStack.Configuration;

/// <summary>Somebody with an identity and claims.</summary>
/// <param name="Name">Name, for people.</param>
/// <param name="IdentityId">Identity ID, as the identity pool gives it.</param>
/// <param name="Claims">Claims of the ID token.</param>
public sealed record Person(string Name, string IdentityId, IReadOnlyDictionary<string, string> Claims);
