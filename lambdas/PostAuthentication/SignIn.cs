using CognitoStack.Lambda.Events;

namespace CognitoStack.Lambda.PostAuthentication;

/// <summary>One sign-in, as the audit keeps it.</summary>
public sealed record SignIn
{
    /// <summary>The user's name in the pool.</summary>
    public required string User { get; init; }

    /// <summary>The user's <c>sub</c>.</summary>
    public string? Sub { get; init; }

    /// <summary>The app client's ID.</summary>
    public string? ClientId { get; init; }

    /// <summary>The user pool's ID.</summary>
    public string? UserPoolId { get; init; }

    /// <summary>The identity provider whose account this is; <c>COGNITO</c> for the pool itself.</summary>
    public required string Provider { get; init; }

    /// <summary>The trigger source that told of the sign-in.</summary>
    public required string TriggerSource { get; init; }

    /// <summary>When the trigger told of it.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The user signed in on a device that the pool did not know.</summary>
    public required bool NewDevice { get; init; }

    /// <summary>The same for each of Cognito's attempts to tell of one sign-in; 16 hexadecimal digits.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Lambda's request ID of the attempt that tells of it now; each has its own.</summary>
    public required string RequestId { get; init; }

    /// <summary>The sign-in that an event tells of, or null where it tells of none.</summary>
    public static SignIn? Of(CognitoPostAuthenticationEvent trigger, DateTimeOffset now, string requestId)
    {
        var request = trigger.Request;
        var source = trigger.TriggerSource ?? throw new InvalidDataException("The event has no trigger source.");
        if (!TellsOfSignIn(source, request))
            return null;

        return new SignIn
        {
            User = trigger.UserName is { Length: > 0 } name ? name : throw new InvalidDataException("The event has no user name."),
            Sub = request?.Attribute("sub"),
            ClientId = trigger.CallerContext?.ClientId,
            UserPoolId = trigger.UserPoolId,
            Provider = IdentityProvider.Of(request?.Attribute("identities")),
            TriggerSource = source,
            At = now,
            NewDevice = request?.NewDeviceUsed == true,
            Fingerprint = PostAuthentication.Fingerprint.Of(trigger),
            RequestId = requestId,
        };
    }

    // A first federated sign-in never comes by post authentication: post confirmation is what tells of it.
    // A user who was linked to an account is told of as that account, which has identities instead.
    // Any other confirmation (a code typed in, a forgotten password) signs nobody in.
    private static bool TellsOfSignIn(string source, CognitoPostAuthenticationRequest? request) =>
        source switch
        {
            "PostConfirmation_ConfirmSignUp" => request?.Attribute("cognito:user_status") == "EXTERNAL_PROVIDER"
                || request?.Attribute("identities") is not (null or "" or "[]"),
            "PostConfirmation_ConfirmForgotPassword" => false,
            _ => true,
        };
}
