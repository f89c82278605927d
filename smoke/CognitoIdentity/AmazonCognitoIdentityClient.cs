using System.Net;
using Amazon.CognitoIdentity.Model;
using Amazon.Runtime;
using Amazon.Runtime.Credentials.Internal;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;
using Amazon.Util.Internal;

namespace Amazon.CognitoIdentity;

/// <summary>
/// The operations of Cognito identity pools that users call, and those that clear up after them, on AWSSDK.Core's public pipeline, with the names of AWS's own package
/// <c>AWSSDK.CognitoIdentity</c>: where that is to be had, it takes this folder's place.
/// </summary>
public sealed class AmazonCognitoIdentityClient(AWSCredentials credentials, AmazonCognitoIdentityConfig config)
    : AmazonServiceClient(credentials, config)
{
    /// <inheritdoc/>
    protected override IServiceMetadata ServiceMetadata { get; } = new Metadata();

    /// <summary>Source: AWS, "GetId".</summary>
    public Task<GetIdResponse> GetIdAsync(GetIdRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<GetIdRequest, GetIdResponse>(request, cancellationToken);

    /// <summary>Source: AWS, "GetCredentialsForIdentity".</summary>
    public Task<GetCredentialsForIdentityResponse> GetCredentialsForIdentityAsync(
        GetCredentialsForIdentityRequest request,
        CancellationToken cancellationToken = default
    ) => CallAsync<GetCredentialsForIdentityRequest, GetCredentialsForIdentityResponse>(request, cancellationToken);

    /// <summary>Source: AWS, "GetOpenIdToken".</summary>
    public Task<GetOpenIdTokenResponse> GetOpenIdTokenAsync(GetOpenIdTokenRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<GetOpenIdTokenRequest, GetOpenIdTokenResponse>(request, cancellationToken);

    /// <summary>Source: AWS, "DescribeIdentity".</summary>
    public Task<DescribeIdentityResponse> DescribeIdentityAsync(
        DescribeIdentityRequest request,
        CancellationToken cancellationToken = default
    ) => CallAsync<DescribeIdentityRequest, DescribeIdentityResponse>(request, cancellationToken);

    /// <summary>Source: AWS, "DeleteIdentities".</summary>
    public Task<DeleteIdentitiesResponse> DeleteIdentitiesAsync(
        DeleteIdentitiesRequest request,
        CancellationToken cancellationToken = default
    ) => CallAsync<DeleteIdentitiesRequest, DeleteIdentitiesResponse>(request, cancellationToken);

    /// <inheritdoc/>
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        pipeline.RemoveHandler<EndpointResolver>();
        pipeline.AddHandlerAfter<Marshaller>(new Endpoints());
        pipeline.AddHandlerAfter<Marshaller>(new AuthSchemes());
    }

    private Task<TResponse> CallAsync<TRequest, TResponse>(TRequest request, CancellationToken cancellation)
        where TRequest : AmazonCognitoIdentityRequest
        where TResponse : AmazonWebServiceResponse, new() =>
        InvokeAsync<TResponse>(
            request,
            new InvokeOptions
            {
                RequestMarshaller = new RequestMarshaller<TRequest>(),
                ResponseUnmarshaller = new ResponseUnmarshaller<TResponse>(),
            },
            cancellation
        );

    private sealed class Metadata : IServiceMetadata
    {
        public string ServiceId => AmazonCognitoIdentityConfig.Id;

        public IDictionary<string, string> OperationNameMapping { get; } = new Dictionary<string, string>(0);
    }

    // Whoever comes for credentials has none yet.
    private sealed class AuthSchemes : BaseAuthResolverHandler
    {
        protected override List<IAuthSchemeOption> ResolveAuthOptions(IExecutionContext executionContext) =>
            executionContext.RequestContext.OriginalRequest is GetIdRequest or GetCredentialsForIdentityRequest or GetOpenIdTokenRequest
                ? AuthSchemeOption.DEFAULT_NOAUTH
                : AuthSchemeOption.DEFAULT_SIGV4;
    }

    private sealed class Endpoints : BaseEndpointResolver
    {
        protected override EndpointParameters MapEndpointsParameters(IRequestContext requestContext) =>
            new() { ["Url"] = AmazonCognitoIdentityConfig.Of(requestContext.ClientConfig).URL };
    }
}

/// <summary>Settings of the client.</summary>
public sealed class AmazonCognitoIdentityConfig : ClientConfig
{
    internal const string Id = "Cognito Identity";
    private static readonly string Agent = InternalSDKUtils.BuildUserAgentString(Id, "4.0.0");

    /// <summary>The defaults of AWS's "standard" mode.</summary>
    public AmazonCognitoIdentityConfig()
        : base(
            new DefaultConfigurationProvider([
                new DefaultConfiguration { Name = DefaultConfigurationMode.Standard, RetryMode = RequestRetryMode.Standard },
            ])
        )
    {
        ServiceId = Id;
        AuthenticationServiceName = "cognito-identity";
        EndpointProvider = new Provider();
    }

    /// <inheritdoc/>
    public override string RegionEndpointServiceName => "cognito-identity";

    /// <inheritdoc/>
    public override string ServiceVersion => "2014-06-30";

    /// <inheritdoc/>
    public override string UserAgent => Agent;

    /// <inheritdoc/>
    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) => Of(this);

    internal static Endpoint Of(IClientConfig config) =>
        new(
            string.IsNullOrEmpty(config.ServiceURL)
                ? $"https://cognito-identity.{config.RegionEndpoint.SystemName}.{config.RegionEndpoint.PartitionDnsSuffix}"
                : config.ServiceURL
        );

    private sealed class Provider : IEndpointProvider
    {
        public Endpoint ResolveEndpoint(EndpointParameters parameters) => new((string)parameters["Url"]);
    }
}

/// <summary>A request to Cognito identity pools.</summary>
public abstract class AmazonCognitoIdentityRequest : AmazonWebServiceRequest;

/// <summary>An error that Cognito answered; its <c>ErrorCode</c> tells which.</summary>
public sealed class AmazonCognitoIdentityException(
    string message,
    Exception? innerException = null,
    ErrorType errorType = default,
    string? errorCode = null,
    string? requestId = null,
    HttpStatusCode statusCode = default
) : AmazonServiceException(message, innerException, errorType, errorCode, requestId, statusCode);
