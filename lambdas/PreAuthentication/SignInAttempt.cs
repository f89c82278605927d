using System.Text.Json;
using CognitoStack.Lambda.Events;

namespace CognitoStack.Lambda.PreAuthentication;

/// <summary>What the gate judges: an event, without the differences between its triggers.</summary>
public sealed record SignInAttempt
{
    /// <summary>Which step of which flow this is.</summary>
    public string? TriggerSource { get; init; }

    /// <summary>The user pool's ID.</summary>
    public string? UserPoolId { get; init; }

    /// <summary>The app client's ID.</summary>
    public string? ClientId { get; init; }

    /// <summary>The user's name in the pool; of an unknown user, what was typed in.</summary>
    public string? UserName { get; init; }

    /// <summary>The user's <c>sub</c>, which only an existing user has.</summary>
    public string? Sub { get; init; }

    /// <summary>The e-mail address; of an unknown user, the name where it is one.</summary>
    public string? Email { get; init; }

    /// <summary>The address is verified.</summary>
    public bool EmailVerified { get; init; }

    /// <summary>The pool has no such user, and the app client hides that from its caller.</summary>
    public bool IsUnknownUser { get; init; }

    /// <summary>
    /// Gives the value of an attribute, or null where the user has none; at a first federated sign-in, what the provider said of the user.
    /// </summary>
    public Func<string, string?> Attribute { get; init; } = _ => null;

    /// <summary>A first federated sign-in, which never comes by pre authentication.</summary>
    public bool IsFederatedSignUp => TriggerSource == "PreSignUp_ExternalProvider";

    /// <summary>An account is made, but nobody signs in by it yet, and the address is verified later.</summary>
    public bool IsSignUpOnly => TriggerSource is "PreSignUp_SignUp" or "PreSignUp_AdminCreateUser";

    /// <summary>Reads an event.</summary>
    /// <exception cref="JsonException">It has no request.</exception>
    public static SignInAttempt Of(CognitoPreAuthenticationEvent trigger)
    {
        var request = trigger.Request ?? throw new JsonException("The event has no request.");
        var isUnknown = request.UserNotFound == true;
        var typedAddress = trigger.UserName?.Contains('@') == true ? trigger.UserName : null;
        return new SignInAttempt
        {
            TriggerSource = trigger.TriggerSource,
            UserPoolId = trigger.UserPoolId,
            ClientId = trigger.CallerContext?.ClientId,
            UserName = trigger.UserName,
            Sub = request.Attribute("sub"),
            Email = isUnknown ? typedAddress : request.Attribute("email"),
            EmailVerified = request.Attribute("email_verified") == "true",
            IsUnknownUser = isUnknown,
            Attribute = request.Attribute,
        };
    }
}
