namespace CognitoStack.Lambda;

/// <summary>A deliberate "no". Its message is shown to the user; that of every other exception stays in the log.</summary>
public sealed class RefusalException(string message) : Exception(message);
