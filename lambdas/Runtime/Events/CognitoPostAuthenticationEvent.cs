using System.Text.Json;

namespace CognitoStack.Lambda.Events;

/// <summary>Cognito's notice of a sign-in. Source: AWS, "Post authentication Lambda trigger"
/// (https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-post-authentication.html).</summary>
public sealed class CognitoPostAuthenticationEvent(JsonElement json) : CognitoTriggerEvent(json)
{
    /// <summary>What Cognito tells the trigger.</summary>
    public CognitoPostAuthenticationRequest? Request => Member("request") is { } request ? new(request) : null;
}

/// <summary>What Cognito knows of the user who signed in.</summary>
public sealed class CognitoPostAuthenticationRequest : CognitoTriggerRequest
{
    internal CognitoPostAuthenticationRequest(JsonElement json)
        : base(json) { }

    /// <summary>The user signed in on a device that the pool did not know; set only where the pool remembers devices.</summary>
    public bool? NewDeviceUsed => Flag("newDeviceUsed");
}
