namespace CognitoStack.Configuration;

/// <summary>Rules of <c>operations</c>: who hears of alarms, and where the pool's own logs go.</summary>
internal static class OperationsRules
{
    private const string Path = "$.operations";

    public static void Check(EnvironmentConfiguration environment, Findings findings)
    {
        var operations = environment.Operations;
        RuleText.NoDuplicates(operations.AlarmEmails, Path + ".alarmEmails", findings);
        for (var i = 0; i < operations.AlarmEmails.Count; i++)
            if (
                Mailbox.Parse(operations.AlarmEmails[i]) is not { IsPlain: true, AsciiDomain: { } domain }
                || !domain.Contains('.', StringComparison.Ordinal)
            )
                findings.Error(
                    JsonPath.Item(Path + ".alarmEmails", i),
                    $"\"{operations.AlarmEmails[i]}\" is no address that mail could reach. Correct it."
                );
        if (operations.AlarmTopicArn is { } topic)
            CheckTopic(topic, environment, findings);
        if (operations.LogDelivery is { } delivery)
            CheckDelivery(delivery, environment.UserPool.Plan, findings);
        if (
            operations.RunbooksUrl is { } url
            && !(
                Uri.TryCreate(url, UriKind.Absolute, out var parsed)
                && parsed is { Scheme: "https", Query: "", Fragment: "" }
                && url.EndsWith('/')
            )
        )
            findings.Error(
                Path + ".runbooksUrl",
                $"\"{url}\" is not the https address of a folder. Let it begin with https:// and end with \"/\": the names of the runbooks follow."
            );
    }

    private static void CheckTopic(string topic, EnvironmentConfiguration environment, Findings findings)
    {
        if (environment.Operations.AlarmEmails.Count > 0)
            findings.Error(
                Path + ".alarmTopicArn",
                "a topic of yours has its own subscribers, so nobody would subscribe alarmEmails to it. Give one of the two.",
                Path + ".alarmEmails"
            );
        // Source: Amazon CloudWatch User Guide, "Notifying users on alarm changes" (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html).
        if (environment.TargetRegion is { } region && topic.Split(':')[3] is var other && other != region)
            findings.Error(
                Path + ".alarmTopicArn",
                $"is in the Region {other}, but the alarms are in {region}, and an alarm reaches topics of its own Region only. Name a topic in {region}.",
                "$.region"
            );
    }

    /// <remarks>Source: Amazon Cognito Developer Guide, "Exporting logs from user pools"
    /// (https://docs.aws.amazon.com/cognito/latest/developerguide/exporting-quotas-and-usage.html).</remarks>
    private static void CheckDelivery(LogDeliveryConfiguration delivery, UserPoolPlan plan, Findings findings)
    {
        if (delivery.IsEmpty)
            findings.Error(
                Path + ".logDelivery",
                "delivers nothing. Set notificationErrors to true, give userAuthEvents a destination, or remove it.",
                Path + ".logDelivery.notificationErrors",
                Path + ".logDelivery.userAuthEvents"
            );
        if (delivery.UserAuthEvents != LogDestination.Off && plan != UserPoolPlan.Plus)
            findings.Error(
                Path + ".logDelivery.userAuthEvents",
                $"\"{RuleText.Json(delivery.UserAuthEvents)}\" needs the Plus plan, but userPool.plan is \"{RuleText.Json(plan)}\". Make the plan \"plus\", or userAuthEvents \"off\".",
                "$.userPool.plan"
            );
    }
}
