using System.Text.Json.Nodes;

namespace CognitoStack.Templates;

/// <summary>The section <c>Conditions</c> of a template.</summary>
internal sealed class Conditions(string stack, JsonObject? section, Intrinsics intrinsics)
{
    private readonly HashSet<string> underWay = [];

    /// <summary>Whether a condition holds.</summary>
    public bool Holds(TemplatePlace at, string name)
    {
        if (section?[name] is not { } condition)
            throw at.Error($"there is no condition {name} in Conditions.");
        if (!underWay.Add(name))
            throw at.Error($"circular reference: the condition {name} asks for itself, by way of {string.Join(", ", underWay)}.");
        try
        {
            return Evaluate(new TemplatePlace(stack, $"Conditions.{name}"), condition);
        }
        finally
        {
            underWay.Remove(name);
        }
    }

    private bool Evaluate(TemplatePlace at, JsonNode? node) =>
        node is JsonObject { Count: 1 } o && o.First() is var (function, argument)
            ? (function, argument) switch
            {
                ("Condition", JsonValue name) => Holds(at, name.ToString()),
                ("Fn::And", JsonArray { Count: > 0 } all) => all.All(c => Evaluate(at, c)),
                ("Fn::Or", JsonArray { Count: > 0 } any) => any.Any(c => Evaluate(at, c)),
                ("Fn::Not", JsonArray { Count: 1 } not) => !Evaluate(at, not[0]),
                ("Fn::Equals", JsonArray { Count: 2 } pair) => Same(intrinsics.Resolve(at, pair[0]), intrinsics.Resolve(at, pair[1])),
                _ => throw at.Error($"{function} is not understood as a condition here: {o.ToJsonString()}."),
            }
            : throw at.Error($"a condition is one function, not {node?.ToJsonString() ?? "nothing"}.");

    // Parameters are text, whatever the template compares them with.
    private static bool Same(JsonNode? a, JsonNode? b) =>
        a is JsonValue && b is JsonValue ? a.ToString() == b.ToString() : JsonNode.DeepEquals(a, b);
}
