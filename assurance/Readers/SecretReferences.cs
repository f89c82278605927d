using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CognitoStack.Assurance.Access;

namespace CognitoStack.Assurance.Readers;

/// <summary>Where templates have CloudFormation put a secret: with an identity provider, which Cognito shows to nobody who may not ask for it, and nowhere else.
/// Outputs, parameters, variables and descriptions are read by many. Secrets that stand there as text are for the proof "secrets".</summary>
internal static partial class SecretReferences
{
    private const string Provider = "AWS::Cognito::UserPoolIdentityProvider";

    /// <summary>Each reference to a secret at another place.</summary>
    public static IEnumerable<Difference> Of(IReadOnlyDictionary<string, JsonObject> templates) =>
        from template in templates
        from section in template.Value
        from entry in section.Value as JsonObject ?? []
        from found in In(entry.Value, section.Key == "Resources" ? string.Empty : $"{section.Key}.")
        where !IsMeant(entry.Value!, found.Path)
        select new Difference(
            entry.Key,
            "shows a secret at",
            $"{found.Path} ({template.Key})",
            "no reference to a secret",
            found.Text,
            string.Empty
        );

    private static bool IsMeant(JsonNode entry, string path) =>
        (entry as JsonObject)?["Type"]?.ToString() == Provider && path.StartsWith("Properties.ProviderDetails.", StringComparison.Ordinal);

    private static IEnumerable<(string Path, string Text)> In(JsonNode? node, string path)
    {
        switch (node)
        {
            case JsonObject properties:
                foreach (var (name, value) in properties)
                foreach (var found in In(value, path.Length == 0 || path.EndsWith('.') ? $"{path}{name}" : $"{path}.{name}"))
                    yield return found;
                break;
            case JsonArray items when items.Count == 2 && items[1] is JsonValue attribute && IsSecret(attribute.ToString()):
                yield return (path, $"{items[0]}.{attribute}");
                break;
            case JsonArray items:
                foreach (var found in items.SelectMany(item => In(item, path)))
                    yield return found;
                break;
            case JsonValue value when value.TryGetValue(out string? text) && Reference().Match(text) is { Success: true } match:
                yield return (path, match.Value);
                break;
        }
    }

    /// <summary>What <c>Fn::GetAtt</c> of an app client gives beside its id.</summary>
    private static bool IsSecret(string attribute) => attribute is "ClientSecret" or "ClientSecretValue";

    [GeneratedRegex(@"\{\{resolve:(secretsmanager|ssm-secure):[^}]*|\w+\.ClientSecret\b")]
    private static partial Regex Reference();
}
