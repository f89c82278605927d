using System.Security.Cryptography;
using System.Text;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.Access;

/// <summary>A signature that is right.</summary>
/// <param name="Caller">Whose it is.</param>
/// <param name="Claim">What the request says of it.</param>
/// <param name="Key">The signing key, for the signatures of chunks that follow it.</param>
internal sealed record VerifiedSignature(Caller Caller, SignatureClaim Claim, byte[] Key);

/// <summary>Verifies AWS Signature Version 4 of requests.</summary>
internal sealed class SignatureVerifier(CredentialIssuer credentials, TimeProvider time)
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(15);

    /// <summary>Verifies; null where the request carries no signature.</summary>
    /// <param name="request">The request.</param>
    /// <param name="target">Its path and query.</param>
    /// <param name="service">The service that it came to.</param>
    /// <param name="payloadHash">What stands for the body in the signature.</param>
    /// <exception cref="SignatureException">The signature is not accepted.</exception>
    public VerifiedSignature? Verify(HttpRequest request, RawTarget target, string service, string payloadHash)
    {
        if (SignatureClaim.Of(request, target) is not { } claim) return null;
        RequireService(claim, service);
        RequireCurrent(claim);
        RequireSignedHeaders(request, claim);
        return Verify(claim, service, c =>
        {
            var headers = c.SignedHeaders.Select(name => KeyValuePair.Create(name, SignatureV4.CanonicalHeader(request.Headers[name])));
            return SignatureV4.StringToSign(c.TimeText, c.Scope, SignatureV4.CanonicalRequest(request.Method, target, service == "s3", headers, payloadHash));
        });
    }

    /// <summary>Verifies the signature of a text.</summary>
    /// <exception cref="SignatureException">The signature is not accepted.</exception>
    public VerifiedSignature Verify(SignatureClaim claim, string service, Func<SignatureClaim, string> signed)
    {
        RequireService(claim, service);
        var opened = credentials.Open(claim.AccessKeyId, claim.Token);
        var key = SignatureV4.SigningKey(opened.Secret, claim.Date, claim.Region, claim.Service);
        if (!Same(SignatureV4.Hex(SignatureV4.Hmac(key, signed(claim))), claim.Signature))
            throw new SignatureException(SignatureFault.Mismatch);
        // Only who holds the secret is told that it has ended.
        if (opened.Caller is RoleSession { Expires: var end } && end <= time.GetUtcNow()) throw new SignatureException(SignatureFault.ExpiredToken);
        return new(opened.Caller, claim, key);
    }

    /// <summary>Compares without telling by the time it takes how much is right.</summary>
    public static bool Same(string expected, string given) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(given));

    private static void RequireService(SignatureClaim claim, string service)
    {
        if (claim.Service != service) throw new SignatureException(SignatureFault.Scope, $"Credential should be scoped to correct service: '{service}'.");
    }

    private void RequireCurrent(SignatureClaim claim)
    {
        var now = time.GetUtcNow();
        if (claim.Time > now + Tolerance)
            throw new SignatureException(claim.Expires is null ? SignatureFault.Skewed : SignatureFault.NotYetValid,
                $"Signature not yet current: {claim.TimeText} is still later than {SignatureV4.Format(now + Tolerance)} ({SignatureV4.Format(now)} + 15 min.)");
        if (claim.Expires is { } expires)
        {
            if (claim.Time + expires < now)
                throw new SignatureException(SignatureFault.UrlExpired, $"Signature expired: {SignatureV4.Format(claim.Time + expires)} is now earlier than {SignatureV4.Format(now)}");
        }
        else if (claim.Time < now - Tolerance)
        {
            throw new SignatureException(SignatureFault.Skewed,
                $"Signature expired: {claim.TimeText} is now earlier than {SignatureV4.Format(now - Tolerance)} ({SignatureV4.Format(now)} - 15 min.)");
        }
    }

    private static void RequireSignedHeaders(HttpRequest request, SignatureClaim claim)
    {
        if (!claim.SignedHeaders.Contains("host")) throw new SignatureException(SignatureFault.UnsignedHeaders, "'Host' must be a 'SignedHeader' in the AWS Authorization.");
        var missing = claim.SignedHeaders.FirstOrDefault(name => !request.Headers.ContainsKey(name));
        if (missing is not null) throw new SignatureException(SignatureFault.Mismatch);
        var unsigned = request.Headers.Keys.Select(n => n.ToLowerInvariant()).FirstOrDefault(n => n.StartsWith("x-amz-", StringComparison.Ordinal) && !claim.SignedHeaders.Contains(n));
        if (unsigned is not null) throw new SignatureException(SignatureFault.UnsignedHeaders, $"'{unsigned}' must be a 'SignedHeader' in the AWS Authorization.");
    }
}
