using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace CognitoStack.Configuration;

/// <summary>The user directory (<c>AWS::Cognito::UserPool</c>).</summary>
public sealed record UserPoolConfiguration
{
    /// <summary>ARN of a user pool that exists. Everything else of the environment is built around it, and no pool is made: what this part of the file says is what the pool
    /// must be like. Account and Region are the pool's. See docs/runbooks/adopt-a-pool.md.</summary>
    [RegularExpression(UserPoolArn.Pattern, ErrorMessage = UserPoolArn.Message)]
    public string? Adopt { get; init; }

    /// <summary>Feature plan: <c>lite</c>, <c>essentials</c> (managed login, passkeys, password history, e-mail MFA) or <c>plus</c> (threat protection).</summary>
    public UserPoolPlan Plan { get; init; } = UserPoolPlan.Essentials;

    /// <summary>What users type to sign in. Fixed at creation: a change replaces the pool and loses its users.</summary>
    [MinLength(1)]
    public IReadOnlyList<SignInAlias> SignInWith { get; init; } = [SignInAlias.Email];

    /// <summary>Whether people may create their own account. Off: administrators create users.</summary>
    public bool SelfSignUp { get; init; }

    /// <summary>Rules that passwords must follow.</summary>
    public PasswordPolicyConfiguration PasswordPolicy { get; init; } = new();

    /// <summary>What a sign-in may begin with. <c>password</c> must be among them; the others need Essentials or Plus.</summary>
    [MinLength(1)]
    public IReadOnlyList<FirstFactor> FirstFactors { get; init; } = [FirstFactor.Password];

    /// <summary>How passkeys (WebAuthn) are bound and verified.</summary>
    public PasskeyConfiguration? Passkeys { get; init; }

    /// <summary>Multi-factor authentication.</summary>
    public MfaConfiguration Mfa { get; init; } = new();

    /// <summary>Standard attributes by their OIDC name, own ones behind <c>custom:</c>. Attributes can be added later, never changed or removed.</summary>
    [KeyPattern(
        @"^(custom:[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,20}|" + StandardAttributes.Pattern + ")$",
        "is neither custom:name (1 to 20 characters without spaces) nor a standard attribute such as email, phone_number, name or locale"
    )]
    public IReadOnlyDictionary<string, AttributeConfiguration> Attributes { get; init; } = new Dictionary<string, AttributeConfiguration>();

    /// <summary>Which standard attributes the template declares. <c>declared</c>: those whose settings are not Cognito's own. <c>asDeployed</c>: none, so that a pool whose
    /// updates fail with "Invalid AttributeDataType input" keeps those that it was made with; see docs/runbooks/invalid-attribute-data-type.md.</summary>
    public SchemaSource Schema { get; init; } = SchemaSource.Declared;

    /// <summary>Where a forgotten password is recovered. <c>none</c>: by administrators only.</summary>
    public AccountRecovery AccountRecovery { get; init; } = AccountRecovery.Email;

    /// <summary>Remembered devices. Refresh tokens are then good on the confirmed device alone that they were given to: Amplify does what that takes, other apps call ConfirmDevice and send its key.</summary>
    public DeviceConfiguration Devices { get; init; } = new();

    /// <summary>E-mail through Amazon SES. Without it Cognito sends at most 50 messages a day.</summary>
    public EmailConfiguration? Email { get; init; }

    /// <summary>Text messages through Amazon SNS.</summary>
    public SmsConfiguration? Sms { get; init; }

    /// <summary>Texts of the messages to users.</summary>
    public MessagesConfiguration Messages { get; init; } = new();

    /// <summary>The pool that exists, or null where one is made.</summary>
    [JsonIgnore]
    public UserPoolArn? Adopted => Adopt is null ? null : UserPoolArn.Parse(Adopt);

    /// <summary>Whether passkeys check their user.</summary>
    [JsonIgnore]
    public bool RequiresUserVerification => Passkeys is null or { UserVerification: UserVerification.Required };

    /// <summary>The pool with an attribute more, as another part of the environment needs it.</summary>
    internal UserPoolConfiguration With(string attribute) =>
        this with
        {
            Attributes = new Dictionary<string, AttributeConfiguration>(Attributes) { [attribute] = new() },
        };

    /// <summary>Whether a template declares an attribute: own ones always, standard ones where they are not as Cognito makes them.</summary>
    public bool Declares(string name, AttributeConfiguration attribute) =>
        StandardAttributes.IsCustom(name)
        || (
            Schema == SchemaSource.Declared
            && (attribute.Required == true || !attribute.Mutable || (attribute.MinLength ?? attribute.MaxLength) is not null)
        );
}

/// <summary>Where the settings of standard attributes come from.</summary>
public enum SchemaSource
{
    Declared,
    AsDeployed,
}

/// <summary>Feature plans (<c>UserPoolTier</c>).</summary>
public enum UserPoolPlan
{
    Lite,
    Essentials,
    Plus,
}

/// <summary>What a user may type as their name.</summary>
public enum SignInAlias
{
    Email,
    Phone,
    Username,
    PreferredUsername,
}

/// <summary>First authentication factors (<c>SignInPolicy.AllowedFirstAuthFactors</c>).</summary>
public enum FirstFactor
{
    Password,
    Passkey,
    EmailOtp,
    SmsOtp,
}

