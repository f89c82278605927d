using CognitoStack.Configuration;
using CognitoStack.Templates;

namespace CognitoStack.Assurance.Settings;

/// <summary>Logs that Cognito delivers, the firewall's place and its logs, and who hears of alarms. What the firewall's rules do is for the proof "firewall".</summary>
internal static class OperationsExpectations
{
    public static IEnumerable<Expectation> Of(EnvironmentConfiguration environment, TemplateSet templates)
    {
        foreach (var expected in Delivery(environment, templates).Concat(Firewall(environment, templates)))
            yield return expected;
        var operations = environment.Operations;
        foreach (var address in operations.AlarmEmails)
            yield return new Expectation("AWS::SNS::Subscription", address, r => r.Text("Endpoint") == address)
                .Says("Endpoint", "operations.alarmEmails", address)
                .Says("Protocol", "operations.alarmEmails", "email")
                .Fits("TopicArn", "operations.alarmEmails", "a topic of the templates", arn => templates.HasArn("AWS::SNS::Topic", arn));
        // Alarms say when there is something to get: nobody else hears of them. No property of such a subscription is asked for.
        yield return new("AWS::SNS::Subscription", "others", r => !operations.AlarmEmails.Contains(r.Text("Endpoint") ?? ""))
        {
            OfAny = true,
        };
        yield return new Expectation("AWS::SNS::Topic", "alarms", _ => true) { OfAny = true }
            .Fits("KmsMasterKeyId", Expectation.Always, "a key of the templates", arn => templates.HasArn("AWS::KMS::Key", arn))
            .Passes("DisplayName", "TopicName", "Tags");
        yield return new Expectation("AWS::CloudWatch::Alarm", "alarms", _ => true) { OfAny = true, IsPartial = true }
            .Says("ActionsEnabled", Expectation.Always, (string?)null)
            .Fits(
                "AlarmActions",
                operations.AlarmTopicArn is null ? "operations.alarmEmails" : "operations.alarmTopicArn",
                operations.AlarmTopicArn ?? "a topic of the templates",
                arn => operations.AlarmTopicArn is { } own ? arn == own : templates.HasArn("AWS::SNS::Topic", arn)
            );
    }

    private static IEnumerable<Expectation> Delivery(EnvironmentConfiguration environment, TemplateSet templates)
    {
        if (environment.Operations.LogDelivery is not { IsEmpty: false } delivery)
            yield break;
        var expected = new Expectation("AWS::Cognito::LogDeliveryConfiguration", "the user pool", _ => true).Says(
            "UserPoolId",
            Expectation.Always,
            templates.PoolId()
        );
        if (delivery.NotificationErrors)
            expected
                .Says("LogConfigurations[userNotification].EventSource", "operations.logDelivery.notificationErrors", "userNotification")
                .Says("LogConfigurations[userNotification].LogLevel", "operations.logDelivery.notificationErrors", "ERROR")
                .Fits(
                    "LogConfigurations[userNotification].CloudWatchLogsConfiguration.LogGroupArn",
                    "operations.logDelivery.notificationErrors",
                    "a log group of the templates",
                    templates.HasLogGroup
                );
        if (delivery.UserAuthEvents != LogDestination.Off)
        {
            const string setting = "operations.logDelivery.userAuthEvents";
            expected
                .Says("LogConfigurations[userAuthEvents].EventSource", setting, "userAuthEvents")
                .Says("LogConfigurations[userAuthEvents].LogLevel", setting, "INFO");
            if (delivery.UserAuthEvents == LogDestination.CloudWatch)
                expected.Fits(
                    "LogConfigurations[userAuthEvents].CloudWatchLogsConfiguration.LogGroupArn",
                    setting,
                    "a log group of the templates",
                    templates.HasLogGroup
                );
            else
                expected.Fits(
                    "LogConfigurations[userAuthEvents].S3Configuration.BucketArn",
                    setting,
                    "a bucket of the templates",
                    arn => templates.HasArn("AWS::S3::Bucket", arn)
                );
        }
        yield return expected;
    }

    private static IEnumerable<Expectation> Firewall(EnvironmentConfiguration environment, TemplateSet templates)
    {
        if (environment.Firewall is not { } firewall)
            yield break;
        var pool = templates.Pool()?.Arn;
        var acl = templates.OfType("AWS::WAFv2::WebACL").FirstOrDefault()?.Arn;
        yield return new Expectation("AWS::WAFv2::WebACLAssociation", "the user pool", _ => true)
            .Says("ResourceArn", "operations.waf.mode", pool)
            .Says("WebACLArn", "operations.waf.mode", acl);
        if (firewall.Log)
            yield return new Expectation("AWS::WAFv2::LoggingConfiguration", "the firewall", _ => true)
                .Says("ResourceArn", "operations.waf.log", acl)
                .Fits("LogDestinationConfigs", "operations.waf.log", "a log group of the templates", templates.HasLogGroup)
                // What of a request it leaves out is for the proof "readers".
                .Passes("RedactedFields");
    }
}
