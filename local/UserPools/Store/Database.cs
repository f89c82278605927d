using System.Collections.Concurrent;

namespace CognitoStack.Local.UserPools.Store;

/// <summary>The file <c>users.db</c>. Writers take turns; readers wait for nobody. A write that returned survives a crash.</summary>
internal sealed class Database : IDisposable
{
    private const int Version = 3;
    private readonly SemaphoreSlim writing = new(1, 1);
    private readonly string file;

    // Nobody uses them now: who reads or writes next takes one that is open.
    private readonly ConcurrentBag<Sql> idle = [];

    public Database(StateFolder state)
    {
        file = state["users.db"];
        using var sql = Open();
        var version = sql.Version;
        if (version is < 0 or > Version)
            throw new Deployment.DeploymentException(
                $"{file} was written by a newer version of this program (format {version}; this one knows {Version}); delete it to start anew."
            );
        sql.Execute(Tables);
        if (version == 1)
            sql.Execute("ALTER TABLE grants ADD COLUMN oauth TEXT");
        if (version is 1 or 2)
            sql.Execute("ALTER TABLE grants ADD COLUMN device TEXT");
        sql.Execute($"PRAGMA user_version = {Version}");
    }

    public T Read<T>(Func<Sql, T> read) => With(read);

    /// <summary>Does all of it or nothing.</summary>
    public async Task<T> WriteAsync<T>(Func<Sql, T> write)
    {
        await writing.WaitAsync();
        try
        {
            return With(sql => sql.Transact(() => write(sql)));
        }
        finally
        {
            writing.Release();
        }
    }

    public Task WriteAsync(Action<Sql> write) =>
        WriteAsync(sql =>
        {
            write(sql);
            return true;
        });

    public void Dispose()
    {
        while (idle.TryTake(out var sql))
            sql.Dispose();
        writing.Dispose();
    }

    private T With<T>(Func<Sql, T> use)
    {
        var sql = idle.TryTake(out var open) ? open : Open();
        try
        {
            return use(sql);
        }
        finally
        {
            idle.Add(sql);
        }
    }

    private Sql Open() => new(file, writesThrough: true);

    private const string Tables = """
        CREATE TABLE IF NOT EXISTS users (
            id INTEGER PRIMARY KEY AUTOINCREMENT, pool TEXT NOT NULL, username TEXT NOT NULL, folded TEXT NOT NULL, sub TEXT NOT NULL,
            document TEXT NOT NULL, UNIQUE (pool, folded), UNIQUE (pool, sub));
        CREATE TABLE IF NOT EXISTS aliases (
            pool TEXT NOT NULL, attribute TEXT NOT NULL, folded TEXT NOT NULL, username TEXT NOT NULL, PRIMARY KEY (pool, attribute, folded));
        CREATE INDEX IF NOT EXISTS aliases_of ON aliases (pool, username);
        CREATE TABLE IF NOT EXISTS members (
            pool TEXT NOT NULL, username TEXT NOT NULL, team TEXT NOT NULL, PRIMARY KEY (pool, username, team));
        CREATE TABLE IF NOT EXISTS teams (
            pool TEXT NOT NULL, name TEXT NOT NULL, document TEXT NOT NULL, PRIMARY KEY (pool, name));
        CREATE TABLE IF NOT EXISTS codes (
            pool TEXT NOT NULL, username TEXT NOT NULL, purpose TEXT NOT NULL, code TEXT NOT NULL,
            attribute TEXT NOT NULL, address TEXT NOT NULL, expires INTEGER NOT NULL, PRIMARY KEY (pool, username, purpose));
        CREATE TABLE IF NOT EXISTS attempts (
            pool TEXT NOT NULL, subject TEXT NOT NULL, kind TEXT NOT NULL, failures INTEGER NOT NULL, last INTEGER NOT NULL, until INTEGER NOT NULL,
            PRIMARY KEY (pool, subject, kind));
        CREATE TABLE IF NOT EXISTS grants (
            id TEXT PRIMARY KEY, pool TEXT NOT NULL, client TEXT NOT NULL, username TEXT NOT NULL,
            authenticated INTEGER NOT NULL, expires INTEGER NOT NULL, revoked INTEGER NOT NULL DEFAULT 0, oauth TEXT, device TEXT);
        CREATE INDEX IF NOT EXISTS grants_of ON grants (pool, username);
        CREATE TABLE IF NOT EXISTS refresh_tokens (
            hash TEXT PRIMARY KEY, grant_id TEXT NOT NULL REFERENCES grants (id) ON DELETE CASCADE, replaced INTEGER);
        CREATE INDEX IF NOT EXISTS refresh_tokens_of ON refresh_tokens (grant_id);
        CREATE TABLE IF NOT EXISTS keys (
            pool TEXT PRIMARY KEY, id TEXT NOT NULL, private BLOB NOT NULL, secret BLOB NOT NULL);
        CREATE TABLE IF NOT EXISTS events (
            number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL, pool TEXT NOT NULL, username TEXT NOT NULL, document TEXT NOT NULL);
        CREATE INDEX IF NOT EXISTS events_of ON events (pool, username);
        CREATE TABLE IF NOT EXISTS imports (
            number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, pool TEXT NOT NULL, document TEXT NOT NULL, file TEXT);
        CREATE TABLE IF NOT EXISTS client_secrets (
            number INTEGER PRIMARY KEY AUTOINCREMENT, client TEXT NOT NULL, id TEXT NOT NULL, value TEXT NOT NULL, created INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS messages (
            id INTEGER PRIMARY KEY AUTOINCREMENT, recipient TEXT NOT NULL, document TEXT NOT NULL);
        CREATE INDEX IF NOT EXISTS messages_to ON messages (recipient);
        """;
}
