namespace CognitoStack.Lambda.PreAuthentication;

/// <summary>
/// Domains as mail carries them: ASCII, lower case, an internationalized one as xn--…. A Unicode spelling is no clean address here:
/// several spellings (full-width, ligatures, mathematical letters) reach one mail domain, others only look like it, and to tell them
/// apart takes Unicode tables that the function does not carry.
/// </summary>
public static class EmailDomain
{
    private const int LongestLocalPart = 64;
    private const int LongestDomain = 253;
    private const int LongestLabel = 63;

    /// <summary>The domain of a clean address (dot-atom, one at sign, host name), or null.</summary>
    public static string? OfAddress(string address)
    {
        // After the LAST at sign: in user@allowed.com@evil.com that is evil.com. The rest then has to be clean as well.
        var at = address.LastIndexOf('@');
        return at >= 0 && IsLocalPart(address[..at]) ? Normalize(address[(at + 1)..]) : null;
    }

    /// <summary>The domain in lower case without the root's dot, or null where it is no host name.</summary>
    public static string? Normalize(string domain)
    {
        var name = domain.EndsWith('.') ? domain[..^1] : domain;
        return name.Length <= LongestDomain && name.Split('.').All(IsLabel) ? name.ToLowerInvariant() : null;
    }

    /// <summary>Is it the listed domain, or below it? Both normalized.</summary>
    public static bool IsWithin(string domain, string listed) =>
        domain.EndsWith(listed, StringComparison.Ordinal) && (domain.Length == listed.Length || domain[^(listed.Length + 1)] == '.');

    private static bool IsLocalPart(string text) =>
        text.Length <= LongestLocalPart
        && text.Split('.').All(atom => atom.Length > 0 && atom.All(c => char.IsLetterOrDigit(c) || "!#$%&'*+-/=?^_`{|}~".Contains(c)));

    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= LongestLabel
        && label[0] != '-'
        && label[^1] != '-'
        && label.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');
}
