using System.Text.Json.Nodes;
using CognitoStack.Local.Access;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Front;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.CloudFormation;

/// <summary>AWS Cloud Control API, to read a user pool: the CDK CLI asks it for what an app looks up.</summary>
/// <remarks>It answers as CloudFormation reads a resource back: with what its template says, and what was changed by hand since. Source: Cloud Control API Reference,
/// "GetResource" (https://docs.aws.amazon.com/cloudcontrolapi/latest/APIReference/API_GetResource.html).</remarks>
internal sealed class CloudControlService(IDeployment deployment, IAuthorizer authorizer) : IJsonService
{
    private const string UserPool = "AWS::Cognito::UserPool";

    /// <inheritdoc/>
    public string Target => "CloudApiService";

    /// <inheritdoc/>
    public string SigningName => "cloudcontrolapi";

    /// <inheritdoc/>
    public bool IsSignedOnly => true;

    /// <inheritdoc/>
    public async Task<JsonObject> InvokeAsync(JsonCall call, CancellationToken cancel)
    {
        if (call.Operation != "GetResource")
            throw new AwsException(
                "UnknownOperationException",
                $"{call.Operation} is not among what this machine's Cloud Control API does: GetResource"
            );
        var (type, id) = (Required("TypeName"), Required("Identifier"));
        if (type != UserPool)
            throw new AwsException(
                "UnsupportedActionException",
                $"Resource type {type} is not read by this machine's Cloud Control API; {UserPool} is"
            );
        var current = deployment.Current;
        var arn = $"arn:{current.Partition}:cognito-idp:{current.Region}:{current.Account}:userpool/{id}";
        // Cloud Control asks the service in its caller's name.
        await authorizer.RequireAsync(call.Caller, new("cloudformation:GetResource", "*"), cancel);
        await authorizer.RequireAsync(call.Caller, new("cognito-idp:DescribeUserPool", arn), cancel);
        var pool =
            current.Find(UserPool, id)
            ?? throw new AwsException("ResourceNotFoundException", $"Resource of type '{UserPool}' with identifier '{id}' was not found.");
        var properties = pool.Properties.DeepClone().AsObject();
        properties["Arn"] = pool.Arn;
        foreach (var name in new[] { "ProviderName", "ProviderURL", "UserPoolId" })
            properties[name] = pool.Attributes[name];
        return new()
        {
            ["TypeName"] = type,
            ["ResourceDescription"] = new JsonObject { ["Identifier"] = id, ["Properties"] = properties.ToJsonString() },
        };

        string Required(string member) =>
            call.Input[member]?.ToString() is { Length: > 0 } value
                ? value
                : throw new AwsException(
                    "ValidationException",
                    $"1 validation error detected: Value at '{char.ToLowerInvariant(member[0])}{member[1..]}' failed to satisfy constraint: Member must not be null"
                );
    }
}