/// <summary>Password rules (<c>Policies.PasswordPolicy</c>).</summary>
public sealed record PasswordPolicyConfiguration
{
    /// <summary>Least number of characters, 8 to 99.</summary>
    [Range(8, 99)]
    public int MinimumLength { get; init; } = 12;

    /// <summary>Whether a lower-case letter is needed.</summary>
    public bool RequireLowercase { get; init; } = true;

    /// <summary>Whether an upper-case letter is needed.</summary>
    public bool RequireUppercase { get; init; } = true;

    /// <summary>Whether a digit is needed.</summary>
    public bool RequireDigits { get; init; } = true;

    /// <summary>Whether a symbol is needed.</summary>
    public bool RequireSymbols { get; init; } = true;

    /// <summary>How many earlier passwords may not be used again, 0 to 24. Needs Essentials or Plus.</summary>
    [Range(0, 24)]
    public int History { get; init; }

    /// <summary>Days until the password of an invitation expires, 1 to 365.</summary>
    [Range(1, 365)]
    public int TemporaryPasswordDays { get; init; } = 3;
}

/// <summary>Passkeys (<c>WebAuthnRelyingPartyID</c>, <c>WebAuthnUserVerification</c>).</summary>
public sealed record PasskeyConfiguration
{
    /// <summary>Domain that passkeys are bound to. Default: the pool's own domain. A change makes registered passkeys useless.</summary>
    [RegularExpression(Patterns.Domain, ErrorMessage = Patterns.DomainMessage)]
    public string? RelyingPartyId { get; init; }

    /// <summary>Whether the authenticator must check the user (PIN, fingerprint).</summary>
    public UserVerification UserVerification { get; init; } = UserVerification.Required;
}

/// <summary>WebAuthn user verification.</summary>
public enum UserVerification
{
    Required,
    Preferred,
}

/// <summary>Multi-factor authentication (<c>MfaConfiguration</c>, <c>EnabledMfas</c>).</summary>
public sealed record MfaConfiguration
{
    /// <summary><c>off</c>, <c>optional</c> (each user's choice, or by risk) or <c>required</c>.</summary>
    public MfaMode Mode { get; init; } = MfaMode.Optional;

    /// <summary>Second factors: <c>totp</c> (the default), <c>sms</c> (needs <c>userPool.sms</c>), <c>email</c> (needs <c>userPool.email</c>).</summary>
    [MinLength(1)]
    public IReadOnlyList<MfaFactor>? Factors { get; init; }

    /// <summary>The factors in force.</summary>
    [JsonIgnore]
    public IReadOnlyList<MfaFactor> ActiveFactors => Mode == MfaMode.Off ? [] : Factors ?? [MfaFactor.Totp];
}

/// <summary>When a second factor is asked for.</summary>
public enum MfaMode
{
    Off,
    Optional,
    Required,
}

/// <summary>Second factors.</summary>
public enum MfaFactor
{
    Totp,
    Sms,
    Email,
}

/// <summary>Where a forgotten password is recovered (<c>AccountRecoverySetting</c>).</summary>
public enum AccountRecovery
{
    Email,
    Phone,
    EmailThenPhone,
    PhoneThenEmail,
    None,
}

/// <summary>Remembered devices (<c>DeviceConfiguration</c>).</summary>
public sealed record DeviceConfiguration
{
    /// <summary><c>off</c>, <c>always</c>, or <c>userOptIn</c>.</summary>
    public DeviceTracking Remember { get; init; } = DeviceTracking.Off;

    /// <summary>Whether a remembered device proves itself instead of the second factor. Default: yes.</summary>
    public bool? Challenge { get; init; }

    /// <summary>Whether it does.</summary>
    [JsonIgnore]
    public bool IsChallenged => Challenge ?? true;
}

/// <summary>Which devices are remembered.</summary>
public enum DeviceTracking
{
    Off,
    Always,
    UserOptIn,
}

/// <summary>One user attribute (<c>Schema</c>).</summary>
public sealed record AttributeConfiguration
{
    /// <summary>Type of a custom attribute. Standard attributes have their own.</summary>
    public AttributeType Type { get; init; } = AttributeType.Text;

    /// <summary>Whether every user must have it. Standard attributes only; fixed at creation. Default: only the address that users sign in with.</summary>
    public bool? Required { get; init; }

    /// <summary>Whether it can change after the user's creation. An attribute mapped from a provider must be mutable.</summary>
    public bool Mutable { get; init; } = true;

    /// <summary>Least length of a string, 0 to 2048.</summary>
    [Range(0, 2048)]
    public int? MinLength { get; init; }

    /// <summary>Greatest length of a string, 0 to 2048.</summary>
    [Range(0, 2048)]
    public int? MaxLength { get; init; }

    /// <summary>Least value of a number.</summary>
    public long? Min { get; init; }

    /// <summary>Greatest value of a number.</summary>
    public long? Max { get; init; }

    /// <summary>Whether app clients may write it. Default: standard attributes yes, custom ones no, as they often decide access.</summary>
    public bool? WritableByUser { get; init; }
}

/// <summary>Types of custom attributes.</summary>
public enum AttributeType
{
    [JsonStringEnumMemberName("string")]
    Text,
    Number,
    DateTime,
    Boolean,
}
