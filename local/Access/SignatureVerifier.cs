using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
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
        if (SignatureClaim.Of(request, target) is not { } claim)
            return null;
        RequireService(claim, service);
        RequireCurrent(claim);
        RequireSignedHeaders(request, claim);
        return Verify(
            claim,
            service,
            c =>
            {
                var headers = c.SignedHeaders.Select(name =>
                    KeyValuePair.Create(
                        name,
                        SignatureV4.CanonicalHeader(request.Headers[name].Select(v => HeaderBytes.Text(v ?? string.Empty)))
                    )
                );
                var canonical = SignatureV4.CanonicalRequest(request.Method, target, service == "s3", headers, payloadHash);
                return (SignatureV4.StringToSign(c.TimeText, c.Scope, canonical), canonical);
            }
        );
    }

    /// <summary>Verifies the signature of a text, which was made of a canonical request or of none.</summary>
    /// <exception cref="SignatureException">The signature is not accepted.</exception>
    public VerifiedSignature Verify(SignatureClaim claim, string service, Func<SignatureClaim, (string Text, string? Canonical)> signed)
    {
        RequireService(claim, service);
        var opened = credentials.Open(claim.AccessKeyId, claim.Token);
        var key = SignatureV4.SigningKey(opened.Secret, claim.Date, claim.Region, claim.Service);
        var (text, canonical) = signed(claim);
        if (!Same(SignatureV4.Hex(SignatureV4.Hmac(key, text)), claim.Signature))
            throw Mismatch(claim, text, canonical);
        // Only who holds the secret is told that it has ended.
        if (opened.Caller is RoleSession { Expires: var end } && end <= time.GetUtcNow())
            throw new SignatureException(SignatureFault.ExpiredToken) { Details = new() { ["Token-0"] = claim.Token } };
        return new(opened.Caller, claim, key);
    }

    /// <summary>Compares without telling by the time it takes how much is right.</summary>
    public static bool Same(string expected, string given) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(given));

    private static SignatureException Mismatch(SignatureClaim claim, string text, string? canonical)
    {
        var details = new JsonObject
        {
            ["AWSAccessKeyId"] = claim.AccessKeyId,
            ["StringToSign"] = text,
            ["SignatureProvided"] = claim.Signature,
            ["StringToSignBytes"] = Bytes(text),
        };
        if (canonical is not null)
            (details["CanonicalRequest"], details["CanonicalRequestBytes"]) = (canonical, Bytes(canonical));
        return new(SignatureFault.Mismatch) { Details = details };
    }

    private static string Bytes(string text) =>
        Convert
            .ToHexStringLower(Encoding.UTF8.GetBytes(text))
            .Chunk(2)
            .Aggregate(new StringBuilder(), (all, pair) => all.Append(all.Length > 0 ? " " : string.Empty).Append(pair))
            .ToString();

    private static void RequireService(SignatureClaim claim, string service)
    {
        if (claim.Service != service)
            throw new SignatureException(SignatureFault.Scope, $"Credential should be scoped to correct service: '{service}'.");
    }

    private void RequireCurrent(SignatureClaim claim)
    {
        var now = time.GetUtcNow();
        if (claim.Time > now + Tolerance)
            throw new SignatureException(
                claim.Expires is null ? SignatureFault.Skewed : SignatureFault.NotYetValid,
                $"Signature not yet current: {claim.TimeText} is still later than {SignatureV4.Format(now + Tolerance)} ({SignatureV4.Format(now)} + 15 min.)"
            )
            {
                Details = Times(claim, now),
            };
        if (claim.Expires is { } expires)
        {
            if (claim.Time + expires < now)
            {
                throw new SignatureException(
                    SignatureFault.UrlExpired,
                    $"Signature expired: {SignatureV4.Format(claim.Time + expires)} is now earlier than {SignatureV4.Format(now)}"
                )
                {
                    Details = new()
                    {
                        ["X-Amz-Expires"] = (long)expires.TotalSeconds,
                        ["Expires"] = Iso(claim.Time + expires),
                        ["ServerTime"] = Iso(now),
                    },
                };
            }
        }
        else if (claim.Time < now - Tolerance)
        {
            throw new SignatureException(
                SignatureFault.Skewed,
                $"Signature expired: {claim.TimeText} is now earlier than {SignatureV4.Format(now - Tolerance)} ({SignatureV4.Format(now)} - 15 min.)"
            )
            {
                Details = Times(claim, now),
            };
        }
    }

    private static JsonObject Times(SignatureClaim claim, DateTimeOffset now) =>
        new()
        {
            ["RequestTime"] = claim.TimeText,
            ["ServerTime"] = Iso(now),
            ["MaxAllowedSkewMilliseconds"] = (long)Tolerance.TotalMilliseconds,
        };

    private static string Iso(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static void RequireSignedHeaders(HttpRequest request, SignatureClaim claim)
    {
        if (!claim.SignedHeaders.Contains("host"))
            throw new SignatureException(SignatureFault.UnsignedHeaders, "'Host' must be a 'SignedHeader' in the AWS Authorization.");
        var missing = claim.SignedHeaders.FirstOrDefault(name => !request.Headers.ContainsKey(name));
        if (missing is not null)
            throw new SignatureException(SignatureFault.Mismatch)
            {
                Details = new() { ["AWSAccessKeyId"] = claim.AccessKeyId, ["SignatureProvided"] = claim.Signature },
            };
        var unsigned = request
            .Headers.Keys.Select(n => n.ToLowerInvariant())
            .Where(n => n.StartsWith("x-amz-", StringComparison.Ordinal) && !claim.SignedHeaders.Contains(n))
            .ToList();
        if (unsigned.Count > 0)
            throw new SignatureException(
                SignatureFault.UnsignedHeaders,
                $"'{unsigned[0]}' must be a 'SignedHeader' in the AWS Authorization."
            )
            {
                Details = new() { ["HeadersNotSigned"] = string.Join(", ", unsigned) },
            };
    }
}
