using System.Collections.Immutable;
using System.Text.Json.Nodes;
using CognitoStack.Local.UserPools.Operations;

namespace CognitoStack.Local.UserPools.Passkeys;

/// <summary>A passkey of a user.</summary>
/// <param name="Id">Its credential's id, in Base64url.</param>
/// <param name="PublicKey">The key that its signatures are verified with, as COSE.</param>
/// <param name="SignCount">How often it had signed at its last use; 0 where it does not count.</param>
/// <param name="RelyingParty">Whom it was made for.</param>
/// <param name="Name">What the user sees.</param>
/// <param name="Created">When it was made.</param>
internal sealed record Passkey(string Id, byte[] PublicKey, uint SignCount, string RelyingParty, string Name, DateTimeOffset Created)
{
    /// <summary>How the browser reaches it: <c>internal</c>, <c>usb</c> …</summary>
    public ImmutableArray<string> Transports { get; init; } = [];

    /// <summary><c>platform</c> or <c>cross-platform</c>; null where the browser did not say.</summary>
    public string? Attachment { get; init; }

    /// <summary>In the form of <c>WebAuthnCredentialDescription</c>.</summary>
    public JsonObject Describe()
    {
        var json = new JsonObject
        {
            ["CredentialId"] = Id,
            ["FriendlyCredentialName"] = Name,
            ["RelyingPartyId"] = RelyingParty,
            ["AuthenticatorTransports"] = new JsonArray([.. Transports.Select(t => (JsonNode)t)]),
            ["CreatedAt"] = UserJson.Seconds(Created),
        };
        if (Attachment is not null)
            json["AuthenticatorAttachment"] = Attachment;
        return json;
    }
}
