using System.Text.Json;
using System.Text.Json.Serialization;

namespace CognitoStack.Lambda.Events;

/// <summary>Part of an event. Fields that the type does not name are kept, for Cognito adds some now and then.</summary>
public abstract class CognitoTriggerObject
{
    /// <summary>The fields that the type does not name.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? OtherFields { get; set; }
}

/// <summary>What every trigger's event has. Source: AWS, "Customizing user pool workflows with Lambda triggers".</summary>
public abstract class CognitoTriggerEvent<TRequest, TResponse> : CognitoTriggerObject
{
    /// <summary>The version of the event's shape.</summary>
    public string? Version { get; set; }

    /// <summary>The AWS Region of the user pool.</summary>
    public string? Region { get; set; }

    /// <summary>The user pool's ID.</summary>
    public string? UserPoolId { get; set; }

    /// <summary>The user's name in the pool, which may be an e-mail address.</summary>
    public string? UserName { get; set; }

    /// <summary>Who called Cognito.</summary>
    public CognitoTriggerCallerContext? CallerContext { get; set; }

    /// <summary>Which step of which flow this is, for example <c>PreAuthentication_Authentication</c>.</summary>
    public string? TriggerSource { get; set; }

    /// <summary>What Cognito tells the trigger.</summary>
    public TRequest? Request { get; set; }

    /// <summary>What the trigger tells Cognito.</summary>
    public TResponse? Response { get; set; }
}

/// <summary>Who called Cognito.</summary>
public sealed class CognitoTriggerCallerContext : CognitoTriggerObject
{
    /// <summary>The AWS SDK that sent the request.</summary>
    public string? AwsSdkVersion { get; set; }

    /// <summary>The app client's ID.</summary>
    public string? ClientId { get; set; }
}

/// <summary>What every trigger's request has.</summary>
public abstract class CognitoTriggerRequest : CognitoTriggerObject
{
    /// <summary>The user's attributes; every value is a string.</summary>
    public Dictionary<string, string?>? UserAttributes { get; set; }

    /// <summary>The value of an attribute, or null where the user has none.</summary>
    public string? Attribute(string name) => UserAttributes?.GetValueOrDefault(name);
}

/// <summary>What every trigger's response has: no field in common.</summary>
public abstract class CognitoTriggerResponse : CognitoTriggerObject;
