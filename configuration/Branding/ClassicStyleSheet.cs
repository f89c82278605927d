using System.Text.RegularExpressions;
using CognitoStack.Configuration;

namespace CognitoStack.Configuration.Branding;

/// <summary>The style sheet of the classic hosted UI: Cognito takes a fixed list of selectors, and refuses the whole sheet for one other.</summary>
/// <remarks>Sources: Amazon Cognito Developer Guide, "Customizing hosted UI (classic) branding"; API Reference, "SetUICustomization".</remarks>
internal static partial class ClassicStyleSheet
{
    private const int MostCharacters = 131_072;

    private static readonly string[] Selectors =
    [
        ".background-customizable",
        ".banner-customizable",
        ".errorMessage-customizable",
        ".idpButton-customizable",
        ".idpButton-customizable:hover",
        ".idpDescription-customizable",
        ".inputField-customizable",
        ".inputField-customizable:focus",
        ".label-customizable",
        ".legalText-customizable",
        ".logo-customizable",
        ".passwordCheck-notValid-customizable",
        ".passwordCheck-valid-customizable",
        ".redirect-customizable",
        ".socialButton-customizable",
        ".submitButton-customizable",
        ".submitButton-customizable:hover",
        ".textDescription-customizable",
    ];

    /// <summary>Reads classic.css, or null where it is no text.</summary>
    public static string? Read(byte[] content, string path, Action<string, string> error)
    {
        if (BrandText.Of(content, path, error) is not { } css)
            return null;
        if (css.Length > MostCharacters)
        {
            error(path, $"has {css.Length:N0} characters; Cognito accepts {MostCharacters:N0}. Shorten it.");
            return css;
        }

        var sheet = Comments().Replace(css, m => Regex.Replace(m.Value, "[^\n]", " "));
        if (sheet.IndexOf("/*", StringComparison.Ordinal) is >= 0 and var open)
        {
            error(Place(path, sheet, open), "opens a comment that nothing closes. Close it with \"*/\".");
            return css;
        }

        var (rules, end) = (0, 0);
        foreach (Match rule in Rules().Matches(sheet))
        {
            end = rule.Index + rule.Length;
            rules++;
            CheckSelectors(rule.Groups["selectors"], sheet, path, error);
            CheckDeclarations(rule.Groups["declarations"], sheet, path, error);
        }

        var rest = sheet[end..];
        var left = rest.TrimStart();
        if (left.Length > 0)
            error(
                Place(path, sheet, sheet.Length - left.Length),
                $"{WhatIsLeft(left)} Write rules as \"{Selectors[^3]} {{ color: #ffffff; }}\"."
            );
        else if (rules == 0)
            error(path, "has no rule. Write one, or remove the file.");
        return css;
    }

    private static void CheckSelectors(Group selectors, string sheet, string path, Action<string, string> error)
    {
        var at = selectors.Index;
        foreach (var part in selectors.Value.Split(','))
        {
            var selector = part.Trim();
            var place = Place(path, sheet, at + (part.Length - part.TrimStart().Length));
            at += part.Length + 1;
            if (selector.StartsWith('@'))
                error(place, $"\"{BrandText.Short(selector)}\" is an at-rule, which Cognito refuses. Remove it.");
            else if (!Selectors.Contains(selector))
                error(place, $"\"{BrandText.Short(selector)}\" is no selector that Cognito knows.{Suggestion.For(selector, Selectors)}");
        }
    }

    private static void CheckDeclarations(Group declarations, string sheet, string path, Action<string, string> error)
    {
        var at = declarations.Index;
        foreach (var part in declarations.Value.Split(';'))
        {
            var declaration = part.Trim();
            var place = Place(path, sheet, at + (part.Length - part.TrimStart().Length));
            at += part.Length + 1;
            if (declaration.Length == 0)
                continue;
            if (!Declaration().IsMatch(declaration))
                error(place, $"\"{BrandText.Short(declaration)}\" is no declaration. Write \"property: value;\".");
            else if (Unsafe().Match(declaration) is { Success: true } found)
                error(
                    place,
                    $"\"{BrandText.Short(declaration)}\" has \"{found.Value}\", which Cognito refuses or which may load something. Remove it."
                );
        }
    }

    private static string WhatIsLeft(string rest) =>
        rest.StartsWith('}') ? "closes a brace that nothing opens."
        : rest.StartsWith('@') ? "is an at-rule, which Cognito refuses."
        : rest.Contains('{', StringComparison.Ordinal) ? "opens a brace inside another, or one that nothing closes."
        : "is no rule.";

    private static string Place(string path, string sheet, int index)
    {
        var before = sheet.AsSpan(0, Math.Min(index, sheet.Length));
        return $"{path}:{before.Count('\n') + 1}:{before.Length - before.LastIndexOf('\n')}";
    }

    [GeneratedRegex(@"/\*.*?\*/", RegexOptions.Singleline)]
    private static partial Regex Comments();

    [GeneratedRegex(@"\G\s*(?<selectors>[^\s{};][^{};]*)\{(?<declarations>[^{}]*)\}")]
    private static partial Regex Rules();

    [GeneratedRegex(@"^[a-z-]+\s*:\s*\S", RegexOptions.IgnoreCase)]
    private static partial Regex Declaration();

    [GeneratedRegex(
        @"@|<|\\|(url|image-set|src|expression)\s*\(|javascript\s*:|-moz-binding|(?<![\w-])behavior\s*:",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Unsafe();
}
