using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CognitoStack.Local.UserPools.Settings;
using CognitoStack.Local.UserPools.Store;
using Fido2NetLib;
using Fido2NetLib.Objects;

namespace CognitoStack.Local.UserPools.Passkeys;

/// <summary>What a browser says of a ceremony, read before anything of it is verified.</summary>
internal sealed record ClientData(string Challenge, string Origin)
{
    /// <summary>Reads <c>clientDataJSON</c>; null where it is none.</summary>
    public static ClientData? Read(byte[]? bytes)
    {
        try
        {
            return
                bytes is not null
                && JsonNode.Parse(bytes) is JsonObject json
                && json["challenge"]?.ToString() is { } challenge
                && json["origin"]?.ToString() is { } origin
                ? new(challenge, origin)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>Parts that registration and sign-in have in common.</summary>
internal static class Ceremony
{
    private const uint Timeout = 60_000;

    /// <summary>The library for a relying party, and for the one origin that has been found to be its.</summary>
    public static Fido2 Library(string relyingParty, string origin) => new(Configuration(relyingParty, origin));

    public static Fido2Configuration Configuration(string relyingParty, string? origin = null) =>
        new()
        {
            RPID = relyingParty,
            RPName = relyingParty,
            Timeout = Timeout,
            Origins = origin is null ? new HashSet<string>() : [origin],
        };

    public static PublicKeyCredentialDescriptor Descriptor(Passkey passkey) =>
        new(PublicKeyCredentialType.PublicKey, FromText(passkey.Id), null);

    public static byte[] FromText(string text) => Base64Url.DecodeFromChars(text);

    public static string ToText(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);

    /// <summary>Reads what a browser made of a credential; null where nobody can.</summary>
    public static T? Read<T>(string json)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json);
        }
        catch (Exception e) when (e is JsonException or FormatException or NotSupportedException)
        {
            return null;
        }
    }

    public static UserVerificationRequirement Verification(UserPool pool, bool isSecondFactor) =>
        pool.Passkeys.RequiresVerification || isSecondFactor ? UserVerificationRequirement.Required : UserVerificationRequirement.Preferred;

    /// <summary>Whether a user's passkey would be the second factor, too.</summary>
    public static bool IsSecondFactor(UserPool pool, User user) => pool.Passkeys.AreMultiFactor && user.HasPasskeyMfa != false;
}
