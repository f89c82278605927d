using System.ComponentModel.DataAnnotations;

namespace CognitoStack.Configuration;

/// <summary>E-mail through Amazon SES (<c>EmailConfiguration</c>, <c>EmailSendingAccount: DEVELOPER</c>).</summary>
public sealed record EmailConfiguration
{
    /// <summary>ARN of the verified SES identity that sends.</summary>
    [RegularExpression(
        @"^arn:aws[a-z-]*:ses:[a-z0-9-]+:[0-9]{12}:identity/([^<>@\s]+@)?[^<>@\s]+$",
        ErrorMessage = "must be the ARN of an SES identity, which is an address or a domain"
    )]
    public required string SesIdentityArn { get; init; }

    /// <summary>Sender: an address of the identity, alone or as <c>Name &lt;address&gt;</c>. Any characters will do in the name: it is quoted or encoded as mail needs it.</summary>
    [RegularExpression(Patterns.Mailbox, ErrorMessage = "must be an address, alone or as Name <address>")]
    public required string From { get; init; }

    /// <summary>Where answers go: an address alone, as Cognito takes no name here.</summary>
    [RegularExpression(Patterns.Address, ErrorMessage = "must be an address without a name, which Cognito does not take here")]
    public string? ReplyTo { get; init; }

    /// <summary>SES configuration set, for delivery events.</summary>
    [RegularExpression("^[a-zA-Z0-9_-]{1,64}$", ErrorMessage = "must be the name of a configuration set: 1 to 64 letters, digits, _ and -")]
    public string? ConfigurationSet { get; init; }
}

/// <summary>Text messages through Amazon SNS (<c>SmsConfiguration</c>).</summary>
public sealed record SmsConfiguration
{
    /// <summary>Region whose SNS sends. Default: the pool's.</summary>
    [RegularExpression(Patterns.Region, ErrorMessage = "must be an AWS Region, such as eu-west-1")]
    public string? Region { get; init; }
}

/// <summary>Texts of the messages to users.</summary>
public sealed record MessagesConfiguration
{
    /// <summary>Asks to confirm an address (<c>VerificationMessageTemplate</c>).</summary>
    public VerificationMessageConfiguration Verification { get; init; } = new();

    /// <summary>Invites a user whom an administrator created (<c>AdminCreateUserConfig.InviteMessageTemplate</c>).</summary>
    public InvitationMessageConfiguration Invitation { get; init; } = new();
}

/// <summary>The verification message.</summary>
public sealed record VerificationMessageConfiguration
{
    /// <summary><c>code</c>: a code to type, <c>{####}</c> in the body; <c>link</c>: a link to follow, <c>{##text##}</c> in the body.</summary>
    public VerificationStyle Style { get; init; } = VerificationStyle.Code;

    /// <summary>Subject, 1 to 140 characters.</summary>
    [Length(1, 140)]
    public string? Subject { get; init; }

    /// <summary>HTML body, 6 to 20,000 characters.</summary>
    [Length(6, 20_000)]
    public string? Body { get; init; }
}

/// <summary>How an address is confirmed.</summary>
public enum VerificationStyle
{
    Code,
    Link,
}

/// <summary>The invitation message.</summary>
public sealed record InvitationMessageConfiguration
{
    /// <summary>Subject, 1 to 140 characters.</summary>
    [Length(1, 140)]
    public string? Subject { get; init; }

    /// <summary>HTML body, 6 to 20,000 characters, with <c>{username}</c> and <c>{####}</c>.</summary>
    [Length(6, 20_000)]
    public string? Body { get; init; }
}
