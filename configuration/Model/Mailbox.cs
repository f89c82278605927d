using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace CognitoStack.Configuration;

/// <summary>An e-mail address with the name of its owner, as people write it and as the header of a mail needs it.</summary>
/// <remarks>Sources: RFC 5322, section 3.4 (https://www.rfc-editor.org/rfc/rfc5322#section-3.4); RFC 2047, sections 2 and 5; RFC 5890 for domains.</remarks>
public sealed partial record Mailbox
{
    /// <summary>Octets of text in an encoded word, so that the word stays within 75 characters.</summary>
    private const int EncodedWord = 45;

    private const int LongestLocal = 64;

    private Mailbox(string name, string local, string domain) => (Name, Local, Domain) = (name, local, domain);

    /// <summary>Name, without quotation marks; empty where there is none.</summary>
    public string Name { get; }

    /// <summary>Part of the address before the @.</summary>
    public string Local { get; }

    /// <summary>Domain in ASCII; null where it is no domain.</summary>
    public string? AsciiDomain => ToAscii(Domain);

    /// <summary>Domain as it was written.</summary>
    public string Domain { get; }

    /// <summary>The address alone, its domain in ASCII.</summary>
    public string Address => $"{Local}@{AsciiDomain}";

    /// <summary>The address without the label that one may add: <c>user+label@example.com</c>.</summary>
    internal string WithoutLabel => $"{Local.Split('+')[0]}@{AsciiDomain}";

    /// <summary>Whether the part before the @ needs no quotation marks, and is as short as mail wants it (RFC 5321, 4.5.3.1.1).</summary>
    internal bool IsPlain => Local.Length <= LongestLocal && DotAtom().IsMatch(Local);

    /// <summary>Reads <c>address</c> or <c>Name &lt;address&gt;</c>; the name may stand in quotation marks.</summary>
    public static Mailbox Parse(string text)
    {
        var open = text.IndexOf('<', StringComparison.Ordinal);
        var address = open < 0 ? text : text[(open + 1)..].TrimEnd('>');
        var name = open < 0 ? string.Empty : text[..open].Trim();
        if (Quoted().Match(name) is { Success: true } quoted)
            name = Escaped().Replace(quoted.Groups[1].Value, "$1");
        var at = address.LastIndexOf('@');
        return new(name, address[..at], address[(at + 1)..]);
    }

    /// <summary>The domain in ASCII, or null where no such domain can be.</summary>
    public static string? ToAscii(string domain)
    {
        try
        {
            return new IdnMapping { UseStd3AsciiRules = true }
                .GetAscii(domain)
                .ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>As a header needs it: the name quoted where it holds more than words, and encoded where it is not ASCII.</summary>
    public string ToHeader() =>
        Name switch
        {
            "" => Address,
            _ when IsEncoded().IsMatch(Name) || Words().IsMatch(Name) => $"{Name} <{Address}>",
            _ when Ascii.IsValid(Name) =>
                $"\"{Name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\" <{Address}>",
            _ =>
                $"{string.Join(' ', Pieces(Name).Select(p => $"=?UTF-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(p))}?="))} <{Address}>",
        };

    /// <summary>Pieces that each fill one encoded word; a character is never cut in two.</summary>
    private static IEnumerable<string> Pieces(string name)
    {
        var piece = new StringBuilder();
        var size = 0;
        foreach (var rune in name.EnumerateRunes())
        {
            if (size + rune.Utf8SequenceLength > EncodedWord)
            {
                yield return piece.ToString();
                piece.Clear();
                size = 0;
            }

            piece.Append(rune.ToString());
            size += rune.Utf8SequenceLength;
        }

        yield return piece.ToString();
    }

    [GeneratedRegex(@"^""((?:[^""\\]|\\.)*)""$")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\\(.)")]
    private static partial Regex Escaped();

    [GeneratedRegex(@"^(=\?[^?\s]+\?[bBqQ]\?[^?\s]*\?= ?)+$")]
    private static partial Regex IsEncoded();

    [GeneratedRegex(@"^[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~]+(\.[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~]+)*$")]
    private static partial Regex DotAtom();

    /// <summary>Atoms, which need no quotation marks.</summary>
    [GeneratedRegex(@"^[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~]+( [A-Za-z0-9!#$%&'*+\-/=?^_`{|}~]+)*$")]
    private static partial Regex Words();
}
