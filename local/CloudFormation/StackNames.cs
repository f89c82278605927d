using System.Text.RegularExpressions;

namespace CognitoStack.Local.CloudFormation;

/// <summary>Names that stacks may bear.</summary>
internal static partial class StackNames
{
    public static bool IsValid(string name) => Shape().IsMatch(name);

    public static string Rule(string name) =>
        $"1 validation error detected: Value '{name}' at 'stackName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*";

    [GeneratedRegex(@"^[a-zA-Z][-a-zA-Z0-9]{0,127}\z")]
    private static partial Regex Shape();
}
