using Amazon.CDK;
using Amazon.CDK.AWS.Cognito;
using Amazon.CDK.AWS.IAM;
using CognitoStack.Common;
using CognitoStack.Configuration;
using Constructs;

namespace CognitoStack.Authentication;

/// <summary>Role with which Cognito sends text messages (<c>AWS::IAM::Role</c>).</summary>
/// <remarks>Source: Amazon Cognito Developer Guide, "SMS message settings"
/// (https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-sms-settings.html).</remarks>
internal sealed class SmsRole : Construct
{
    public SmsRole(Construct scope, string id, SmsConfiguration configuration)
        : base(scope, id)
    {
        // The external id keeps other users of the same service from having it use this role.
        var externalId = Stack.Of(this).StackName;
        var role = new Role(
            this,
            "Resource",
            new RoleProps
            {
                Description = "Lets Cognito send text messages through SNS",
                AssumedBy = new ServicePrincipal(
                    "cognito-idp.amazonaws.com",
                    new ServicePrincipalOpts
                    {
                        Conditions = new Dictionary<string, object>
                        {
                            ["StringEquals"] = new Dictionary<string, object>
                            {
                                ["sts:ExternalId"] = externalId,
                                ["aws:SourceAccount"] = Stack.Of(this).Account,
                            },
                        },
                    }
                ),
                InlinePolicies = new Dictionary<string, PolicyDocument>
                {
                    ["SendTextMessages"] = new(
                        new PolicyDocumentProps
                        {
                            Statements = [new PolicyStatement(new PolicyStatementProps { Actions = ["sns:Publish"], Resources = ["*"] })],
                        }
                    ),
                },
            }
        );
        Accepted.Wildcard(role, "*", "A text message goes to a phone number, which has no ARN.");
        Configuration = new CfnUserPool.SmsConfigurationProperty
        {
            ExternalId = externalId,
            SnsCallerArn = role.RoleArn,
            SnsRegion = configuration.Region,
        };
    }

    public CfnUserPool.SmsConfigurationProperty Configuration { get; }
}
