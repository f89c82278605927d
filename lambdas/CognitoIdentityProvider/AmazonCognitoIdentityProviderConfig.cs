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

    /// <summary>With the defaults of the mode that the environment names, else of "standard".</summary>
    public AmazonCognitoIdentityProviderConfig()
        : base(
            new DefaultConfigurationProvider([
                DefaultsOf(DefaultConfigurationMode.Standard, connectMilliseconds: 3100),
                DefaultsOf(DefaultConfigurationMode.InRegion, connectMilliseconds: 1100),
                DefaultsOf(DefaultConfigurationMode.CrossRegion, connectMilliseconds: 3100),
                DefaultsOf(DefaultConfigurationMode.Mobile, connectMilliseconds: 30000),
            ])
        )
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

    // The mode "auto" is one of the others, by where the program runs.
    private static DefaultConfiguration DefaultsOf(DefaultConfigurationMode mode, int connectMilliseconds) =>
        new()
        {
            Name = mode,
            RetryMode = RequestRetryMode.Standard,
            S3UsEast1RegionalEndpoint = S3UsEast1RegionalEndpointValue.Regional,
            ConnectTimeout = TimeSpan.FromMilliseconds(connectMilliseconds),
            TlsNegotiationTimeout = TimeSpan.FromMilliseconds(connectMilliseconds),
        };

    /// <inheritdoc/>
    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) =>
        Endpoints.Of(this, parameters.AlternateEndpoint);
}
