using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CognitoStack.Local.Http;

/// <summary>Bodies of the JSON protocols.</summary>
internal static class Json
{
    private static readonly JsonSerializerOptions Wire = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A member that is there twice is refused: whoever reads the request after us might take the other one.</summary>
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 64 };

    /// <exception cref="AwsException"><c>SerializationException</c>.</exception>
    public static JsonObject Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonNode.Parse(body.Span, documentOptions: Strict) as JsonObject ?? throw new AwsException("SerializationException", "The request is no JSON object.");
        }
        catch (JsonException e)
        {
            throw new AwsException("SerializationException", $"The request is no JSON: {e.Message}");
        }
    }

    public static byte[] Bytes(JsonObject body) => JsonSerializer.SerializeToUtf8Bytes(body, Wire);

    public static async Task WriteAsync(HttpContext http, JsonObject body)
    {
        var bytes = Bytes(body);
        var asked = http.Request.ContentType?.Split(';')[0];
        http.Response.ContentType = asked is "application/x-amz-json-1.0" or "application/x-amz-json-1.1" ? asked : "application/x-amz-json-1.1";
        http.Response.ContentLength = bytes.Length;
        if (http.Request.Headers["X-Amz-Target"].ToString().StartsWith("DynamoDB", StringComparison.Ordinal))
        {
            var crc = Crc.Crc32();
            crc.Append(bytes);
            http.Response.Headers["x-amz-crc32"] = crc.Value.ToString(CultureInfo.InvariantCulture);
        }

        await http.Response.Body.WriteAsync(bytes, http.RequestAborted);
    }
}
