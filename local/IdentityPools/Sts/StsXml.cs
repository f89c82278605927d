using System.Xml.Linq;
using CognitoStack.Local.Access;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.IdentityPools.Sts;

/// <summary>Answers of the Query protocol.</summary>
internal static class StsXml
{
    private static readonly XNamespace Namespace = "https://sts.amazonaws.com/doc/2011-06-15/";

    /// <summary>Writes what an action answers.</summary>
    public static Task WriteAsync(HttpContext http, string action, IEnumerable<XElement> result, string requestId) =>
        SendAsync(
            http,
            200,
            requestId,
            new XElement(
                $"{action}Response",
                new XElement($"{action}Result", result),
                new XElement("ResponseMetadata", new XElement("RequestId", requestId))
            )
        );

    /// <summary>Writes an error.</summary>
    public static Task WriteAsync(HttpContext http, AwsException error, string requestId) =>
        SendAsync(
            http,
            error.Status,
            requestId,
            new XElement(
                "ErrorResponse",
                new XElement(
                    "Error",
                    new XElement("Type", error.Status < 500 ? "Sender" : "Receiver"),
                    new XElement("Code", error.Code),
                    new XElement("Message", error.Message)
                ),
                new XElement("RequestId", requestId)
            )
        );

    public static XElement Of(Credentials credentials) =>
        new(
            "Credentials",
            new XElement("AccessKeyId", credentials.AccessKeyId),
            new XElement("SecretAccessKey", credentials.SecretAccessKey),
            new XElement("SessionToken", credentials.SessionToken),
            new XElement(
                "Expiration",
                credentials.Expiration.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture)
            )
        );

    private static Task SendAsync(HttpContext http, int status, string requestId, XElement document)
    {
        foreach (var element in document.DescendantsAndSelf())
            element.Name = Namespace + element.Name.LocalName;
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/xml";
        http.Response.Headers["x-amzn-RequestId"] = requestId;
        return http.Response.WriteAsync(document.ToString());
    }
}
