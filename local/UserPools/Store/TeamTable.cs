using System.Text.Json;
using CognitoStack.Local.UserPools.Settings;

namespace CognitoStack.Local.UserPools.Store;

/// <summary>Groups of a pool that the API has made. Those that a template declares are as their resources say.</summary>
internal static class TeamTable
{
    private sealed record Kept(Group? Group);

    /// <summary>The groups of a pool, by name.</summary>
    public static IReadOnlyDictionary<string, Group> Groups(this Sql sql, UserPool pool)
    {
        var groups = pool.Groups.ToBuilder();
        foreach (
            var (name, kept) in sql.Query(
                "SELECT name, document FROM teams WHERE pool = $pool",
                r => (r.GetString(0), JsonSerializer.Deserialize<Kept>(r.GetString(1))!),
                ("$pool", pool.Id)
            )
        )
            if (kept.Group is not null)
                groups.TryAdd(name, kept.Group);
        return groups.ToImmutable();
    }

    public static void Put(this Sql sql, UserPool pool, Group group) =>
        sql.Execute(
            "INSERT OR REPLACE INTO teams (pool, name, document) VALUES ($pool, $name, $document)",
            ("$pool", pool.Id),
            ("$name", group.Name),
            ("$document", JsonSerializer.Serialize(new Kept(group)))
        );

    /// <summary>Its members leave it.</summary>
    public static void Delete(this Sql sql, UserPool pool, string name)
    {
        sql.Execute("DELETE FROM teams WHERE pool = $pool AND name = $name", ("$pool", pool.Id), ("$name", name));
        sql.Execute("DELETE FROM members WHERE pool = $pool AND team = $name", ("$pool", pool.Id), ("$name", name));
    }
}
