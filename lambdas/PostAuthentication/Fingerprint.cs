using System.Buffers;
using System.Runtime.InteropServices;
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

    private static readonly Comparer<JsonProperty> ByName = Comparer<JsonProperty>.Create(
        (one, other) => JsonMarshal.GetRawUtf8PropertyName(one).SequenceCompareTo(JsonMarshal.GetRawUtf8PropertyName(other))
    );

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
            json.WriteEndArray();
        }
        if (trigger.Request is { } request)
            WriteCanonical(content, request.Json);
        return Convert.ToHexStringLower(SHA256.HashData(content.WrittenSpan))[..Digits];
    }

    // As it came, since not all that is JSON is text (a client may send half a character); but the order of an object's fields means nothing.
    private static void WriteCanonical(ArrayBufferWriter<byte> content, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                content.Write("{"u8);
                foreach (var property in value.EnumerateObject().OrderBy(property => property, ByName))
                {
                    content.Write("\""u8);
                    content.Write(JsonMarshal.GetRawUtf8PropertyName(property));
                    content.Write("\":"u8);
                    WriteCanonical(content, property.Value);
                    content.Write(","u8);
                }
                content.Write("}"u8);
                break;
            case JsonValueKind.Array:
                content.Write("["u8);
                foreach (var item in value.EnumerateArray())
                {
                    WriteCanonical(content, item);
                    content.Write(","u8);
                }
                content.Write("]"u8);
                break;
            default:
                content.Write(JsonMarshal.GetRawUtf8Value(value));
                break;
        }
    }
}
