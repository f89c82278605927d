using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using Amazon.Runtime.Credentials.Internal;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;
using Amazon.Runtime.Internal.Transform;
using Amazon.Runtime.Internal.Util;
using Amazon.Util;
using Amazon.Util.Internal;

namespace CognitoStack.Operate.Aws;

/// <summary>
/// Any operation of a service that speaks AWS JSON 1.1, on AWSSDK.Core's public pipeline. This program calls some forty operations of four services, most of them with
/// documents that it only passes on: types for each would say nothing more.
/// </summary>
internal sealed class AwsService(AWSCredentials credentials, AwsServiceConfig config) : AmazonServiceClient(credentials, config)
{
    private readonly string target = config.Target;

    /// <inheritdoc/>
    protected override IServiceMetadata ServiceMetadata { get; } = new Metadata(config.ServiceId);

    /// <summary>Calls an operation.</summary>
    /// <exception cref="AwsError">The service refused.</exception>
    public async Task<JsonObject> CallAsync(string operation, JsonObject input, CancellationToken cancel)
    {
        var answer = await InvokeAsync<Answer>(
            new Question($"{target}.{operation}", input),
            new InvokeOptions { RequestMarshaller = new Marshalling(), ResponseUnmarshaller = new Unmarshalling() },
            cancel
        );
        return answer.Output;
    }

    /// <inheritdoc/>
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        pipeline.RemoveHandler<EndpointResolver>();
        pipeline.AddHandlerAfter<Marshaller>(new Endpoints());
        pipeline.AddHandlerAfter<Marshaller>(new AuthSchemes());
    }

    private sealed class Metadata(string id) : IServiceMetadata
    {
        public string ServiceId => id;

        public IDictionary<string, string> OperationNameMapping { get; } = new Dictionary<string, string>(0);
    }

    private sealed class AuthSchemes : BaseAuthResolverHandler
    {
        protected override List<IAuthSchemeOption> ResolveAuthOptions(IExecutionContext executionContext) => AuthSchemeOption.DEFAULT_SIGV4;
    }

    private sealed class Endpoints : BaseEndpointResolver
    {
        protected override EndpointParameters MapEndpointsParameters(IRequestContext requestContext) =>
            new() { ["Url"] = AwsServiceConfig.Of(requestContext.ClientConfig).URL };
    }

    private sealed class Question(string target, JsonObject input) : AmazonWebServiceRequest
    {
        public string Target => target;

        public JsonObject Input => input;
    }

    private sealed class Answer : AmazonWebServiceResponse
    {
        public JsonObject Output { get; set; } = [];
    }

    private sealed class Marshalling : IMarshaller<IRequest, AmazonWebServiceRequest>
    {
        public IRequest Marshall(AmazonWebServiceRequest input)
        {
            var question = (Question)input;
            var request = new DefaultRequest(input, "CognitoStack.Operate")
            {
                HttpMethod = "POST",
                ResourcePath = "/",
                Content = JsonSerializer.SerializeToUtf8Bytes(question.Input),
            };
            request.Headers["X-Amz-Target"] = question.Target;
            request.Headers[HeaderKeys.ContentTypeHeader] = "application/x-amz-json-1.1";
            return request;
        }
    }

    private sealed class Unmarshalling : JsonResponseUnmarshaller
    {
        public override AmazonWebServiceResponse Unmarshall(JsonUnmarshallerContext input)
        {
            using var body = new MemoryStream();
            input.Stream.CopyTo(body);
            // An operation without an output answers with no body at all.
            return new Answer { Output = body.Length == 0 ? [] : JsonNode.Parse(body.ToArray())!.AsObject() };
        }

        public override AmazonServiceException UnmarshallException(
            JsonUnmarshallerContext input,
            Exception innerException,
            HttpStatusCode statusCode
        )
        {
            try
            {
                var reader = new StreamingUtf8JsonReader(input.Stream, 4096, input.JsonMaxDepth);
                var error = JsonErrorResponseUnmarshaller.GetInstance().Unmarshall(input, ref reader);
                return new AwsError(error.Message, innerException, error.Type, error.Code, error.RequestId, statusCode);
            }
            catch (JsonException e)
            {
                return new AwsError("The error that came is not AWS's.", e, ErrorType.Unknown, statusCode.ToString(), "", statusCode);
            }
        }
    }
}

/// <summary>An error that AWS answered; its <c>ErrorCode</c> tells which.</summary>
internal sealed class AwsError(
    string message,
    Exception? innerException = null,
    ErrorType errorType = default,
    string? errorCode = null,
    string? requestId = null,
    HttpStatusCode statusCode = default
) : AmazonServiceException(message, innerException, errorType, errorCode, requestId, statusCode);

/// <summary>A service: how it is called, signed for and found.</summary>
internal sealed class AwsServiceConfig : ClientConfig
{
    private readonly string host;

    public AwsServiceConfig(string target, string host)
        : base(
            new DefaultConfigurationProvider([
                new DefaultConfiguration { Name = DefaultConfigurationMode.Standard, RetryMode = RequestRetryMode.Standard },
            ])
        )
    {
        (Target, this.host, ServiceId, AuthenticationServiceName) = (target, host, host, host);
        EndpointProvider = new Provider();
    }

    /// <summary>What operations' names follow in <c>X-Amz-Target</c>.</summary>
    public string Target { get; }

    /// <inheritdoc/>
    public override string RegionEndpointServiceName => host;

    /// <inheritdoc/>
    public override string ServiceVersion => "1";

    /// <inheritdoc/>
    public override string UserAgent { get; } = InternalSDKUtils.BuildUserAgentString("CognitoStack.Operate", "4.0.0");

    /// <inheritdoc/>
    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) => Of(this);

    internal static Endpoint Of(IClientConfig config) =>
        new(
            string.IsNullOrEmpty(config.ServiceURL)
                ? $"https://{config.RegionEndpointServiceName}.{config.RegionEndpoint.SystemName}.{config.RegionEndpoint.PartitionDnsSuffix}"
                : config.ServiceURL
        );

    private sealed class Provider : IEndpointProvider
    {
        public Endpoint ResolveEndpoint(EndpointParameters parameters) => new((string)parameters["Url"]);
    }
}
