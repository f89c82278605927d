using System.Data.Common;
using System.Text.Json;
using CognitoStack.Local.Access;

namespace CognitoStack.Local.S3;

/// <summary>Keeps objects: what is known of them in a database, their contents in files. Keys are text to it, not paths: no two keys are one file,
/// and none leads out of the folder. A file is written before the database names it, so that what was acknowledged is whole.</summary>
internal sealed partial class ObjectStore : IDisposable
{
    private const string Columns = "bucket, key, file, size, etag, modified, headers, tags, parts, version";
    private readonly Sql sql;
    private readonly string folder;

    public ObjectStore(StateFolder state)
    {
        folder = SecretFile.Folder(Path.Combine(SecretFile.Folder(state["s3"]).FullName, "content")).FullName;
        // It need not survive the end of the machine: the disk would take tens of milliseconds for each object, and what lies here is made anew by a test run.
        sql = new(Path.Combine(state["s3"], "objects.db"));
        // Binary collation is the order of UTF-8, which is the order of S3's listings.
        Run(
            """
            CREATE TABLE IF NOT EXISTS objects (bucket TEXT, key TEXT, file TEXT, size INTEGER, etag TEXT, modified INTEGER, headers TEXT, tags TEXT, PRIMARY KEY (bucket, key)) WITHOUT ROWID;
            CREATE TABLE IF NOT EXISTS uploads (id TEXT PRIMARY KEY, bucket TEXT, key TEXT, started INTEGER, headers TEXT, tags TEXT);
            CREATE TABLE IF NOT EXISTS parts (upload TEXT, number INTEGER, file TEXT, size INTEGER, etag TEXT, modified INTEGER, PRIMARY KEY (upload, number)) WITHOUT ROWID;
            """
        );
        // Of a folder of before there were such columns, too.
        sql.Upgrade(
            """
            ALTER TABLE objects ADD COLUMN parts TEXT NOT NULL DEFAULT '[]';
            ALTER TABLE parts ADD COLUMN checksums TEXT NOT NULL DEFAULT '{}';
            CREATE TABLE store (since INTEGER);
            INSERT INTO store VALUES (unixepoch() * 1000);
            """,
            "ALTER TABLE uploads ADD COLUMN before TEXT NOT NULL DEFAULT '';",
            """
            ALTER TABLE objects ADD COLUMN version TEXT NOT NULL DEFAULT 'null';
            CREATE TABLE versions (number INTEGER PRIMARY KEY AUTOINCREMENT, bucket TEXT, key TEXT, file TEXT, size INTEGER, etag TEXT, modified INTEGER, headers TEXT, tags TEXT, parts TEXT, version TEXT, marker INTEGER);
            CREATE INDEX versions_of_key ON versions (bucket, key, number);
            """
        );

        var known = Rows("SELECT file FROM objects UNION SELECT file FROM versions UNION SELECT file FROM parts", r => r.GetString(0))
            .ToHashSet();
        foreach (var file in Directory.EnumerateFiles(folder).Where(f => !known.Contains(Path.GetFileName(f))))
            File.Delete(file);
    }

    /// <summary>When the first object could be put.</summary>
    public DateTimeOffset Since => Rows("SELECT since FROM store", r => Time(r, 0))[0];

    /// <summary>A new file for content, and its name.</summary>
    public (FileStream Stream, string Name) Create()
    {
        var name = Guid.NewGuid().ToString("N");
        return (
            new FileStream(
                PathOf(name),
                new FileStreamOptions
                {
                    Mode = FileMode.CreateNew,
                    Access = FileAccess.ReadWrite,
                    Share = FileShare.Read | FileShare.Delete,
                    Options = FileOptions.Asynchronous,
                }
            ),
            name
        );
    }

