using System.Collections.Immutable;
using System.Globalization;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.Access;

/// <summary>What a request says of its signature; nothing of it is verified.</summary>
internal sealed record SignatureClaim
{
    /// <summary>What AWS says to signatures of version 2.</summary>
    private const string Version2 = "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.";

    public required string AccessKeyId { get; init; }

    public required string Date { get; init; }

    public required string Region { get; init; }

    public required string Service { get; init; }

    public required ImmutableArray<string> SignedHeaders { get; init; }

    public required string Signature { get; init; }

    public required string TimeText { get; init; }

    public required DateTimeOffset Time { get; init; }

    /// <summary>How long a presigned URL is good for; null for a signature in the header.</summary>
    public TimeSpan? Expires { get; init; }

    /// <summary>Whether it is that of a form's policy.</summary>
    public bool IsOfForm { get; init; }

    public string? Token { get; init; }

    public string Scope => $"{Date}/{Region}/{Service}/aws4_request";

    /// <summary>Reads the signature; null where there is none.</summary>
    /// <exception cref="SignatureException">There is something, but no signature of version 4.</exception>
    public static SignatureClaim? Of(HttpRequest request, RawTarget target)
    {
        var header = request.Headers.Authorization.ToString();
        var presigned = target.Query.Any(p => p.Key is "X-Amz-Algorithm" or "X-Amz-Signature" or "X-Amz-Credential");
        // A second value of a parameter of the signature would be signed, and not read.
        if (
            target
                .Query.Where(p => p.Key.StartsWith("X-Amz-", StringComparison.OrdinalIgnoreCase))
                .GroupBy(p => p.Key, StringComparer.OrdinalIgnoreCase)
                .Any(g => g.Count() > 1)
        )
            throw new SignatureException(SignatureFault.Query, "A query parameter of the signature is given more than once.");
        if (target.Has("AWSAccessKeyId") && target.Has("Signature"))
            throw new SignatureException(SignatureFault.Algorithm, Version2);
        return (header.Length > 0, presigned) switch
        {
            (true, true) => throw new SignatureException(
                SignatureFault.Incomplete,
                "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header."
            ),
            (true, false) => OfHeader(header, request),
            (false, true) => OfQuery(target),
            _ => null,
        };
    }

    /// <summary>Reads the signature of a form's policy, of which its fields tell.</summary>
    /// <exception cref="SignatureException">There is none of version 4.</exception>
    public static SignatureClaim OfForm(IReadOnlyDictionary<string, string> fields)
    {
        RequireAlgorithm(fields.ContainsKey("awsaccesskeyid") ? "AWS" : fields.GetValueOrDefault("x-amz-algorithm", string.Empty));
        return Of(
            SignatureFault.Form,
            // Only the policy is signed.
            name =>
                name == "SignedHeaders" ? string.Empty
                : fields.GetValueOrDefault($"x-amz-{name.ToLowerInvariant()}") is { Length: > 0 } value ? value
                : throw new SignatureException(
                    SignatureFault.Form,
                    $"Bucket POST must contain a field named 'X-Amz-{name}'.  If it is specified, please check the order of the fields."
                ),
            fields.GetValueOrDefault("x-amz-date", string.Empty),
            "Bucket POST must contain a field named 'X-Amz-Date'.  If it is specified, please check the order of the fields.",
            fields.GetValueOrDefault("x-amz-security-token")
        ) with
        {
            IsOfForm = true,
        };
    }

    private static SignatureClaim OfHeader(string header, HttpRequest request)
    {
        var space = header.IndexOf(' ', StringComparison.Ordinal);
        RequireAlgorithm(space < 0 ? header : header[..space]);
        var parts = header[Math.Max(space, 0)..]
            .Split(',')
            .Select(p => p.Trim().Split('=', 2))
            .Where(p => p.Length == 2)
            .ToLookup(p => p[0], p => p[1]);
        var text = request.Headers["X-Amz-Date"].ToString();
        if (
            text.Length == 0
            && DateTimeOffset.TryParseExact(
                request.Headers.Date,
                "r",
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out var date
            )
        )
            text = SignatureV4.Format(date);
        return Of(
            SignatureFault.Incomplete,
            name =>
                parts[name].FirstOrDefault() is { Length: > 0 } value
                    ? value
                    : throw new SignatureException(SignatureFault.Incomplete, $"Authorization header requires '{name}' parameter."),
            text,
            "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.",
            request.Headers["X-Amz-Security-Token"].FirstOrDefault()
        );
    }

    private static SignatureClaim OfQuery(RawTarget target)
    {
        RequireAlgorithm(target["X-Amz-Algorithm"] ?? string.Empty);
        var claim = Of(
            SignatureFault.Query,
            name =>
                target[$"X-Amz-{name}"] is { Length: > 0 } value
                    ? value
                    : throw new SignatureException(SignatureFault.Query, $"AWS query-string parameters must include 'X-Amz-{name}'."),
            target["X-Amz-Date"] ?? string.Empty,
            "AWS query-string parameters must include 'X-Amz-Date'.",
            target["X-Amz-Security-Token"]
        );
        // Services other than S3 give a URL without a duration fifteen minutes.
        var expires = target["X-Amz-Expires"] ?? "900";
        if (!int.TryParse(expires, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            throw new SignatureException(SignatureFault.Query, "X-Amz-Expires should be a number");
        if (seconds > TimeSpan.SecondsPerDay * 7)
            throw new SignatureException(
                SignatureFault.Query,
                "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds"
            );
        return claim with { Expires = TimeSpan.FromSeconds(seconds) };
    }

    private static SignatureClaim Of(SignatureFault malformed, Func<string, string> part, string time, string withoutTime, string? token)
    {
        var credential = part("Credential").Split('/');
        if (credential.Length < 5)
            throw new SignatureException(
                malformed,
                $"Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '{string.Join('/', credential)}'"
            );
        // Access key IDs may hold slashes; what stands after them does not.
        var scope = credential[^4..];
        if (scope[3] != "aws4_request")
            throw new SignatureException(
                SignatureFault.Scope,
                $"Credential should be scoped with a valid terminator: 'aws4_request', not '{scope[3]}'."
            );
        if (!SignatureV4.TryParseTime(time, out var when))
            throw new SignatureException(
                malformed,
                time.Length == 0
                    ? withoutTime
                    : $"Date must be in ISO-8601 'basic format'. Got '{time}'. See http://en.wikipedia.org/wiki/ISO_8601"
            );
        if (scope[0] != time[..8])
            throw new SignatureException(
                SignatureFault.Scope,
                $"Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '{scope[0]}' != '{time[..8]}', from '{time}'."
            );
        return new()
        {
            AccessKeyId = string.Join('/', credential[..^4]),
            Date = scope[0],
            Region = scope[1],
            Service = scope[2],
            SignedHeaders = [.. part("SignedHeaders").ToLowerInvariant().Split(';')],
            Signature = part("Signature"),
            TimeText = time,
            Time = when,
            Token = token,
        };
    }

    private static void RequireAlgorithm(string algorithm)
    {
        if (algorithm == SignatureV4.Algorithm)
            return;
        throw new SignatureException(
            SignatureFault.Algorithm,
            algorithm switch
            {
                "AWS" => Version2,
                _ when algorithm.StartsWith("AWS4-ECDSA", StringComparison.Ordinal) =>
                    "AWS Signature Version 4A (AWS4-ECDSA-P256-SHA256) is not available here. Please use AWS4-HMAC-SHA256.",
                _ => $"Unsupported AWS 'algorithm': '{algorithm}' (only AWS4-HMAC-SHA256 for now).",
            }
        );
    }
}
