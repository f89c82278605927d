namespace CognitoStack.Configuration;

/// <summary>Rules of <c>userPool.email</c>: who sends mails, and through which SES identity.</summary>
/// <remarks>Source: Amazon Cognito Developer Guide, "Email settings for user pools"
/// (https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-email.html#user-pool-email-developer-region-mapping);
/// Amazon SES Developer Guide, "Creating and verifying identities" (https://docs.aws.amazon.com/ses/latest/dg/creating-identities.html);
/// RFC 5322, section 3.2.3, for dots (https://www.rfc-editor.org/rfc/rfc5322#section-3.2.3).</remarks>
internal static class SenderRules
{
    private const string Path = "$.userPool.email";
    private const string Identity = Path + ".sesIdentityArn";

    /// <summary>Regions whose SES serves pools elsewhere, since the first pools could use no other.</summary>
    private static readonly string[] Elsewhere = ["us-east-1", "us-west-2", "eu-west-1"];

    /// <summary>Regions of the pools that may use them. Every pool may use the SES of its own Region.</summary>
    private static readonly string[] FirstRegions =
    [
        "us-east-1",
        "us-east-2",
        "us-west-2",
        "ca-central-1",
        "ap-northeast-1",
        "ap-northeast-2",
        "ap-south-1",
        "ap-southeast-1",
        "ap-southeast-2",
        "eu-west-1",
        "eu-west-2",
        "eu-central-1",
    ];

    /// <summary>The Region without an SNS of its own for user pools, and the one that has it.</summary>
    /// <remarks>Source: Amazon Cognito user pools API Reference, "SmsConfigurationType", SnsRegion
    /// (https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SmsConfigurationType.html).</remarks>
    private const string Seoul = "ap-northeast-2",
        Tokyo = "ap-northeast-1";

    public static void Check(EnvironmentConfiguration environment, Findings findings)
    {
        if (environment is { UserPool.Sms: { } sms, TargetRegion: { } pool })
            CheckSms(sms.Region, pool, findings);
        if (environment.UserPool.Email is not { } email)
            return;
        var parts = email.SesIdentityArn.Split(':', 6);
        CheckPlace(environment, parts[3], parts[4], findings);
        var identity = parts[5]["identity/".Length..];
        CheckAddress(email.From, Path + ".from", identity, findings);
        if (email.ReplyTo is not null)
            CheckAddress(email.ReplyTo, Path + ".replyTo", null, findings);
    }

    private static void CheckPlace(EnvironmentConfiguration environment, string region, string account, Findings findings)
    {
        if (environment.TargetAccount is { } own && account != own)
            findings.Error(
                Identity,
                $"is an identity of the account {account}, but the environment's is {own}, and Cognito sends through SES of its own account only. Verify the address there.",
                "$.account"
            );
        if (environment.TargetRegion is not { } pool || region == pool || (FirstRegions.Contains(pool) && Elsewhere.Contains(region)))
            return;
        var allowed = FirstRegions.Contains(pool) ? Elsewhere.Prepend(pool).Distinct() : [pool];
        findings.Error(
            Identity,
            $"is an identity in {region}, but a user pool in {pool} sends through SES in {string.Join(", ", allowed)} only. Verify the address there.",
            "$.region"
        );
    }

    private static void CheckSms(string? region, string pool, Findings findings)
    {
        const string Region = "$.userPool.sms.region";
        if (pool == Seoul && region != Tokyo)
            findings.Error(
                Region,
                $"is {region ?? "the pool's own"}, but a user pool in {Seoul} sends text messages through SNS in {Tokyo} only. Name it.",
                "$.region"
            );
        else if (region is not null && AwsRegion.Of(region).Partition is var other && other != AwsRegion.Of(pool).Partition)
            findings.Error(
                Region,
                $"is {region} of the partition {other}, but the user pool is in {pool} of {AwsRegion.Of(pool).Partition}, where nothing can reach it. Name a Region there.",
                "$.region"
            );
    }

    private static void CheckAddress(string text, string path, string? identity, Findings findings)
    {
        var mailbox = Mailbox.Parse(text);
        if (mailbox.AsciiDomain is null)
        {
            findings.Error(path, $"\"{mailbox.Domain}\" is not a domain. Correct it.");
            return;
        }

        if (!System.Text.Ascii.IsValid(mailbox.Local))
        {
            findings.Error(path, $"\"{mailbox.Local}\" before the @ is not ASCII, which SES does not send from. Use another address.");
            return;
        }

        if (!mailbox.IsPlain)
        {
            findings.Error(
                path,
                $"\"{mailbox.Local}\" before the @ is not up to 64 letters, digits and !#$%&'*+-/=?^_`{{|}}~, with single dots between. Correct it."
            );
            return;
        }

        if (identity is null)
            return;
        // SES tells case before the @: who verified user@example.com does not send as USER@example.com, but as user+label@example.com.
        var belongs = identity.Contains('@', StringComparison.Ordinal)
            ? Mailbox.Parse(identity).Address is var verified && (mailbox.Address == verified || mailbox.WithoutLabel == verified)
            : Mailbox.ToAscii(identity) is { } domain
                && (mailbox.AsciiDomain == domain || mailbox.AsciiDomain.EndsWith("." + domain, StringComparison.Ordinal));
        if (!belongs)
            findings.Error(
                path,
                $"\"{mailbox.Address}\" is not of the SES identity \"{identity}\", so SES would refuse to send. Change the sender or sesIdentityArn.",
                Identity
            );
    }
}
