using System.Text.Json.Serialization.Metadata;
using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Credentials.Internal;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;

namespace CognitoStack.AwsJson;

/// <summary>What a service's own package would bring to the pipeline of AWSSDK.Core: where the service answers, and what is signed.</summary>
internal static class Pipeline
{
    private const string Url = "Url";

    public static void Customize(RuntimePipeline pipeline, Service service)
    {
        pipeline.RemoveHandler<EndpointResolver>();
        pipeline.AddHandlerAfter<Marshaller>(new Resolver(service));
        pipeline.AddHandlerAfter<Marshaller>(new AuthSchemes(service));
    }

    public static InvokeOptions Options<TRequest, TResponse>(
        Service service,
        JsonTypeInfo<TRequest> requestType,
        JsonTypeInfo<TResponse> responseType
    )
        where TRequest : AmazonWebServiceRequest
        where TResponse : AmazonWebServiceResponse, new() =>
        new()
        {
            RequestMarshaller = new RequestMarshaller<TRequest>(service, requestType),
            ResponseUnmarshaller = new ResponseUnmarshaller<TResponse>(service, responseType),
        };

    /// <summary>The configured address, or that of the Region.</summary>
    public static Endpoint EndpointOf(Service service, IClientConfig config, RegionEndpoint? alternate)
    {
        if (!string.IsNullOrEmpty(config.ServiceURL))
            return new Endpoint(config.ServiceURL);
        var region = alternate ?? config.RegionEndpoint ?? throw new AmazonClientException("No region is configured.");
        var fips = config.UseFIPSEndpoint ? "-fips" : "";
        return new Endpoint($"https://{service.Name}{fips}.{region.SystemName}.{Suffix(region, config.UseDualstackEndpoint)}");
    }

    private static string Suffix(RegionEndpoint region, bool dualStack) =>
        (dualStack, region.PartitionName) switch
        {
            (false, _) => region.PartitionDnsSuffix,
            (true, "aws-cn") => "api.amazonwebservices.com.cn",
            _ => "api.aws",
        };

    public sealed class EndpointProvider : IEndpointProvider
    {
        public Endpoint ResolveEndpoint(EndpointParameters parameters) => new((string)parameters[Url]);
    }

    private sealed class Resolver(Service service) : BaseEndpointResolver
    {
        protected override EndpointParameters MapEndpointsParameters(IRequestContext requestContext) =>
            new() { [Url] = EndpointOf(service, requestContext.ClientConfig, requestContext.Request.AlternateEndpoint).URL };
    }

    private sealed class AuthSchemes(Service service) : BaseAuthResolverHandler
    {
        protected override List<IAuthSchemeOption> ResolveAuthOptions(IExecutionContext executionContext) =>
            service.Unsigned.Contains(Service.OperationOf(executionContext.RequestContext.OriginalRequest.GetType()))
                ? AuthSchemeOption.DEFAULT_NOAUTH
                : AuthSchemeOption.DEFAULT_SIGV4;
    }
}
