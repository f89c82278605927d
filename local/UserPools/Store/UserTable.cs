using System.Data.Common;
using System.Text.Json;
using CognitoStack.Local.Http;
using CognitoStack.Local.UserPools.Settings;

namespace CognitoStack.Local.UserPools.Store;

/// <summary>Users, and the addresses that lead to them.</summary>
internal static class UserTable
{
    private const string Columns = "SELECT document FROM users WHERE pool = $pool AND ";

    /// <summary>The user whose name this is, or alias, or <c>sub</c>.</summary>
    public static User? FindUser(this Sql sql, UserPool pool, string name) =>
        sql.Query(Columns + "folded = $name", Read, ("$pool", pool.Id), ("$name", pool.Fold(name))).FirstOrDefault()
        ?? sql.Query(
                Columns + "username IN (SELECT username FROM aliases WHERE pool = $pool AND folded = $name)",
                Read,
                ("$pool", pool.Id),
                ("$name", pool.Fold(name))
            )
            .FirstOrDefault()
        ?? sql.Query(Columns + "sub = $name", Read, ("$pool", pool.Id), ("$name", name)).FirstOrDefault();

    /// <summary>Whether somebody has a passkey of this id.</summary>
    public static bool HasPasskey(this Sql sql, string pool, string id) =>
        sql.Query(
            "SELECT 1 FROM users, json_each(document, '$.Passkeys') AS passkey WHERE pool = $pool AND json_extract(passkey.value, '$.Id') = $id",
            r => 1,
            ("$pool", pool),
            ("$id", id)
        ).Count > 0;

    /// <summary>Whether an address leads to somebody already.</summary>
    public static bool HasAlias(this Sql sql, UserPool pool, string attribute, string value) =>
        sql.Query(
            "SELECT 1 FROM aliases WHERE pool = $pool AND attribute = $attribute AND folded = $name",
            r => 1,
            ("$pool", pool.Id),
            ("$attribute", attribute),
            ("$name", pool.Fold(value))
        ).Count > 0;

    public static void Insert(this Sql sql, UserPool pool, User user, bool takesAliases)
    {
        try
        {
            sql.Execute(
                "INSERT INTO users (pool, username, folded, sub, document) VALUES ($pool, $username, $folded, $sub, $document)",
                ("$pool", pool.Id),
                ("$username", user.Username),
                ("$folded", pool.Fold(user.Username)),
                ("$sub", user.Sub),
                ("$document", Write(user))
            );
        }
        catch (DbException e) when (Sql.IsTaken(e))
        {
            throw Error.UsernameExists(user);
        }
        try
        {
            sql.SetAliases(pool, user, takesAliases);
        }
        catch (AwsException e) when (e.Code == "AliasExistsException" && pool.UsernameAttributes.Length > 0)
        {
            throw new AwsException("UsernameExistsException", e.Message);
        }
    }

    public static void Update(this Sql sql, UserPool pool, User user, bool takesAliases)
    {
        sql.Execute(
            "UPDATE users SET document = $document WHERE pool = $pool AND username = $username",
            ("$pool", pool.Id),
            ("$username", user.Username),
            ("$document", Write(user))
        );
        sql.SetAliases(pool, user, takesAliases);
    }

    /// <summary>Removes a user and all that hangs on it.</summary>
    public static void Delete(this Sql sql, User user)
    {
        foreach (var table in (ReadOnlySpan<string>)["users", "aliases", "members", "codes", "grants", "events"])
            sql.Execute(
                $"DELETE FROM {table} WHERE pool = $pool AND username = $username",
                ("$pool", user.Pool),
                ("$username", user.Username)
            );
        sql.Execute("DELETE FROM attempts WHERE pool = $pool AND subject = $username", ("$pool", user.Pool), ("$username", user.Username));
        foreach (var address in new[] { user["email"], user["phone_number"] }.OfType<string>())
            sql.Execute(
                "DELETE FROM messages WHERE recipient = $address AND json_extract(document, '$.userPoolId') = $pool",
                ("$address", address.ToLowerInvariant()),
                ("$pool", user.Pool)
            );
    }

    /// <summary>Users in the order of their making, after a row.</summary>
    public static List<(long Row, User User)> List(this Sql sql, string pool, UserFilter? filter, long after, int limit)
    {
        var (condition, value) = filter is null ? ("1", "") : (filter.Condition, filter.Value);
        return sql.Query(
            $"SELECT id, document FROM users WHERE pool = $pool AND id > $after AND {condition} ORDER BY id LIMIT $limit",
            r => (r.GetInt64(0), Parse(r.GetString(1))),
            ("$pool", pool),
            ("$after", after),
            ("$limit", limit),
            ("$value", value)
        );
    }

    public static int CountUsers(this Sql sql, string pool) =>
        sql.Query("SELECT count(*) FROM users WHERE pool = $pool", r => r.GetInt32(0), ("$pool", pool))[0];

    internal static User Parse(string document) => JsonSerializer.Deserialize<User>(document)!;

    private static void SetAliases(this Sql sql, UserPool pool, User user, bool takesAliases)
    {
        sql.Execute("DELETE FROM aliases WHERE pool = $pool AND username = $username", ("$pool", pool.Id), ("$username", user.Username));
        foreach (var (attribute, value) in AliasRules.Of(pool, user))
        {
            if (takesAliases)
                sql.TakeAlias(pool, attribute, value);
            try
            {
                sql.Execute(
                    "INSERT INTO aliases (pool, attribute, folded, username) VALUES ($pool, $attribute, $folded, $username)",
                    ("$pool", pool.Id),
                    ("$attribute", attribute),
                    ("$folded", pool.Fold(value)),
                    ("$username", user.Username)
                );
            }
            catch (DbException e) when (Sql.IsTaken(e))
            {
                throw new AwsException("AliasExistsException", $"An account with the given {attribute} already exists.");
            }
        }
    }

    // The earlier owner keeps the address but no longer signs in with it.
    private static void TakeAlias(this Sql sql, UserPool pool, string attribute, string value)
    {
        var owner = sql.Query(
                Columns + "username IN (SELECT username FROM aliases WHERE pool = $pool AND attribute = $attribute AND folded = $name)",
                Read,
                ("$pool", pool.Id),
                ("$attribute", attribute),
                ("$name", pool.Fold(value))
            )
            .FirstOrDefault();
        if (owner is not null)
            sql.Update(pool, owner.With([KeyValuePair.Create($"{attribute}_verified", "false")]), takesAliases: false);
    }

    private static User Read(DbDataReader row) => Parse(row.GetString(0));

    private static string Write(User user) => JsonSerializer.Serialize(user);
}
