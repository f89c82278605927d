using System.Text.Json;
using System.Text.Json.Serialization;
using System.Xml;

namespace CognitoStack.Configuration;

/// <summary>How environment files are read and written.</summary>
public static class EnvironmentJson
{
    /// <summary>The options of every reader and writer of environment files.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>Writes an environment as a file has it, defaults included.</summary>
    public static string Write(EnvironmentConfiguration environment)
    {
        // No file may declare what another part of it brings along.
        var attributes = environment.UserPool.Attributes.Where(a => a.Key != environment.SignInAudit?.Attribute);
        return JsonSerializer.Serialize(
            environment with
            {
                UserPool = environment.UserPool with { Attributes = attributes.ToDictionary() },
            },
            Options
        );
    }

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            AllowOutOfOrderMetadataProperties = true,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            NumberHandling = JsonNumberHandling.Strict,
            WriteIndented = true,
            Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            TypeInfoResolver = new System.Text.Json.Serialization.Metadata.DefaultJsonTypeInfoResolver(),
        };
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        options.Converters.Add(new DurationConverter());
        options.MakeReadOnly();
        return options;
    }

    /// <summary>ISO 8601 durations, such as <c>PT1H</c> and <c>P30D</c>.</summary>
    private sealed class DurationConverter : JsonConverter<TimeSpan>
    {
        public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            XmlConvert.ToTimeSpan(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
            writer.WriteStringValue(XmlConvert.ToString(value));
    }
}
