using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Security.Cryptography;
using System.Text;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.Access;

/// <summary>Reads a body of content encoding <c>aws-chunked</c>: chunks, signed or not, and the headers that trail them.</summary>
/// <param name="body">The body.</param>
/// <param name="signature">What the first chunk's signature follows; null where chunks are not signed.</param>
/// <remarks>Source: Amazon S3 API Reference, "Signature calculations: transferring payload in multiple chunks"
/// (https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html), with and without trailing headers.</remarks>
internal sealed class AwsChunkedReader(PipeReader body, VerifiedSignature? signature)
{
    private const int LongestLine = 8192;
    private string previous = signature?.Claim.Signature ?? string.Empty;

    /// <summary>Hands over the content, piece by piece, and returns the trailing headers. What was handed over is good only once this returns.</summary>
    /// <exception cref="AwsException">A chunk that is not as it was signed, or no chunk at all.</exception>
    public async Task<IReadOnlyDictionary<string, string>> ReadAsync(
        Func<ReadOnlyMemory<byte>, ValueTask> take,
        bool hasTrailer,
        CancellationToken cancel
    )
    {
        while (true)
        {
            var header = (await LineAsync(cancel)).Split(';', 2);
            if (!long.TryParse(header[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var size) || size < 0)
                throw Incomplete();
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            await ChunkAsync(size, hash, take, cancel);
            if (signature is not null)
                RequireSignature("PAYLOAD", $"{SignatureV4.EmptyHash}\n{SignatureV4.Hex(hash.GetHashAndReset())}", SignatureOf(header));
            if (size > 0)
            {
                if ((await LineAsync(cancel)).Length > 0)
                    throw Incomplete();
                continue;
            }

            return await TrailerAsync(hasTrailer, cancel);
        }
    }

    private async Task<IReadOnlyDictionary<string, string>> TrailerAsync(bool hasTrailer, CancellationToken cancel)
    {
        var trailer = new Dictionary<string, string>();
        var given = string.Empty;
        while (await LineAsync(cancel) is { Length: > 0 } line)
        {
            var (name, value) = line.Split(':', 2) is [var n, var v] ? (n.Trim().ToLowerInvariant(), v.Trim()) : throw Incomplete();
            if (name == "x-amz-trailer-signature")
                given = value;
            else if (trailer.Count < 16 && hasTrailer)
                trailer[name] = value;
            else
                throw Incomplete();
        }

        if (signature is not null && hasTrailer)
            RequireSignature("TRAILER", SignatureV4.Hash(string.Concat(trailer.Select(t => $"{t.Key}:{t.Value}\n"))), given);
        return trailer;
    }

    private void RequireSignature(string kind, string hashes, string given)
    {
        var text = $"{SignatureV4.Algorithm}-{kind}\n{signature!.Claim.TimeText}\n{signature.Claim.Scope}\n{previous}\n{hashes}";
        previous = SignatureV4.Hex(SignatureV4.Hmac(signature.Key, text));
        if (!SignatureVerifier.Same(previous, given))
            throw new SignatureException(SignatureFault.Mismatch).ForS3();
    }

    private static string SignatureOf(string[] header) =>
        header.Length == 2 && header[1].Split('=', 2) is ["chunk-signature", var value]
            ? value
            : throw new SignatureException(SignatureFault.Mismatch).ForS3();

    private async Task ChunkAsync(long size, IncrementalHash hash, Func<ReadOnlyMemory<byte>, ValueTask> take, CancellationToken cancel)
    {
        while (size > 0)
        {
            var read = await body.ReadAsync(cancel);
            var part = read.Buffer.Slice(0, Math.Min(size, read.Buffer.Length));
            if (part.IsEmpty && read.IsCompleted)
                throw Incomplete();
            foreach (var piece in part)
            {
                hash.AppendData(piece.Span);
                await take(piece);
            }

            size -= part.Length;
            body.AdvanceTo(part.End);
        }
    }

    private async ValueTask<string> LineAsync(CancellationToken cancel)
    {
        while (true)
        {
            var read = await body.ReadAsync(cancel);
            if (TryLine(read.Buffer, out var line, out var rest))
            {
                body.AdvanceTo(rest);
                return line;
            }

            if (read.Buffer.Length > LongestLine)
                throw Incomplete();
            if (read.IsCompleted)
            {
                // Some clients end after the last header, without the empty line.
                body.AdvanceTo(read.Buffer.End);
                return read.Buffer.IsEmpty ? string.Empty : throw Incomplete();
            }

            body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static bool TryLine(ReadOnlySequence<byte> buffer, out string line, out SequencePosition rest)
    {
        var reader = new SequenceReader<byte>(buffer);
        var found = reader.TryReadTo(out ReadOnlySequence<byte> bytes, "\r\n"u8);
        line = found ? Encoding.UTF8.GetString(bytes) : string.Empty;
        rest = reader.Position;
        return found;
    }

    private static AwsException Incomplete() => new("IncompleteBody", "The request body terminated unexpectedly");
}
