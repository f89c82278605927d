using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.CognitoIdentityProvider.Model;
using CognitoStack.Smoke.Target;

namespace CognitoStack.Smoke.People;

/// <summary>What a sign-in gives.</summary>
internal sealed record Session(AppClient Client, string IdToken, string AccessToken, string RefreshToken)
{
    /// <summary>Claims of the ID token.</summary>
    public JsonObject Claims { get; } = Jwt.Claims(IdToken);

    /// <summary>The user's name in the pool.</summary>
    public string User => Claims["cognito:username"]!.GetValue<string>();

    /// <summary>The device that the pool has handed a key to; null where it remembers none.</summary>
    public NewDeviceMetadataType? Device { get; init; }

    /// <summary>Tokens as the pool sends them.</summary>
    public static Session Of(AppClient client, AuthenticationResultType result) =>
        new(client, result.IdToken!, result.AccessToken!, result.RefreshToken ?? string.Empty) { Device = result.NewDeviceMetadata };

    /// <summary>With the tokens of a refresh; without rotation the refresh token stays.</summary>
    public Session Renewed(AuthenticationResultType result) =>
        Of(Client, result) with
        {
            RefreshToken = result.RefreshToken ?? RefreshToken,
            Device = Device,
        };
}

/// <summary>JSON Web Tokens, as far as a client looks into them.</summary>
internal static class Jwt
{
    /// <summary>The header.</summary>
    public static JsonObject Header(string token) => Part(token, 0);

    /// <summary>The claims; nothing is verified.</summary>
    public static JsonObject Claims(string token) => Part(token, 1);

    /// <summary>A part of a token, of other content.</summary>
    public static string Encode(JsonObject part) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(part));

    /// <summary>Claims as text; those of several values joined by commas.</summary>
    public static Dictionary<string, string> Texts(JsonObject claims) =>
        claims
            .Where(c => c.Value is not null)
            .ToDictionary(
                c => c.Key,
                c => c.Value is JsonArray many ? string.Join(',', many.Select(v => v!.ToString())) : c.Value!.ToString()
            );

    private static JsonObject Part(string token, int index) =>
        JsonNode.Parse(Base64Url.DecodeFromChars(token.Split('.')[index]))!.AsObject();
}
