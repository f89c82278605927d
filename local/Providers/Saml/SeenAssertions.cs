using System.Collections.Concurrent;

namespace CognitoStack.Local.Providers.Saml;

/// <summary>The assertions that were used, as long as they could be used again.</summary>
/// <remarks>Source: "Things to know about SAML IdPs in Amazon Cognito user pools": no replayed assertions.
/// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-saml-idp-things-to-know.html</remarks>
internal sealed class SeenAssertions(TimeProvider time)
{
    // What was made before may have been used in the process before this one. Some providers write whole seconds.
    private readonly DateTimeOffset began = DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds());
    private readonly ConcurrentDictionary<(string Issuer, string Id), DateTimeOffset> seen = [];

    /// <summary>Whether an assertion was not used before; now it was.</summary>
    public bool IsNew(SamlAssertion assertion)
    {
        var now = time.GetUtcNow();
        foreach (var (old, _) in seen.Where(one => one.Value <= now))
            seen.TryRemove(old, out _);
        return assertion.Issued >= began && seen.TryAdd((assertion.Issuer, assertion.Id), assertion.Expires);
    }
}
