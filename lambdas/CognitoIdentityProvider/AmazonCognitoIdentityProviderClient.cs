using System.Text.Json.Serialization.Metadata;
using Amazon.CognitoIdentityProvider.Internal;
using Amazon.CognitoIdentityProvider.Model;
using Amazon.Runtime;
using Amazon.Runtime.Credentials.Internal;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;

namespace Amazon.CognitoIdentityProvider;

/// <summary>
/// Cognito user pools over AWSSDK.Core's own pipeline: retries, signing, credentials and endpoints are those of every AWS client.
/// </summary>
public partial class AmazonCognitoIdentityProviderClient : AmazonServiceClient, IAmazonCognitoIdentityProvider
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
    protected override IServiceMetadata ServiceMetadata { get; } = new Metadata();

    /// <inheritdoc/>
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        pipeline.RemoveHandler<EndpointResolver>();
        pipeline.AddHandlerAfter<Marshaller>(new Endpoints.Resolver());
        pipeline.AddHandlerAfter<Marshaller>(new AuthSchemes());
    }

    private Task<TResponse> CallAsync<TRequest, TResponse>(
        TRequest request,
        JsonTypeInfo<TRequest> requestType,
        JsonTypeInfo<TResponse> responseType,
        CancellationToken cancellation
    )
        where TRequest : AmazonCognitoIdentityProviderRequest
        where TResponse : AmazonWebServiceResponse, new() =>
        InvokeAsync<TResponse>(
            request,
            new InvokeOptions
            {
                RequestMarshaller = new RequestMarshaller<TRequest>(requestType),
                ResponseUnmarshaller = new ResponseUnmarshaller<TResponse>(responseType),
            },
            cancellation
        );

    private sealed class Metadata : IServiceMetadata
    {
        public string ServiceId => AmazonCognitoIdentityProviderConfig.Id;

        public IDictionary<string, string> OperationNameMapping { get; } = new Dictionary<string, string>(0);
    }

    // What a user calls for herself is not signed: she has a password or a token, no AWS credentials.
    private sealed class AuthSchemes : BaseAuthResolverHandler
    {
        protected override List<IAuthSchemeOption> ResolveAuthOptions(IExecutionContext executionContext) =>
            executionContext.RequestContext.OriginalRequest
                is ConfirmSignUpRequest
                    or GetTokensFromRefreshTokenRequest
                    or GetUserRequest
                    or GlobalSignOutRequest
                    or InitiateAuthRequest
                    or RespondToAuthChallengeRequest
                    or RevokeTokenRequest
                    or SignUpRequest
                ? AuthSchemeOption.DEFAULT_NOAUTH
                : AuthSchemeOption.DEFAULT_SIGV4;
    }
}
