using System.Text.RegularExpressions;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.Logs;

/// <summary>A pattern of words: an event has all of them, at least one of those with a question mark, and none of those with a minus. In braces, one of the fields of JSON.</summary>
/// <remarks>Source: Amazon CloudWatch Logs User Guide, "Filter pattern syntax", unstructured log events.
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html</remarks>
internal sealed partial class FilterPattern
{
    private readonly List<string> all = [],
        any = [],
        none = [];

    /// <exception cref="AwsException">It is of a kind that is not known here.</exception>
    public FilterPattern(string pattern)
    {
        var text = pattern.Trim();
        if (text.StartsWith('{') && text.EndsWith('}') && (json = JsonPattern.Read(text[1..^1])) is not null)
            return;
        if (text.StartsWith('{') || text.StartsWith('[') || text.StartsWith('%'))
            throw new AwsException(
                "InvalidParameterException",
                "Invalid filter pattern: this machine knows words, phrases in quotes, ?word and -word, and comparisons of JSON's fields in braces; it does not read columns or regular expressions."
            );
        foreach (Match term in Term().Matches(text))
        {
            var word = term.Groups["phrase"].Success
                ? term.Groups["phrase"].Value.Replace("\\\"", "\"", StringComparison.Ordinal)
                : term.Groups["word"].Value;
            (
                term.Groups["kind"].Value switch
                {
                    "?" => any,
                    "-" => none,
                    _ => all,
                }
            ).Add(word);
        }
    }

    private readonly JsonPattern? json;

    // Where words must be there, those with a question mark say nothing.
    public bool Matches(string message)
    {
        if (json is not null)
            return json.Matches(message);
        bool Has(string word) => message.Contains(word, StringComparison.Ordinal);
        return all.TrueForAll(Has) && !none.Exists(Has) && (all.Count > 0 || any.Count == 0 || any.Exists(Has));
    }

    [GeneratedRegex("""(?<kind>[?-]?)(?:"(?<phrase>(?:[^"\\]|\\.)*)"|(?<word>[^\s"]+))""")]
    private static partial Regex Term();
}
