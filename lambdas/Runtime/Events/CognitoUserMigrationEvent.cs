using System.Text.Json;

namespace CognitoStack.Lambda.Events;

/// <summary>Cognito's question about a user whom it does not know. Source: AWS, "Migrate user Lambda trigger"
/// (https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-migrate-user.html).</summary>
public sealed class CognitoUserMigrationEvent(JsonElement json) : CognitoTriggerEvent(json)
{
    /// <summary>Somebody signs in.</summary>
    public const string Authentication = "UserMigration_Authentication";

    /// <summary>Somebody forgot the password.</summary>
    public const string ForgotPassword = "UserMigration_ForgotPassword";

    /// <summary>What Cognito tells the trigger.</summary>
    public CognitoUserMigrationRequest? Request => Member("request") is { } request ? new(request) : null;
}

/// <summary>What Cognito knows: what somebody typed.</summary>
public sealed class CognitoUserMigrationRequest : CognitoTriggerObject
{
    internal CognitoUserMigrationRequest(JsonElement json)
        : base(json) { }

    /// <summary>The password, at a sign-in.</summary>
    public string? Password => Text("password");
}
