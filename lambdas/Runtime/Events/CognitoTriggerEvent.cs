using System.Text.Json;

namespace CognitoStack.Lambda.Events;

/// <summary>
/// Part of an event, read where it is asked for. What nobody asks for may be of any shape: Cognito adds fields and changes versions, and no
/// sign-in shall fail by it.
/// </summary>
public abstract class CognitoTriggerObject
{
    private readonly JsonElement json;

    /// <exception cref="JsonException">It is no JSON object.</exception>
    private protected CognitoTriggerObject(JsonElement json) =>
        this.json =
            json.ValueKind == JsonValueKind.Object ? json : throw new JsonException("The event, or a part of it, is no JSON object.");

    /// <summary>All of it, as it came.</summary>
    public JsonElement Json => json;

    /// <summary>A string, or null where it is absent.</summary>
    /// <exception cref="JsonException">It is something else.</exception>
    private protected string? Text(string name)
    {
        try
        {
            return Member(name)?.GetString();
        }
        catch (InvalidOperationException)
        {
            // Of another type, or half a character.
            throw Mistyped(name, "a string");
        }
    }

    /// <summary>A Boolean, or null where it is absent.</summary>
    /// <exception cref="JsonException">It is something else.</exception>
    private protected bool? Flag(string name) =>
        Member(name) is not { } value ? null
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean()
        : throw Mistyped(name, "true or false");

    /// <summary>A member, or null where it is absent or null.</summary>
    private protected JsonElement? Member(string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    // Not the value: it may be somebody's.
    private static JsonException Mistyped(string name, string expected) => new($"\"{name}\" of the event is not {expected}.");
}

/// <summary>What every trigger's event has. Source: AWS, "Customizing user pool workflows with Lambda triggers"
/// (https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html).</summary>
public abstract class CognitoTriggerEvent : CognitoTriggerObject
{
    private protected CognitoTriggerEvent(JsonElement json)
        : base(json) { }

    /// <summary>The user pool's ID.</summary>
    public string? UserPoolId => Text("userPoolId");

    /// <summary>The user's name in the pool, which may be an e-mail address.</summary>
    public string? UserName => Text("userName");

    /// <summary>Who called Cognito.</summary>
    public CognitoTriggerCallerContext? CallerContext => Member("callerContext") is { } json ? new(json) : null;

    /// <summary>Which step of which flow this is, for example <c>PreAuthentication_Authentication</c>.</summary>
    public string? TriggerSource => Text("triggerSource");
}

/// <summary>Who called Cognito.</summary>
public sealed class CognitoTriggerCallerContext : CognitoTriggerObject
{
    internal CognitoTriggerCallerContext(JsonElement json)
        : base(json) { }

    /// <summary>The app client's ID.</summary>
    public string? ClientId => Text("clientId");
}

/// <summary>What every trigger's request has.</summary>
public abstract class CognitoTriggerRequest : CognitoTriggerObject
{
    private readonly UserAttributes? attributes;

    private protected CognitoTriggerRequest(JsonElement json)
        : base(json) => attributes = Member("userAttributes") is { } values ? new(values) : null;

    /// <summary>The value of an attribute of the user's, or null where there is none.</summary>
    public string? Attribute(string name) => attributes?.Value(name);

    // Every value is a string.
    private sealed class UserAttributes(JsonElement json) : CognitoTriggerObject(json)
    {
        public string? Value(string name) => Text(name);
    }
}
