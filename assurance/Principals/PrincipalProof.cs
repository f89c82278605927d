using System.Text.Json.Nodes;
using CognitoStack.Assurance.Access;
using CognitoStack.Configuration;
using CognitoStack.Templates;

namespace CognitoStack.Assurance.Principals;

/// <summary>
/// Whoever is let in by a policy is accounted for by a reason: a user of the identity pool, a function of the environment, a service of AWS
/// that acts for this account, or a provider that the file names. It goes back from what the templates allow, not from attackers it knows.
/// </summary>
public static class PrincipalProof
{
    /// <summary>Name of the proof.</summary>
    public const string Name = "principals";

    /// <summary>Reads every policy that says whom it is for.</summary>
    public static ProofResult Of(EnvironmentConfiguration environment, Deployment deployment)
    {
        var doors = deployment.Templates.Resources.SelectMany(Door.Of).ToList();
        var reasons = new Reasons(deployment);
        return new(
            Name,
            [],
            [
                .. from door in doors
                from principal in door.Principals
                let against = reasons.Against(door, principal)
                where against is not null
                select new Difference(
                    principal.ToString(),
                    "is let in",
                    $"{door.Resource.LogicalId}, statement {door.Index}",
                    "nobody without a reason",
                    against,
                    door.Statement.ToJsonString()
                ),
                .. Invokers.Of(deployment.Templates),
                .. TokenSources.Of(environment, deployment),
                .. FunctionRights.Of(environment, deployment),
            ]
        )
        {
            Examined =
                $"{doors.Sum(d => d.Principals.Count)} principals of {doors.DistinctBy(d => (d.Resource.Stack, d.Resource.LogicalId)).Count()} resources",
        };
    }
}

/// <summary>Somebody whom a statement names.</summary>
/// <param name="Kind"><c>AWS</c>, <c>Service</c>, <c>Federated</c>, <c>CanonicalUser</c>; <c>NotPrincipal</c>: everybody but.</param>
/// <param name="Value">Who.</param>
internal sealed record Principal(string Kind, string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Kind == "AWS" ? Value : $"{Kind} {Value}";
}

/// <summary>A statement that lets somebody in.</summary>
/// <param name="Resource">Whose policy it is in.</param>
/// <param name="Index">Which of the policy's statements it is, from 0.</param>
/// <param name="Statement">The statement.</param>
internal sealed record Door(Resource Resource, int Index, JsonObject Statement)
{
    /// <summary>Who.</summary>
    public IReadOnlyList<Principal> Principals { get; } = [.. Read(Statement)];

    /// <summary>Statements with a principal that allow something, in whatever property of a resource, be it a document or the text of one.</summary>
    public static IEnumerable<Door> Of(Resource resource) => Documents(resource.Properties).SelectMany(document => In(resource, document));

    private static IEnumerable<Door> In(Resource resource, JsonObject document) =>
        TemplatePolicies
            .Statements(document, resource.LogicalId)
            .Select((statement, index) => new Door(resource, index, statement))
            .Where(door => door.Statement["Effect"]?.ToString() == "Allow" && door.Principals.Count > 0);

    private static IEnumerable<JsonObject> Documents(JsonNode? node) =>
        node switch
        {
            JsonObject document when document.ContainsKey(nameof(Statement)) => [document],
            JsonObject properties => properties.SelectMany(p => Documents(p.Value)),
            JsonArray items => items.SelectMany(Documents),
            JsonValue value when value.TryGetValue(out string? text) && text.Contains("\"Statement\"", StringComparison.Ordinal) =>
                Documents(Parsed(text)),
            _ => [],
        };

    private static JsonNode? Parsed(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (System.Text.Json.JsonException)
        {
            // A text that only looks like a policy is none.
            return null;
        }
    }

    private static IEnumerable<Principal> Read(JsonObject statement)
    {
        if (statement["NotPrincipal"] is { } not)
            yield return new("NotPrincipal", not.ToJsonString());
        switch (statement["Principal"])
        {
            case JsonValue everybody:
                yield return new("AWS", everybody.ToString());
                break;
            case JsonObject kinds:
                foreach (var (kind, values) in kinds)
                foreach (var value in values is JsonArray many ? [.. many] : new[] { values })
                    yield return new(kind, value!.ToString());
                break;
        }
    }
}
