namespace CognitoStack.Local.Access;

/// <summary>Tells who sends a request, by its signature.</summary>
public interface IRequestAuthenticator
{
    /// <summary>Verifies the signature of a request; one without a signature is nobody's (<see cref="Anonymous"/>).</summary>
    /// <param name="request">The request.</param>
    /// <param name="body">Its body.</param>
    /// <param name="service">Name in the credential scope: <c>sts</c>.</param>
    /// <exception cref="Http.AwsException">The signature is wrong, or its credentials are unknown or expired.</exception>
    Task<Caller> AuthenticateAsync(HttpRequest request, ReadOnlyMemory<byte> body, string service);
}
