using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Util.Internal;
using CognitoStack.AwsJson;

namespace Amazon.CognitoIdentityProvider;

/// <summary>Settings of the client; the environment's <c>AWS_…</c> variables count, as in every AWS client.</summary>
public class AmazonCognitoIdentityProviderConfig : ClientConfig
{
    private static readonly string Agent = InternalSDKUtils.BuildUserAgentString(Api.Service.Id, "4.0.0");

    /// <summary>With the defaults of the mode that the environment names, else of "standard".</summary>
    public AmazonCognitoIdentityProviderConfig()
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
