using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CognitoStack.Local.UserPools.Settings;

namespace CognitoStack.Local.UserPools.Messages;

/// <summary>The texts of a message, with places for code and user name.</summary>
internal sealed partial record MessageTemplate(string EmailSubject, string EmailMessage, string SmsMessage)
{
    /// <summary>What a pool sends with a code.</summary>
    public static MessageTemplate Verification(UserPool pool)
    {
        var p = pool.Resource.Properties;
        var template = p["VerificationMessageTemplate"] as JsonObject ?? [];
        var isLink = template["DefaultEmailOption"]?.ToString() == "CONFIRM_WITH_LINK";
        return new(
            (isLink ? template["EmailSubjectByLink"] : template["EmailSubject"] ?? p["EmailVerificationSubject"])?.ToString()
                ?? "Your verification code",
            (isLink ? template["EmailMessageByLink"] : template["EmailMessage"] ?? p["EmailVerificationMessage"])?.ToString()
                ?? "Your confirmation code is {####}",
            (template["SmsMessage"] ?? p["SmsVerificationMessage"])?.ToString() ?? "Your confirmation code is {####}"
        );
    }

    /// <summary>What a pool sends with a code that somebody signs in with.</summary>
    public static MessageTemplate Authentication(UserPool pool) =>
        new(
            pool.Resource.Text("EmailAuthenticationSubject") ?? "Your authentication code",
            pool.Resource.Text("EmailAuthenticationMessage") ?? "Your authentication code is {####}.",
            pool.Resource.Text("SmsAuthenticationMessage") ?? "Your authentication code is {####}."
        );

    /// <summary>What a pool sends to a user that an administrator made.</summary>
    public static MessageTemplate Invitation(UserPool pool)
    {
        var template = pool.Resource.Properties.At("AdminCreateUserConfig", "InviteMessageTemplate") as JsonObject ?? [];
        return new(
            template["EmailSubject"]?.ToString() ?? "Your temporary password",
            template["EmailMessage"]?.ToString() ?? "Your username is {username} and temporary password is {####}.",
            template["SMSMessage"]?.ToString() ?? "Your username is {username} and temporary password is {####}."
        );
    }

    /// <summary>What a function made of it.</summary>
    public MessageTemplate With(JsonObject? response) =>
        new(
            response?["emailSubject"]?.ToString() ?? EmailSubject,
            response?["emailMessage"]?.ToString() ?? EmailMessage,
            response?["smsMessage"]?.ToString() ?? SmsMessage
        );

    /// <summary>Fills in. A link would lead to the pool's domain, which is not here: its place takes the code.</summary>
    public static string Fill(string text, string code, string username) =>
        Link.Replace(text, m => $"{m.Groups[1].Value} (no link on this machine; the code is {code})")
            .Replace("{####}", code, StringComparison.Ordinal)
            .Replace("{username}", username, StringComparison.Ordinal);

    [GeneratedRegex(@"\{##([^#{}]+)##\}")]
    private static partial Regex Link { get; }
}
