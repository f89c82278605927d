using System.Globalization;
using System.Text;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.UserPools;

/// <summary>What can be the name of a user. Attempts are counted by names that nobody has, too: none may be longer.</summary>
internal static class UserNames
{
    private const int Longest = 128;

    public static string Checked(string name)
    {
        if (name.Length > Longest)
            throw Invalid($"have length less than or equal to {Longest}");
        // By code points: a regular expression here would take the halves of a pair for themselves.
        if (!name.EnumerateRunes().All(IsAllowed))
            throw Invalid("satisfy regular expression pattern: [\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+");
        return name;
    }

    /// <summary>Letters, marks, symbols, numbers and punctuation.</summary>
    public static bool IsAllowed(Rune rune) =>
        Rune.GetUnicodeCategory(rune)
            is not (
                UnicodeCategory.SpaceSeparator
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.Surrogate
                or UnicodeCategory.PrivateUse
                or UnicodeCategory.OtherNotAssigned
            );

    private static AwsException Invalid(string constraint) =>
        Error.InvalidParameter($"1 validation error detected: Value at 'username' failed to satisfy constraint: Member must {constraint}");
}
