using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CognitoStack.Assurance.Access;

/// <summary>Resolves CloudFormation's functions. One that it does not know is an error: a proof must not guess.</summary>
internal sealed partial class References(TemplateSet set)
{
    public TemplateSet Set => set;

    public JsonNode? Resolve(string stack, JsonNode? node) => node switch
    {
        JsonObject { Count: 1 } o when o.First() is { Key: var key, Value: { } argument } && (key == "Ref" || key.StartsWith("Fn::", StringComparison.Ordinal))
            => Function(stack, key, argument),
        JsonObject o => new JsonObject(o.Select(p => KeyValuePair.Create(p.Key, Resolve(stack, p.Value)))),
        JsonArray a => new JsonArray([.. a.Select(i => Resolve(stack, i))]),
        _ => node?.DeepClone(),
    };

    private JsonNode? Function(string stack, string name, JsonNode argument) => name switch
    {
        "Ref" => Reference(stack, argument.ToString()),
        "Fn::GetAtt" => argument is JsonArray parts ? Attribute(stack, parts[0]!.ToString(), parts[1]!.ToString()) : Attribute(stack, argument.ToString().Split('.')[0], argument.ToString().Split('.')[1]),
        "Fn::Join" => string.Join(argument[0]!.ToString(), Resolve(stack, argument[1])!.AsArray().Select(p => p?.ToString())),
        "Fn::Sub" => Substitute(stack, argument),
        "Fn::Select" => Resolve(stack, argument[1])!.AsArray()[int.Parse(argument[0]!.ToString(), System.Globalization.CultureInfo.InvariantCulture)]?.DeepClone(),
        "Fn::Split" => new JsonArray([.. Resolve(stack, argument[1])!.ToString().Split(argument[0]!.ToString()).Select(p => (JsonNode?)p)]),
        "Fn::GetStackOutput" => set.OutputOf(argument["StackName"]!.ToString(), argument["OutputName"]!.ToString())
            ?? throw new UnreadableTemplateException($"{stack} reads the output {argument["OutputName"]} of {argument["StackName"]}, which has none of that name."),
        _ => throw new UnreadableTemplateException($"{stack} uses {name}, which is not understood here: {argument.ToJsonString()}"),
    };

    private JsonNode? Reference(string stack, string id) => id switch
    {
        "AWS::Partition" => set.Partition,
        "AWS::Region" => set.Region,
        "AWS::AccountId" => set.Account,
        "AWS::URLSuffix" => "amazonaws.com",
        "AWS::StackName" => stack,
        "AWS::StackId" => $"arn:{set.Partition}:cloudformation:{set.Region}:{set.Account}:stack/{stack}/0a1b2c3d-0000-4000-8000-000000000000",
        "AWS::NoValue" => null,
        // Parameters are the CDK's own (its bootstrap version), and decide nothing.
        _ => set.Find(stack, id)?.Name ?? $"<parameter {id}>",
    };

    private string Attribute(string stack, string id, string attribute)
    {
        var resource = set.Find(stack, id) ?? throw new UnreadableTemplateException($"{stack} refers to {id}, which it does not have.");
        return (resource.Type, attribute) switch
        {
            (_, "Arn") => resource.Arn,
            ("AWS::DynamoDB::Table", "StreamArn") => $"{resource.Arn}/stream/2026-01-01T00:00:00.000",
            ("AWS::Cognito::UserPool", "ProviderName") => $"cognito-idp.{set.Region}.amazonaws.com/{resource.Name}",
            _ => $"{resource.Name}.{attribute}",
        };
    }

    private string Substitute(string stack, JsonNode argument)
    {
        var (text, values) = argument is JsonArray a ? (a[0]!.ToString(), a[1]!.AsObject()) : (argument.ToString(), null);
        return Variable().Replace(text, match =>
        {
            var name = match.Groups[1].Value;
            if (name.StartsWith('!')) return $"${{{name[1..]}}}";
            if (values?[name] is { } given) return Resolve(stack, given)!.ToString();
            var dot = name.IndexOf('.', StringComparison.Ordinal);
            return dot < 0 ? Reference(stack, name)?.ToString() ?? string.Empty : Attribute(stack, name[..dot], name[(dot + 1)..]);
        });
    }

    [GeneratedRegex(@"\$\{([^}]+)\}")]
    private static partial Regex Variable();
}

/// <summary>A template that says something which the proofs cannot judge.</summary>
public sealed class UnreadableTemplateException(string message) : Exception(message);
