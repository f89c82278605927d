using System.Xml;
using System.Xml.Linq;
using CognitoStack.Local.Access;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.S3;

/// <summary>XML of S3's requests and answers.</summary>
internal static class S3Xml
{
    /// <summary>Deeper than any of S3's schemas. Time to load elements grows with the square of their depth.</summary>
    private const int Deepest = 8;

    /// <summary>More than ten thousand parts need, each with its checksum. Time to read names grows with the namespaces in scope.</summary>
    private const int MostElements = 100_000;

    private const int MostAttributes = 8;
    private const int Longest = 4 * 1024 * 1024;

    /// <summary>Of who is nobody: their deletions are of few objects.</summary>
    private const int LongestOfNobody = 64 * 1024;

    private static readonly XmlReaderSettings Safe = new() { DtdProcessing = DtdProcessing.Prohibit };
    private static readonly XNamespace Namespace = "http://s3.amazonaws.com/doc/2006-03-01/";

    public static XElement Element(string name, params object?[] content) => new(Namespace + name, content);

    /// <summary>The text of an element below another one, whatever its namespace.</summary>
    public static string Text(XElement parent, string name) => Find(parent, name) ?? throw Malformed();

    /// <summary>The same where it may be missing.</summary>
    public static string? Find(XElement parent, string name) => parent.Elements().FirstOrDefault(e => e.Name.LocalName == name)?.Value;

    public static async Task<XElement> ReadAsync(S3Call call, bool isChecked = true)
    {
        using var body = new MemoryStream();
        await Payload.ReadAsync(call, body, call.Caller is Anonymous ? LongestOfNobody : Longest, isChecked);
        try
        {
            body.Position = 0;
            using (var depths = XmlReader.Create(body, Safe))
            {
                var elements = 0;
                while (depths.Read())
                    if (
                        depths.Depth > Deepest
                        || depths.AttributeCount > MostAttributes
                        || (depths.NodeType == XmlNodeType.Element && ++elements > MostElements)
                    )
                        throw Malformed();
            }

            body.Position = 0;
            using var reader = XmlReader.Create(body, Safe);
            return XElement.Load(reader);
        }
        catch (XmlException)
        {
            throw Malformed();
        }
    }

    public static async Task WriteAsync(S3Call call, XElement body)
    {
        call.Http.Response.ContentType = "application/xml";
        await call.Http.Response.WriteAsync(Xml.Text(body), call.Cancel);
    }

    public static AwsException Malformed() =>
        new("MalformedXML", "The XML you provided was not well-formed or did not validate against our published schema");
}
