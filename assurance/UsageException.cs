namespace CognitoStack.Assurance;

/// <summary>What is asked for cannot be proven: nothing was synthesized, or there is no such template.</summary>
internal sealed class UsageException(string message) : Exception(message);
