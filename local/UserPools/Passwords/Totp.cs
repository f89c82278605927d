using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CognitoStack.Local.UserPools.Passwords;

/// <summary>One-time passwords of authenticator apps: RFC 6238 with SHA-1, six digits and steps of 30 seconds.</summary>
internal static class Totp
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>A new secret, in Base32 as apps take it.</summary>
    public static string NewSecret()
    {
        var secret = new StringBuilder();
        foreach (var letter in RandomNumberGenerator.GetBytes(52))
            secret.Append(Alphabet[letter & 31]);
        return secret.ToString();
    }

    /// <summary>The time step whose code this is, of now and its neighbours; null where it is of none.</summary>
    public static long? StepOf(string secret, string code, DateTimeOffset now)
    {
        var step = now.ToUnixTimeSeconds() / 30;
        long? found = null;
        for (var candidate = step - 1; candidate <= step + 1; candidate++)
        {
            if (CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Code(secret, candidate)), Encoding.UTF8.GetBytes(code)))
                found = candidate;
        }
        return found;
    }

    public static string Code(string secret, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
#pragma warning disable CA5350 // SHA-1 is what authenticator apps use, and its weakness is none in an HMAC.
        var hash = HMACSHA1.HashData(Decode(secret), counter);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 15)) & int.MaxValue;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    private static byte[] Decode(string secret)
    {
        var bytes = new List<byte>();
        var (bits, count) = (0, 0);
        foreach (var letter in secret)
        {
            bits = (bits << 5 | Alphabet.IndexOf(letter)) & 0xFFF;
            count += 5;
            if (count < 8)
                continue;
            count -= 8;
            bytes.Add((byte)(bits >> count));
        }
        return [.. bytes];
    }
}
