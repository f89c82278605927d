namespace CognitoStack.Configuration;

/// <summary>Rules of <c>storage</c>.</summary>
internal static class StorageRules
{
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
        for (var i = 0; i < origins.Count; i++)
        {
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
