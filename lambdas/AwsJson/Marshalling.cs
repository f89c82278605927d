using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Xml;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;
using Amazon.Runtime.Internal.Util;
using Amazon.Util;

namespace CognitoStack.AwsJson;

/// <summary>Any request in AWS JSON 1.1.</summary>
internal sealed class RequestMarshaller<T>(Service service, JsonTypeInfo<T> type) : IMarshaller<IRequest, AmazonWebServiceRequest>
    where T : AmazonWebServiceRequest
{
    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        var request = new DefaultRequest(input, service.Id)
        {
            HttpMethod = "POST",
            ResourcePath = "/",
            Content = JsonSerializer.SerializeToUtf8Bytes((T)input, type),
        };
        request.Headers["X-Amz-Target"] = $"{service.Target}.{Service.OperationOf(typeof(T))}";
        request.Headers[HeaderKeys.ContentTypeHeader] = "application/x-amz-json-1.1";
        request.Headers[HeaderKeys.XAmzApiVersion] = service.Version;
        return request;
    }
}

/// <summary>Any response in AWS JSON 1.1, and any error.</summary>
internal sealed class ResponseUnmarshaller<T>(Service service, JsonTypeInfo<T> type) : JsonResponseUnmarshaller
    where T : AmazonWebServiceResponse, new()
{
    private const int BufferSize = 4096;

    public override AmazonWebServiceResponse Unmarshall(JsonUnmarshallerContext input)
    {
        using var body = new MemoryStream();
        input.Stream.CopyTo(body);
        // An operation without an output answers with no body at all.
        return body.Length == 0 ? new T() : JsonSerializer.Deserialize(body.GetBuffer().AsSpan(0, (int)body.Length), type) ?? new T();
    }

    public override AmazonServiceException UnmarshallException(
        JsonUnmarshallerContext input,
        Exception innerException,
        HttpStatusCode statusCode
    )
    {
        try
        {
            var reader = new StreamingUtf8JsonReader(input.Stream, BufferSize, input.JsonMaxDepth);
            var error = JsonErrorResponseUnmarshaller.GetInstance().Unmarshall(input, ref reader);
            if (!string.IsNullOrEmpty(error.Code))
                return service.Failure(new(error, innerException, statusCode, input.GetResponseBodyBytes()));
        }
        catch (Exception e) when (e is JsonException or XmlException)
        {
            innerException = e;
        }

        // What stands between here and the service answers in its own words; the status still tells whether to try again.
        var unknown = new ErrorResponse
        {
            Code = statusCode.ToString(),
            Message = $"The answer has the status {(int)statusCode} and no error of the service.",
            RequestId = "",
            Type = ErrorType.Unknown,
        };
        return service.Failure(new(unknown, innerException, statusCode, default));
    }
}
