using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.Access;

/// <summary>The calculations of AWS Signature Version 4.</summary>
/// <remarks>Source: AWS Identity and Access Management User Guide, "Create a signed AWS API request"
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html).</remarks>
internal static partial class SignatureV4
{
    public const string Algorithm = "AWS4-HMAC-SHA256";
    public const string TimeFormat = "yyyyMMdd'T'HHmmss'Z'";

    /// <summary>Hash of nothing.</summary>
    public static readonly string EmptyHash = Hex(SHA256.HashData([]));

    public static byte[] SigningKey(string secret, string date, string region, string service) =>
        new[] { date, region, service, "aws4_request" }.Aggregate(Encoding.UTF8.GetBytes($"AWS4{secret}"), Hmac);

    public static byte[] Hmac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    public static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(bytes);

    public static string Hash(string text) => Hex(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    public static string StringToSign(string time, string scope, string canonicalRequest) =>
        string.Join('\n', Algorithm, time, scope, Hash(canonicalRequest));

    public static string CanonicalRequest(
        string method,
        RawTarget target,
        bool isS3,
        IEnumerable<KeyValuePair<string, string>> headers,
        string payloadHash
    )
    {
        var signed = headers.ToList();
        return string.Join(
            '\n',
            method,
            isS3 ? EncodedOnce(target.Path) : EncodedTwice(target.Path),
            CanonicalQuery(target),
            string.Concat(signed.Select(h => $"{h.Key}:{h.Value}\n")),
            string.Join(';', signed.Select(h => h.Key)),
            payloadHash
        );
    }

    /// <summary>A header as it is signed: every value without the spaces around it, runs of spaces as one.</summary>
    public static string CanonicalHeader(IEnumerable<string?> values) =>
        string.Join(',', values.Select(v => Spaces().Replace(v?.Trim() ?? string.Empty, " ")));

    public static bool TryParseTime(string? text, out DateTimeOffset time) =>
        DateTimeOffset.TryParseExact(text, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);

    public static string Format(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    private static string CanonicalQuery(RawTarget target) =>
        string.Join(
            '&',
            target
                .Query.Where(p => p.Key != "X-Amz-Signature")
                .Select(p => (Name: Uri.EscapeDataString(p.Key), Value: Uri.EscapeDataString(p.Value)))
                .OrderBy(p => p.Name, StringComparer.Ordinal)
                .ThenBy(p => p.Value, StringComparer.Ordinal)
                .Select(p => $"{p.Name}={p.Value}")
        );

    /// <summary>S3 signs paths as they are, dots and double slashes included: they are part of keys.</summary>
    private static string EncodedOnce(string path) =>
        string.Join('/', path.Split('/').Select(s => Uri.EscapeDataString(Uri.UnescapeDataString(s))));

    /// <summary>Other services sign the path that was sent, tidied, encoded once more.</summary>
    private static string EncodedTwice(string path)
    {
        var segments = new List<string>();
        foreach (var segment in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (segment == ".." && segments.Count > 0)
                segments.RemoveAt(segments.Count - 1);
            else if (segment is not ("." or ".."))
                segments.Add(Uri.EscapeDataString(segment));
        }

        var ends = segments.Count > 0 && (path.EndsWith('/') || path.EndsWith("/.", StringComparison.Ordinal));
        return $"/{string.Join('/', segments)}{(ends ? "/" : string.Empty)}";
    }

    [GeneratedRegex(" {2,}")]
    private static partial Regex Spaces();
}
