using Amazon.CDK.AWS.Cognito;
using CognitoStack.Configuration;

namespace CognitoStack.Authentication;

/// <summary>Messages to users: their texts and who sends them.</summary>
/// <remarks>Source: Amazon Cognito Developer Guide, "Configuring email or phone verification"
/// (https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-email-phone-verification.html) and "Email settings"
/// (https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-email.html).</remarks>
internal static class UserPoolMessages
{
    public static CfnUserPool.AdminCreateUserConfigProperty AdminCreateUser(UserPoolConfiguration pool)
    {
        var invitation = pool.Messages.Invitation;
        return new CfnUserPool.AdminCreateUserConfigProperty
        {
            AllowAdminCreateUserOnly = !pool.SelfSignUp,
            InviteMessageTemplate = (invitation.Subject ?? invitation.Body) is null
                ? null
                : new CfnUserPool.InviteMessageTemplateProperty { EmailSubject = invitation.Subject, EmailMessage = invitation.Body },
        };
    }

    /// <summary>The texts stand under the keys of the chosen style; Cognito refuses the other style's beside it.</summary>
    public static CfnUserPool.VerificationMessageTemplateProperty Verification(VerificationMessageConfiguration message) =>
        message.Style == VerificationStyle.Code
            ? new()
            {
                DefaultEmailOption = "CONFIRM_WITH_CODE",
                EmailSubject = message.Subject,
                EmailMessage = message.Body,
            }
            : new()
            {
                DefaultEmailOption = "CONFIRM_WITH_LINK",
                EmailSubjectByLink = message.Subject,
                EmailMessageByLink = message.Body,
            };

    public static CfnUserPool.EmailConfigurationProperty Email(EmailConfiguration? email) =>
        email is null
            ? new() { EmailSendingAccount = "COGNITO_DEFAULT" }
            : new()
            {
                EmailSendingAccount = "DEVELOPER",
                SourceArn = email.SesIdentityArn,
                From = Mailbox.Parse(email.From).ToHeader(),
                ReplyToEmailAddress = email.ReplyTo is null ? null : Mailbox.Parse(email.ReplyTo).Address,
                ConfigurationSet = email.ConfigurationSet,
            };
}
