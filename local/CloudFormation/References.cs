using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CognitoStack.Local.CloudFormation;

/// <summary>What the declaration of a resource refers to.</summary>
internal static partial class References
{
    /// <summary>Logical IDs and names of parameters that a declaration names.</summary>
    public static IReadOnlySet<string> Of(JsonObject declaration)
    {
        var found = new HashSet<string>();
        Add(declaration["Properties"], found);
        foreach (
            var earlier in declaration["DependsOn"] is JsonArray many ? many.Select(d => d!.ToString())
            : declaration["DependsOn"] is { } one ? [one.ToString()]
            : []
        )
            found.Add(earlier);
        return found;
    }

    private static void Add(JsonNode? node, HashSet<string> found)
    {
        switch (node)
        {
            case JsonObject { Count: 1 } o when o.First() is { Key: "Ref", Value: { } id }:
                found.Add(id.ToString());
                break;
            case JsonObject { Count: 1 } o when o.First() is { Key: "Fn::GetAtt", Value: { } argument }:
                found.Add(argument is JsonArray parts ? parts[0]!.ToString() : argument.ToString().Split('.')[0]);
                break;
            case JsonObject o:
                foreach (var (name, child) in o)
                {
                    if (name == "Fn::Sub" && (child is JsonArray list ? list[0] : child) is JsonValue text)
                        foreach (Match match in Variable().Matches(text.ToString()))
                            found.Add(match.Groups[1].Value);
                    Add(child, found);
                }
                break;
            case JsonArray a:
                foreach (var child in a)
                    Add(child, found);
                break;
        }
    }

    [GeneratedRegex(@"\$\{([A-Za-z0-9]+)(?:\.[^}]*)?\}")]
    private static partial Regex Variable();
}
