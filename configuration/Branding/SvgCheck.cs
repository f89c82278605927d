using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;

namespace CognitoStack.Configuration.Branding;

/// <summary>Lets an SVG draw and nothing else: it is served on the page where people type their passwords.</summary>
/// <remarks>
/// Lists say what may stand in it, not what may not, as browsers know more ways to run a script than anybody can list.
/// Cognito itself refuses <c>dominant-baseline</c>, scripts and external references, though only when the stack is deployed.
/// </remarks>
internal static partial class SvgCheck
{
    private const string Namespace = "http://www.w3.org/2000/svg";

    private static readonly HashSet<string> Elements = new(
        (string[])
            [
                "svg",
                "g",
                "defs",
                "symbol",
                "use",
                "title",
                "desc",
                "metadata",
                "style",
                "switch",
                "image",
                "path",
                "rect",
                "circle",
                "ellipse",
                "line",
                "polyline",
                "polygon",
                "text",
                "tspan",
                "textPath",
                "marker",
                "clipPath",
                "mask",
                "pattern",
                "linearGradient",
                "radialGradient",
                "stop",
                "animate",
                "animateTransform",
                "animateMotion",
                "mpath",
                "set",
                "filter",
                "feBlend",
                "feColorMatrix",
                "feComponentTransfer",
                "feComposite",
                "feConvolveMatrix",
                "feDiffuseLighting",
                "feDisplacementMap",
                "feDistantLight",
                "feDropShadow",
                "feFlood",
                "feFuncA",
                "feFuncB",
                "feFuncG",
                "feFuncR",
                "feGaussianBlur",
                "feImage",
                "feMerge",
                "feMergeNode",
                "feMorphology",
                "feOffset",
                "fePointLight",
                "feSpecularLighting",
                "feSpotLight",
                "feTile",
                "feTurbulence",
            ]
    );

    public static void Run(byte[] content, string path, Action<string, string> error)
    {
        // Read as UTF-8 whatever the file claims, and any other claim refused: the browser must see what is seen here.
        if (BrandText.Of(content, path, error) is not { } text)
            return;
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };
        using var reader = XmlReader.Create(new StringReader(text), settings);
        var place = (IXmlLineInfo)reader;
        void Error(string message) =>
            error(string.Create(CultureInfo.InvariantCulture, $"{path}:{place.LineNumber}:{place.LinePosition}"), message);
        try
        {
            StringBuilder? style = null;
            while (reader.Read())
            {
                if (style is not null)
                    style = CheckStyle(reader, style, Error);
                if (reader.NodeType != XmlNodeType.Element)
                    CheckOther(reader, Error);
                else if (CheckElement(reader, Error) == "style" && !reader.IsEmptyElement)
                    style = new StringBuilder();
            }
        }
        catch (XmlException e)
        {
            var dtd = e.Message.Contains("DTD", StringComparison.Ordinal);
            error(
                string.Create(CultureInfo.InvariantCulture, $"{path}:{e.LineNumber}:{e.LinePosition}"),
                dtd ? "has a document type (<!DOCTYPE>), which can define entities. Remove it." : $"is not well-formed XML: {Reason(e)}"
            );
        }
    }

    private static string CheckElement(XmlReader reader, Action<string> error)
    {
        if (reader.Depth == 0 && (reader.LocalName, reader.NamespaceURI) != ("svg", Namespace))
            error(
                $"must begin with <svg xmlns=\"{Namespace}\">, not <{reader.Name}{(reader.NamespaceURI.Length == 0 ? string.Empty : $" xmlns=\"{reader.NamespaceURI}\"")}>."
            );
        else if (reader.NamespaceURI != Namespace)
            error($"<{reader.Name}> is no element of SVG. Remove it, or save the image as plain SVG.");
        else if (!Elements.Contains(reader.LocalName))
            error($"<{reader.Name}> is not allowed, as a logo only has to draw. Remove it.");

        var element = reader.Name;
        while (reader.MoveToNextAttribute())
        {
            if (reader.Prefix == "xmlns" || reader.Name == "xmlns")
                continue;
            if (WrongAttribute(reader.LocalName, reader.Value) is { } wrong)
                error($"<{element} {reader.Name}=\"{BrandText.Short(reader.Value)}\"> {wrong}");
        }

        reader.MoveToElement();
        return reader.LocalName;
    }

    /// <summary>Gathers a style sheet: a browser joins its pieces before it reads them, whatever comments and sections cut it up.</summary>
    private static StringBuilder? CheckStyle(XmlReader reader, StringBuilder style, Action<string> error)
    {
        if (reader.NodeType == XmlNodeType.Element)
            error("stands inside <style>, which holds text alone. Move it out.");
        if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace)
            style.Append(reader.Value);
        if (reader is not { NodeType: XmlNodeType.EndElement, LocalName: "style" })
            return style;
        if (SvgStyle.Wrong(style.ToString()) is { } wrong)
            error($"<style> {wrong}");
        return null;
    }

    private static string? WrongAttribute(string name, string value)
    {
        bool Is(string other) => name.Equals(other, StringComparison.OrdinalIgnoreCase);
        if (name.StartsWith("on", StringComparison.OrdinalIgnoreCase))
            return "runs a script. Remove the attribute.";
        if (Is("base"))
            return "changes where references lead. Remove the attribute.";
        if (Is("dominant-baseline"))
            return "is refused by Cognito. Move the text with \"dy\" instead.";
        if (Is("href") || Is("src"))
            return SvgStyle.IsOwn(value) ? null : $"leads out of the image. {SvgStyle.WayOut}";
        // An animated reference would lead elsewhere a moment later.
        if (Is("attributeName") && !PlainAttribute().IsMatch(value))
            return "animates a reference, a style, a script or what Cognito refuses. Animate one drawing attribute, such as \"opacity\".";
        return Is("style") ? SvgStyle.Wrong(value) : SvgStyle.WrongValue(value);
    }

    private static void CheckOther(XmlReader reader, Action<string> error)
    {
        switch (reader.NodeType)
        {
            case XmlNodeType.XmlDeclaration
                when reader.GetAttribute("encoding") is { } encoding && !encoding.Equals("utf-8", StringComparison.OrdinalIgnoreCase):
                error($"says that it is \"{encoding}\". Save it as UTF-8.");
                break;
            case XmlNodeType.ProcessingInstruction:
                error($"has the processing instruction <?{reader.Name}?>. Remove it.");
                break;
            // Where a page takes the image into its HTML, comments and CDATA end earlier than they do in XML.
            case XmlNodeType.Comment or XmlNodeType.CDATA when reader.Value.Contains('<', StringComparison.Ordinal):
                error("has markup in a comment or CDATA section, which HTML reads in another way. Remove it.");
                break;
            default:
                break;
        }
    }

    private static string Reason(XmlException e)
    {
        var end = e.Message.LastIndexOf(" Line ", StringComparison.Ordinal);
        return end < 0 ? e.Message : e.Message[..end];
    }

    [GeneratedRegex(
        @"^\s*(?!on|href\s*$|src\s*$|style\s*$|class\s*$|base\s*$|dominant-baseline\s*$)[a-z][a-z-]*\s*\z",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex PlainAttribute();
}
