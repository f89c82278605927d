using System.Security.Cryptography;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.S3;

/// <summary>A checksum of S3's choice, over content as it comes in.</summary>
internal sealed class Checksum : IDisposable
{
    private readonly Crc? crc;
    private readonly IncrementalHash? hash;

    private Checksum(string algorithm) => (crc, hash) = algorithm switch
    {
        "crc32" => (Crc.Crc32(), null),
        "crc32c" => (Crc.Crc32C(), null),
        "crc64nvme" => (Crc.Crc64Nvme(), null),
        "sha1" => (null, IncrementalHash.CreateHash(HashAlgorithmName.SHA1)),
        "sha256" => (null, IncrementalHash.CreateHash(HashAlgorithmName.SHA256)),
        _ => ((Crc?)null, (IncrementalHash?)null),
    };

    /// <summary>The checksum of a header's name, <c>x-amz-checksum-crc32</c>; null where there is none of that name.</summary>
    public static Checksum? Of(string header)
    {
        const string Prefix = "x-amz-checksum-";
        if (!header.StartsWith(Prefix, StringComparison.Ordinal)) return null;
        var made = new Checksum(header[Prefix.Length..]);
        return made.crc is null && made.hash is null ? null : made;
    }

    public void Append(ReadOnlySpan<byte> data)
    {
        crc?.Append(data);
        hash?.AppendData(data);
    }

    public string Value => Convert.ToBase64String(crc?.Bytes() ?? hash!.GetHashAndReset());

    /// <inheritdoc/>
    public void Dispose() => hash?.Dispose();
}
