using Amazon.CDK.AWS.Cognito;
using CognitoStack.Configuration;

namespace CognitoStack.Authentication.ThreatProtection;

/// <summary>What users are told of a risky sign-in to their account.</summary>
/// <remarks>Cognito fills in what stands in braces. Source: Amazon Cognito Developer Guide, "Account takeover notification messages"
/// (https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-settings-adaptive-authentication.html).</remarks>
internal static class RiskMessages
{
    private const string Facts = "When: {login-time}. Device: {device-name}. Place: {city}, {country}. Address: {ip-address}.";
    private const string Advice = "If this was you, there is nothing to do. If not, change your password now.";

    public static CfnUserPoolRiskConfigurationAttachment.NotifyConfigurationTypeProperty From(EmailConfiguration email) =>
        new()
        {
            SourceArn = email.SesIdentityArn,
            From = Mailbox.Parse(email.From).ToHeader(),
            ReplyTo = email.ReplyTo is null ? null : Mailbox.Parse(email.ReplyTo).Address,
            NoActionEmail = Message("New sign-in to your account", "Somebody signed in to your account {username}."),
            MfaEmail = Message(
                "Unusual sign-in to your account",
                "Somebody with your password tried to sign in to your account {username}, and was asked for a second factor."
            ),
            BlockEmail = Message(
                "Sign-in to your account was blocked",
                "Somebody with your password tried to sign in to your account {username}. We blocked it."
            ),
        };

    private static CfnUserPoolRiskConfigurationAttachment.NotifyEmailTypeProperty Message(string subject, string what) =>
        new()
        {
            Subject = subject,
            TextBody = $"{what}\n\n{Facts}\n\n{Advice}\n",
            HtmlBody = $"<!DOCTYPE html><html><body><p>{what}</p><p>{Facts}</p><p>{Advice}</p></body></html>",
        };
}
