using System.Text.RegularExpressions;

namespace CognitoStack.Configuration;

/// <summary>Paths into an environment file, as errors name them.</summary>
public static partial class JsonPath
{
    /// <summary>The whole file.</summary>
    public const string Root = "$";

    /// <summary>Path of a property of an object.</summary>
    public static string Property(string parent, string name) =>
        PlainName().IsMatch(name) ? $"{parent}.{name}" : $"{parent}['{name.Replace("\\", "\\\\").Replace("'", "\\'")}']";

    /// <summary>Path of an item of a list.</summary>
    public static string Item(string parent, int index) => $"{parent}[{index}]";

    /// <summary>Whether one of two paths leads through the other.</summary>
    public static bool Overlap(string one, string other) => Contains(one, other) || Contains(other, one);

    /// <summary>Whether a path is another, or leads to it.</summary>
    public static bool Contains(string outer, string inner) =>
        inner.StartsWith(outer, StringComparison.Ordinal) && (inner.Length == outer.Length || inner[outer.Length] is '.' or '[');

    /// <summary>Name of a property that stands directly in an object, or null where the path leads elsewhere or further.</summary>
    public static string? ChildOf(string parent, string path)
    {
        if (
            path.Length <= parent.Length
            || !Contains(parent, path)
            || OneProperty().Match(path[parent.Length..]) is not { Success: true } match
        )
            return null;
        return match.Groups["plain"].Success ? match.Groups["plain"].Value : Escaped().Replace(match.Groups["quoted"].Value, "$1");
    }

    [GeneratedRegex(@"^(\.(?<plain>[^.\[]+)|\['(?<quoted>(\\.|[^'\\])*)'\])$")]
    private static partial Regex OneProperty();

    [GeneratedRegex(@"\\(.)")]
    private static partial Regex Escaped();

    [GeneratedRegex(@"^[a-zA-Z_$][a-zA-Z0-9_$]*$")]
    private static partial Regex PlainName();
}
