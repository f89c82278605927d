using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace CognitoStack.Local.Tests.UserPools;

/// <summary>The client's half of Cognito's SRP, written from how amazon-cognito-identity-js does it and sharing nothing with the product.</summary>
internal sealed class SrpClient
{
    private static readonly BigInteger N = Hex(
        "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245"
            + "E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7EDEE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F"
            + "83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3BE39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9"
            + "DE2BCBF6955817183995497CEA956AE515D2261898FA051015728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7"
            + "ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200CBBE117577A615D6C770988C0BAD946E208E24FA074E5AB31"
            + "43DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF"
    );

    private readonly BigInteger a = new(RandomNumberGenerator.GetBytes(64), isUnsigned: true);

    public string A => BigInteger.ModPow(2, a, N).ToString("x", CultureInfo.InvariantCulture).TrimStart('0');

    /// <summary>The answer to <c>PASSWORD_VERIFIER</c>.</summary>
    public JsonObject Answer(JsonObject challenge, string poolId, string password, string timestamp = "Mon May 4 10:00:00 UTC 2026")
    {
        var parameters = challenge["ChallengeParameters"]!;
        var pool = poolId.Split('_')[1];
        var user = parameters["USER_ID_FOR_SRP"]!.ToString();
        var block = parameters["SECRET_BLOCK"]!.ToString();
        var (b, salt) = (Hex(parameters["SRP_B"]!.ToString()), Hex(parameters["SALT"]!.ToString()));
        var u = Hash(PadHex(Hex(A)) + PadHex(b));
        var inner = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{pool}{user}:{password}")));
        var x = Hash(PadHex(salt) + inner);
        var k = Hash(PadHex(N) + PadHex(2));
        // The reference may subtract to below zero before it raises to the power: the remainder is the same.
        var s = BigInteger.ModPow((((b - (k * BigInteger.ModPow(2, x, N))) % N) + N) % N, a + (u * x), N);

        var prk = HMACSHA256.HashData(Convert.FromHexString(PadHex(u)), Convert.FromHexString(PadHex(s)));
        var key = HMACSHA256.HashData(prk, (byte[])[.. Encoding.UTF8.GetBytes("Caldera Derived Key"), 1])[..16];
        byte[] message = [.. Encoding.UTF8.GetBytes(pool + user), .. Convert.FromBase64String(block), .. Encoding.UTF8.GetBytes(timestamp)];
        return new()
        {
            ["USERNAME"] = user,
            ["PASSWORD_CLAIM_SECRET_BLOCK"] = block,
            ["TIMESTAMP"] = timestamp,
            ["PASSWORD_CLAIM_SIGNATURE"] = Convert.ToBase64String(HMACSHA256.HashData(key, message)),
        };
    }

    /// <summary>The verifier of a device's secret, as bytes.</summary>
    public static byte[] Verifier(byte[] salt, string group, string key, string secret)
    {
        var inner = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{group}{key}:{secret}")));
        return Convert.FromHexString(PadHex(BigInteger.ModPow(2, Hash(PadHex(new(salt, isUnsigned: true, isBigEndian: true)) + inner), N)));
    }

    private static BigInteger Hash(string hex) => Hex(Convert.ToHexString(SHA256.HashData(Convert.FromHexString(hex))));

    private static BigInteger Hex(string hex) => BigInteger.Parse("0" + hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static string PadHex(BigInteger number)
    {
        var hex = number.ToString("x", CultureInfo.InvariantCulture).TrimStart('0');
        if (hex.Length % 2 == 1)
            hex = "0" + hex;
        return "89abcdef".Contains(hex[0]) ? "00" + hex : hex;
    }
}
