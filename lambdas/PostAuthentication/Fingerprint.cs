using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using CognitoStack.Lambda.Events;

namespace CognitoStack.Lambda.PostAuthentication;

/// <summary>
/// Tells Cognito's second attempt from a second sign-in, as far as that is possible: an event has neither an ID nor a time,
/// and each attempt has a request ID of its own, so its content is all there is.
/// </summary>
public static class Fingerprint
{
    private const int Digits = 16;

    /// <summary>The first digits of a SHA-256 over what makes the event.</summary>
    public static string Of(CognitoPostAuthenticationEvent trigger)
    {
        var content = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(content))
        {
            json.WriteStartArray();
            json.WriteStringValue(trigger.UserPoolId);
            json.WriteStringValue(trigger.CallerContext?.ClientId);
            json.WriteStringValue(trigger.UserName);
            json.WriteStringValue(trigger.TriggerSource);
            if (trigger.Request is { } request)
                WriteCanonical(json, request.Json);
            json.WriteEndArray();
        }
        return Convert.ToHexStringLower(SHA256.HashData(content.WrittenSpan))[..Digits];
    }

    // The order of an object's fields means nothing.
    private static void WriteCanonical(Utf8JsonWriter json, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (var property in value.EnumerateObject().OrderBy(property => property.Name, StringComparer.Ordinal))
                {
                    json.WritePropertyName(property.Name);
                    WriteCanonical(json, property.Value);
                }
                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                    WriteCanonical(json, item);
                json.WriteEndArray();
                break;
            default:
                value.WriteTo(json);
                break;
        }
    }
}
