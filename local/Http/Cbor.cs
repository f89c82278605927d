using System.Formats.Cbor;
using System.Text.Json.Nodes;

namespace CognitoStack.Local.Http;

/// <summary>Bodies of the protocol Smithy RPC v2 CBOR, in the form that services know as JSON: times are seconds, bytes Base64.</summary>
/// <remarks>Source: Smithy 2.0, "Smithy RPC v2 CBOR protocol". https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html</remarks>
internal static class Cbor
{
    public const string Name = "rpc-v2-cbor";
    public const string Header = "smithy-protocol";
    private const int Deepest = 64;

    public static bool IsOf(HttpRequest request) => request.Headers[Header] == Name;

    /// <summary>Service and operation of a request's path: <c>/service/NAME/operation/NAME</c>.</summary>
    public static (string Service, string Operation)? Target(string path) =>
        path.Split('/') is [.., "service", { Length: > 0 } service, "operation", { Length: > 0 } operation] ? (service, operation) : null;

    /// <exception cref="AwsException"><c>SerializationException</c>.</exception>
    public static JsonObject Parse(ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty)
            return [];
        try
        {
            var reader = new CborReader(body);
            var read = Read(reader, 0);
            // Services read numbers as JSON has them: of whichever kind they ask for.
            return reader.BytesRemaining == 0 && read is JsonObject map
                ? JsonNode.Parse(map.ToJsonString())!.AsObject()
                : throw new AwsException("SerializationException", "The request is no map of CBOR.");
        }
        catch (Exception e) when (e is CborContentException or InvalidOperationException or OverflowException or ArgumentException)
        {
            throw new AwsException("SerializationException", $"The request is no CBOR: {e.Message}");
        }
    }

    /// <summary>Writes an answer.</summary>
    /// <param name="http">The request.</param>
    /// <param name="body">The answer.</param>
    /// <param name="times">Members that are times.</param>
    public static async Task WriteAsync(HttpContext http, JsonObject body, IReadOnlySet<string> times)
    {
        var writer = new CborWriter();
        Write(writer, body, times, isTime: false);
        http.Response.Headers[Header] = Name;
        http.Response.ContentType = "application/cbor";
        var bytes = writer.Encode();
        http.Response.ContentLength = bytes.Length;
        await http.Response.Body.WriteAsync(bytes, http.RequestAborted);
    }

    private static JsonNode? Read(CborReader reader, int depth)
    {
        if (depth > Deepest)
            throw new CborContentException("It is nested too deeply.");
        switch (reader.PeekState())
        {
            case CborReaderState.StartMap:
                var map = new JsonObject();
                reader.ReadStartMap();
                while (reader.PeekState() != CborReaderState.EndMap)
                    map.Add(reader.ReadTextString(), Read(reader, depth + 1));
                reader.ReadEndMap();
                return map;
            case CborReaderState.StartArray:
                var array = new JsonArray();
                reader.ReadStartArray();
                while (reader.PeekState() != CborReaderState.EndArray)
                    array.Add(Read(reader, depth + 1));
                reader.ReadEndArray();
                return array;
            case CborReaderState.Tag:
                // Times are numbers; nothing else is tagged.
                reader.ReadTag();
                return Read(reader, depth + 1);
            case CborReaderState.UnsignedInteger or CborReaderState.NegativeInteger:
                return reader.ReadInt64();
            case CborReaderState.HalfPrecisionFloat or CborReaderState.SinglePrecisionFloat or CborReaderState.DoublePrecisionFloat:
                return reader.ReadDouble();
            case CborReaderState.Boolean:
                return reader.ReadBoolean();
            case CborReaderState.ByteString or CborReaderState.StartIndefiniteLengthByteString:
                return Convert.ToBase64String(reader.ReadByteString());
            case CborReaderState.Null:
                reader.ReadNull();
                return null;
            default:
                return reader.ReadTextString();
        }
    }

    private static void Write(CborWriter writer, JsonNode? node, IReadOnlySet<string> times, bool isTime)
    {
        switch (node)
        {
            case null:
                writer.WriteNull();
                break;
            case JsonObject map:
                writer.WriteStartMap(map.Count);
                foreach (var (name, value) in map)
                {
                    writer.WriteTextString(name);
                    Write(writer, value, times, times.Contains(name));
                }
                writer.WriteEndMap();
                break;
            case JsonArray array:
                writer.WriteStartArray(array.Count);
                foreach (var item in array)
                    Write(writer, item, times, isTime);
                writer.WriteEndArray();
                break;
            case JsonValue value:
                if (isTime)
                    writer.WriteTag(CborTag.UnixTimeSeconds);
                if (value.TryGetValue<bool>(out var flag))
                    writer.WriteBoolean(flag);
                else if (value.TryGetValue<int>(out var small))
                    writer.WriteInt32(small);
                else if (value.TryGetValue<long>(out var number))
                    writer.WriteInt64(number);
                else if (value.TryGetValue<double>(out var real))
                    writer.WriteDouble(real);
                else
                    writer.WriteTextString(value.ToString());
                break;
        }
    }
}
