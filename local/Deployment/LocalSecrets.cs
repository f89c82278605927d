using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CognitoStack.Local.Deployment;

/// <summary>What dynamic references (<c>{{resolve:secretsmanager:ID:SecretString:field}}</c>, <c>ssm</c>, <c>ssm-secure</c>) stand for on this machine.
/// The file has one value for each, so versions are not asked for.</summary>
/// <param name="path">File of secrets: <c>{ "prod/google": { "clientSecret": "…" } }</c>, or plain text instead of the inner object.</param>
internal sealed partial class LocalSecrets(string path)
{
    private readonly JsonObject secrets = File.Exists(path) ? JsonFile.Read(path, "Mend it, or remove it.") : [];

    /// <summary>Replaces dynamic references in every text of a value.</summary>
    /// <param name="at">Where.</param>
    /// <param name="node">The value.</param>
    /// <param name="parameter">Value of an SSM parameter of the templates, or null.</param>
    /// <param name="keepsSecrets">Whether references to secrets, once looked up, stay what they are: what is kept of a deployment is no place for their values.</param>
    public JsonNode? Resolve(TemplatePlace at, JsonNode? node, Func<string, string?> parameter, bool keepsSecrets) =>
        node switch
        {
            JsonObject o => new JsonObject(o.Select(p => KeyValuePair.Create(p.Key, Resolve(at, p.Value, parameter, keepsSecrets)))),
            JsonArray a => new JsonArray([.. a.Select(i => Resolve(at, i, parameter, keepsSecrets))]),
            JsonValue v when v.GetValueKind() == JsonValueKind.String && v.ToString().Contains("{{resolve:", StringComparison.Ordinal) =>
                Reference().IsMatch(v.ToString())
                    ? Reference()
                        .Replace(
                            v.ToString(),
                            match =>
                                Value(at, match.Groups[1].Value, match.Groups[2].Value, parameter) is var value
                                && keepsSecrets
                                && match.Groups[1].Value != "ssm"
                                    ? match.Value
                                    : value
                        )
                    : throw at.Error($"this dynamic reference is not understood: {v}"),
            _ => node?.DeepClone(),
        };

    /// <summary>A plain value of the file, such as an SSM parameter's; null where there is none.</summary>
    public string? Find(string name) =>
        secrets[name] switch
        {
            null => null,
            JsonValue plain => plain.ToString(),
            var o => o.ToJsonString(),
        };

    /// <summary>Says what is missing, and what to add.</summary>
    public UnavailableException Missing(string what, string name, string? field = null)
    {
        var example = new JsonObject { [name] = field is null ? "…" : new JsonObject { [field] = "…" } };
        return new(
            $"no {what} {name}{(field is null ? null : $" with the field {field}")}: add {example.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping })} to {path}"
        );
    }

    private string Value(TemplatePlace at, string service, string reference, Func<string, string?> parameter) =>
        service switch
        {
            "secretsmanager" => Secret(at, reference.Split(':')),
            "ssm" or "ssm-secure" when reference.Split(':')[0] is var name => Find(name)
                ?? (service == "ssm" ? parameter(name) : null)
                ?? throw Missing("SSM parameter", name),
            _ => throw at.Error($"{{{{resolve:{service}:…}}}} is not understood here."),
        };

    private string Secret(TemplatePlace at, string[] parts)
    {
        // An ARN has seven parts of its own, and ends in six characters that are not in the secret's name.
        var isArn = parts is ["arn", _, "secretsmanager", _, _, "secret", _, ..];
        var name = isArn ? parts[6] : parts[0];
        if (isArn && secrets[name] is null && Suffix().IsMatch(name) && secrets[name[..^7]] is not null)
            name = name[..^7];
        var rest = parts[(isArn ? 7 : 1)..];
        if (rest is [not ("SecretString" or ""), ..])
            throw at.Error($"{{{{resolve:secretsmanager:…}}}} gives SecretString alone, not {rest[0]}.");
        return rest is [_, { Length: > 0 } field, ..]
            ? Field(secrets[name], field) ?? throw Missing("secret", name, field)
            : Find(name) ?? throw Missing("secret", name);
    }

    private static string? Field(JsonNode? secret, string field)
    {
        if (secret is JsonValue text)
        {
            try
            {
                secret = JsonNode.Parse(text.ToString());
            }
            catch (JsonException)
            {
                return null;
            }
        }
        return (secret as JsonObject)?[field]?.ToString();
    }

    [GeneratedRegex(@"\{\{resolve:([a-z-]+):([^}]+)\}\}")]
    private static partial Regex Reference();

    [GeneratedRegex("-[A-Za-z0-9]{6}$")]
    private static partial Regex Suffix();
}
