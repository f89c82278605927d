using System.Text.Json;
using CognitoStack.Local.UserPools.Settings;
using CognitoStack.Local.UserPools.Store;

namespace CognitoStack.Local.UserPools.Risk;

/// <summary>The history of every user, newest first; the oldest go.</summary>
internal sealed class AuthEvents(Database database, UserPoolLogs logs, UserPoolMetrics metrics)
{
    private const int Most = 500;

    public async Task AddAsync(UserPool pool, User user, AuthEvent added)
    {
        await KeepAsync(pool, user, added);
        logs.Activity(pool, user, added);
        metrics.CountRisk(pool, added);
    }

    public List<AuthEvent> Of(UserPool pool, User user) =>
        database.Read(sql =>
            sql.Query(
                "SELECT document FROM events WHERE pool = $pool AND username = $username ORDER BY number DESC",
                r => JsonSerializer.Deserialize<AuthEvent>(r.GetString(0))!,
                ("$pool", pool.Id),
                ("$username", user.Username)
            )
        );

    /// <summary>Changes an event of a user.</summary>
    /// <returns>Whether there is one.</returns>
    public async Task<bool> ChangeAsync(UserPool pool, User user, string id, Func<AuthEvent, AuthEvent> change)
    {
        if (await ChangeKeptAsync(pool, user, id, change) is not { } changed)
            return false;
        logs.Activity(pool, user, changed);
        return true;
    }

    private Task<AuthEvent?> ChangeKeptAsync(UserPool pool, User user, string id, Func<AuthEvent, AuthEvent> change) =>
        database.WriteAsync<AuthEvent?>(sql =>
        {
            (string, object?)[] key = [("$id", id), ("$pool", pool.Id), ("$username", user.Username)];
            if (
                sql.Query("SELECT document FROM events WHERE id = $id AND pool = $pool AND username = $username", r => r.GetString(0), key)
                is not [var document]
            )
                return null;
            var changed = change(JsonSerializer.Deserialize<AuthEvent>(document)!);
            sql.Execute(
                "UPDATE events SET document = $document WHERE id = $id AND pool = $pool AND username = $username",
                [("$document", JsonSerializer.Serialize(changed)), .. key]
            );
            return changed;
        });

    private Task KeepAsync(UserPool pool, User user, AuthEvent added) =>
        database.WriteAsync(sql =>
        {
            sql.Execute(
                "INSERT INTO events (id, pool, username, document) VALUES ($id, $pool, $username, $document)",
                ("$id", added.Id),
                ("$pool", pool.Id),
                ("$username", user.Username),
                ("$document", JsonSerializer.Serialize(added))
            );
            sql.Execute(
                "DELETE FROM events WHERE pool = $pool AND username = $username AND number <= (SELECT max(number) FROM events WHERE pool = $pool AND username = $username) - $most",
                ("$pool", pool.Id),
                ("$username", user.Username),
                ("$most", Most)
            );
        });
}
