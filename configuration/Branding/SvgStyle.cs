using System.Text.RegularExpressions;

namespace CognitoStack.Configuration.Branding;

/// <summary>What CSS may say inside an SVG, in style sheets, style attributes and presentation attributes.</summary>
internal static partial class SvgStyle
{
    public const string WayOut = "Refer to a part of the image by \"#id\", or embed it as data:image/png, jpeg or webp in Base64.";

    /// <summary>What is wrong with declarations or a style sheet, or null.</summary>
    public static string? Wrong(string css)
    {
        if (css.Contains('<', StringComparison.Ordinal))
            return "has \"<\" in its CSS. Remove it.";
        if (AtRules().Match(css) is { Success: true } rule)
            return $"has the CSS rule \"{rule.Value}\", which may load something. Only @media and @keyframes may stand here.";
        if (Properties().Match(css) is { Success: true } property)
        {
            var name = property.Groups[1].Value;
            return name.Equals("dominant-baseline", StringComparison.OrdinalIgnoreCase)
                ? "has \"dominant-baseline\", which Cognito refuses. Move the text with \"dy\" instead."
                : $"has \"{name}\", which runs a script. Remove it.";
        }

        return WrongValue(css);
    }

    /// <summary>What is wrong with the value of an attribute that a browser may read as CSS, or null.</summary>
    public static string? WrongValue(string value)
    {
        // "u\72l(" is "url(" to a browser: without escapes, what is read here is what counts.
        if (value.Contains('\\', StringComparison.Ordinal))
            return "has a backslash, which CSS takes for an escape. Write the character itself.";
        if (Functions().Match(value) is { Success: true } function)
            return $"has \"{function.Groups[1].Value}(\", which may load or run something. Remove it.";
        foreach (var start in Urls().EnumerateMatches(value))
        {
            var rest = value.AsSpan(start.Index + start.Length);
            var end = rest.IndexOf(')');
            var target = (end < 0 ? rest : rest[..end]).Trim().Trim("\"'").ToString();
            if (!IsOwn(target))
                return $"leads out of the image with url({BrandText.Short(target)}). {WayOut}";
        }

        return null;
    }

    /// <summary>Whether a reference stays within the image: a list of the safe, so that no spelling of the unsafe matters.</summary>
    public static bool IsOwn(string reference) => Own().IsMatch(reference);

    [GeneratedRegex(@"^\s*(#[\w.:-]+|data:image/(png|jpeg|webp);base64,(?>[A-Za-z0-9+/\s]+)={0,2})\s*\z")]
    private static partial Regex Own();

    [GeneratedRegex(@"@(?!media\b|keyframes\b)[\w-]*", RegexOptions.IgnoreCase)]
    private static partial Regex AtRules();

    [GeneratedRegex(@"(?<![\w-])(dominant-baseline|behavior|-moz-binding)(?![\w-])", RegexOptions.IgnoreCase)]
    private static partial Regex Properties();

    [GeneratedRegex(
        @"(?<![\w-])((?:-[a-z]+-)?(?:image-set|image|src|expression|cross-fade|element|paint|attr))\(",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Functions();

    [GeneratedRegex(@"url\s*\(", RegexOptions.IgnoreCase)]
    private static partial Regex Urls();
}
