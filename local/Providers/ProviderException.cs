namespace CognitoStack.Local.Providers;

/// <summary>What a provider sent is not believed. The log says which check failed; the person at the browser is told nothing of it.</summary>
/// <param name="check">The check: <c>signature</c>, <c>audience</c>, <c>nonce</c> …</param>
/// <param name="detail">What was expected, and what came.</param>
internal sealed class ProviderException(string check, string detail) : Exception($"{check}: {detail}")
{
    public string Check => check;
}
