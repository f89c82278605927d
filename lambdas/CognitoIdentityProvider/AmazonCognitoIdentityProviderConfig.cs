using Amazon.CognitoIdentityProvider.Internal;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Util.Internal;

namespace Amazon.CognitoIdentityProvider;

/// <summary>Settings of the client; the environment's <c>AWS_…</c> variables count, as in every AWS client.</summary>
public class AmazonCognitoIdentityProviderConfig : ClientConfig
{
    internal const string Id = "Cognito Identity Provider";

    private static readonly string Agent = InternalSDKUtils.BuildUserAgentString(Id, "4.0.0");

    /// <summary>The defaults of AWS's "standard" mode.</summary>
    public AmazonCognitoIdentityProviderConfig()
        : base(new DefaultConfigurationProvider([Standard]))
    {
        ServiceId = Id;
        AuthenticationServiceName = "cognito-idp";
        EndpointProvider = new Endpoints.Provider();
    }

    /// <inheritdoc/>
    public override string RegionEndpointServiceName => "cognito-idp";

    /// <inheritdoc/>
    public override string ServiceVersion => "2016-04-18";

    /// <inheritdoc/>
    public override string UserAgent => Agent;

    private static DefaultConfiguration Standard => new()
    {
        Name = DefaultConfigurationMode.Standard,
        RetryMode = RequestRetryMode.Standard,
        S3UsEast1RegionalEndpoint = S3UsEast1RegionalEndpointValue.Regional,
        ConnectTimeout = TimeSpan.FromMilliseconds(3100),
        TlsNegotiationTimeout = TimeSpan.FromMilliseconds(3100),
    };

    /// <inheritdoc/>
    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) =>
        Endpoints.Of(this, parameters.AlternateEndpoint);
}
