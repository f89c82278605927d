using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Xml;
using Amazon.CognitoIdentityProvider.Model;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;
using Amazon.Runtime.Internal.Util;

namespace Amazon.CognitoIdentityProvider.Internal;

/// <summary>Any response in AWS JSON 1.1, and any error.</summary>
internal sealed class ResponseUnmarshaller<T>(JsonTypeInfo<T> type) : JsonResponseUnmarshaller
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
            if (string.IsNullOrEmpty(error.Code))
                return NotCognitos(innerException, statusCode);
            var failure = Failures.Of(error, innerException, statusCode);
            if (failure is InvalidParameterException invalid)
                invalid.ReasonCode = ReasonCode(input.GetResponseBodyBytes());
            return failure;
        }
        catch (Exception e) when (e is JsonException or XmlException)
        {
            return NotCognitos(e, statusCode);
        }
    }

    // What stands between here and Cognito answers in its own words; the status still tells whether to try again.
    private static AmazonCognitoIdentityProviderException NotCognitos(Exception inner, HttpStatusCode status) =>
        new($"The answer has the status {(int)status} and no error of Cognito's.", inner, ErrorType.Unknown, status.ToString(), "", status);

    // The SDK's own reader of errors knows a type and a message.
    private static string? ReasonCode(byte[] body)
    {
        using var error = JsonDocument.Parse(body);
        return error.RootElement.TryGetProperty("reasonCode", out var code) ? code.GetString() : null;
    }
}
