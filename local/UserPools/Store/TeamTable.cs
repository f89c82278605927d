using System.Text.Json;
using CognitoStack.Local.UserPools.Settings;

namespace CognitoStack.Local.UserPools.Store;

/// <summary>Groups of a pool that the API has made. What it changes of those that a template has, their stack can find out.</summary>
internal static class TeamTable
{
    /// <summary>A group as the API left it; null where it was deleted.</summary>
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
        {
            if (kept.Group is null)
                groups.Remove(name);
            else
                groups[name] = kept.Group;
        }
        return groups.ToImmutable();
    }

    public static void Put(this Sql sql, UserPool pool, Group group) => sql.Keep(pool, group.Name, new(group));

    /// <summary>Its members leave it.</summary>
    public static void Delete(this Sql sql, UserPool pool, Group group)
    {
        sql.Keep(pool, group.Name, new((Group?)null));
        sql.Execute("DELETE FROM members WHERE pool = $pool AND team = $team", ("$pool", pool.Id), ("$team", group.Name));
    }

    /// <summary>From now on the template, or nobody, says how a group is.</summary>
    public static void Forget(this Sql sql, UserPool pool, Group group) =>
        sql.Execute("DELETE FROM teams WHERE pool = $pool AND name = $name", ("$pool", pool.Id), ("$name", group.Name));

    private static void Keep(this Sql sql, UserPool pool, string name, Kept kept) =>
        sql.Execute(
            "INSERT OR REPLACE INTO teams (pool, name, document) VALUES ($pool, $name, $document)",
            ("$pool", pool.Id),
            ("$name", name),
            ("$document", JsonSerializer.Serialize(kept))
        );
}
