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
        // Which are compared without regard to case, the reference of ListUsers says.
        var (column, collation) = name switch
        {
            "username" => ("username", "BINARY"),
            "sub" => ("sub", "NOCASE"),
            "cognito:user_status" => ("json_extract(document, '$.Status')", "NOCASE"),
            "status" => ("CASE json_extract(document, '$.IsEnabled') WHEN 1 THEN 'Enabled' ELSE 'Disabled' END", "BINARY"),
            _ when Standard.Contains(name) => ($"json_extract(document, '$.Attributes.{name}')", "NOCASE"),
            _ => throw Error.InvalidParameter($"Invalid search attribute: {name}"),
        };
        var value = Escape.Replace(match.Groups["value"].Value, "$1");
        var condition =
            match.Groups["operator"].Value == "="
                ? $"{column} = $value COLLATE {collation}"
                : $"substr({column}, 1, length($value)) = $value COLLATE {collation}";
        return new(condition, value);
    }

    [GeneratedRegex("""^\s*"?(?<name>[\w:]+)"?\s*(?<operator>=|\^=)\s*"(?<value>(?:[^"\\]|\\.)*)"\s*$""")]
    private static partial Regex Form { get; }

    [GeneratedRegex(@"\\(.)")]
    private static partial Regex Escape { get; }
}
