namespace CognitoStack.Local.S3;

/// <content>Versions that are no longer, or not again, what a key stands for, and marks of deletion. The newest has the highest number.</content>
internal sealed partial class ObjectStore
{
    private const string Versioned = $"{Columns}, marker";

    /// <summary>A version, be it the latest or not, or a mark of deletion; null where there is none.</summary>
    public StoredObject? Find(string bucket, string key, string version) =>
        Rows(
                $"SELECT {Columns}, 0 FROM objects WHERE bucket = $0 AND key = $1 AND version = $2 UNION ALL SELECT {Versioned} FROM versions WHERE bucket = $0 AND key = $1 AND version = $2",
                ReadObject,
                bucket,
                key,
                version
            )
            .FirstOrDefault();

    /// <summary>The mark that an object is deleted; null where it is not.</summary>
    public StoredObject? FindMarker(string bucket, string key)
    {
        lock (sql.Gate)
            return Find(bucket, key) is null && Newest(bucket, key) is { IsMarker: true } marker ? marker : null;
    }

    /// <summary>Whether a bucket has anything at all.</summary>
    public bool Any(string bucket) => ListVersions(bucket, string.Empty, string.Empty, null, 1).Count > 0;

    /// <summary>Marks an object as deleted; its versions stay.</summary>
    public StoredObject Mark(string bucket, string key, string version, DateTimeOffset now, Action<StoredObject?> precondition)
    {
        lock (sql.Gate)
        {
            precondition(Find(bucket, key));
            var marker = new StoredObject
            {
                Bucket = bucket,
                Key = key,
                File = string.Empty,
                Size = 0,
                ETag = string.Empty,
                Modified = now,
                Headers = new Dictionary<string, string>(),
                Version = version,
                IsMarker = true,
            };
            var gone = sql.Transact(() =>
            {
                var cleared = Clear(bucket, key, version);
                Run(
                    $"INSERT INTO versions ({Versioned}) VALUES ($0, $1, '', 0, '', $2, '{{}}', '{{}}', '[]', $3, 1)",
                    bucket,
                    key,
                    now.ToUnixTimeMilliseconds(),
                    version
                );
                return cleared;
            });
            gone.ForEach(Release);
            return marker;
        }
    }

    /// <summary>Deletes one version for good; the newest of the others takes its place. Null where there is none.</summary>
    public StoredObject? Delete(string bucket, string key, string version, Action<StoredObject?> precondition)
    {
        lock (sql.Gate)
        {
            var found = Find(bucket, key, version);
            precondition(found);
            if (found is null)
                return null;
            sql.Transact(() =>
            {
                foreach (var table in (ReadOnlySpan<string>)["objects", "versions"])
                    Run($"DELETE FROM {table} WHERE bucket = $0 AND key = $1 AND version = $2", bucket, key, version);
                if (Find(bucket, key) is null && Newest(bucket, key) is { IsMarker: false } next)
                {
                    Run(
                        $"INSERT INTO objects ({Columns}) SELECT {Columns} FROM versions WHERE bucket = $0 AND key = $1 AND version = $2",
                        bucket,
                        key,
                        next.Version
                    );
                    Run("DELETE FROM versions WHERE bucket = $0 AND key = $1 AND version = $2", bucket, key, next.Version);
                }
            });
            if (!found.IsMarker)
                Release(found.File);
            return found;
        }
    }

    /// <summary>Versions and marks of a bucket with keys from a start on and after another one, in order; those of a key the newest first.</summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="from">The least key.</param>
    /// <param name="after">The key that was listed last.</param>
    /// <param name="version">The version of it that was listed last; null where all were.</param>
    /// <param name="most">How many.</param>
    public IReadOnlyList<StoredObject> ListVersions(string bucket, string from, string after, string? version, int most)
    {
        const string all =
            $"(SELECT {Columns}, 0 AS marker, {Latest} AS number FROM objects WHERE bucket = $0 UNION ALL SELECT {Versioned}, number FROM versions WHERE bucket = $0)";
        lock (sql.Gate)
        {
            var number = version is null
                ? long.MinValue
                : Rows($"SELECT number FROM {all} WHERE key = $1 AND version = $2", r => r.GetInt64(0), bucket, after, version)
                    .DefaultIfEmpty(long.MinValue)
                    .First();
            return Rows(
                $"SELECT {Versioned} FROM {all} WHERE key >= $1 AND (key > $2 OR (key = $2 AND number < $3)) ORDER BY key, number DESC LIMIT $4",
                ReadObject,
                bucket,
                from,
                after,
                number,
                most
            );
        }
    }

    private const string Latest = "9223372036854775807";

    private StoredObject? Newest(string bucket, string key) =>
        Rows($"SELECT {Versioned} FROM versions WHERE bucket = $0 AND key = $1 ORDER BY number DESC LIMIT 1", ReadObject, bucket, key)
            .FirstOrDefault();

    /// <summary>Makes room for a version: what there was stays behind it, but for one of the same name. Files that nobody names then.</summary>
    private List<string> Clear(string bucket, string key, string version)
    {
        List<string> gone = Find(bucket, key, version) is { IsMarker: false } same ? [same.File] : [];
        foreach (var table in (ReadOnlySpan<string>)["objects", "versions"])
            Run($"DELETE FROM {table} WHERE bucket = $0 AND key = $1 AND version = $2", bucket, key, version);
        Run(
            $"INSERT INTO versions ({Versioned}) SELECT {Columns}, 0 FROM objects WHERE bucket = $0 AND key = $1 AND version <> $2",
            bucket,
            key,
            version
        );
        Run("DELETE FROM objects WHERE bucket = $0 AND key = $1", bucket, key);
        return gone;
    }
}
