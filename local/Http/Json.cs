using System.Globalization;
using System.IO.Hashing;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace CognitoStack.Local.Http;

/// <summary>Bodies of the JSON protocols.</summary>
internal static class Json
{
    /// <summary>An item of DynamoDB's has 32 levels, of two each as JSON, and answers wrap it.</summary>
    public static readonly JsonDocumentOptions Deep = new() { MaxDepth = 128 };

    private static readonly JsonSerializerOptions Wire = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = Deep.MaxDepth,
    };

    /// <summary>JSON for people to read, with characters as they are.</summary>
    public static string Text(JsonNode json) => json.ToJsonString(Wire);

    /// <summary>A member that is there twice is refused: whoever reads the request after us might take the other one.</summary>
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 80 };

    /// <exception cref="AwsException"><c>SerializationException</c>.</exception>
    public static JsonObject Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return ReadObject(body.Span) ?? throw new AwsException("SerializationException", "The request is no JSON object.");
        }
        catch (JsonException e)
        {
            throw new AwsException("SerializationException", $"The request is no JSON: {e.Message}");
        }
    }

    /// <summary>An object of which nobody later finds out that it cannot be read; null where the text is no object.</summary>
    /// <exception cref="JsonException">It is no JSON, has a member twice, or a text that is none.</exception>
    public static JsonObject? ReadObject(ReadOnlySpan<byte> text)
    {
        try
        {
            RequireText(text);
            return JsonNode.Parse(text, documentOptions: Strict) as JsonObject;
        }
        catch (InvalidOperationException e)
        {
            throw new JsonException(e.Message, e);
        }
    }

    /// <inheritdoc cref="ReadObject(ReadOnlySpan{byte})"/>
    public static JsonObject? ReadObject(string text) => ReadObject(System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>A text that is none, such as half a surrogate pair, would be found out only by whoever reads it.</summary>
    private static void RequireText(ReadOnlySpan<byte> body)
    {
        if (!Utf8.IsValid(body))
            throw new JsonException("It is no UTF-8.");
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = Strict.MaxDepth });
        while (reader.Read())
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
                _ = reader.GetString();
    }

    /// <summary>Rejects, as its service does, the first member that is not among these and says anything.</summary>
    public static void RequireOnly(this JsonObject input, ReadOnlySpan<string> members, Func<string, AwsException> refusal)
    {
        foreach (var (name, value) in input)
            if (value is not null && !members.Contains(name))
                throw refusal(name);
    }

    public static byte[] Bytes(JsonObject body) => JsonSerializer.SerializeToUtf8Bytes(body, Wire);

    public static async Task WriteAsync(HttpContext http, JsonObject body)
    {
        var bytes = Bytes(body);
        var asked = http.Request.ContentType?.Split(';')[0];
        http.Response.ContentType = asked is "application/x-amz-json-1.0" or "application/x-amz-json-1.1"
            ? asked
            : "application/x-amz-json-1.1";
        http.Response.ContentLength = bytes.Length;
        if (http.Request.Headers["X-Amz-Target"].ToString().StartsWith("DynamoDB", StringComparison.Ordinal))
            http.Response.Headers["x-amz-crc32"] = Crc32.HashToUInt32(bytes).ToString(CultureInfo.InvariantCulture);

        await http.Response.Body.WriteAsync(bytes, http.RequestAborted);
    }
}
