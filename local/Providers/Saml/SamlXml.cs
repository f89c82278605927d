using System.Text;
using System.Xml;

namespace CognitoStack.Local.Providers.Saml;

/// <summary>Reads XML that a stranger sent, so that nothing in it is read in two ways.</summary>
internal static class SamlXml
{
    /// <remarks>Source: "The IdP SAML assertion endpoint". https://docs.aws.amazon.com/cognito/latest/developerguide/saml2-idpresponse-endpoint.html</remarks>
    private const int MostCharacters = 100_000;

    // Signatures are computed by recursion: nobody gets to choose how deep.
    private const int DeepestElement = 40;
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads the value of a form's field.</summary>
    /// <exception cref="ProviderException">It is no XML that may be believed.</exception>
    public static XmlDocument FromForm(string value)
    {
        if (value.Length > MostCharacters)
            throw new ProviderException("size", $"the message has {value.Length} characters; at most {MostCharacters} are accepted");
        try
        {
            return Message(Text(Convert.FromBase64String(value)));
        }
        catch (FormatException)
        {
            throw new ProviderException("malformed", "the message is not in Base64");
        }
    }

    /// <summary>A message as a person reads it, believed or not; empty where it is none.</summary>
    public static string Readable(string value)
    {
        var bytes = new byte[value.Length];
        return Convert.TryFromBase64String(value, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : "";
    }

    /// <summary>Bytes in UTF-8, with or without a byte order mark.</summary>
    public static string Text(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Utf8.GetString(bytes).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            throw new ProviderException("malformed", "the message is not in UTF-8");
        }
    }

    /// <summary>Reads a message: no comments and processing instructions, which signatures skip, and no ID twice.</summary>
    /// <exception cref="ProviderException">It is no XML that may be believed.</exception>
    public static XmlDocument Message(string text)
    {
        var document = Document(text, isMessage: true);
        var ids = new HashSet<string>();
        foreach (
            var attribute in document
                .SelectNodes("//@*")!
                .Cast<XmlAttribute>()
                .Where(a => a.LocalName.Equals("ID", StringComparison.OrdinalIgnoreCase))
        )
        {
            if (!ids.Add(attribute.Value))
                throw new ProviderException("wrapping", $"two elements have the ID {attribute.Value}");
        }
        return document;
    }

    /// <summary>Reads XML without a document type: no entities, inner or outer.</summary>
    /// <exception cref="ProviderException">It is not that.</exception>
    public static XmlDocument Document(string text, bool isMessage = false)
    {
        if (text.Contains("<!DOCTYPE", StringComparison.OrdinalIgnoreCase))
            throw new ProviderException("doctype", "the message declares a document type");
        try
        {
            using (var first = Reader(text))
            {
                while (first.Read())
                    Look(first, isMessage);
            }
            using var reader = Reader(text);
            var document = new XmlDocument { PreserveWhitespace = true, XmlResolver = null };
            document.Load(reader);
            return document;
        }
        catch (XmlException e)
        {
            throw new ProviderException("malformed", $"the message is not well-formed XML: {e.Message}");
        }
    }

    /// <summary>The child elements of one name.</summary>
    public static IEnumerable<XmlElement> Children(this XmlElement of, string name, string space) =>
        of.ChildNodes.OfType<XmlElement>().Where(child => child.LocalName == name && child.NamespaceURI == space);

    /// <summary>The child element of one name; null where there is none.</summary>
    /// <exception cref="ProviderException">There are several.</exception>
    public static XmlElement? Child(this XmlElement of, string name, string space)
    {
        XmlElement[] found = [.. of.Children(name, space).Take(2)];
        return found.Length < 2
            ? found.FirstOrDefault()
            : throw new ProviderException("malformed", $"{of.LocalName} has more than one {name}");
    }

    /// <summary>An attribute; null where there is none.</summary>
    public static string? Attribute(this XmlElement of, string name) => of.HasAttribute(name) ? of.GetAttribute(name) : null;

    /// <summary>The ID of the request that a message answers; null where it answers none. Some providers write an empty one then.</summary>
    public static string? Answered(this XmlElement of) => of.GetAttribute("InResponseTo") is { Length: > 0 } id ? id : null;

    /// <summary>A time, which XML writes; null where there is none.</summary>
    public static DateTimeOffset? Time(this XmlElement of, string name)
    {
        try
        {
            return of.Attribute(name) is { } text ? XmlConvert.ToDateTime(text, XmlDateTimeSerializationMode.Utc) : null;
        }
        catch (FormatException)
        {
            throw new ProviderException("malformed", $"{name} of {of.LocalName} is no time");
        }
    }

    private static XmlReader Reader(string text) =>
        XmlReader.Create(new StringReader(text), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });

    private static void Look(XmlReader reader, bool isMessage)
    {
        if (reader.Depth > DeepestElement)
            throw new ProviderException("malformed", $"elements are nested more than {DeepestElement} deep");
        if (isMessage && reader.NodeType is XmlNodeType.Comment or XmlNodeType.ProcessingInstruction)
            throw new ProviderException("comment", $"the message has a {reader.NodeType}, which its signature does not cover");
    }
}
