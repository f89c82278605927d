using System.Collections.Concurrent;
using System.Security.Cryptography;
using CognitoStack.Local.UserPools.Store;
using Microsoft.IdentityModel.Tokens;

namespace CognitoStack.Local.UserPools.Tokens;

/// <summary>What a user pool signs with, and a secret from which it makes up users that it does not have.</summary>
internal sealed record PoolKey(RsaSecurityKey Key, byte[] Secret)
{
    public SigningCredentials Credentials { get; } = new(Key, SecurityAlgorithms.RsaSha256);
}

/// <summary>A key pair for each user pool, made when it is first needed and kept for good.</summary>
internal sealed class SigningKeys(Database database)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<PoolKey>>> keys = [];

    public Task<PoolKey> GetAsync(string pool) => keys.GetOrAdd(pool, id => new(() => LoadAsync(id))).Value;

    private async Task<PoolKey> LoadAsync(string pool)
    {
        if (database.Read(sql => Find(sql, pool)) is { } kept)
            return kept;
        using var rsa = RSA.Create(2048);
        await database.WriteAsync(sql =>
            sql.Execute(
                "INSERT INTO keys (pool, id, private, secret) VALUES ($pool, $id, $private, $secret) ON CONFLICT DO NOTHING",
                ("$pool", pool),
                ("$id", Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(32))),
                ("$private", rsa.ExportPkcs8PrivateKey()),
                ("$secret", RandomNumberGenerator.GetBytes(32))
            )
        );
        return database.Read(sql => Find(sql, pool))!;
    }

    private static PoolKey? Find(Sql sql, string pool) =>
        sql.Query(
                "SELECT id, private, secret FROM keys WHERE pool = $pool",
                r =>
                {
                    var rsa = RSA.Create();
                    rsa.ImportPkcs8PrivateKey(r.GetFieldValue<byte[]>(1), out _);
                    return new PoolKey(new RsaSecurityKey(rsa) { KeyId = r.GetString(0) }, r.GetFieldValue<byte[]>(2));
                },
                ("$pool", pool)
            )
            .FirstOrDefault();
}
