using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CognitoStack.Templates;

/// <summary>CloudFormation's functions. Null stands for <c>AWS::NoValue</c>: what has no value is left out.</summary>
internal sealed partial class Intrinsics(TemplateReader references)
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public JsonNode? Resolve(TemplatePlace at, JsonNode? node) =>
        node switch
        {
            JsonObject { Count: 1 } o
                when o.First() is var (name, argument) && (name == "Ref" || name.StartsWith("Fn::", StringComparison.Ordinal)) => Call(
                at,
                name,
                argument
            ),
            JsonObject o => new JsonObject(o.Select(p => KeyValuePair.Create(p.Key, Resolve(at, p.Value))).Where(p => p.Value is not null)),
            JsonArray a => new JsonArray([.. a.Select(i => Resolve(at, i)).Where(i => i is not null)]),
            _ => node?.DeepClone(),
        };

    /// <summary>Resolves what must be text, a number or a switch, and gives it as text.</summary>
    public string Text(TemplatePlace at, string function, JsonNode? node) =>
        Resolve(at, node) is JsonValue value ? value.ToString() : throw at.Error($"{function} asks for text where there is {Short(node)}.");

    private JsonNode? Call(TemplatePlace at, string name, JsonNode? argument) =>
        name switch
        {
            "Ref" => references.Ref(
                at,
                argument is JsonValue id ? id.ToString() : throw at.Error($"Ref asks for a name where there is {Short(argument)}.")
            ),
            "Fn::GetAtt" => GetAtt(at, argument),
            "Fn::Join" => Arguments(at, name, argument, 2) is var join
                ? string.Join(
                    Text(at, name, join[0]),
                    List(at, name, join[1])
                        .Select(i =>
                            i is JsonValue ? i.ToString() : throw at.Error($"{name} joins text, and one of the parts is {Short(i)}.")
                        )
                )
                : null,
            "Fn::Sub" => argument is JsonArray
                ? Arguments(at, name, argument, 2) is var sub
                    ? Substitute(at, sub[0], sub[1] as JsonObject)
                    : null
                : Substitute(at, argument, null),
            "Fn::Select" => Select(at, Arguments(at, name, argument, 2)),
            "Fn::Split" => Arguments(at, name, argument, 2) is var split
                ? new JsonArray([.. Text(at, name, split[1]).Split(Text(at, name, split[0])).Select(p => (JsonNode)p)])
                : null,
            "Fn::If" => Arguments(at, name, argument, 3) is var branch
                ? Resolve(at, branch[references.Condition(at, Text(at, name, branch[0])) ? 1 : 2])
                : null,
            "Fn::FindInMap" => FindInMap(at, argument as JsonArray),
            "Fn::ImportValue" => references.Import(at, Text(at, name, argument)),
            "Fn::GetStackOutput" => argument is JsonObject output
                ? references.Output(at, Text(at, name, output["StackName"]), Text(at, name, output["OutputName"]))
                : throw at.Error($"{name} asks for StackName and OutputName where there is {Short(argument)}."),
            "Fn::Base64" => Convert.ToBase64String(Encoding.UTF8.GetBytes(Text(at, name, argument))),
            "Fn::Length" => List(at, name, argument).Count,
            "Fn::ToJsonString" => (Resolve(at, argument) ?? throw at.Error($"{name} has nothing to write.")).ToJsonString(Relaxed),
            "Fn::GetAZs" => AvailabilityZones(Text(at, name, argument)),
            _ => throw at.Error($"{name} is not understood here: {Short(argument)}."),
        };

    private JsonNode GetAtt(TemplatePlace at, JsonNode? argument)
    {
        var parts = argument switch
        {
            JsonArray { Count: 2 } a => [Text(at, "Fn::GetAtt", a[0]), Text(at, "Fn::GetAtt", a[1])],
            JsonValue v => v.ToString().Split('.', 2),
            _ => [],
        };
        return parts is [var id, var attribute]
            ? references.Attribute(at, id, attribute)
            : throw at.Error($"Fn::GetAtt asks for a logical ID and an attribute where there is {Short(argument)}.");
    }

    private string Substitute(TemplatePlace at, JsonNode? text, JsonObject? values)
    {
        if (text is not JsonValue)
            throw at.Error($"Fn::Sub asks for text where there is {Short(text)}.");
        return Variable()
            .Replace(
                text.ToString(),
                match =>
                {
                    var name = match.Groups[1].Value;
                    if (name.StartsWith('!'))
                        return $"${{{name[1..]}}}";
                    if (values?.TryGetPropertyValue(name, out var given) == true)
                        return Text(at, "Fn::Sub", given);
                    var value = name.Split('.', 2) is [var id, var attribute]
                        ? references.Attribute(at, id, attribute)
                        : references.Ref(at, name);
                    return value is JsonValue
                        ? value.ToString()
                        : throw at.Error($"Fn::Sub asks for text, and ${{{name}}} is {Short(value)}.");
                }
            );
    }

    private JsonNode Select(TemplatePlace at, JsonArray arguments)
    {
        var list = List(at, "Fn::Select", arguments[1]);
        var index = Text(at, "Fn::Select", arguments[0]);
        return int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var i) && i < list.Count
            ? list[i]!.DeepClone()
            : throw at.Error($"Fn::Select cannot take item {index} of a list of {list.Count}.");
    }

    private JsonNode? FindInMap(TemplatePlace at, JsonArray? arguments)
    {
        if (arguments is not { Count: 3 or 4 })
            throw at.Error($"Fn::FindInMap asks for a map and two keys where there is {Short(arguments)}.");
        var keys = arguments.Take(3).Select(a => Text(at, "Fn::FindInMap", a)).ToList();
        var value = references.Mapping(at, keys[0])?[keys[1]]?[keys[2]];
        if (value is not null)
            return Resolve(at, value);
        return arguments is [_, _, _, JsonObject other] && other["DefaultValue"] is { } otherwise
            ? Resolve(at, otherwise)
            : throw at.Error($"Fn::FindInMap finds nothing in Mappings at {string.Join('.', keys)}.");
    }

    private JsonArray AvailabilityZones(string region)
    {
        var zones = region.Length == 0 ? references.Region : region;
        return [.. "abc".Select(z => (JsonNode)$"{zones}{z}")];
    }

    private JsonArray List(TemplatePlace at, string function, JsonNode? node) =>
        Resolve(at, node) as JsonArray ?? throw at.Error($"{function} asks for a list where there is {Short(node)}.");

    private static JsonArray Arguments(TemplatePlace at, string function, JsonNode? argument, int count) =>
        argument is JsonArray a && a.Count == count
            ? a
            : throw at.Error($"{function} asks for a list of {count} where there is {Short(argument)}.");

    private static string Short(JsonNode? node)
    {
        var text = node?.ToJsonString(Relaxed) ?? "nothing";
        return text.Length <= 80 ? text : text[..77] + "...";
    }

    [GeneratedRegex(@"\$\{([^}]+)\}")]
    private static partial Regex Variable();
}
