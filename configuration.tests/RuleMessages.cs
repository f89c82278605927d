using System.Text;
using System.Text.RegularExpressions;
using CognitoStack.Tests.Support;

namespace CognitoStack.Configuration.Tests;

/// <summary>A message as a rule's source writes it: constant text with gaps.</summary>
internal sealed record RuleMessage(string File, int Line, string Text, Regex Pattern);

/// <summary>Finds the messages in the sources of the rules, so that none can do without a test.</summary>
internal static class RuleMessages
{
    private const char Gap = '\uE000';

    /// <summary>The sources.</summary>
    public static IReadOnlyList<string> Files { get; } =
    [
        .. Directory
            .GetFiles(Repository.File("configuration/Rules"), "*.cs")
            .Where(file => System.IO.File.ReadAllText(file).Contains("findings.Error(", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    public static IReadOnlyList<RuleMessage> All { get; } = [.. Files.SelectMany(In)];

    /// <summary>The messages that an error is an example of: several where a text is made from parts.</summary>
    public static IReadOnlyList<RuleMessage> Of(string error) => [.. All.Where(m => m.Pattern.IsMatch(error))];

    /// <summary>Paths, keys and names have no space; a sentence has.</summary>
    private static IEnumerable<RuleMessage> In(string file)
    {
        var source = System.IO.File.ReadAllText(file);
        return Literals(source)
            .Where(l => l.Text.Replace($"{Gap}", string.Empty, StringComparison.Ordinal).Trim().Contains(' ', StringComparison.Ordinal))
            .Select(l => new RuleMessage(
                Path.GetFileNameWithoutExtension(file),
                source.AsSpan(0, l.At).Count('\n') + 1,
                l.Text.Replace($"{Gap}", "…", StringComparison.Ordinal),
                new Regex(string.Join(".*", l.Text.Split(Gap).Select(Regex.Escape)), RegexOptions.Singleline)
            ));
    }

    private static IEnumerable<(int At, string Text)> Literals(string source)
    {
        for (var i = 0; i < source.Length; i++)
        {
            if (source[i] == '/' && source[i + 1] == '/')
                i = source.IndexOf('\n', i);
            else if (source[i] == '\'')
                i = source.IndexOf('\'', source[i + 1] == '\\' ? i + 3 : i + 1);
            else if (source[i] == '"')
            {
                var at = i;
                yield return (at, Literal(source, ref i));
            }
        }
    }

    /// <summary>Reads the literal that begins at a quotation mark, and stops at its last. What stands in braces of an interpolated one is a gap.</summary>
    private static string Literal(string source, ref int i)
    {
        var interpolated = source[i - 1] == '$' || source[i - 2] == '$';
        var verbatim = source[i - 1] == '@' || source[i - 2] == '@';
        var text = new StringBuilder();
        for (i++; ; i++)
        {
            if (verbatim && source[i] == '"' && source[i + 1] == '"')
                text.Append(source[++i]);
            else if (source[i] == '"')
                return text.ToString();
            else if (!verbatim && source[i] == '\\')
                text.Append(source[++i]);
            else if (interpolated && source[i] is '{' or '}' && source[i + 1] == source[i])
                text.Append(source[++i]);
            else if (interpolated && source[i] == '{')
            {
                SkipGap(source, ref i);
                text.Append(Gap);
            }
            else
                text.Append(source[i]);
        }
    }

    private static void SkipGap(string source, ref int i)
    {
        for (var depth = 1; depth > 0; )
        {
            i++;
            if (source[i] == '"')
                Literal(source, ref i);
            else if (source[i] == '{')
                depth++;
            else if (source[i] == '}')
                depth--;
        }
    }
}
