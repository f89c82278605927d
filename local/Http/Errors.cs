using System.Text;
using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;

namespace CognitoStack.Local.Http;

/// <summary>Errors in the form of each protocol.</summary>
internal static class Errors
{
    public static Task WriteAsync(HttpContext http, string? service, string requestId, AwsException error)
    {
        http.Response.StatusCode = error.Status;
        return service switch
        {
            _ when Cbor.IsOf(http.Request) => Cbor.WriteAsync(http, Described(error), new HashSet<string>()),
            "s3" => XmlAsync(http, S3(error, requestId)),
            // Whoever sends a form speaks the Query protocol, as the SDKs of services that are not here do.
            "sts" => XmlAsync(http, Query(error, requestId)),
            _ when http.Request.HasFormContentType => XmlAsync(http, Query(error, requestId)),
            _ => JsonAsync(http, error),
        };
    }

    private static Task JsonAsync(HttpContext http, AwsException error)
    {
        http.Response.Headers["x-amzn-errortype"] = error.Code;
        return Json.WriteAsync(http, Described(error));
    }

    private static JsonObject Described(AwsException error)
    {
        var body = new JsonObject { ["__type"] = error.Code, ["message"] = error.Message };
        foreach (var (name, value) in error.Details ?? [])
            body[name] = value?.DeepClone();
        return body;
    }

    private static XElement S3(AwsException error, string requestId) =>
        new(
            "Error",
            new XElement("Code", error.Code),
            new XElement("Message", error.Message),
            (error.Details ?? []).Select(d => new XElement(d.Key, d.Value?.ToString())),
            new XElement("RequestId", requestId),
            new XElement("HostId", requestId)
        );

    private static XElement Query(AwsException error, string requestId)
    {
        XNamespace ns = "https://sts.amazonaws.com/doc/2011-06-15/";
        return new(
            ns + "ErrorResponse",
            new XElement(
                ns + "Error",
                new XElement(ns + "Type", error.Status < 500 ? "Sender" : "Receiver"),
                new XElement(ns + "Code", error.Code),
                new XElement(ns + "Message", error.Message)
            ),
            new XElement(ns + "RequestId", requestId)
        );
    }

    private static Task XmlAsync(HttpContext http, XElement body)
    {
        http.Response.ContentType = "application/xml";
        return http.Request.Method == HttpMethods.Head ? Task.CompletedTask : http.Response.WriteAsync(Xml.Text(body));
    }
}

/// <summary>XML as the services write it.</summary>
internal static class Xml
{
    /// <summary>As S3 does, characters that XML 1.0 has no place for are written by their numbers: who expects them asks for <c>encoding-type=url</c>.</summary>
    private static readonly XmlWriterSettings Settings = new()
    {
        OmitXmlDeclaration = true,
        CheckCharacters = false,
        NewLineHandling = NewLineHandling.Entitize,
    };

    public static string Text(XElement body)
    {
        var text = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        using (var writer = XmlWriter.Create(text, Settings))
            body.WriteTo(writer);
        return text.ToString();
    }
}
