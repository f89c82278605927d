using System.Text.RegularExpressions;

namespace CognitoStack.Configuration;

/// <summary>Paths into an environment file, as errors name them.</summary>
internal static partial class JsonPath
{
    public const string Root = "$";

    public static string Property(string parent, string name) =>
        PlainName().IsMatch(name) ? $"{parent}.{name}" : $"{parent}['{name.Replace("\\", "\\\\").Replace("'", "\\'")}']";

    public static string Item(string parent, int index) => $"{parent}[{index}]";

    /// <summary>Whether one of two paths leads through the other.</summary>
    public static bool Overlap(string one, string other) => Contains(one, other) || Contains(other, one);

    private static bool Contains(string outer, string inner) =>
        inner.StartsWith(outer, StringComparison.Ordinal) && (inner.Length == outer.Length || inner[outer.Length] is '.' or '[');

    [GeneratedRegex(@"^[a-zA-Z_$][a-zA-Z0-9_$]*$")]
    private static partial Regex PlainName();
}
