using Amazon.Runtime;
using Amazon.Runtime.Internal;
using CognitoStack.AwsJson;

namespace Amazon.CognitoIdentityProvider;

/// <summary>
/// Cognito user pools over AWSSDK.Core's own pipeline: retries, signing, credentials and endpoints are those of every AWS client.
/// </summary>
public partial class AmazonCognitoIdentityProviderClient : AmazonServiceClient
{
    /// <summary>With what the environment says of credentials, Region and endpoint.</summary>
    public AmazonCognitoIdentityProviderClient()
        : this(new AmazonCognitoIdentityProviderConfig()) { }

    /// <summary>With the credentials that the environment gives.</summary>
    public AmazonCognitoIdentityProviderClient(AmazonCognitoIdentityProviderConfig config)
        : base(config) { }

    /// <summary>With the credentials that the environment gives.</summary>
    public AmazonCognitoIdentityProviderClient(RegionEndpoint region)
        : this(new AmazonCognitoIdentityProviderConfig { RegionEndpoint = region }) { }

    /// <summary>With credentials of the caller's.</summary>
    public AmazonCognitoIdentityProviderClient(AWSCredentials credentials, RegionEndpoint region)
        : this(credentials, new AmazonCognitoIdentityProviderConfig { RegionEndpoint = region }) { }

    /// <summary>With credentials of the caller's.</summary>
    public AmazonCognitoIdentityProviderClient(AWSCredentials credentials, AmazonCognitoIdentityProviderConfig config)
        : base(credentials, config) { }

    /// <inheritdoc/>
    protected override IServiceMetadata ServiceMetadata => Api.Service;

    /// <inheritdoc/>
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline) => Pipeline.Customize(pipeline, Api.Service);
}
