using CognitoStack.Local.S3;
using Microsoft.Data.Sqlite;

namespace CognitoStack.Local.Tests.S3;

public sealed class ObjectStoreTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("cognitostack-").FullName;

    public void Dispose() => Directory.Delete(folder, true);

    [Fact]
    public async Task What_was_put_is_there_after_a_crash_and_what_was_begun_is_cleared_away()
    {
        // The first store is not closed before the second opens: as after kill -9.
        using var crashed = new ObjectStore(new StateFolder(folder));
        var kept = await PutAsync(crashed, "a", "content");
        var (unfinished, orphan) = crashed.Create();
        await unfinished.DisposeAsync();
        using var store = new ObjectStore(new StateFolder(folder));
        Assert.Equal(kept.ETag, store.Find("bucket", "a")!.ETag);
        Assert.Equal("content", await ReadAsync(store, kept.File));
        Assert.Null(store.Open(orphan));
    }

    [Fact]
    public void Nobody_else_on_the_machine_reads_what_users_put_whoever_made_the_state_folder()
    {
        using var store = new ObjectStore(new StateFolder(folder));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
                File.GetUnixFileMode(Path.Combine(folder, "s3"))
            );
    }

    [Fact]
    public async Task A_reader_keeps_what_it_reads_though_it_is_written_anew()
    {
        using var store = new ObjectStore(new StateFolder(folder));
        var before = await PutAsync(store, "a", "before");
        await using var reading = store.Open(before.File)!;
        var after = await PutAsync(store, "a", "after");
        Assert.Equal("before", await new StreamReader(reading).ReadToEndAsync());
        Assert.Equal("after", await ReadAsync(store, after.File));
        Assert.Null(store.Open(before.File));
    }

    [Fact]
    public async Task A_precondition_that_fails_changes_nothing()
    {
        using var store = new ObjectStore(new StateFolder(folder));
        var before = await PutAsync(store, "a", "before");
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            PutAsync(store, "a", "after", _ => throw new InvalidOperationException())
        );
        Assert.Throws<InvalidOperationException>(() => store.Delete("bucket", "a", _ => throw new InvalidOperationException()));
        Assert.Equal("before", await ReadAsync(store, store.Find("bucket", "a")!.File));
        Assert.Equal(before.File, store.Find("bucket", "a")!.File);
    }

    [Fact]
    public void A_folder_of_before_objects_had_parts_is_opened_and_keeps_its_date()
    {
        Directory.CreateDirectory(Path.Combine(folder, "s3"));
        using (var old = new SqliteConnection($"Data Source={Path.Combine(folder, "s3", "objects.db")};Pooling=False"))
        {
            old.Open();
            using var command = old.CreateCommand();
            command.CommandText = """
                CREATE TABLE objects (bucket TEXT, key TEXT, file TEXT, size INTEGER, etag TEXT, modified INTEGER, headers TEXT, tags TEXT, PRIMARY KEY (bucket, key)) WITHOUT ROWID;
                CREATE TABLE parts (upload TEXT, number INTEGER, file TEXT, size INTEGER, etag TEXT, modified INTEGER, PRIMARY KEY (upload, number)) WITHOUT ROWID;
                INSERT INTO objects VALUES ('bucket', 'a', 'file', 1, '"a"', 0, '{}', '{}');
                INSERT INTO parts VALUES ('upload', 1, 'file', 1, '"a"', 0);
                """;
            command.ExecuteNonQuery();
        }

        DateTimeOffset since;
        using (var store = new ObjectStore(new StateFolder(folder)))
        {
            since = store.Since;
            Assert.Empty(store.Find("bucket", "a")!.PartSizes);
            Assert.Empty(store.Parts("upload").Single().Checksums);
        }

        using var again = new ObjectStore(new StateFolder(folder));
        Assert.Equal(since, again.Since);
    }

    private static async Task<StoredObject> PutAsync(
        ObjectStore store,
        string key,
        string content,
        Action<StoredObject?>? precondition = null
    )
    {
        var (stream, file) = store.Create();
        await using (stream)
        await using (var writer = new StreamWriter(stream))
            await writer.WriteAsync(content);
        var made = new StoredObject
        {
            Bucket = "bucket",
            Key = key,
            File = file,
            Size = content.Length,
            ETag = $"\"{content}\"",
            Modified = DateTimeOffset.UtcNow,
            Headers = new Dictionary<string, string>(),
        };
        store.Put(made, precondition ?? (_ => { }));
        return made;
    }

    private static async Task<string> ReadAsync(ObjectStore store, string file)
    {
        using var reader = new StreamReader(store.Open(file)!);
        return await reader.ReadToEndAsync();
    }
}
