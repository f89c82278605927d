using System.Collections.Concurrent;
using System.Collections.Immutable;
using CognitoStack.Local.UserPools.Store;

namespace CognitoStack.Local.UserPools.Settings;

/// <summary>A secret of an app client that was added by hand, or the deployed one beside such.</summary>
internal sealed record ClientSecret(string Id, string Value, DateTimeOffset Created);

/// <summary>The secrets of app clients that have had a second one; a client without any here has the one that it was deployed with.</summary>
internal sealed class ClientSecrets(Database database)
{
    private readonly ConcurrentDictionary<string, ImmutableArray<ClientSecret>> known = [];

    /// <summary>Oldest first.</summary>
    public ImmutableArray<ClientSecret> Of(string client) =>
        known.GetOrAdd(
            client,
            _ =>
                [
                    .. database.Read(sql =>
                        sql.Query(
                            "SELECT id, value, created FROM client_secrets WHERE client = $client ORDER BY number",
                            r => new ClientSecret(r.GetString(0), r.GetString(1), DateTimeOffset.FromUnixTimeMilliseconds(r.GetInt64(2))),
                            ("$client", client)
                        )
                    ),
                ]
        );

    /// <summary>Replaces all of a client's, at once.</summary>
    public async Task SetAsync(string client, ImmutableArray<ClientSecret> secrets)
    {
        await database.WriteAsync(sql =>
        {
            sql.Execute("DELETE FROM client_secrets WHERE client = $client", ("$client", client));
            foreach (var secret in secrets)
                sql.Execute(
                    "INSERT INTO client_secrets (client, id, value, created) VALUES ($client, $id, $value, $created)",
                    ("$client", client),
                    ("$id", secret.Id),
                    ("$value", secret.Value),
                    ("$created", secret.Created.ToUnixTimeMilliseconds())
                );
        });
        known[client] = secrets;
    }
}
