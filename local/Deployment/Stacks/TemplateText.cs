using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace CognitoStack.Local.Deployment.Stacks;

/// <summary>Templates as they are sent: JSON, or YAML with the short forms of functions (<c>!Ref</c>).</summary>
internal static class TemplateText
{
    /// <summary>Reads a template.</summary>
    /// <exception cref="TemplateException">It is neither.</exception>
    public static JsonObject Read(string body)
    {
        try
        {
            // YAML includes JSON, but for its tabs and its speed.
            if (body.AsSpan().TrimStart() is ['{', ..])
                return JsonNode.Parse(body) as JsonObject ?? throw Malformed("it is no object.");
            var yaml = new YamlStream();
            using var reader = new StringReader(body);
            yaml.Load(reader);
            return yaml.Documents is [var only] && Node(only.RootNode) is JsonObject template
                ? template
                : throw Malformed("it is no object.");
        }
        catch (System.Text.Json.JsonException e)
        {
            throw Malformed($"JSON not well-formed. ({e.Message})");
        }
        catch (YamlException e)
        {
            throw Malformed($"YAML not well-formed. (line {e.Start.Line}, column {e.Start.Column})");
        }
    }

    private static JsonNode? Node(YamlNode node) =>
        node.Tag.IsEmpty || node.Tag.IsNonSpecific || !node.Tag.Value.StartsWith('!') ? Plain(node) : Function(node.Tag.Value[1..], node);

    private static JsonNode? Plain(YamlNode node) =>
        node switch
        {
            YamlMappingNode map => new JsonObject(
                map.Children.Select(c => KeyValuePair.Create(((YamlScalarNode)c.Key).Value!, Node(c.Value)))
            ),
            YamlSequenceNode list => new JsonArray([.. list.Children.Select(Node)]),
            YamlScalarNode { Style: ScalarStyle.Plain } scalar => Scalar(scalar.Value ?? string.Empty),
            YamlScalarNode scalar => scalar.Value,
            _ => null,
        };

    // Of AWS's kind: a GetAtt's text is split at its first dot.
    private static JsonObject Function(string name, YamlNode node)
    {
        var argument = Plain(node);
        return name switch
        {
            "Ref" or "Condition" => new() { [name] = argument },
            "GetAtt" when argument is JsonValue text => new()
            {
                ["Fn::GetAtt"] = new JsonArray([.. text.ToString().Split('.', 2).Select(p => (JsonNode?)p)]),
            },
            _ => new() { [$"Fn::{name}"] = argument },
        };
    }

    private static JsonNode? Scalar(string text) =>
        text switch
        {
            "" or "~" or "null" or "Null" or "NULL" => null,
            "true" or "True" or "TRUE" => true,
            "false" or "False" or "FALSE" => false,
            // Account IDs and dates with zeros in front are text.
            _ when text is ['0', _, ..] && !text.StartsWith("0.", StringComparison.Ordinal) => text,
            _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => whole,
            _ when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real)
                    && double.IsFinite(real)
                    && char.IsAsciiDigit(text[^1]) => real,
            _ => text,
        };

    private static TemplateException Malformed(string how) => new($"Template format error: {how}");
}
