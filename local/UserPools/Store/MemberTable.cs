using CognitoStack.Local.UserPools.Settings;

namespace CognitoStack.Local.UserPools.Store;

/// <summary>Who is in which group. A group that is no longer there has no effect, and is whole again once it is deployed.</summary>
internal static class MemberTable
{
    public static void Join(this Sql sql, User user, string group) =>
        sql.Execute(
            "INSERT INTO members (pool, username, team) VALUES ($pool, $username, $team) ON CONFLICT DO NOTHING",
            ("$pool", user.Pool),
            ("$username", user.Username),
            ("$team", group)
        );

    public static void Leave(this Sql sql, User user, string group) =>
        sql.Execute(
            "DELETE FROM members WHERE pool = $pool AND username = $username AND team = $team",
            ("$pool", user.Pool),
            ("$username", user.Username),
            ("$team", group)
        );

    /// <summary>A user's groups, the most important first.</summary>
    public static List<Group> GroupsOf(this Sql sql, UserPool pool, User user)
    {
        var groups = sql.Groups(pool);
        return
        [
            .. sql.Query(
                    "SELECT team FROM members WHERE pool = $pool AND username = $username",
                    r => r.GetString(0),
                    ("$pool", user.Pool),
                    ("$username", user.Username)
                )
                .Where(groups.ContainsKey)
                .Select(name => groups[name])
                .OrderBy(g => g.Precedence ?? int.MaxValue)
                .ThenBy(g => g.Name, StringComparer.Ordinal),
        ];
    }

    /// <summary>A group's users, after a row.</summary>
    public static List<(long Row, User User)> MembersOf(this Sql sql, UserPool pool, string group, long after, int limit) =>
        sql.Query(
            """
            SELECT u.id, u.document FROM users u JOIN members m ON m.pool = u.pool AND m.username = u.username
            WHERE u.pool = $pool AND m.team = $team AND u.id > $after ORDER BY u.id LIMIT $limit
            """,
            r => (r.GetInt64(0), UserTable.Parse(r.GetString(1))),
            ("$pool", pool.Id),
            ("$team", group),
            ("$after", after),
            ("$limit", limit)
        );
}
