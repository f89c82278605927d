namespace CognitoStack.Smoke;

/// <summary>Why nothing can be checked, and the way out, for the person at the keyboard.</summary>
internal sealed class SmokeException(string message) : Exception(message);