    /// <summary>Opens content; a reader keeps it, though the object is written anew meanwhile. Null where it has just been.</summary>
    public FileStream? Open(string name)
    {
        try
        {
            return new FileStream(
                PathOf(name),
                new FileStreamOptions
                {
                    Access = FileAccess.Read,
                    Share = FileShare.Read | FileShare.Delete,
                    Options = FileOptions.Asynchronous,
                }
            );
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    public void Discard(string name) => File.Delete(PathOf(name));

    /// <summary>Finds an object, or a version of it, and opens its content as one: nobody writes in between.</summary>
    public (StoredObject? Found, FileStream? Content) Open(string bucket, string key, string? version = null)
    {
        lock (sql.Gate)
        {
            var found = version is null ? Find(bucket, key) : Find(bucket, key, version);
            return (found, found is null or { IsMarker: true } ? null : Open(found.File));
        }
    }

    public StoredObject? Find(string bucket, string key) =>
        Rows($"SELECT {Columns}, 0 FROM objects WHERE bucket = $0 AND key = $1", ReadObject, bucket, key).FirstOrDefault();

    /// <summary>Puts an object in the place of whatever is there; what is another version stays behind it.</summary>
    /// <param name="made">The object.</param>
    /// <param name="precondition">Throws where what is there forbids it.</param>
    /// <param name="upload">The upload that ends with it.</param>
    public void Put(StoredObject made, Action<StoredObject?> precondition, string? upload = null)
    {
        lock (sql.Gate)
        {
            var before = Find(made.Bucket, made.Key);
            precondition(before);
            var gone = sql.Transact(() =>
            {
                var cleared = Clear(made.Bucket, made.Key, made.Version);
                Run(
                    $"INSERT OR REPLACE INTO objects ({Columns}) VALUES ($0, $1, $2, $3, $4, $5, $6, $7, $8, $9)",
                    made.Bucket,
                    made.Key,
                    made.File,
                    made.Size,
                    made.ETag,
                    made.Modified.ToUnixTimeMilliseconds(),
                    Text(made.Headers),
                    Text(made.Tags),
                    JsonSerializer.Serialize(made.PartSizes),
                    made.Version
                );
                if (upload is not null)
                    Forget(upload);
                return cleared;
            });
            gone.ForEach(Release);
        }
    }

    /// <summary>Deletes an object where its bucket has never kept versions.</summary>
    public void Delete(string bucket, string key, Action<StoredObject?> precondition)
    {
        lock (sql.Gate)
        {
            var before = Find(bucket, key);
            precondition(before);
            if (before is null)
                return;
            Run("DELETE FROM objects WHERE bucket = $0 AND key = $1", bucket, key);
            Release(before.File);
        }
    }

    public void Tag(StoredObject found, IReadOnlyDictionary<string, string> tags)
    {
        foreach (var table in (ReadOnlySpan<string>)["objects", "versions"])
            Run(
                $"UPDATE {table} SET tags = $3 WHERE bucket = $0 AND key = $1 AND version = $2",
                found.Bucket,
                found.Key,
                found.Version,
                Text(tags)
            );
    }

    /// <summary>Objects of a bucket with keys from a start on or after another one, in order.</summary>
    public IReadOnlyList<StoredObject> List(string bucket, string from, string after, int most) =>
        Rows(
            $"SELECT {Columns}, 0 FROM objects WHERE bucket = $0 AND key >= $1 AND key > $2 ORDER BY key LIMIT $3",
            ReadObject,
            bucket,
            from,
            after,
            most
        );

    /// <inheritdoc/>
    public void Dispose() => sql.Dispose();

    /// <summary>Removes a file that is no longer named. That it could not be removed is no failure of what took its place: it is when the store is opened next.</summary>
    private void Release(string name)
    {
        try
        {
            Discard(name);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // As said.
        }
    }

    private string PathOf(string name) => Path.Combine(folder, name);

    private static StoredObject ReadObject(DbDataReader r) =>
        new()
        {
            Bucket = r.GetString(0),
            Key = r.GetString(1),
            File = r.GetString(2),
            Size = r.GetInt64(3),
            ETag = r.GetString(4),
            Modified = Time(r, 5),
            Headers = Pairs(r, 6),
            Tags = Pairs(r, 7),
            PartSizes = JsonSerializer.Deserialize<long[]>(r.GetString(8))!,
            Version = r.GetString(9),
            IsMarker = r.GetInt32(10) != 0,
        };

    private static DateTimeOffset Time(DbDataReader r, int column) => DateTimeOffset.FromUnixTimeMilliseconds(r.GetInt64(column));

    private static Dictionary<string, string> Pairs(DbDataReader r, int column) =>
        JsonSerializer.Deserialize<Dictionary<string, string>>(r.GetString(column))!;

    private static string Text(IReadOnlyDictionary<string, string> pairs) => JsonSerializer.Serialize(pairs);

    private void Run(string text, params ReadOnlySpan<object> values) => sql.Execute(text, Sql.Numbered(values));

    private List<T> Rows<T>(string text, Func<DbDataReader, T> read, params ReadOnlySpan<object> values) =>
        sql.Query(text, read, Sql.Numbered(values));
}
