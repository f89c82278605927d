using System.Text.Json.Nodes;
using CognitoStack.Tests.Support;

namespace CognitoStack.Tests.Operations;

/// <summary>The pool's own logs: where they go, and who may write there.</summary>
[Collection(SynthesisCollection.Name)]
public sealed class LogDeliveryTests(Synthesis synthesis)
{
    [Fact]
    public void Activity_goes_to_the_bucket_and_undelivered_messages_to_a_log_group() =>
        synthesis
            .Of(OperatedEnvironments.Everything)
            .Only(TemplateJson.Operations, "AWS::Cognito::LogDeliveryConfiguration")
            .Is(
                """
                {
                  "UserPoolId": "<CognitoStack-watched-Authentication.UserPoolId>",
                  "LogConfigurations": [
                    { "EventSource": "userNotification", "LogLevel": "ERROR", "CloudWatchLogsConfiguration": { "LogGroupArn": "arn:aws:logs:eu-west-1:111122223333:log-group:<AWS::Logs::LogGroup VendedLogsNotificationErrors>" } },
                    { "EventSource": "userAuthEvents", "LogLevel": "INFO", "S3Configuration": { "BucketArn": "<AWS::S3::Bucket LogDeliveryUserActivity.Arn>" } }
                  ]
                }
                """
            );

    [Fact]
    public void Activity_of_production_goes_to_a_log_group() =>
        synthesis.Shipped("prod").Only(TemplateJson.Operations, "AWS::Cognito::LogDeliveryConfiguration")["LogConfigurations"]!
            .AsArray()
            .Single(c => c!["EventSource"]!.ToString() == "userAuthEvents")!
            .AsObject()
            .Has(
                """{ "LogLevel": "INFO", "S3Configuration": null, "CloudWatchLogsConfiguration": { "LogGroupArn": "arn:<AWS::Partition>:logs:<AWS::Region>:<AWS::AccountId>:log-group:<AWS::Logs::LogGroup VendedLogsUserActivity>" } }"""
            );

    [Fact]
    public void Only_the_account_s_own_deliveries_may_write_to_the_log_groups()
    {
        var policy = synthesis.Of(OperatedEnvironments.Everything).Only(TemplateJson.Operations, "AWS::Logs::ResourcePolicy");
        JsonNode
            .Parse(policy["PolicyDocument"]!.ToString())!["Statement"]
            .Is(
                """
                [{
                  "Effect": "Allow", "Principal": { "Service": "delivery.logs.amazonaws.com" }, "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
                  "Resource": [
                    "arn:aws:logs:eu-west-1:111122223333:log-group:<AWS::Logs::LogGroup VendedLogsFirewall>:log-stream:*",
                    "arn:aws:logs:eu-west-1:111122223333:log-group:<AWS::Logs::LogGroup VendedLogsNotificationErrors>:log-stream:*"
                  ],
                  "Condition": { "StringEquals": { "aws:SourceAccount": "111122223333" }, "ArnLike": { "aws:SourceArn": "arn:aws:logs:eu-west-1:111122223333:*" } }
                }]
                """
            );
    }

    [Fact]
    public void The_bucket_takes_the_account_s_own_logs_alone_over_TLS_and_forgets_them()
    {
        var environment = synthesis.Of(OperatedEnvironments.Everything);
        var bucket = environment.Only(TemplateJson.Operations, "AWS::S3::Bucket");
        bucket["PublicAccessBlockConfiguration"]
            .Is("""{ "BlockPublicAcls": true, "BlockPublicPolicy": true, "IgnorePublicAcls": true, "RestrictPublicBuckets": true }""");
        Assert.Equal(30, bucket["LifecycleConfiguration"]!["Rules"]![0]!["ExpirationInDays"]!.GetValue<int>());
        var statements = environment.Only(TemplateJson.Operations, "AWS::S3::BucketPolicy")["PolicyDocument"]!["Statement"]!.AsArray();
        Assert.Equal(2, statements.Count(s => s!["Effect"]!.ToString() == "Deny"));
        Assert.All(
            statements.Where(s => s!["Effect"]!.ToString() == "Allow"),
            s =>
            {
                s!["Principal"].Is("""{ "Service": "delivery.logs.amazonaws.com" }""");
                s["Condition"]
                    .Is(
                        """{ "StringEquals": { "aws:SourceAccount": "111122223333" }, "ArnLike": { "aws:SourceArn": "arn:aws:logs:eu-west-1:111122223333:*" } }"""
                    );
            }
        );
    }

    [Fact]
    public void A_stack_that_comes_back_does_not_meet_a_log_group_that_was_kept()
    {
        var groups = synthesis.Shipped("prod").Resources(TemplateJson.Operations, "AWS::Logs::LogGroup");
        Assert.Equal(3, groups.Count);
        Assert.All(
            groups,
            g =>
            {
                Assert.Equal("Retain", g["DeletionPolicy"]!.ToString());
                Assert.Contains("AWS::StackId", g["Properties"]!["LogGroupName"]!.ToString(), StringComparison.Ordinal);
                Assert.Equal(365, g["Properties"]!["RetentionInDays"]!.GetValue<int>());
            }
        );
    }
}
