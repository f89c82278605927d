using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using Amazon.CognitoIdentity.Model;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;
using Amazon.Runtime.Internal.Util;
using Amazon.Util;

namespace Amazon.CognitoIdentity;

/// <summary>The shapes of AWS JSON 1.1, written and read without reflection: the SDK's base types are not for serializing.</summary>
[JsonSourceGenerationOptions(
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    GenerationMode = JsonSourceGenerationMode.Metadata,
    Converters = [typeof(EpochSeconds)]
)]
[JsonSerializable(typeof(GetIdRequest))]
[JsonSerializable(typeof(GetIdResponse))]
[JsonSerializable(typeof(GetCredentialsForIdentityRequest))]
[JsonSerializable(typeof(GetCredentialsForIdentityResponse))]
[JsonSerializable(typeof(GetOpenIdTokenRequest))]
[JsonSerializable(typeof(GetOpenIdTokenResponse))]
[JsonSerializable(typeof(DescribeIdentityRequest))]
[JsonSerializable(typeof(DescribeIdentityResponse))]
[JsonSerializable(typeof(DeleteIdentitiesRequest))]
[JsonSerializable(typeof(DeleteIdentitiesResponse))]
internal sealed partial class IdentityJson : JsonSerializerContext;

/// <summary>Times, which AWS JSON writes as seconds since 1970.</summary>
internal sealed class EpochSeconds : JsonConverter<DateTime>
{
    public override DateTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        DateTime.UnixEpoch.AddSeconds(reader.GetDouble());

    public override void Write(Utf8JsonWriter writer, DateTime value, JsonSerializerOptions options) =>
        writer.WriteNumberValue((value.ToUniversalTime() - DateTime.UnixEpoch).TotalSeconds);
}

/// <summary>Any request in AWS JSON 1.1; the operation is the type's name without "Request".</summary>
internal sealed class RequestMarshaller<T> : IMarshaller<IRequest, AmazonWebServiceRequest>
    where T : AmazonCognitoIdentityRequest
{
    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        var request = new DefaultRequest(input, "Amazon.CognitoIdentity")
        {
            HttpMethod = "POST",
            ResourcePath = "/",
            Content = JsonSerializer.SerializeToUtf8Bytes(input, typeof(T), IdentityJson.Default),
        };
        request.Headers["X-Amz-Target"] = $"AWSCognitoIdentityService.{typeof(T).Name[..^"Request".Length]}";
        request.Headers[HeaderKeys.ContentTypeHeader] = "application/x-amz-json-1.1";
        request.Headers[HeaderKeys.XAmzApiVersion] = "2014-06-30";
        return request;
    }
}

/// <summary>Any response in AWS JSON 1.1, and any error.</summary>
internal sealed class ResponseUnmarshaller<T> : JsonResponseUnmarshaller
    where T : AmazonWebServiceResponse, new()
{
    public override AmazonWebServiceResponse Unmarshall(JsonUnmarshallerContext input)
    {
        using var body = new MemoryStream();
        input.Stream.CopyTo(body);
        return (T?)JsonSerializer.Deserialize(body.ToArray(), typeof(T), IdentityJson.Default) ?? new T();
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
            return new AmazonCognitoIdentityException(error.Message, innerException, error.Type, error.Code, error.RequestId, statusCode);
        }
        catch (JsonException e)
        {
            return new AmazonCognitoIdentityException(
                "The error that came is not Cognito's.",
                e,
                ErrorType.Unknown,
                statusCode.ToString(),
                "",
                statusCode
            );
        }
    }
}
