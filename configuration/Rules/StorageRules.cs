namespace CognitoStack.Configuration;

/// <summary>Rules of <c>storage</c>.</summary>
internal static class StorageRules
{
    /// <summary>Bytes of a bucket's CORS document, and what stands around an origin in it.</summary>
    /// <remarks>Source: Amazon S3 API Reference, "PutBucketCors" (https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketCors.html).</remarks>
    private const int LargestCors = 65_536,
        OriginElement = 31;
    private const string Buckets = "$.storage.buckets";
    private const string Tables = "$.storage.tables";

    public static void Check(EnvironmentConfiguration environment, Findings findings)
    {
        RuleText.DistinctNames(environment.Storage.Buckets.Keys, Buckets, "BucketName", findings);
        RuleText.DistinctNames(environment.Storage.Tables.Keys, Tables, "TableName", findings);
        foreach (var (name, bucket) in environment.Storage.Buckets)
            CheckOrigins(bucket.Cors, JsonPath.Property(Buckets, name) + ".cors", environment.Production, findings);
        foreach (var (name, table) in environment.Storage.Tables)
            CheckKeys(table, JsonPath.Property(Tables, name), findings);
    }

    private static void CheckOrigins(IReadOnlyList<string> origins, string path, bool production, Findings findings)
    {
        RuleText.NoDuplicates(origins, path, findings);
        if (origins.Sum(o => o.Length + OriginElement) is > LargestCors and var size)
            findings.Error(
                path,
                $"{origins.Count:N0} origins make about {size:N0} bytes of S3's CORS document, which has room for {LargestCors:N0}. Remove some."
            );
        for (var i = 0; i < origins.Count; i++)
        {
            if (
                origins[i].StartsWith("http", StringComparison.Ordinal)
                && AsBrowsersSpell(origins[i]) is var spelled
                && spelled != origins[i]
            )
            {
                findings.Error(
                    JsonPath.Item(path, i),
                    $"\"{origins[i]}\" is not as a browser spells an origin, and S3 compares letter by letter: it would never match. {(spelled is null ? "Give scheme, host and port." : $"Write {spelled}.")}"
                );
                continue;
            }

            if (!origins[i].StartsWith("http://", StringComparison.Ordinal))
                continue;
            if (production)
                findings.Error(
                    JsonPath.Item(path, i),
                    $"\"{origins[i]}\" is http, and this is a production environment. Use https.",
                    "$.production"
                );
            else if (!Uri.TryCreate(origins[i], UriKind.Absolute, out var origin) || !origin.IsLoopback)
                findings.Error(JsonPath.Item(path, i), $"\"{origins[i]}\" is http and not this machine. Use https.");
        }
    }

    /// <summary>Scheme and host in small letters and ASCII, and the port where it is not the scheme's own (RFC 6454, 6.2); null for what is no origin.</summary>
    private static string? AsBrowsersSpell(string origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Host.Length > 0
            ? $"{uri.Scheme}://{(uri.HostNameType == UriHostNameType.IPv6 ? uri.Host : uri.IdnHost)}{(uri.IsDefaultPort ? string.Empty : $":{uri.Port}")}"
            : null;

    private static void CheckKeys(TableConfiguration table, string path, Findings findings)
    {
        if (table.SortKey == table.PartitionKey)
            findings.Error(
                path + ".sortKey",
                $"\"{table.SortKey}\" is also the partition key. Choose another, or remove it.",
                path + ".partitionKey"
            );
        if (table.TimeToLive is not null && (table.TimeToLive == table.PartitionKey || table.TimeToLive == table.SortKey))
            findings.Error(
                path + ".timeToLive",
                $"\"{table.TimeToLive}\" is a key, which holds a text, but a time of expiry is a number. Choose another.",
                path + ".partitionKey",
                path + ".sortKey"
            );
    }
}
