using System.Text;

namespace CognitoStack.Local.S3;

/// <summary>What can be a header of an answer.</summary>
internal static class HeaderText
{
    public static bool IsName(string name) => name.All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal));

    public static bool IsValue(string value) => value.All(c => c is >= ' ' and <= '~' or '\t');

    /// <summary>A value as it is; one that a header cannot hold, encoded by RFC 2047, as S3 gives metadata back.</summary>
    public static string Of(string value) => IsValue(value) ? value : $"=?UTF-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(value))}?=";
}
