using System.Security.Cryptography;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.S3;

/// <summary>A checksum of S3's choice, over content as it comes in.</summary>
internal sealed class Checksum : IDisposable
{
    private const string Prefix = "x-amz-checksum-";
    private readonly Crc? crc;
    private readonly IncrementalHash? hash;

    private Checksum(string algorithm)
    {
        crc = algorithm switch { "crc32" => Crc.Crc32(), "crc32c" => Crc.Crc32C(), "crc64nvme" => Crc.Crc64Nvme(), _ => null };
        if (crc is null) hash = IncrementalHash.CreateHash(algorithm == "sha1" ? HashAlgorithmName.SHA1 : HashAlgorithmName.SHA256);
    }

    /// <summary>The checksum of a header's name, <c>x-amz-checksum-crc32</c>; null where there is none of that name.</summary>
    public static Checksum? Of(string header) => IsKnown(header) ? new(header[Prefix.Length..]) : null;

    public static bool IsKnown(string header) => header.StartsWith(Prefix, StringComparison.Ordinal) && header[Prefix.Length..] is "crc32" or "crc32c" or "crc64nvme" or "sha1" or "sha256";

    public void Append(ReadOnlySpan<byte> data)
    {
        crc?.Append(data);
        hash?.AppendData(data);
    }

    public string Value => Convert.ToBase64String(crc?.Bytes() ?? hash!.GetHashAndReset());

    /// <inheritdoc/>
    public void Dispose() => hash?.Dispose();
}
