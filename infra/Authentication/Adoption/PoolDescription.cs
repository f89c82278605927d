using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.CDK;
using Amazon.CDK.AWS.Cognito;
using CognitoStack.Common;
using CognitoStack.Configuration;
using Constructs;

namespace CognitoStack.Authentication.Adoption;

/// <summary>What a pool would be like if it were made by the file: the properties of a resource that stands in a stack of its own, and in no assembly.</summary>
internal sealed class PoolDescription : CfnUserPool
{
    private PoolDescription(Construct scope, CfnUserPoolProps props)
        : base(scope, "Described", props) { }

    /// <summary>The properties as CloudFormation names them.</summary>
    public static JsonObject Of(UserPoolProps props)
    {
        var configuration = props.Configuration;
        var sms = configuration.Sms is null
            ? null
            : new SmsConfigurationProperty { SnsCallerArn = configuration.Adopt!, SnsRegion = configuration.Sms.Region };
        var scope = new Stack();
        var described = new PoolDescription(scope, UserPool.Properties(scope.StackName, props, sms));
        return JsonSerializer.SerializeToNode(scope.Resolve(described.RenderProperties(described.CfnProperties)))!.AsObject();
    }
}
