using System.Text.RegularExpressions;

namespace CognitoStack.Configuration;

/// <summary>Rules of <c>userPool.messages</c>.</summary>
internal static partial class MessagingRules
{
    private const string Code = "{####}";

    public static void Check(UserPoolConfiguration pool, Findings findings)
    {
        CheckVerification(pool.Messages.Verification, findings);
        CheckInvitation(pool.Messages.Invitation, findings);
    }

    private static void CheckVerification(VerificationMessageConfiguration message, Findings findings)
    {
        const string Path = "$.userPool.messages.verification";
        if (message.Body is null)
            return;
        if (message.Style == VerificationStyle.Code && !message.Body.Contains(Code, StringComparison.Ordinal))
            findings.Error(Path + ".body", $"has no {Code}, where the code goes. Add it, or make the style \"link\".", Path + ".style");
        if (message.Style == VerificationStyle.Link && !Link().IsMatch(message.Body))
            findings.Error(Path + ".body", "has no {##text##}, where the link goes. Add it, or make the style \"code\".", Path + ".style");
    }

    private static void CheckInvitation(InvitationMessageConfiguration message, Findings findings)
    {
        if (message.Body is null)
            return;
        foreach (var part in new[] { "{username}", Code }.Where(p => !message.Body.Contains(p, StringComparison.Ordinal)))
            findings.Error(
                "$.userPool.messages.invitation.body",
                $"has no {part}, which Cognito replaces by the {(part == Code ? "temporary password" : "user's name")}. Add it."
            );
    }

    [GeneratedRegex(@"\{##[^{}]+##\}")]
    private static partial Regex Link();
}
