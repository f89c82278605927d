using System.Text.Json.Nodes;
using CognitoStack.Local.Providers.Saml;

namespace CognitoStack.Local.Providers;

/// <summary>Who somebody is, as a provider says it and as it was verified.</summary>
/// <param name="Subject">The provider's name for the person: <c>sub</c>, Facebook's <c>id</c>, Amazon's <c>user_id</c>, a SAML NameID.</param>
/// <param name="Claims">All that was said of the person; a value is text, a number, a Boolean, or a list of these.</param>
/// <param name="Messages">The verified messages, by the names that the inbound federation trigger has for them: <c>tokenResponse</c>, <c>idToken</c>, <c>userInfo</c>, <c>samlResponse</c>.</param>
internal sealed record ProviderAnswer(string Subject, JsonObject Claims, JsonObject Messages)
{
    /// <summary>What was checked before it was believed, for who reads the journal.</summary>
    public string Checked { get; init; } = "";

    /// <summary>The issuer that identities of SAML providers carry.</summary>
    public string? Issuer { get; init; }

    /// <summary>The session at a SAML provider, which signing out may end, too.</summary>
    public SamlSession? Session { get; init; }
}
