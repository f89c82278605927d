using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;
using Amazon.Util;

namespace Amazon.CognitoIdentityProvider.Internal;

/// <summary>Any request in AWS JSON 1.1; the operation is the type's name without "Request".</summary>
internal sealed class RequestMarshaller<T>(JsonTypeInfo<T> type) : IMarshaller<IRequest, AmazonWebServiceRequest>
    where T : AmazonCognitoIdentityProviderRequest
{
    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        var request = new DefaultRequest(input, "Amazon.CognitoIdentityProvider")
        {
            HttpMethod = "POST",
            ResourcePath = "/",
            Content = JsonSerializer.SerializeToUtf8Bytes((T)input, type),
        };
        request.Headers["X-Amz-Target"] = $"AWSCognitoIdentityProviderService.{typeof(T).Name[..^"Request".Length]}";
        request.Headers[HeaderKeys.ContentTypeHeader] = "application/x-amz-json-1.1";
        request.Headers[HeaderKeys.XAmzApiVersion] = "2016-04-18";
        return request;
    }
}
