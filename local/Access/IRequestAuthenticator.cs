using CognitoStack.Local.Http;

namespace CognitoStack.Local.Access;

/// <summary>Tells who sends a request whose body has been read: for the JSON and Query protocols.</summary>
public interface IRequestAuthenticator
{
    /// <summary>Verifies the request's signature; <see cref="Anonymous"/> where it has none.</summary>
    /// <param name="request">The request.</param>
    /// <param name="body">Its body.</param>
    /// <param name="service">Name of the service in credential scopes.</param>
    /// <exception cref="AwsException">The signature is not accepted.</exception>
    Task<Caller> AuthenticateAsync(HttpRequest request, ReadOnlyMemory<byte> body, string service);

    /// <summary>Whether its <c>Authorization</c> header is of another scheme than AWS's: services that ask for no signature do not look at it.</summary>
    bool IsOfAnotherScheme(HttpRequest request);

    /// <summary>Does nothing where the request says that it is signed; whether it is, its body tells.</summary>
    /// <exception cref="AwsException"><c>MissingAuthenticationTokenException</c>.</exception>
    void RequireSignature(HttpRequest request);
}

/// <inheritdoc/>
internal sealed class RequestAuthenticator(SignatureVerifier verifier) : IRequestAuthenticator
{
    /// <inheritdoc/>
    public Task<Caller> AuthenticateAsync(HttpRequest request, ReadOnlyMemory<byte> body, string service)
    {
        return Told(
            request,
            () =>
            {
                var hash = SignatureV4.Hex(System.Security.Cryptography.SHA256.HashData(body.Span));
                return Task.FromResult(verifier.Verify(request, RawTarget.Of(request), service, hash)?.Caller ?? new Anonymous());
            }
        );
    }

    /// <inheritdoc/>
    public bool IsOfAnotherScheme(HttpRequest request) =>
        request.Headers.Authorization.ToString() is { Length: > 0 } header && !header.StartsWith("AWS", StringComparison.Ordinal);

    /// <inheritdoc/>
    public void RequireSignature(HttpRequest request)
    {
        if (Told(request, () => SignatureClaim.Of(request, RawTarget.Of(request))) is null)
            throw new AwsException("MissingAuthenticationTokenException", "Request is missing Authentication Token");
    }

    private static T Told<T>(HttpRequest request, Func<T> act)
    {
        try
        {
            return act();
        }
        catch (SignatureException e)
        {
            throw request.Headers.ContainsKey("X-Amz-Target") || Cbor.IsOf(request) ? e.ForJson() : e.ForQuery();
        }
    }
}
