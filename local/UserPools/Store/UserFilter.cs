using System.Text.RegularExpressions;

namespace CognitoStack.Local.UserPools.Store;

/// <summary>The filter of <c>ListUsers</c>: <c>email = "a@example.com"</c>, or <c>^=</c> for what begins so.</summary>
/// <param name="Condition">As SQL on <c>$value</c>.</param>
/// <param name="Value">What to look for.</param>
internal sealed partial record UserFilter(string Condition, string Value)
{
    private static readonly HashSet<string> Standard = ["email", "phone_number", "name", "given_name", "family_name", "preferred_username"];

    public static UserFilter? Parse(string? filter)
    {
        if (string.IsNullOrWhiteSpace(filter))
            return null;
        if (Form.Match(filter) is not { Success: true } match)
            throw Error.InvalidParameter($"Error while parsing filter: {filter}");
        var name = match.Groups["name"].Value;
        var column = name switch
        {
            "username" => "username",
            "sub" => "sub",
            "cognito:user_status" => "json_extract(document, '$.Status')",
            "status" => "CASE json_extract(document, '$.IsEnabled') WHEN 1 THEN 'Enabled' ELSE 'Disabled' END",
            _ when Standard.Contains(name) => $"json_extract(document, '$.Attributes.{name}')",
            _ => throw Error.InvalidParameter($"Invalid search attribute: {name}"),
        };
        var value = Escape.Replace(match.Groups["value"].Value, "$1");
        // Cognito compares without regard to case.
        var condition = match.Groups["operator"].Value == "="
            ? $"{column} = $value COLLATE NOCASE"
            : $"substr({column}, 1, length($value)) = $value COLLATE NOCASE";
        return new(condition, value);
    }

    [GeneratedRegex("""^\s*"?(?<name>[\w:]+)"?\s*(?<operator>=|\^=)\s*"(?<value>(?:[^"\\]|\\.)*)"\s*$""")]
    private static partial Regex Form { get; }

    [GeneratedRegex(@"\\(.)")]
    private static partial Regex Escape { get; }
}
