namespace CognitoStack.Lambda.PreAuthentication.Linking;

/// <summary>A user at an identity provider.</summary>
/// <param name="Provider">The provider's name in the pool.</param>
/// <param name="Subject">The provider's ID of the user.</param>
public sealed record FederatedIdentity(string Provider, string Subject)
{
    /// <summary>
    /// Reads a federated user's name, which is <c>[provider]_[subject]</c>, where both may have underscores and Cognito writes the
    /// provider's in lower case here and there.
    /// </summary>
    /// <param name="userName">The user's name in the pool.</param>
    /// <param name="providers">Every provider it may come from: with "Corp" alone, "Corp_Partner_7" were Corp's user "Partner_7".</param>
    /// <returns>The identity, or null where the name is nobody's or could be two providers'.</returns>
    public static FederatedIdentity? Of(string userName, IEnumerable<string> providers) =>
        providers.Distinct(StringComparer.Ordinal).Where(name => IsOf(userName, name)).ToList() is [var provider]
            ? new FederatedIdentity(provider, userName[(provider.Length + 1)..])
            : null;

    /// <summary>Could it be the name of a user of this provider's?</summary>
    public static bool IsOf(string userName, string provider) =>
        userName.Length > provider.Length + 1 && userName.StartsWith($"{provider}_", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// The identity as its provider spells it. Cognito tells triggers user names in lower case, yet links the subject exactly as spelled:
    /// "ab" of whoever chose that name at the provider is not "Ab". Sources: AWS, "User pool case sensitivity", "AdminLinkProviderForUser".
    /// </summary>
    /// <param name="attribute">The attribute that the provider's subject is mapped to, where there is one.</param>
    /// <returns>The identity, or null where nobody can tell the spelling.</returns>
    public FederatedIdentity? AsSpelled(string? attribute)
    {
        // Apple's subjects have lower-case letters only.
        if (Provider == "SignInWithApple" || Subject.All(c => char.IsAscii(c) && !char.IsAsciiLetter(c)))
            return this;
        return string.Equals(attribute, Subject, StringComparison.OrdinalIgnoreCase) ? this with { Subject = attribute! } : null;
    }
}
