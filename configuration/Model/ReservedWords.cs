namespace CognitoStack.Configuration;

/// <summary>Words that the prefix of a Cognito domain may not contain.</summary>
public static class ReservedWords
{
    /// <summary>The first reserved word in a prefix, or null.</summary>
    public static string? In(string prefix) =>
        Array.Find(["aws", "amazon", "cognito"], word => prefix.Contains(word, StringComparison.Ordinal));
}
