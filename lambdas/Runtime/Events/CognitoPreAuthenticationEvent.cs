namespace CognitoStack.Lambda.Events;

/// <summary>Cognito's question before a sign-in. Source: AWS, "Pre authentication Lambda trigger".</summary>
public sealed class CognitoPreAuthenticationEvent
    : CognitoTriggerEvent<CognitoPreAuthenticationRequest, CognitoPreAuthenticationResponse>;

/// <summary>What Cognito knows of the user who wants to sign in.</summary>
public sealed class CognitoPreAuthenticationRequest : CognitoTriggerRequest
{
    /// <summary>What the client sent for the trigger to read.</summary>
    public Dictionary<string, string?>? ValidationData { get; set; }

    /// <summary>The pool has no such user, and the app client hides that from its caller.</summary>
    public bool? UserNotFound { get; set; }
}

/// <summary>Cognito expects nothing in it.</summary>
public sealed class CognitoPreAuthenticationResponse : CognitoTriggerResponse;
