using System.Text.Json.Serialization;

namespace CognitoStack.Lambda.Events;

/// <summary>Reads and writes the events without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CognitoPreAuthenticationEvent))]
[JsonSerializable(typeof(CognitoPostAuthenticationEvent))]
public sealed partial class CognitoJson : JsonSerializerContext;
