using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace CognitoStack.Configuration;

/// <summary>Whether a text is what a pattern of the schema asks for, as AWS would see it.</summary>
internal static class PatternText
{
    /// <summary>Whether a pattern covers a text.</summary>
    /// <remarks>.NET looks at UTF-16 units, AWS and JSON Schema at characters. Nobody says which of the two AWS counts where a pattern has a number, so a text must do by both.</remarks>
    public static bool Matches(string text, string pattern)
    {
        var few = WithinBmp(text, 1);
        return Covers(few, pattern) && (few.Length == text.Length || Covers(WithinBmp(text, 2), pattern));
    }

    private static bool Covers(string text, string pattern)
    {
        var match = Regex.Match(text, pattern);
        // To .NET, "$" also stands before a last line break; to JSON Schema it does not.
        return match.Success && (!text.EndsWith('\n') || match.Index + match.Length == text.Length);
    }

    /// <summary>The text with another character of the same category in place of each that takes two UTF-16 units.</summary>
    private static string WithinBmp(string text, int times)
    {
        if (!text.Any(char.IsSurrogate))
            return text;
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            // Half a pair stands for itself, and is in no class.
            if (!Rune.TryGetRuneAt(text, i, out var rune) || rune.IsBmp)
            {
                plain.Append(text[i]);
                continue;
            }

            plain.Append(Like(rune), times);
            i++;
        }

        return plain.ToString();
    }

    /// <summary>None is ASCII: a pattern that names a letter means that letter.</summary>
    private static char Like(Rune rune) =>
        Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.UppercaseLetter => '\u00c0',
            UnicodeCategory.LowercaseLetter => '\u00e0',
            UnicodeCategory.TitlecaseLetter => '\u01c5',
            UnicodeCategory.ModifierLetter => '\u02b0',
            UnicodeCategory.OtherLetter => '\u4e00',
            UnicodeCategory.NonSpacingMark => '\u0300',
            UnicodeCategory.SpacingCombiningMark => '\u0903',
            UnicodeCategory.EnclosingMark => '\u0488',
            UnicodeCategory.DecimalDigitNumber => '\u0660',
            UnicodeCategory.LetterNumber => '\u2160',
            UnicodeCategory.OtherNumber => '\u00b2',
            UnicodeCategory.ConnectorPunctuation => '\u203f',
            UnicodeCategory.DashPunctuation => '\u2010',
            UnicodeCategory.OpenPunctuation => '\u2045',
            UnicodeCategory.ClosePunctuation => '\u2046',
            UnicodeCategory.InitialQuotePunctuation => '\u00ab',
            UnicodeCategory.FinalQuotePunctuation => '\u00bb',
            UnicodeCategory.OtherPunctuation => '\u00a1',
            UnicodeCategory.MathSymbol => '\u00ac',
            UnicodeCategory.CurrencySymbol => '\u00a2',
            UnicodeCategory.ModifierSymbol => '\u00a8',
            UnicodeCategory.OtherSymbol => '\u00a6',
            UnicodeCategory.Format => '\u00ad',
            UnicodeCategory.PrivateUse => '\ue000',
            _ => '\u0378',
        };
}
