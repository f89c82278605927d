using System.Globalization;
using System.Security.Cryptography;
using CognitoStack.Local.Access;
using CognitoStack.Local.Http;
using Microsoft.AspNetCore.Http.Features;

namespace CognitoStack.Local.S3;

/// <summary>Content that came in as it was meant to.</summary>
/// <param name="Size">Length.</param>
/// <param name="Md5">MD5 hash.</param>
/// <param name="Checksum">Name and value of the checksum that the client gave, or that an object has in any case; null for none.</param>
internal sealed record Payload(long Size, byte[] Md5, KeyValuePair<string, string>? Checksum)
{
    private const string Signed = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";
    private const string SignedWithTrailer = $"{Signed}-TRAILER";
    private const string WithTrailer = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
    private const string Unsigned = "UNSIGNED-PAYLOAD";
    private const long Largest = 5L * 1024 * 1024 * 1024;

    public string ETag => $"\"{Convert.ToHexStringLower(Md5)}\"";

    /// <summary>What stands for the body in the signature.</summary>
    /// <exception cref="AwsException">Nothing, or nothing that is known.</exception>
    public static string HashOf(S3Call call)
    {
        var hash = call.Header("x-amz-content-sha256");
        if (hash is null && call.Http.Request.Headers.Authorization.ToString().StartsWith("AWS4-", StringComparison.Ordinal))
            throw new AwsException("InvalidRequest", "Missing required header for this request: x-amz-content-sha256");
        return
            hash is null or Unsigned or Signed or SignedWithTrailer or WithTrailer
            || (hash.Length == 64 && hash.All(char.IsAsciiHexDigitLower))
            ? hash ?? Unsigned
            : throw S3Errors.InvalidArgument(
                $"x-amz-content-sha256 must be {Unsigned}, {Signed}, {SignedWithTrailer}, {WithTrailer} or a valid sha256 value.",
                "x-amz-content-sha256",
                hash
            );
    }

