using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace CognitoStack.Configuration;

/// <summary>Turns XML documentation into the plain text of a schema's descriptions.</summary>
internal static partial class SchemaText
{
    public static string Of(XElement summary) => Whitespace().Replace(string.Concat(summary.Nodes().Select(Plain)), " ").Trim();

    private static string Plain(XNode node) =>
        node switch
        {
            XElement { Name.LocalName: "c" } code => $"\"{code.Value}\"",
            XElement { Name.LocalName: "see" } see => see.Attribute("cref")!.Value.Split('.')[^1],
            XText text => text.Value,
            _ => string.Empty,
        };

    [GeneratedRegex(@"\s+")]
    private static partial Regex Whitespace();
}
