using System.Globalization;

namespace CognitoStack.Local.S3;

/// <summary>An object, as it is kept: what is known of it, and the file with its content.</summary>
internal sealed record StoredObject
{
    public required string Bucket { get; init; }

    public required string Key { get; init; }

    /// <summary>Name of the file with the content.</summary>
    public required string File { get; init; }

    public required long Size { get; init; }

    /// <summary>With quotation marks.</summary>
    public required string ETag { get; init; }

    public required DateTimeOffset Modified { get; init; }

    /// <summary>Headers that are given back with the object, its checksum among them.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>Sizes of the parts that it was sent in; none where it was sent as one.</summary>
    public IReadOnlyList<long> PartSizes { get; init; } = [];

    /// <summary>Its version; <c>null</c> for one that its bucket keeps no others of.</summary>
    public string Version { get; init; } = Versions.Null;

    /// <summary>Whether it says that the object is deleted, and is none itself.</summary>
    public bool IsMarker { get; init; }

    /// <summary>To the second, as HTTP's dates are.</summary>
    public DateTimeOffset LastModified => DateTimeOffset.FromUnixTimeSeconds(Modified.ToUnixTimeSeconds());

    public string StorageClass => Headers.GetValueOrDefault("x-amz-storage-class", "STANDARD");

    public static string Iso(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}

/// <summary>An upload in parts that is under way.</summary>
/// <param name="Id">Its ID.</param>
/// <param name="Bucket">The bucket.</param>
/// <param name="Key">The key of the object.</param>
/// <param name="Started">Since when.</param>
/// <param name="Headers">Headers of the object.</param>
/// <param name="Tags">Tags of the object.</param>
/// <param name="Before">File of the object that was there when it began, which no other object has; empty for none.</param>
internal sealed record Upload(
    string Id,
    string Bucket,
    string Key,
    DateTimeOffset Started,
    IReadOnlyDictionary<string, string> Headers,
    IReadOnlyDictionary<string, string> Tags,
    string Before
)
{
    /// <summary>The header of the checksum that it was begun with; null for none.</summary>
    public string? Checksum => Headers.TryGetValue(S3.Checksum.AlgorithmHeader, out var algorithm) ? S3.Checksum.HeaderOf(algorithm) : null;

    /// <summary>Whether the checksum of the object is made from those of its parts.</summary>
    public bool IsComposite => Headers.GetValueOrDefault(S3.Checksum.TypeHeader) == "COMPOSITE";
}

/// <summary>A part of an upload; its checksum by the header's name, where it has one.</summary>
internal sealed record UploadPart(
    int Number,
    string File,
    long Size,
    string ETag,
    DateTimeOffset Modified,
    IReadOnlyDictionary<string, string> Checksums
);