    /// <summary>Reads the body of a request into a stream, and holds it against everything that the client said of it.</summary>
    /// <param name="call">The call.</param>
    /// <param name="into">Where to.</param>
    /// <param name="most">How much it may be.</param>
    /// <param name="isChecked">Whether a checksum among the headers is that of the body.</param>
    /// <param name="isObject">Whether it is a whole object, which has a checksum in any case.</param>
    /// <exception cref="AwsException">It is not what it was said to be; what is in the stream is good for nothing then.</exception>
    public static async Task<Payload> ReadAsync(S3Call call, Stream into, long most = Largest, bool isChecked = true, bool isObject = false)
    {
        if (call.Http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = null;
        var mode = HashOf(call);
        var isChunked = mode is Signed or SignedWithTrailer or WithTrailer;
        var trailer = mode is SignedWithTrailer or WithTrailer ? call.Header("x-amz-trailer")?.Trim().ToLowerInvariant() : null;
        // In a presigned URL S3 ignores them: SDKs write the checksum of an empty body there.
        var given = call.Sent.Where(h => isChecked && S3.Checksum.IsKnown(h.Key)).ToList();
        if (given.Count + (trailer is null ? 0 : 1) > 1)
            throw new AwsException("InvalidRequest", "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
        if (given.FirstOrDefault(g => !S3.Checksum.MayBe(g.Key, g.Value)).Key is { } bad)
            throw new AwsException("InvalidRequest", $"Value for {bad} header is invalid.");
        var name =
            trailer
            ?? (
                given.Count > 0 ? given[0].Key
                : isObject ? S3.Checksum.Default
                : null
            );
        using var checksum = name is null
            ? null
            : S3.Checksum.Of(name)
                ?? throw new AwsException("InvalidRequest", "The value specified in the x-amz-trailer header is not supported");
        using var sha256 = mode.Length == 64 ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256) : null;
#pragma warning disable CA5351 // An ETag is an MD5 hash; it protects nothing.
        using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
#pragma warning restore CA5351
        long size = 0;

        async ValueTask Take(ReadOnlyMemory<byte> piece)
        {
            size += piece.Length;
            if (size > most)
                throw S3Errors.With(
                    "EntityTooLarge",
                    "Your proposed upload exceeds the maximum allowed size",
                    ("ProposedSize", call.Http.Request.ContentLength ?? size),
                    ("MaxSizeAllowed", most)
                );
            md5.AppendData(piece.Span);
            sha256?.AppendData(piece.Span);
            checksum?.Append(piece.Span);
            await into.WriteAsync(piece, call.Cancel);
        }

        var trailing = isChunked
            ? await new AwsChunkedReader(
                call.Http.Request.BodyReader,
                mode == WithTrailer ? null : call.Signature ?? throw new AwsException("AccessDenied", "Access Denied", 403)
            ).ReadAsync(Take, trailer is not null, call.Cancel)
            : await PlainAsync(call, Take);
        if (isChunked && call.Header("x-amz-decoded-content-length") is var length && length != size.ToString(CultureInfo.InvariantCulture))
            throw length is null
                ? new AwsException("MissingContentLength", "You must provide the Content-Length HTTP header.", 411)
                : new AwsException("IncompleteBody", "You did not provide the number of bytes specified by the Content-Length HTTP header");
        if (sha256 is not null && SignatureV4.Hex(sha256.GetHashAndReset()) is var found && !SignatureVerifier.Same(found, mode))
            throw S3Errors.With(
                "XAmzContentSHA256Mismatch",
                "The provided 'x-amz-content-sha256' header does not match what was computed.",
                ("ClientComputedContentSHA256", mode),
                ("S3ComputedContentSHA256", found)
            );
        if (trailer is not null && !(trailing.Count == 1 && trailing.ContainsKey(trailer)))
            throw new AwsException(
                "MalformedTrailerError",
                "The request contained trailing data that was not well-formed or did not conform to our published schema."
            );
        var result = new Payload(size, md5.GetHashAndReset(), name is null ? null : KeyValuePair.Create(name, checksum!.Value));
        result.RequireMd5(call.Header("Content-MD5"));
        if (
            result.Checksum is { } computed
            && computed.Value
                != (
                    trailer is not null ? trailing[trailer]
                    : given.Count > 0 ? given[0].Value
                    : computed.Value
                )
        )
            throw new AwsException(
                "BadDigest",
                $"The {computed.Key["x-amz-checksum-".Length..].ToUpperInvariant()} you specified did not match the calculated checksum."
            );
        return result;
    }

    /// <summary>Content that is here already, or a piece of it.</summary>
    public static async Task<Payload> CopyAsync(Stream from, long length, Stream into, string? checksum, CancellationToken cancel)
    {
        using var sum = checksum is null ? null : S3.Checksum.Of(checksum);
#pragma warning disable CA5351 // An ETag is an MD5 hash; it protects nothing.
        using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
#pragma warning restore CA5351
        await Content.CopyAsync(
            from,
            into,
            length,
            piece =>
            {
                md5.AppendData(piece.Span);
                sum?.Append(piece.Span);
            },
            cancel
        );
        return new(length, md5.GetHashAndReset(), sum is null ? null : KeyValuePair.Create(checksum!, sum.Value));
    }

    private void RequireMd5(string? given)
    {
        if (given is null)
            return;
        var bytes = new byte[16];
        if (!Convert.TryFromBase64String(given, bytes, out var length) || length != 16)
            throw S3Errors.With("InvalidDigest", "The Content-MD5 you specified was invalid.", ("Content-MD5", given));
        if (!bytes.AsSpan().SequenceEqual(Md5))
            throw S3Errors.With(
                "BadDigest",
                "The Content-MD5 you specified did not match what we received.",
                ("ExpectedDigest", Convert.ToHexStringLower(bytes)),
                ("CalculatedDigest", Convert.ToBase64String(Md5))
            );
    }

    private static async Task<IReadOnlyDictionary<string, string>> PlainAsync(S3Call call, Func<ReadOnlyMemory<byte>, ValueTask> take)
    {
        var buffer = new byte[81920];
        while (await call.Http.Request.Body.ReadAsync(buffer, call.Cancel) is var read and > 0)
            await take(buffer.AsMemory(0, read));
        return new Dictionary<string, string>();
    }
}
