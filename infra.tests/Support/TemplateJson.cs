using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CognitoStack.Tests.Support;

/// <summary>Templates as a reader would write them down: resources by what they are, references as <c>&lt;what.attribute&gt;</c>.</summary>
internal static class TemplateJson
{
    public const string Authentication = nameof(Authentication);
    public const string Storage = nameof(Storage);
    public const string Authorization = nameof(Authorization);
    public const string Operations = nameof(Operations);

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The resources of a type, whole.</summary>
    public static IReadOnlyList<JsonObject> Resources(this SynthesizedEnvironment environment, string stack, string type)
    {
        var template = environment.Json(stack);
        return
        [
            .. template["Resources"]!
                .AsObject()
                .Where(r => r.Value!["Type"]!.GetValue<string>() == type)
                .Select(r => Readable(r.Value!, template).AsObject()),
        ];
    }

    /// <summary>Properties of each resource of a type.</summary>
    public static IReadOnlyList<JsonObject> Properties(this SynthesizedEnvironment environment, string stack, string type) =>
        [.. environment.Resources(stack, type).Select(r => r["Properties"]!.AsObject())];

    /// <summary>Properties of the only resource of a type, or of the only one with the value at a property.</summary>
    public static JsonObject Only(
        this SynthesizedEnvironment environment,
        string stack,
        string type,
        string? property = null,
        string? value = null
    )
    {
        var found = environment.Properties(stack, type).Where(p => property is null || p[property]?.ToString() == value).ToList();
        Assert.True(found.Count == 1, $"{found.Count} resources of type {type} in {stack} with {property} {value}.");
        return found[0];
    }

    /// <summary>Outputs of a stack, values by name.</summary>
    public static Dictionary<string, string> Outputs(this SynthesizedEnvironment environment, string stack)
    {
        var template = environment.Json(stack);
        return (template["Outputs"]?.AsObject() ?? []).ToDictionary(
            o => o.Key,
            o => Readable(o.Value!["Value"]!, template).GetValue<string>()
        );
    }

    /// <summary>Statements of the inline policies of a role and of the policies attached to it.</summary>
    public static JsonArray Statements(this SynthesizedEnvironment environment, string stack, string roleDescription)
    {
        var inline =
            environment
                .Only(stack, "AWS::IAM::Role", "Description", roleDescription)["Policies"]
                ?.AsArray()
                .Select(p => p!["PolicyDocument"]!)
            ?? [];
        var attached = environment
            .Properties(stack, "AWS::IAM::Policy")
            .Where(p => p["Roles"]!.AsArray().Any(r => r!.ToString() == $"<AWS::IAM::Role {roleDescription}>"))
            .Select(p => p["PolicyDocument"]!);
        return [.. inline.Concat(attached).SelectMany(d => d["Statement"]!.AsArray()).Select(s => s!.DeepClone())];
    }

    /// <summary>Asserts equality to the last value; the order of keys does not count, that of lists does.</summary>
    public static void Is(this JsonNode? actual, [StringSyntax("Json")] string expected)
    {
        var wanted = JsonNode.Parse(expected);
        if (!JsonNode.DeepEquals(wanted, actual))
            Assert.Equal(Sorted(wanted)?.ToJsonString(Indented), Sorted(actual)?.ToJsonString(Indented));
    }

    /// <summary>Asserts the named properties, each whole; <c>null</c> stands for a property that must not be there.</summary>
    public static void Has(this JsonObject actual, [StringSyntax("Json")] string expected)
    {
        var wanted = JsonNode.Parse(expected)!.AsObject();
        var named = new JsonObject(wanted.Select(w => KeyValuePair.Create(w.Key, actual[w.Key]?.DeepClone())));
        named.Is(wanted.ToJsonString());
    }

    private static JsonNode? Sorted(JsonNode? node) =>
        node switch
        {
            JsonObject o => new JsonObject(
                o.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => KeyValuePair.Create(p.Key, Sorted(p.Value)))
            ),
            JsonArray a => new JsonArray([.. a.Select(Sorted)]),
            _ => node?.DeepClone(),
        };

    private static JsonNode Readable(JsonNode node, JsonObject template) =>
        node switch
        {
            JsonObject { Count: 1 } o
                when o.First() is { Value: { } argument } function && Function(function.Key, argument, template) is { } text =>
                JsonValue.Create(text),
            JsonObject o => new JsonObject(o.Select(p => KeyValuePair.Create(p.Key, p.Value is null ? null : Readable(p.Value, template)))),
            JsonArray a => new JsonArray([.. a.Select(i => Readable(i!, template))]),
            _ => node.DeepClone(),
        };

    private static string? Function(string name, JsonNode argument, JsonObject template) =>
        name switch
        {
            "Ref" => $"<{What(argument.ToString(), template)}>",
            "Fn::GetAtt" => $"<{What(argument[0]!.ToString(), template)}.{argument[1]}>",
            "Fn::GetStackOutput" => $"<{argument["StackName"]}.{argument["OutputName"]}>",
            "Fn::Join" when Readable(argument[1]!, template) is JsonArray parts => string.Join(
                argument[0]!.ToString(),
                parts.Select(p => p!.ToString())
            ),
            "Fn::Select" => $"<{argument[0]} of {Readable(argument[1]!, template)}>",
            "Fn::Split" => $"{Readable(argument[1]!, template)} at {argument[0]}",
            _ => null,
        };

    /// <summary>A resource's type, with what tells it from others of its type: its name, or the construct that it belongs to.</summary>
    private static string What(string logicalId, JsonObject template)
    {
        if (template["Resources"]![logicalId] is not { } resource)
            return logicalId;
        var type = resource["Type"]!.GetValue<string>();
        var name = type switch
        {
            "AWS::Cognito::UserPoolClient" => resource["Properties"]!["ClientName"],
            "AWS::Cognito::UserPoolResourceServer" => resource["Properties"]!["Name"],
            "AWS::IAM::Role" or "AWS::Lambda::Function" => resource["Properties"]!["Description"],
            // Where only its construct tells one from another: the ID without the hash that the CDK adds.
            "AWS::S3::Bucket" or "AWS::DynamoDB::Table" or "AWS::Logs::LogGroup" => logicalId[..^8],
            _ => null,
        };
        return name is null ? type : $"{type} {name}";
    }
}
