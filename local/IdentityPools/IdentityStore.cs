using CognitoStack.Local.Http;

namespace CognitoStack.Local.IdentityPools;

/// <summary>Keeps identities and their logins. Every change is one transaction, written through before it is answered.</summary>
internal sealed class IdentityStore : IDisposable
{
    private readonly Sql sql;
    private readonly TimeProvider time;

    public IdentityStore(StateFolder state, TimeProvider time)
    {
        this.time = time;
        sql = new(state["identities.db"], writesThrough: true);
        sql.Execute(
            """
            CREATE TABLE IF NOT EXISTS identities (id TEXT PRIMARY KEY, pool TEXT NOT NULL, created INTEGER NOT NULL, modified INTEGER NOT NULL, disabled INTEGER NOT NULL DEFAULT 0);
            CREATE INDEX IF NOT EXISTS identities_of_pool ON identities (pool, id);
            CREATE TABLE IF NOT EXISTS logins (pool TEXT NOT NULL, provider TEXT NOT NULL, subject TEXT NOT NULL,
              identity TEXT NOT NULL REFERENCES identities (id) ON DELETE CASCADE, PRIMARY KEY (pool, provider, subject));
            CREATE INDEX IF NOT EXISTS logins_of_identity ON logins (identity);
            """
        );
    }

    public Identity? Find(string id) => Read("WHERE id = $id", ("$id", id)).FirstOrDefault();

    /// <summary>Identities of a pool, in the order of their ids.</summary>
    public IReadOnlyList<Identity> List(string pool, string after, int count, bool hidesDisabled) =>
        Read(
            "WHERE pool = $pool AND id > $after AND NOT (disabled AND $hides) ORDER BY id LIMIT $count",
            ("$pool", pool),
            ("$after", after),
            ("$hides", hidesDisabled),
            ("$count", count)
        );

    /// <summary>Forgets every identity of a pool.</summary>
    public void RemovePool(string pool) =>
        sql.Transact(() =>
        {
            sql.Execute("DELETE FROM logins WHERE pool = $pool", ("$pool", pool));
            sql.Execute("DELETE FROM identities WHERE pool = $pool", ("$pool", pool));
        });

    /// <summary>A new guest.</summary>
    public Identity AddGuest(string region, string pool) => sql.Transact(() => Add(region, pool));

    /// <summary>The identity of somebody who signs in: the one that a login belongs to, or a new one. Logins that belong to none are linked to it.</summary>
    /// <exception cref="AwsException">The logins belong to different identities.</exception>
    public Identity SignIn(string region, string pool, IReadOnlyList<Login> logins) =>
        sql.Transact(() => Link(OnlyOwner(pool, logins) ?? Add(region, pool), logins));

    /// <summary>Somebody signs in as an identity. A guest becomes what the logins say: itself with logins, or the identity that they belong to already.</summary>
    /// <exception cref="AwsException">The logins are not of this identity, or belong to different ones.</exception>
    public Identity SignInAs(Identity identity, IReadOnlyList<Login> logins) =>
        sql.Transact(() =>
        {
            var current =
                Read("WHERE id = $id", ("$id", identity.Id)).FirstOrDefault() ?? throw IdentityErrors.UnknownIdentity(identity.Id);
            var owner = OnlyOwner(current.Pool, logins);
            if (owner?.Id == current.Id)
                return Link(current, logins);
            if (current.Logins.Count > 0 || (current.IsDisabled && owner is null))
                throw IdentityErrors.LoginsDoNotMatch();
            if (owner is null)
                return Link(current, logins);
            sql.Execute("UPDATE identities SET disabled = 1, modified = $now WHERE id = $id", ("$id", current.Id), ("$now", Now()));
            return Link(owner, logins);
        });

    /// <summary>Takes logins from an identity. Without any left it ends: nobody may reach as a guest what a user had.</summary>
    public void Unlink(Identity identity, IReadOnlyList<string> providers) =>
        sql.Transact(() =>
        {
            foreach (var provider in providers)
                sql.Execute(
                    "DELETE FROM logins WHERE identity = $id AND provider = $provider",
                    ("$id", identity.Id),
                    ("$provider", provider)
                );
            sql.Execute(
                "UPDATE identities SET modified = $now, disabled = NOT EXISTS (SELECT 1 FROM logins WHERE identity = $id) WHERE id = $id",
                ("$id", identity.Id),
                ("$now", Now())
            );
        });

    public void Delete(string id) => sql.Execute("DELETE FROM identities WHERE id = $id", ("$id", id));

    /// <summary>Whether a login belongs to an identity.</summary>
    public bool Owns(Identity identity, Login login) => OwnerOf(identity.Pool, login) == identity.Id;

    public void Dispose() => sql.Dispose();

    private Identity Add(string region, string pool)
    {
        var id = $"{region}:{Guid.NewGuid()}";
        sql.Execute(
            "INSERT INTO identities (id, pool, created, modified) VALUES ($id, $pool, $now, $now)",
            ("$id", id),
            ("$pool", pool),
            ("$now", Now())
        );
        return Read("WHERE id = $id", ("$id", id)).First();
    }

    private Identity Link(Identity identity, IReadOnlyList<Login> logins)
    {
        foreach (var login in logins.Where(l => OwnerOf(identity.Pool, l) is null))
        {
            // One user of a provider is one person: a second one has an identity of their own.
            if (identity.Logins.Contains(login.Provider))
                throw IdentityErrors.LoginsDoNotMatch();
            sql.Execute(
                "INSERT INTO logins (pool, provider, subject, identity) VALUES ($pool, $provider, $subject, $id)",
                ("$pool", identity.Pool),
                ("$provider", login.Provider),
                ("$subject", login.Subject),
                ("$id", identity.Id)
            );
            sql.Execute("UPDATE identities SET modified = $now WHERE id = $id", ("$id", identity.Id), ("$now", Now()));
        }

        return Read("WHERE id = $id", ("$id", identity.Id)).First();
    }

    private Identity? OnlyOwner(string pool, IReadOnlyList<Login> logins)
    {
        var owners = logins.Select(l => OwnerOf(pool, l)).OfType<string>().Distinct().ToList();
        return owners.Count switch
        {
            0 => null,
            1 => Read("WHERE id = $id", ("$id", owners[0])).First(),
            _ => throw new AwsException("ResourceConflictException", "A login is already linked to another identity."),
        };
    }

    private string? OwnerOf(string pool, Login login) =>
        sql.Query(
                "SELECT identity FROM logins WHERE pool = $pool AND provider = $provider AND subject = $subject",
                r => r.GetString(0),
                ("$pool", pool),
                ("$provider", login.Provider),
                ("$subject", login.Subject)
            )
            .FirstOrDefault();

    private List<Identity> Read(string where, params ReadOnlySpan<(string Name, object? Value)> values) =>
        sql.Query(
            $"SELECT id, pool, created, modified, disabled, (SELECT json_group_array(provider) FROM (SELECT provider FROM logins WHERE identity = id ORDER BY provider)) FROM identities {where}",
            r => new Identity(
                r.GetString(0),
                r.GetString(1),
                DateTimeOffset.FromUnixTimeMilliseconds(r.GetInt64(2)),
                DateTimeOffset.FromUnixTimeMilliseconds(r.GetInt64(3)),
                r.GetBoolean(4),
                System.Text.Json.JsonSerializer.Deserialize<string[]>(r.GetString(5))!
            ),
            values
        );

    private long Now() => time.GetUtcNow().ToUnixTimeMilliseconds();
}
