using System.Text.Json;

namespace CognitoStack.Lambda.Events;

/// <summary>Cognito's question before a sign-in. Source: AWS, "Pre authentication Lambda trigger"
/// (https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-authentication.html).</summary>
public sealed class CognitoPreAuthenticationEvent(JsonElement json) : CognitoTriggerEvent(json)
{
    /// <summary>What Cognito tells the trigger.</summary>
    public CognitoPreAuthenticationRequest? Request => Member("request") is { } request ? new(request) : null;
}

/// <summary>What Cognito knows of the user who wants to sign in.</summary>
public sealed class CognitoPreAuthenticationRequest : CognitoTriggerRequest
{
    internal CognitoPreAuthenticationRequest(JsonElement json)
        : base(json) { }

    /// <summary>The pool has no such user, and the app client hides that from its caller.</summary>
    public bool? UserNotFound => Flag("userNotFound");
}
