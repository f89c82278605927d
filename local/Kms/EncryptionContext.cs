using System.Text;
using System.Text.Json.Nodes;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.Kms;

/// <summary>Names and values that a ciphertext is bound to: without the same ones nobody decrypts it.</summary>
/// <remarks>Source: AWS KMS Developer Guide, "Encryption context". https://docs.aws.amazon.com/kms/latest/developerguide/encrypt_context.html</remarks>
internal sealed class EncryptionContext(IReadOnlyDictionary<string, string> pairs)
{
    /// <exception cref="AwsException">It is no map of texts.</exception>
    public static EncryptionContext Of(JsonNode? json) =>
        json switch
        {
            null => new(new Dictionary<string, string>()),
            JsonObject map when map.All(p => p.Value is JsonValue value && value.TryGetValue<string>(out _)) => new(
                map.ToDictionary(p => p.Key, p => p.Value!.ToString())
            ),
            _ => throw new AwsException("SerializationException", "EncryptionContext is no map of texts."),
        };

    /// <summary>As bytes: in the order of names, each text behind its length.</summary>
    public byte[] Bytes()
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        foreach (var (name, value) in pairs.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            Write(name);
            Write(value);
        }
        return bytes.ToArray();

        void Write(string text)
        {
            var encoded = Encoding.UTF8.GetBytes(text);
            writer.Write(encoded.Length);
            writer.Write(encoded);
        }
    }

    /// <summary>Adds its condition keys.</summary>
    public void AddTo(JsonObject keys)
    {
        if (pairs.Count == 0)
            return;
        foreach (var (name, value) in pairs)
            keys[$"kms:EncryptionContext:{name}"] = value;
        keys["kms:EncryptionContextKeys"] = new JsonArray([.. pairs.Keys.Select(k => (JsonNode?)k)]);
    }
}
