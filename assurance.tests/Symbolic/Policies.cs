using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using CognitoStack.Templates;

namespace CognitoStack.Assurance.Symbolic;

/// <summary>Decides requests by the regions of policies, with the values of variables put in: the reading of the proof, for one request.</summary>
internal static class Policies
{
    /// <summary>A policy of statements.</summary>
    public static NamedPolicy Of(params JsonObject[] statements) =>
        new("policy", new JsonObject { ["Version"] = "2012-10-17", ["Statement"] = new JsonArray([.. statements.Select(Allowing)]) });

    /// <summary>A statement that allows reading.</summary>
    public static JsonObject Statement(string resource = "*", [StringSyntax("Json")] string condition = "{}") =>
        new()
        {
            ["Effect"] = "Allow",
            ["Action"] = "s3:GetObject",
            ["Resource"] = resource,
            ["Condition"] = JsonNode.Parse(condition),
        };

    /// <summary>Whether the only policy there is allows a request.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="action">Action of the request.</param>
    /// <param name="resource">Its resource.</param>
    /// <param name="context">Its keys.</param>
    public static bool Allows(JsonObject policy, string action, string resource, JsonObject context)
    {
        var values = context.ToDictionary(c => c.Key.ToLowerInvariant(), c => (IReadOnlyList<string>)[.. TemplatePolicies.Texts(c.Value)]);
        var reader = new StatementReader(
            Side.Wide,
            name => values.GetValueOrDefault(name.ToLowerInvariant()) is [var value] ? Pattern.Of(value) : null
        );
        var request = new Dictionary<string, IReadOnlyList<string>>(values)
        {
            [StatementReader.Action] = [action],
            [StatementReader.Resource] = [resource],
        };
        return Speaks("Allow") && !Speaks("Deny");

        bool Speaks(string effect) =>
            TemplatePolicies
                .Statements(policy)
                .Where(s => s["Effect"]!.ToString() == effect)
                .Any(s => Holds(reader.Read(s, policy["Version"]?.ToString(), effect), request));
    }

    /// <summary>Whether a request is in a region.</summary>
    /// <param name="region">The region.</param>
    /// <param name="request">Values by key, in small letters.</param>
    public static bool Holds(Region region, IReadOnlyDictionary<string, IReadOnlyList<string>> request) =>
        region.Literals.All(l => l.Holds(request.GetValueOrDefault(l.Key) ?? []));

    private static JsonObject Allowing(JsonObject statement)
    {
        var allowing = statement.DeepClone().AsObject();
        allowing["Effect"] = "Allow";
        return allowing;
    }
}
