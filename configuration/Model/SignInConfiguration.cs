using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace CognitoStack.Configuration;

/// <summary>Who may sign in: rules of the gate, before authentication and before sign-up.</summary>
public sealed record SignInRulesConfiguration
{
    /// <summary>Only addresses of exactly these domains; a subdomain may be in other hands. Empty: every domain.</summary>
    [ItemPattern(Patterns.Domain, Patterns.DomainMessage)]
    public IReadOnlyList<string> AllowEmailDomains { get; init; } = [];

    /// <summary>No address of these domains and their subdomains; wins over the allowed ones.</summary>
    [ItemPattern(Patterns.Domain, Patterns.DomainMessage)]
    public IReadOnlyList<string> DenyEmailDomains { get; init; } = [];

    /// <summary>What denies a domain: itself, or one above it; null where nothing does.</summary>
    public string? DenialOf(string domain) =>
        DenyEmailDomains.FirstOrDefault(d =>
            domain.Equals(d, StringComparison.OrdinalIgnoreCase) || domain.EndsWith('.' + d, StringComparison.OrdinalIgnoreCase)
        );

    /// <summary>Refuses users whose address is not verified.</summary>
    public bool RequireVerifiedEmail { get; init; }

    /// <summary>A table of users, domains and clients to refuse, changed without a deployment.</summary>
    public bool DenyList { get; init; }

    /// <summary>Clients that only members of these groups may use.</summary>
    [KeyPattern(Patterns.Key, Patterns.KeyMessage)]
    public IReadOnlyDictionary<string, IReadOnlyList<string>> AllowedGroupsByClient { get; init; } =
        new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>What an unreachable deny list does.</summary>
    public FailureAction OnFailure { get; init; } = FailureAction.Deny;

    /// <summary>Links the first sign-in through a trusted provider to the existing user of the same verified address.</summary>
    public bool LinkTrustedProviders { get; init; }
}

/// <summary>What a failed check leads to.</summary>
public enum FailureAction
{
    Deny,
    Allow,
}

/// <summary>One record a sign-in, written by the PostAuthentication function to a DynamoDB table.</summary>
public sealed record SignInAuditConfiguration
{
    /// <summary>Days until a record expires, 1 to 3653.</summary>
    [Range(1, 3653)]
    public int RetentionDays { get; init; } = 400;

    /// <summary>Whether the time of the last sign-in is also kept on the user, as <c>custom:lastSignIn</c>.</summary>
    public bool RecordLastSignIn { get; init; }

    /// <summary>The attribute that keeps it. No app client may write it.</summary>
    public const string LastSignInAttribute = "custom:lastSignIn";

    /// <summary>The attribute that the user pool has for it; null where it needs none.</summary>
    internal string? Attribute => RecordLastSignIn ? LastSignInAttribute : null;
}

/// <summary>Brings users over from an older user pool at their first sign-in (<c>LambdaConfig.UserMigration</c>): the one with the right old password keeps it.</summary>
/// <remarks>Source: Amazon Cognito Developer Guide, "Migrate user Lambda trigger" (https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-migrate-user.html).</remarks>
public sealed record UserMigrationConfiguration
{
    /// <summary>ARN of the user pool that has the users. It must be of the environment's account; its Region may be another.</summary>
    [RegularExpression(Configuration.UserPoolArn.Pattern, ErrorMessage = Configuration.UserPoolArn.Message)]
    public required string UserPoolArn { get; init; }

    /// <summary>Id of an app client of that pool, without a secret, that allows <c>ALLOW_ADMIN_USER_PASSWORD_AUTH</c>. Make one for this alone.</summary>
    [RegularExpression("^[A-Za-z0-9_+]{1,128}$", ErrorMessage = "must be the id of an app client, up to 128 letters, digits, _ and +")]
    public required string ClientId { get; init; }

    /// <summary>Id of the user pool that has the users.</summary>
    [JsonIgnore]
    public string UserPoolId => OldPool.Id;

    /// <summary>The user pool that has the users.</summary>
    [JsonIgnore]
    internal UserPoolArn OldPool => Configuration.UserPoolArn.Parse(UserPoolArn);
}

/// <summary>Your own function for a trigger.</summary>
public sealed record TriggerConfiguration
{
    /// <summary>ARN of an alias of the function (not of a version).</summary>
    [RegularExpression(
        "^arn:aws[a-z-]*:lambda:[a-z0-9-]+:[0-9]{12}:function:[a-zA-Z0-9_-]+:(?!\\d+$)[a-zA-Z0-9_-]+$",
        ErrorMessage = "must be the ARN of an alias of a Lambda function, not of the function or a version"
    )]
    public required string AliasArn { get; init; }

    /// <summary>Version of the event, where the trigger has several.</summary>
    public TriggerVersion? Version { get; init; }

    /// <summary>The version in force, where the trigger has several.</summary>
    [JsonIgnore]
    public TriggerVersion EffectiveVersion => Version ?? TriggerVersion.V1;
}

/// <summary>Triggers of a user pool (<c>LambdaConfig</c>).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TriggerName>))]
public enum TriggerName
{
    /// <summary>Creates the challenge of a custom authentication.</summary>
    [JsonStringEnumMemberName("createAuthChallenge")]
    CreateAuthChallenge,

    /// <summary>Sends e-mails.</summary>
    [JsonStringEnumMemberName("customEmailSender")]
    CustomEmailSender,

    /// <summary>Writes messages.</summary>
    [JsonStringEnumMemberName("customMessage")]
    CustomMessage,

    /// <summary>Sends text messages.</summary>
    [JsonStringEnumMemberName("customSmsSender")]
    CustomSmsSender,

    /// <summary>Decides the next step of a custom authentication.</summary>
    [JsonStringEnumMemberName("defineAuthChallenge")]
    DefineAuthChallenge,

    /// <summary>Changes what a provider says of a user.</summary>
    [JsonStringEnumMemberName("inboundFederation")]
    InboundFederation,

    /// <summary>After authentication.</summary>
    [JsonStringEnumMemberName("postAuthentication")]
    PostAuthentication,

    /// <summary>After confirmation.</summary>
    [JsonStringEnumMemberName("postConfirmation")]
    PostConfirmation,

    /// <summary>Before authentication.</summary>
    [JsonStringEnumMemberName("preAuthentication")]
    PreAuthentication,

    /// <summary>Before sign-up.</summary>
    [JsonStringEnumMemberName("preSignUp")]
    PreSignUp,

    /// <summary>Before tokens are made.</summary>
    [JsonStringEnumMemberName("preTokenGeneration")]
    PreTokenGeneration,

    /// <summary>Takes a user over from elsewhere.</summary>
    [JsonStringEnumMemberName("userMigration")]
    UserMigration,

    /// <summary>Checks the answer of a custom authentication.</summary>
    [JsonStringEnumMemberName("verifyAuthChallengeResponse")]
    VerifyAuthChallengeResponse,
}

/// <summary>Versions of trigger events.</summary>
public enum TriggerVersion
{
    /// <summary>Version 1.</summary>
    [JsonStringEnumMemberName("V1_0")]
    V1,

    /// <summary>Version 2.</summary>
    [JsonStringEnumMemberName("V2_0")]
    V2,

    /// <summary>Version 3.</summary>
    [JsonStringEnumMemberName("V3_0")]
    V3,
}
