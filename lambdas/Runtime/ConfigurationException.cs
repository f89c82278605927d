namespace CognitoStack.Lambda;

/// <summary>An environment variable that the function cannot work with.</summary>
public sealed class ConfigurationException(string variable, string? value, string expected)
    : Exception(value is null ? $"{variable} is not set: expected {expected}." : $"{variable} is \"{value}\": expected {expected}.");
