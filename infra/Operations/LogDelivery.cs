using Amazon.CDK;
using Amazon.CDK.AWS.Cognito;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.Logs;
using Amazon.CDK.AWS.S3;
using CognitoStack.Authentication;
using CognitoStack.Common;
using CognitoStack.Configuration;
using Constructs;

namespace CognitoStack.Operations;

/// <summary>Delivery of the user pool's own logs (<c>AWS::Cognito::LogDeliveryConfiguration</c>): what users did, and messages that did not reach them.</summary>
/// <remarks>Source: Amazon Cognito Developer Guide, "Exporting logs from Amazon Cognito user pools"
/// (https://docs.aws.amazon.com/cognito/latest/developerguide/exporting-quotas-and-usage.html).</remarks>
public sealed class LogDelivery : Construct
{
    private const string MetricNamespace = "CognitoStack/UserPool";

    /// <summary>Makes the delivery.</summary>
    public LogDelivery(Construct scope, string id, LogDeliveryConfiguration configuration, UserPoolReference pool, VendedLogs logs)
        : base(scope, id)
    {
        var environment = logs.Environment;
        var configurations = new List<object>();
        if (configuration.NotificationErrors)
        {
            var errors = logs.Add("NotificationErrors", $"/aws/vendedlogs/cognitostack/{environment}/notification-errors");
            configurations.Add(
                new CfnLogDeliveryConfiguration.LogConfigurationProperty
                {
                    EventSource = "userNotification",
                    LogLevel = "ERROR",
                    CloudWatchLogsConfiguration = To(errors),
                }
            );
            NotificationErrors = Count(errors.Resource, environment);
        }

        if (configuration.UserAuthEvents != LogDestination.Off)
            configurations.Add(
                new CfnLogDeliveryConfiguration.LogConfigurationProperty
                {
                    EventSource = "userAuthEvents",
                    LogLevel = "INFO",
                    CloudWatchLogsConfiguration =
                        configuration.UserAuthEvents == LogDestination.CloudWatch
                            ? To(logs.Add("UserActivity", $"/aws/vendedlogs/cognitostack/{environment}/user-activity"))
                            : null,
                    S3Configuration =
                        configuration.UserAuthEvents == LogDestination.S3
                            ? new CfnLogDeliveryConfiguration.S3ConfigurationProperty { BucketArn = ActivityBucket(logs).BucketArn }
                            : null,
                }
            );
        var delivery = new CfnLogDeliveryConfiguration(
            this,
            "Resource",
            new CfnLogDeliveryConfigurationProps { UserPoolId = pool.UserPoolId, LogConfigurations = configurations.ToArray() }
        );
        if (configuration.NotificationErrors || configuration.UserAuthEvents == LogDestination.CloudWatch)
            logs.Precede(delivery);
        if (Node.TryFindChild("UserActivity") is { } bucket)
            delivery.Node.AddDependency(bucket);
    }

    /// <summary>Metric that counts undelivered messages, or null.</summary>
    public (string Namespace, string Name)? NotificationErrors { get; }

    private static CfnLogDeliveryConfiguration.CloudWatchLogsConfigurationProperty To(VendedLogGroup group) =>
        new() { LogGroupArn = group.Arn };

    /// <summary>Counts lines, as Cognito has no metric for them (<c>AWS::Logs::MetricFilter</c>).</summary>
    private (string Namespace, string Name) Count(CfnLogGroup group, string environment)
    {
        var name = $"NotificationErrors-{environment}";
        _ = new CfnMetricFilter(
            this,
            "NotificationErrors",
            new CfnMetricFilterProps
            {
                LogGroupName = group.Ref,
                FilterPattern = "",
                MetricTransformations = new[]
                {
                    new CfnMetricFilter.MetricTransformationProperty
                    {
                        MetricNamespace = MetricNamespace,
                        MetricName = name,
                        MetricValue = "1",
                        Unit = "Count",
                    },
                },
            }
        );
        return (MetricNamespace, name);
    }

    private Bucket ActivityBucket(VendedLogs logs)
    {
        var bucket = LogBucket.Add(
            this,
            "UserActivity",
            logs.RetentionDays,
            logs.Protection,
            "This bucket holds logs that AWS writes and auditors read; who reads them is in CloudTrail's data events, where a team wants that."
        );
        bucket.AddToResourcePolicy(FromDelivery("s3:GetBucketAcl", bucket.BucketArn));
        bucket.AddToResourcePolicy(FromDelivery("s3:PutObject", bucket.ArnForObjects("AWSLogs/*")));
        return bucket;
    }

    private PolicyStatement FromDelivery(string action, string resource) =>
        new(
            new PolicyStatementProps
            {
                Principals = [new ServicePrincipal("delivery.logs.amazonaws.com")],
                Actions = [action],
                Resources = [resource],
                Conditions = VendedLogs.FromThisAccount(this),
            }
        );
}
