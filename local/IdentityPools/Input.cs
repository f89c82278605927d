using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.IdentityPools;

/// <summary>Input of an operation, checked against the constraints of the service's model, and refused in its words.</summary>
internal sealed partial class Input(JsonObject input)
{
    public const string IdPattern = @"[\w-]+:[0-9a-f-]+";

    public string IdentityPoolId => Id("IdentityPoolId");

    public string ResourceArn => Text("ResourceArn", required: true)!;

    public string IdentityId => Id("IdentityId");

    public int MaxResults => Number("MaxResults", 60);

    public string? NextToken => Text("NextToken", required: false);

    public bool HidesDisabled => input["HideDisabled"] is JsonValue value && value.GetValueKind() == JsonValueKind.True;

    public string? CustomRoleArn
    {
        get
        {
            if (Text("CustomRoleArn", required: false) is not { } arn)
                return null;
            if (arn.Length < 20)
                throw Broken("CustomRoleArn", arn, "Member must have length greater than or equal to 20");
            return arn.Length > 2048 ? throw Broken("CustomRoleArn", arn, "Member must have length less than or equal to 2048") : arn;
        }
    }

    /// <summary>Tokens by provider, in the order they were sent.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Logins(bool required = false)
    {
        if (input["Logins"] is not { } node)
            return required ? throw Null("Logins") : [];
        if (node is not JsonObject logins || logins.Any(l => l.Value?.GetValueKind() != JsonValueKind.String))
            throw WrongType();
        // The value is left out of the message: it is made of tokens.
        if (logins.Count > 10)
            throw Broken("Logins", null, "Member must have length less than or equal to 10");
        return [.. logins.Select(l => KeyValuePair.Create(l.Key, l.Value!.GetValue<string>()))];
    }

    public IReadOnlyList<string> List(string name, int max)
    {
        if (input[name] is not { } node)
            throw Null(name);
        if (node is not JsonArray list || list.Any(e => e?.GetValueKind() != JsonValueKind.String))
            throw WrongType();
        return list.Count > max
            ? throw Broken(name, list.ToJsonString(), $"Member must have length less than or equal to {max}")
            : [.. list.Select(e => e!.GetValue<string>())];
    }

    public string Provider => Text("IdentityProviderName")!;

    private string Id(string name)
    {
        var id = Text(name)!;
        if (id.Length > 55)
            throw Broken(name, id, "Member must have length less than or equal to 55");
        return IdShape.IsMatch(id) ? id : throw Broken(name, id, $"Member must satisfy regular expression pattern: {IdPattern}");
    }

    private string? Text(string name, bool required = true) =>
        input[name] switch
        {
            null => required ? throw Null(name) : null,
            JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>() is { Length: > 0 } text
                ? text
                : throw Broken(name, string.Empty, "Member must have length greater than or equal to 1"),
            _ => throw WrongType(),
        };

    private int Number(string name, int max)
    {
        if (input[name] is not { } node)
            throw Null(name);
        if (
            node is not JsonValue value
            || value.GetValueKind() != JsonValueKind.Number
            || !int.TryParse(value.ToString(), CultureInfo.InvariantCulture, out var number)
        )
            throw WrongType();
        if (number < 1)
            throw Broken(name, value.ToString(), "Member must have value greater than or equal to 1");
        return number > max ? throw Broken(name, value.ToString(), $"Member must have value less than or equal to {max}") : number;
    }

    private static AwsException Null(string name) =>
        Invalid($"Value null at '{Camel(name)}' failed to satisfy constraint: Member must not be null");

    private static AwsException Broken(string name, string? value, string constraint) =>
        Invalid($"Value {(value is null ? string.Empty : $"'{value}' ")}at '{Camel(name)}' failed to satisfy constraint: {constraint}");

    private static AwsException Invalid(string what) => new("ValidationException", $"1 validation error detected: {what}");

    private static AwsException WrongType() => new("SerializationException", "Start of structure or map found where not expected.");

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    [GeneratedRegex($"^{IdPattern}\\z")]
    private static partial Regex IdShape { get; }
}
