namespace CognitoStack.Configuration;

/// <summary>What a platform team would be blamed for if it were missing, and what its logs and messages will not hold.</summary>
internal static class OperationsWarnings
{
    /// <summary>Mails a day that Cognito sends by itself.</summary>
    /// <remarks>Source: Amazon Cognito Developer Guide, "Email settings for Amazon Cognito user pools" (https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-email.html).</remarks>
    private const int OwnMailsADay = 50;

    public static IEnumerable<(string Path, string Message)> Of(EnvironmentConfiguration environment)
    {
        var operations = environment.Operations;
        if (environment.Production && !operations.HasAlarms)
            yield return (
                "$.operations.alarmEmails",
                "is missing, and this is a production environment: nobody would hear of throttled sign-ins, a failing gate or lost records. Give addresses, or alarmTopicArn."
            );
        if (environment is { Production: true, Firewall: null })
            yield return (
                "$.operations.waf.mode",
                "is \"off\", and this is a production environment: nothing limits how often one address may try passwords or sign up. Make it \"count\" or \"block\"."
            );
        if (environment.Production && operations.Waf is null)
            yield return (
                "$.operations.waf",
                "is missing, so the firewall limits rates, and its managed rules count only. Look for two weeks at what they would have blocked (the dashboard, and the log), then write { \"mode\": \"block\" }."
            );
        if (operations.LogDelivery is { UserAuthEvents: not LogDestination.Off } && environment.ThreatProtection is not { IsActive: true })
            yield return (
                "$.operations.logDelivery.userAuthEvents",
                "logs what threat protection sees, and threatProtection is off: the log stays empty. Make its mode \"audit\"."
            );
        if (operations.MonthlyUsers is { } users && users > OwnMailsADay && environment.UserPool.Email is null)
            yield return (
                "$.operations.monthlyUsers",
                $"{users:N0} users would need more than the {OwnMailsADay} mails a day that Cognito sends for a whole account. Give userPool.email."
            );
    }
}
