using Amazon.Runtime;
using Amazon.Runtime.Internal;
using CognitoStack.AwsJson;

namespace Amazon.CognitoIdentity;

/// <summary>
/// The operations of Cognito identity pools that users call, and those that clear up after them, on AWSSDK.Core's public pipeline, with the names of AWS's own package
/// <c>AWSSDK.CognitoIdentity</c>: where that is to be had, it takes this folder's place.
/// </summary>
public partial class AmazonCognitoIdentityClient(AWSCredentials credentials, AmazonCognitoIdentityConfig config)
    : AmazonServiceClient(credentials, config)
{
    /// <inheritdoc/>
    protected override IServiceMetadata ServiceMetadata => Api.Service;

    /// <inheritdoc/>
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline) => Pipeline.Customize(pipeline, Api.Service);
}
