using System.Text.Json;
using System.Text.Json.Serialization;
using CognitoStack.Lambda;

namespace CognitoStack.Bench;

/// <summary>The events as one usually writes them: classes that a generated serializer fills.</summary>
internal sealed record TriggerEvent(
    string UserPoolId,
    string UserName,
    CallerContext CallerContext,
    string TriggerSource,
    TriggerRequest Request
)
{
    public static TriggerEvent Of(Invocation invocation) =>
        JsonSerializer.Deserialize(invocation.Event.Span, EventJson.Default.TriggerEvent)!;
}

internal sealed record CallerContext(string ClientId);

internal sealed record TriggerRequest(
    Dictionary<string, string> UserAttributes,
    bool? NewDeviceUsed,
    Dictionary<string, string>? ClientMetadata
)
{
    public string Attribute(string name) => UserAttributes[name];
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(TriggerEvent))]
internal sealed partial class EventJson : JsonSerializerContext;
