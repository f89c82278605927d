using System.Security.Cryptography;
using System.Text;

namespace CognitoStack.Common;

/// <summary>Construct ids from names that may hold any character.</summary>
public static class LogicalName
{
    /// <summary>The name itself where it is plain, otherwise its letters and digits and a hash, so that two names never meet.</summary>
    public static string Of(string name) =>
        name.All(char.IsAsciiLetterOrDigit)
            ? name
            : string.Concat(name.Where(char.IsAsciiLetterOrDigit))
                + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..8];
}
