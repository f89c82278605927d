using System.Security.Cryptography;
using CognitoStack.Local.UserPools.Settings;

namespace CognitoStack.Local.UserPools.Passwords;

/// <summary>Makes temporary passwords, and codes.</summary>
internal static class PasswordMaker
{
    private static readonly string[] Classes = ["ABCDEFGHJKLMNPQRSTUVWXYZ", "abcdefghijkmnopqrstuvwxyz", "23456789", "!#%*+-=?@_"];

    /// <summary>A password with every class of characters, so that it conforms with any policy.</summary>
    public static string Password(PasswordPolicy policy)
    {
        var all = string.Concat(Classes);
        var letters = Classes
            .Select(c => c[RandomNumberGenerator.GetInt32(c.Length)])
            .Concat(
                Enumerable
                    .Range(0, Math.Max(policy.MinimumLength, 10) - Classes.Length)
                    .Select(_ => all[RandomNumberGenerator.GetInt32(all.Length)])
            )
            .ToArray();
        RandomNumberGenerator.Shuffle(letters.AsSpan());
        return new(letters);
    }

    public static string Code() =>
        RandomNumberGenerator.GetInt32(1_000_000).ToString("D6", System.Globalization.CultureInfo.InvariantCulture);
}
