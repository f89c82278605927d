using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.KMS;
using Amazon.CDK.AWS.SNS;
using Constructs;

namespace CognitoStack.Operations;

/// <summary>Topic that sends alarms to people (<c>AWS::SNS::Topic</c>), encrypted, over TLS only. Only alarms of this account may write to it.</summary>
public sealed class AlarmTopic : Construct
{
    private static readonly ServicePrincipal CloudWatch = new("cloudwatch.amazonaws.com");

    /// <summary>Makes the topic.</summary>
    /// <param name="scope">Stack.</param>
    /// <param name="id">Construct id.</param>
    /// <param name="emails">Who gets the mails.</param>
    public AlarmTopic(Construct scope, string id, IReadOnlyList<string> emails)
        : base(scope, id)
    {
        // A key of our own: CloudWatch may not use AWS's key for SNS, and an alarm's message would be lost without a word.
        // Source: Amazon SNS Developer Guide, "Managing Amazon SNS encryption keys and costs" (https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html).
        var key = new Key(
            this,
            "Key",
            new KeyProps
            {
                Description = "Encrypts the alarms on their way to people",
                EnableKeyRotation = true,
                RemovalPolicy = RemovalPolicy.DESTROY,
            }
        );
        key.AddToResourcePolicy(FromAlarms(["kms:Decrypt", "kms:GenerateDataKey*"], "*"));
        var topic = new Topic(
            this,
            "Resource",
            new TopicProps
            {
                DisplayName = "Sign-in alarms",
                MasterKey = key,
                EnforceSSL = true,
            }
        );
        topic.AddToResourcePolicy(FromAlarms(["sns:Publish"], topic.TopicArn));
        for (var i = 0; i < emails.Count; i++)
            _ = new CfnSubscription(
                this,
                $"Email{i}",
                new CfnSubscriptionProps
                {
                    TopicArn = topic.TopicArn,
                    Protocol = "email",
                    Endpoint = emails[i],
                }
            );
        Arn = topic.TopicArn;
    }

    /// <summary>ARN of the topic.</summary>
    public string Arn { get; }

    private PolicyStatement FromAlarms(string[] actions, string resource) =>
        new(
            new PolicyStatementProps
            {
                Principals = [CloudWatch],
                Actions = actions,
                Resources = [resource],
                Conditions = new Dictionary<string, object>
                {
                    ["StringEquals"] = new Dictionary<string, string> { ["aws:SourceAccount"] = Stack.Of(this).Account },
                },
            }
        );
}
