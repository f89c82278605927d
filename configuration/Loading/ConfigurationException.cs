namespace CognitoStack.Configuration;

/// <summary>An environment file that cannot be used, with everything that is wrong with it.</summary>
public sealed class ConfigurationException(IReadOnlyList<string> errors) : Exception(string.Join(Environment.NewLine, errors))
{
    /// <summary>One line an error: file, JSON path, what is wrong, what to do.</summary>
    public IReadOnlyList<string> Errors { get; } = errors;
}
