using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Util.Internal;
using CognitoStack.AwsJson;

namespace Amazon.CognitoIdentity;

/// <summary>Settings of the client.</summary>
public class AmazonCognitoIdentityConfig : ClientConfig
{
    private static readonly string Agent = InternalSDKUtils.BuildUserAgentString(Api.Service.Id, "4.0.0");

    /// <summary>With the defaults of the mode that the environment names, else of "standard".</summary>
    public AmazonCognitoIdentityConfig()
        : base(Defaults.Provider)
    {
        ServiceId = Api.Service.Id;
        AuthenticationServiceName = Api.Service.Name;
        EndpointProvider = new Pipeline.EndpointProvider();
    }

    /// <inheritdoc/>
    public override string RegionEndpointServiceName => Api.Service.Name;

    /// <inheritdoc/>
    public override string ServiceVersion => Api.Service.Version;

    /// <inheritdoc/>
    public override string UserAgent => Agent;

    /// <inheritdoc/>
    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) =>
        Pipeline.EndpointOf(Api.Service, this, parameters.AlternateEndpoint);
}
