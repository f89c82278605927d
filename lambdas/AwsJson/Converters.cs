using System.Text.Json;
using System.Text.Json.Serialization;
using Amazon.Runtime;

namespace CognitoStack.AwsJson;

/// <summary>Times, which AWS JSON writes as seconds since 1970.</summary>
internal sealed class EpochSeconds : JsonConverter<DateTime>
{
    public override DateTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        DateTime.UnixEpoch.AddSeconds(reader.GetDouble());

    public override void Write(Utf8JsonWriter writer, DateTime value, JsonSerializerOptions options) =>
        writer.WriteNumberValue((value.ToUniversalTime() - DateTime.UnixEpoch).TotalSeconds);
}

/// <summary>Makes a constant of a word that the service may have learned after this client was written.</summary>
internal interface IConstant<T>
    where T : ConstantClass
{
    /// <summary>The constant for a word.</summary>
    static abstract T Of(string value);
}

/// <summary>A constant is its word.</summary>
internal sealed class ConstantConverter<T> : JsonConverter<T>
    where T : ConstantClass, IConstant<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => T.Of(reader.GetString()!);

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}
