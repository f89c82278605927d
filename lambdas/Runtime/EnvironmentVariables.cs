namespace CognitoStack.Lambda;

/// <summary>Reads variables that may be absent.</summary>
public static class EnvironmentVariables
{
    /// <summary>A switch; absent or empty, it is off. Whatever is not clearly one is an error, for nobody notices a rule misread as "off".</summary>
    /// <exception cref="ConfigurationException">It is neither "true" nor "false".</exception>
    public static bool Flag(this IReadOnlyDictionary<string, string> environment, string variable) =>
        environment.GetValueOrDefault(variable, "") switch
        {
            "true" => true,
            "false" or "" => false,
            var other => throw new ConfigurationException(variable, other, "true or false"),
        };

    /// <summary>Words between commas; none where the variable is absent or empty.</summary>
    public static string[] List(this IReadOnlyDictionary<string, string> environment, string variable) =>
        environment.GetValueOrDefault(variable, "") is { Length: > 0 } value ? value.Split(',', StringSplitOptions.TrimEntries) : [];
}
