namespace CognitoStack.Lambda.Events;

/// <summary>Cognito's notice of a sign-in. Source: AWS, "Post authentication Lambda trigger".</summary>
public sealed class CognitoPostAuthenticationEvent
    : CognitoTriggerEvent<CognitoPostAuthenticationRequest, CognitoPostAuthenticationResponse>;

/// <summary>What Cognito knows of the user who signed in.</summary>
public sealed class CognitoPostAuthenticationRequest : CognitoTriggerRequest
{
    /// <summary>The user signed in on a device that the pool did not know; set only where the pool remembers devices.</summary>
    public bool? NewDeviceUsed { get; set; }

    /// <summary>What the client sent for the trigger to read.</summary>
    public Dictionary<string, string?>? ClientMetadata { get; set; }
}

/// <summary>Cognito expects nothing in it.</summary>
public sealed class CognitoPostAuthenticationResponse : CognitoTriggerResponse;
