using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using static CognitoStack.Local.UserPools.Passwords.SrpGroup;

namespace CognitoStack.Local.UserPools.Passwords;

/// <summary>The server's half of Cognito's SRP-6a. The password itself is needed once, when it is set.</summary>
internal static class Srp
{
    private static readonly byte[] Info = "Caldera Derived Key"u8.ToArray();

    /// <summary>What is kept of a password: salt and verifier, in hexadecimal.</summary>
    /// <param name="poolName">What the pool's id has after the underscore.</param>
    /// <param name="username">The user's name in the pool; it is part of the verifier and so may never change.</param>
    /// <param name="password">The password.</param>
    /// <param name="salt">The salt; a new one where it is not given.</param>
    public static (string Salt, string Verifier) Enrol(string poolName, string username, string password, byte[]? salt = null)
    {
        var number = Number(salt ?? RandomNumberGenerator.GetBytes(16));
        var inner = SHA256.HashData(Encoding.UTF8.GetBytes($"{poolName}{username}:{password}"));
        var x = Hash(Pad(number), inner);
        return (Hex(number), Hex(ModularPower.Of(G, x, N)));
    }

    /// <summary>Whether this is the password that salt and verifier were made of.</summary>
    public static bool IsRight(string poolName, string username, string password, string salt, string verifier) =>
        CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(
                Enrol(poolName, username, password, Parse(salt).ToByteArray(isUnsigned: true, isBigEndian: true)).Verifier
            ),
            Encoding.ASCII.GetBytes(verifier)
        );

    /// <summary>Answers a client's A; null where A is one that would give the key away.</summary>
    /// <returns>B, and the key with which the client must sign.</returns>
    public static (string B, byte[] Key)? Challenge(string a, string verifier)
    {
        if (!TryParse(a, out var publicA) || publicA % N == 0)
            return null;
        var v = Parse(verifier);
        // 256 bits are the strength of the group; Cognito's clients send longer ones, which only cost time.
        var b = Number(RandomNumberGenerator.GetBytes(32));
        var publicB = ((K * v) + ModularPower.Of(G, b, N)) % N;
        var u = Hash(Pad(publicA), Pad(publicB));
        var s = ModularPower.Of(publicA * ModularPower.Of(v, u, N) % N, b, N);
        return (Hex(publicB), HKDF.DeriveKey(HashAlgorithmName.SHA256, Pad(s), 16, Pad(u), Info));
    }

    /// <summary>What a client that knows the password signs.</summary>
    public static byte[] Sign(byte[] key, string poolName, string username, byte[] secretBlock, string timestamp) =>
        HMACSHA256.HashData(
            key,
            (byte[])[.. Encoding.UTF8.GetBytes(poolName + username), .. secretBlock, .. Encoding.UTF8.GetBytes(timestamp)]
        );

    /// <summary>Whether a client's signature, in Base64, is the expected one.</summary>
    public static bool IsSame(byte[] expected, string signature)
    {
        var given = new byte[expected.Length + 1];
        return Convert.TryFromBase64String(signature, given, out var length)
            && CryptographicOperations.FixedTimeEquals(expected, given.AsSpan(0, length));
    }

    private static bool TryParse(string hex, out BigInteger number)
    {
        number = 0;
        if (hex.Length is 0 or > 1024 || !hex.All(char.IsAsciiHexDigit))
            return false;
        number = Parse(hex);
        return true;
    }
}
