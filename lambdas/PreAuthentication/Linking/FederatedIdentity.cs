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
    public static FederatedIdentity? Of(string userName, IEnumerable<string> providers)
    {
        var fitting = providers.Distinct(StringComparer.Ordinal)
            .Where(name => userName.Length > name.Length + 1 && userName.StartsWith($"{name}_", StringComparison.OrdinalIgnoreCase))
            .ToLookup(name => name.Length)
            .MaxBy(names => names.Key);
        return fitting?.Count() == 1 ? new FederatedIdentity(fitting.Single(), userName[(fitting.Key + 1)..]) : null;
    }
}
