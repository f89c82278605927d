namespace CognitoStack.Local.Http;

/// <summary>Where the host is reached; functions find every AWS service there.</summary>
/// <param name="Address">Such as <c>http://127.0.0.1:4566</c>.</param>
public sealed record HostEndpoint(Uri Address)
{
    /// <summary>The same for browsers, which keep cookies and passkeys for a name and not for an address: such as <c>http://localhost:4566</c>.</summary>
    public string Pages => $"http://localhost:{Address.Port}";
}
