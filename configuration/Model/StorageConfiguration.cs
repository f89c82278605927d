using System.ComponentModel.DataAnnotations;

namespace CognitoStack.Configuration;

/// <summary>Buckets and tables that users reach under their roles.</summary>
public sealed record StorageConfiguration
{
    /// <summary>Buckets by name. Default: one, <c>files</c>.</summary>
    [KeyPattern(Patterns.Key, Patterns.KeyMessage)]
    public IReadOnlyDictionary<string, BucketConfiguration> Buckets { get; init; } =
        new Dictionary<string, BucketConfiguration> { ["files"] = new() };

    /// <summary>Tables by name. Default: one, <c>items</c>.</summary>
    [KeyPattern(Patterns.Key, Patterns.KeyMessage)]
    public IReadOnlyDictionary<string, TableConfiguration> Tables { get; init; } =
        new Dictionary<string, TableConfiguration>
        {
            ["items"] = new() { PartitionKey = "owner", SortKey = "id" },
        };

    /// <summary>Key that encrypts at rest: AWS's, or one of your own.</summary>
    public EncryptionKey Encryption { get; init; } = EncryptionKey.Aws;
}

/// <summary>Keys that encrypt at rest.</summary>
public enum EncryptionKey
{
    Aws,
    CustomerKey,
}

/// <summary>A bucket (<c>AWS::S3::Bucket</c>).</summary>
public sealed record BucketConfiguration
{
    /// <summary>Origins of browser apps that may use it: https, http on localhost, or the scheme of an app's own web view, such as capacitor://localhost.</summary>
    [ItemPattern(@"^[a-z][a-z0-9+.\-]*://[^\s/*?#]+$", "must be an origin, such as https://app.example.com, without a path or *")]
    public IReadOnlyList<string> Cors { get; init; } = [];

    /// <summary>Days until a replaced or deleted version is gone for good, 1 to 3650.</summary>
    [Range(1, 3650)]
    public int ExpireNoncurrentDays { get; init; } = 30;
}

/// <summary>A table (<c>AWS::DynamoDB::Table</c>) with string keys.</summary>
public sealed record TableConfiguration
{
    /// <summary>Attribute that says whose an item is. Fixed at creation.</summary>
    [Length(1, 255)]
    public required string PartitionKey { get; init; }

    /// <summary>Attribute that tells the items of one owner apart. Fixed at creation.</summary>
    [Length(1, 255)]
    public string? SortKey { get; init; }

    /// <summary>Attribute that holds the time of expiry, in seconds since 1970.</summary>
    [Length(1, 255)]
    public string? TimeToLive { get; init; }
}
