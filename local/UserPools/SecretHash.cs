using System.Security.Cryptography;
using System.Text;
using CognitoStack.Local.UserPools.Settings;

namespace CognitoStack.Local.UserPools;

/// <summary>How app clients with a secret prove that they have it.</summary>
internal static class SecretHash
{
    /// <summary>Refuses a request of a client with a secret that does not prove it, for this user name.</summary>
    public static void Check(AppClient client, string username, string? hash)
    {
        if (client.Secrets is not { Length: > 0 } secrets)
        {
            if (hash is { Length: > 0 })
                throw Error.NotAuthorized($"Client {client.Id} is not configured for secret but secret hash was received");
            return;
        }
        if (hash is not { Length: > 0 })
            throw Error.NotAuthorized($"Client {client.Id} is configured with secret but SECRET_HASH was not received");
        if (!secrets.Any(secret => FixedTimeEquals(hash, Of(secret, username, client.Id))))
            throw Error.NotAuthorized($"SecretHash does not match for the client: {client.Id}");
    }

    /// <summary>Whether this is the secret of the client; a client without one must not send any.</summary>
    public static bool IsSecret(AppClient client, string? secret) =>
        client.Secrets is { Length: > 0 } secrets
            ? secret is not null && secrets.Any(kept => FixedTimeEquals(secret, kept))
            : string.IsNullOrEmpty(secret);

    public static string Of(string secret, string username, string clientId) =>
        Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(username + clientId)));

    private static bool FixedTimeEquals(string one, string other) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(one), Encoding.UTF8.GetBytes(other));
}
