using System.Globalization;
using System.Security.Cryptography;
using System.Xml.Linq;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.S3;

/// <summary>What an upload is asked to end with: its parts, by their numbers, ETags and perhaps checksums.</summary>
internal sealed record Completion(IReadOnlyList<(string Number, string ETag, IReadOnlyDictionary<string, string> Checksums)> Asked)
{
    private const long SmallestPart = 5 * 1024 * 1024;

    public static Completion Of(XElement body) =>
        new([
            .. body.Elements()
                .Where(e => e.Name.LocalName == "Part")
                .Select(p => (S3Xml.Text(p, "PartNumber"), S3Xml.Text(p, "ETag").Trim().Trim('"'), ChecksumsOf(p))),
        ]);

    public bool IsSame(Completion other) =>
        Asked.Select(a => (a.Number, a.ETag)).SequenceEqual(other.Asked.Select(a => (a.Number, a.ETag)));

    /// <summary>The parts that are meant.</summary>
    /// <exception cref="AwsException">They cannot be made one object, or are not what was sent.</exception>
    public IReadOnlyList<UploadPart> Chosen(Upload upload, IReadOnlyList<UploadPart> all)
    {
        if (Asked.Count == 0)
            throw S3Xml.Malformed();
        var known = all.ToDictionary(p => p.Number.ToString(CultureInfo.InvariantCulture));
        if (
            upload is { Checksum: { } checksum, IsComposite: true }
            && Asked.FirstOrDefault(a => !a.Checksums.ContainsKey(checksum)).Number is { } without
        )
            throw new AwsException(
                "InvalidRequest",
                $"The upload was created using a {Checksum.AlgorithmOf(checksum).ToLowerInvariant()} checksum. The complete request must include the checksum for each part. It was missing for part {without} in the request."
            );
        var parts = Asked
            .Select(a =>
                known.GetValueOrDefault(a.Number) is { } part
                && part.ETag.Trim('"') == a.ETag
                && a.Checksums.All(c => !part.Checksums.TryGetValue(c.Key, out var value) || value == c.Value)
                    ? part
                    : throw S3Errors.With(
                        "InvalidPart",
                        "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
                        ("UploadId", upload.Id),
                        ("PartNumber", a.Number),
                        ("ETag", a.ETag)
                    )
            )
            .ToList();
        if (parts.Zip(parts.Skip(1)).Any(p => p.First.Number >= p.Second.Number))
            throw new AwsException(
                "InvalidPartOrder",
                "The list of parts was not in ascending order. Parts must be ordered by part number."
            );
        if (parts.SkipLast(1).FirstOrDefault(p => p.Size < SmallestPart) is { } small)
            throw S3Errors.With(
                "EntityTooSmall",
                "Your proposed upload is smaller than the minimum allowed size",
                ("ProposedSize", small.Size),
                ("MinSizeAllowed", SmallestPart),
                ("PartNumber", small.Number),
                ("ETag", small.ETag.Trim('"'))
            );
        return parts;
    }

    public static void RequireSize(S3Call call, IReadOnlyList<UploadPart> parts)
    {
        var size = parts.Sum(p => p.Size).ToString(CultureInfo.InvariantCulture);
        if (call.Header("x-amz-mp-object-size") is { } given && given != size)
            throw new AwsException(
                "InvalidRequest",
                $"The provided 'x-amz-mp-object-size' header value {given} does not match what was computed: {size}"
            );
    }

    /// <summary>The ETag of an object in parts: a hash of their hashes.</summary>
    public static string ETagOf(IReadOnlyList<UploadPart> parts)
    {
#pragma warning disable CA5351 // It protects nothing.
        return $"\"{Convert.ToHexStringLower(MD5.HashData([.. parts.SelectMany(p => Convert.FromHexString(p.ETag.Trim('"')))]))}-{parts.Count}\"";
#pragma warning restore CA5351
    }

    /// <summary>A checksum of the whole object, to be made from its content; null where it is made from those of the parts.</summary>
    public static Checksum? WholeOf(S3Call call, Upload upload) =>
        upload.IsComposite ? null : Checksum.Of(upload.Checksum ?? Given(call)?.Key ?? Checksum.Default);

    /// <summary>Adds the checksum of the object to its headers.</summary>
    /// <exception cref="AwsException"><c>BadDigest</c>: it is not the one that was given.</exception>
    public static void AddChecksum(
        S3Call call,
        Upload upload,
        IReadOnlyList<UploadPart> parts,
        Checksum? whole,
        Dictionary<string, string> headers
    )
    {
        var given = Given(call);
        var header = upload.Checksum ?? given?.Key ?? Checksum.Default;
        headers[header] = whole?.Value ?? Checksum.Composite(header, parts);
        headers[Checksum.TypeHeader] = whole is null ? "COMPOSITE" : Checksum.OfWhole;
        if (given is { } one && (one.Key != header || headers[header].Split('-')[0] != one.Value.Split('-')[0]))
            throw new AwsException(
                "BadDigest",
                $"The {Checksum.AlgorithmOf(one.Key).ToLowerInvariant()} you specified did not match the calculated checksum."
            );
    }

    private static KeyValuePair<string, string>? Given(S3Call call) =>
        call.Headers("x-amz-checksum-").Where(h => Checksum.IsKnown(h.Key)).Select(h => (KeyValuePair<string, string>?)h).FirstOrDefault();

    private static Dictionary<string, string> ChecksumsOf(XElement part) =>
        part.Elements()
            .Where(e => e.Name.LocalName.StartsWith("Checksum", StringComparison.Ordinal))
            .Select(e => KeyValuePair.Create(HeaderOf(e.Name.LocalName), e.Value))
            .DistinctBy(c => c.Key)
            .ToDictionary();

    private static string HeaderOf(string element) =>
        $"x-amz-checksum-{element["Checksum".Length..].ToLowerInvariant()}" is var header && Checksum.IsKnown(header)
            ? header
            : throw S3Call.NotImplemented($"{element} of a part");
}
