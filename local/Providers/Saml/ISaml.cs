using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;

namespace CognitoStack.Local.Providers.Saml;

/// <summary>A service provider's side of SAML 2.0: web browser sign-on and single logout.</summary>
/// <remarks>Source: SAML 2.0 profiles, sections 4.1 and 4.4. https://docs.oasis-open.org/security/saml/v2.0/saml-profiles-2.0-os.pdf</remarks>
internal interface ISaml
{
    /// <summary>A request to sign in. Whoever asks keeps its ID, for the answer.</summary>
    /// <param name="provider">Who is asked.</param>
    /// <param name="pool">Who asks.</param>
    /// <param name="relayState">Comes back with the answer.</param>
    /// <param name="signs">Whether to sign it, where the provider does not want that anyway.</param>
    SamlMessage Begin(SamlMetadata provider, SamlServiceProvider pool, string relayState, bool signs);

    /// <summary>Verifies a response, and returns what it asserts.</summary>
    /// <param name="expected">What it must be.</param>
    /// <param name="response">The field <c>SAMLResponse</c> of the form.</param>
    /// <exception cref="ProviderException">It is not that.</exception>
    SamlAssertion Verify(SamlExpectation expected, string response);

    /// <summary>A signed request to end a session at the provider; null where the provider takes none.</summary>
    /// <param name="provider">Who is asked.</param>
    /// <param name="pool">Who asks.</param>
    /// <param name="session">The session, as the assertion named it.</param>
    /// <param name="relayState">Comes back with the answer.</param>
    SamlMessage? BeginLogout(SamlMetadata provider, SamlServiceProvider pool, SamlSession session, string relayState);

    /// <summary>Verifies the answer to a request to end a session, which was posted.</summary>
    /// <param name="provider">Who was asked.</param>
    /// <param name="pool">Who asked.</param>
    /// <param name="request">The request's ID.</param>
    /// <param name="response">The field <c>SAMLResponse</c> of the form.</param>
    /// <exception cref="ProviderException">It is no such answer, or the session has not ended.</exception>
    void VerifyLogout(SamlMetadata provider, SamlServiceProvider pool, string request, string response);
}

/// <summary>What a response must be to be believed.</summary>
/// <param name="Provider">Who must have made it.</param>
/// <param name="Audiences">Whom it is for: any of these.</param>
/// <param name="Recipients">Where it was sent: any of these.</param>
/// <param name="Awaits">Whether the answer to a request of this ID is waited for; of none (null), where the provider may begin.</param>
internal sealed record SamlExpectation(
    SamlMetadata Provider,
    ImmutableArray<string> Audiences,
    ImmutableArray<string> Recipients,
    Func<string?, bool> Awaits
)
{
    /// <summary>What is checked of an assertion, in words.</summary>
    public const string Checked = "shape, signature, issuer, status, audience, recipient, time, answer to a request or none, replay";

    /// <summary>What opens encrypted assertions; none where none are accepted.</summary>
    public ImmutableArray<X509Certificate2> Keys { get; init; } = [];

    /// <summary>Whether assertions must be encrypted.</summary>
    public bool IsEncrypted { get; init; }

    /// <summary>Whether an assertion is accepted again until it expires.</summary>
    public bool IsReusable { get; init; }

    /// <summary>What a user pool expects.</summary>
    /// <param name="provider">Who must have made it.</param>
    /// <param name="pool">Whom it is for.</param>
    /// <param name="request">The ID of the request; null where the provider begins, and may.</param>
    /// <param name="isEncrypted">Whether the assertion must be encrypted.</param>
    public static SamlExpectation Of(SamlMetadata provider, SamlServiceProvider pool, string? request, bool isEncrypted = false) =>
        new(provider, [pool.EntityId], [pool.AssertionConsumer.AbsoluteUri], id => id == request)
        {
            Keys = [pool.Encryption],
            IsEncrypted = isEncrypted,
        };
}

/// <summary>What a provider asserts, verified.</summary>
/// <param name="Id">Its ID.</param>
/// <param name="Issuer">The provider.</param>
/// <param name="Session">Whom it is about, and their session.</param>
/// <param name="InResponseTo">The ID of the request; null where the provider began.</param>
/// <param name="Attributes">By name: a string, or an array of several.</param>
/// <param name="Expires">Until when it may be used.</param>
internal sealed record SamlAssertion(
    string Id,
    string Issuer,
    SamlSession Session,
    string? InResponseTo,
    JsonObject Attributes,
    DateTimeOffset Expires
)
{
    /// <summary>Where it was sent.</summary>
    public required string Recipient { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset Issued { get; init; }

    /// <summary>When the session at the provider ends; null where it does not say.</summary>
    public DateTimeOffset? SessionEnds { get; init; }
}

/// <summary>A session at a provider.</summary>
/// <param name="NameId">Who.</param>
/// <param name="Format">What kind of name that is; null where it is not said.</param>
/// <param name="Index">Which session; null where it has no name.</param>
internal sealed record SamlSession(string NameId, string? Format, string? Index);
