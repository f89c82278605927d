using System.IO.Hashing;
using System.Security.Cryptography;
using System.Xml.Linq;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.S3;

/// <summary>A checksum of S3's choice, over content as it comes in.</summary>
internal sealed class Checksum : IDisposable
{
    public const string AlgorithmHeader = Prefix + "algorithm";
    public const string TypeHeader = Prefix + "type";

    /// <summary>The checksum that S3 makes where nobody gives one, and that of the whole.</summary>
    /// <remarks>Source: Amazon S3 User Guide, "Checking object integrity for data uploads"
    /// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html).</remarks>
    public const string Default = Prefix + "crc64nvme",
        OfWhole = "FULL_OBJECT";
    private const string Prefix = "x-amz-checksum-";
    private readonly NonCryptographicHashAlgorithm? crc;
    private readonly IncrementalHash? hash;

    private Checksum(string algorithm)
    {
        crc = algorithm switch
        {
            "crc32" => new Crc32(),
            "crc32c" => new Crc32(Crc32ParameterSet.Crc32C),
            "crc64nvme" => new Crc64(Crc64ParameterSet.Nvme),
            _ => null,
        };
        if (crc is null)
            hash = IncrementalHash.CreateHash(algorithm == "sha1" ? HashAlgorithmName.SHA1 : HashAlgorithmName.SHA256);
    }

    /// <summary>The checksum of a header's name, <c>x-amz-checksum-crc32</c>; null where there is none of that name.</summary>
    public static Checksum? Of(string header) => IsKnown(header) ? new(header[Prefix.Length..]) : null;

    /// <summary>The algorithm of a header's name, as S3 writes it.</summary>
    public static string AlgorithmOf(string header) => header[Prefix.Length..].ToUpperInvariant();

    /// <summary>The header of an algorithm.</summary>
    /// <exception cref="AwsException"><c>InvalidRequest</c>: there is no such algorithm here.</exception>
    public static string HeaderOf(string algorithm) =>
        $"{Prefix}{algorithm.ToLowerInvariant()}" is var header && IsKnown(header)
            ? header
            : throw new AwsException(
                "InvalidRequest",
                "Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]"
            );

    /// <summary>The checksum among headers, as elements of an answer.</summary>
    public static IEnumerable<XElement> Xml(IReadOnlyDictionary<string, string> headers) =>
        headers
            .Where(h => IsKnown(h.Key))
            .Select(h => S3Xml.Element($"Checksum{AlgorithmOf(h.Key)}", h.Value))
            .Concat(headers.Where(h => h.Key == TypeHeader).Select(h => S3Xml.Element("ChecksumType", h.Value)));

    /// <summary>Which checksum is among headers, and of what, as elements of a listing.</summary>
    public static IEnumerable<XElement> Kinds(IReadOnlyDictionary<string, string> headers) =>
        headers
            .Keys.Where(IsKnown)
            .Select(h => S3Xml.Element("ChecksumAlgorithm", AlgorithmOf(h)))
            .Concat(headers.Where(h => h.Key == TypeHeader).Select(h => S3Xml.Element("ChecksumType", h.Value)));

    /// <summary>The checksum of an object in parts by those of its parts, and how many there are.</summary>
    public static string Composite(string header, IReadOnlyList<UploadPart> parts)
    {
        using var checksum = Of(header)!;
        foreach (var part in parts)
            checksum.Append(Convert.FromBase64String(part.Checksums[header]));
        return $"{checksum.Value}-{parts.Count}";
    }

    public static bool IsKnown(string header) =>
        header.StartsWith(Prefix, StringComparison.Ordinal)
        && header[Prefix.Length..] is "crc32" or "crc32c" or "crc64nvme" or "sha1" or "sha256";

    /// <summary>Whether a text is as long as the checksum of a header is, and in Base64.</summary>
    public static bool MayBe(string header, string value)
    {
        var bytes = new byte[value.Length];
        return Convert.TryFromBase64String(value, bytes, out var length)
            && length
                == header[Prefix.Length..] switch
                {
                    "crc64nvme" => 8,
                    "sha1" => SHA1.HashSizeInBytes,
                    "sha256" => SHA256.HashSizeInBytes,
                    _ => 4,
                };
    }

    public void Append(ReadOnlySpan<byte> data)
    {
        crc?.Append(data);
        hash?.AppendData(data);
    }

    // S3 writes the most significant byte first, .NET the least.
    public string Value => Convert.ToBase64String(crc is null ? hash!.GetHashAndReset() : [.. crc.GetCurrentHash().Reverse()]);

    /// <inheritdoc/>
    public void Dispose() => hash?.Dispose();
}
