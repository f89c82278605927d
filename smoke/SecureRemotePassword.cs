using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace CognitoStack.Smoke;

/// <summary>
/// The client's half of Cognito's SRP-6a: the password proves itself and never leaves the machine. Group and hash are RFC 5054's 3072-bit
/// group and SHA-256; numbers are hashed as two's complement, and the key comes from HKDF, as in amazon-cognito-identity-js.
/// </summary>
internal sealed class SecureRemotePassword
{
    internal static readonly BigInteger N = BigInteger.Parse(
        "0FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245"
            + "E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7EDEE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F"
            + "83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3BE39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9"
            + "DE2BCBF6955817183995497CEA956AE515D2261898FA051015728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7"
            + "ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200CBBE117577A615D6C770988C0BAD946E208E24FA074E5AB31"
            + "43DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF",
        NumberStyles.HexNumber,
        CultureInfo.InvariantCulture
    );

    private static readonly BigInteger G = 2;
    private static readonly BigInteger K = Number(Hash(Bytes(N), Bytes(G)));

    private readonly BigInteger secret;
    private readonly BigInteger open;

    /// <summary>With a secret of its own, used once.</summary>
    public SecureRemotePassword()
        // 256 bits are the strength of the group: longer ones only cost time.
        : this(Number(RandomNumberGenerator.GetBytes(32))) { }

    internal SecureRemotePassword(BigInteger secret)
    {
        this.secret = secret;
        open = BigInteger.ModPow(G, secret, N);
    }

    /// <summary><c>SRP_A</c>.</summary>
    public string PublicValue => Hex(open);

    /// <summary>What a pool keeps of a password, as <c>DeviceSecretVerifierConfig</c> wants it: salt and verifier, in Base64.</summary>
    /// <param name="group">Key of the device's group.</param>
    /// <param name="device">Key of the device.</param>
    /// <param name="password">The device's password.</param>
    /// <param name="salt">The salt; a new one where it is not given.</param>
    public static (string Salt, string Verifier) Enrol(string group, string device, string password, byte[]? salt = null)
    {
        salt ??= Bytes(Number(RandomNumberGenerator.GetBytes(16)));
        var x = Number(Hash(salt, Hash(Encoding.UTF8.GetBytes($"{group}{device}:{password}"))));
        return (Convert.ToBase64String(salt), Convert.ToBase64String(Bytes(BigInteger.ModPow(G, x, N))));
    }

    /// <summary>A time as <c>TIMESTAMP</c> wants it.</summary>
    public static string Timestamp(DateTimeOffset time) =>
        time.UtcDateTime.ToString("ddd MMM d HH:mm:ss 'UTC' yyyy", CultureInfo.InvariantCulture);

    /// <summary>Answers <c>PASSWORD_VERIFIER</c>.</summary>
    /// <param name="poolName">Id of the user pool behind the underscore.</param>
    /// <param name="user"><c>USER_ID_FOR_SRP</c>.</param>
    /// <param name="password">The password.</param>
    /// <param name="challenge">What the pool sent.</param>
    /// <param name="timestamp">What is sent as <c>TIMESTAMP</c>.</param>
    /// <returns><c>PASSWORD_CLAIM_SIGNATURE</c>.</returns>
    /// <exception cref="CryptographicException">The challenge would give the password away.</exception>
    public string Sign(string poolName, string user, string password, SrpChallenge challenge, string timestamp)
    {
        var server = Parse(challenge.PublicValue);
        if ((server % N).IsZero)
            throw new CryptographicException("SRP_B is a multiple of N.");
        var u = Number(Hash(Bytes(open), Bytes(server)));
        if (u.IsZero)
            throw new CryptographicException("The hash of SRP_A and SRP_B is zero.");
        var x = Number(Hash(Bytes(Parse(challenge.Salt)), Hash(Encoding.UTF8.GetBytes($"{poolName}{user}:{password}"))));
        var verifier = BigInteger.ModPow(G, x, N);
        var difference = (server - K * verifier) % N;
        var shared = BigInteger.ModPow(difference.Sign < 0 ? difference + N : difference, secret + u * x, N);
        var key = HKDF.DeriveKey(HashAlgorithmName.SHA256, Bytes(shared), 16, Bytes(u), "Caldera Derived Key"u8.ToArray());
        byte[] claim =
        [
            .. Encoding.UTF8.GetBytes(poolName + user),
            .. Convert.FromBase64String(challenge.SecretBlock),
            .. Encoding.UTF8.GetBytes(timestamp),
        ];
        return Convert.ToBase64String(HMACSHA256.HashData(key, claim));
    }

    private static BigInteger Parse(string hex) => BigInteger.Parse("0" + hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static string Hex(BigInteger number) => Convert.ToHexStringLower(number.ToByteArray(isUnsigned: true, isBigEndian: true));

    // Two's complement: a leading zero byte where the first bit is set.
    private static byte[] Bytes(BigInteger number) => number.ToByteArray(isUnsigned: false, isBigEndian: true);

    private static BigInteger Number(ReadOnlySpan<byte> bytes) => new(bytes, isUnsigned: true, isBigEndian: true);

    private static byte[] Hash(params byte[][] parts) => SHA256.HashData([.. parts.SelectMany(p => p)]);
}

/// <summary>What the pool sends with <c>PASSWORD_VERIFIER</c>.</summary>
/// <param name="PublicValue"><c>SRP_B</c>.</param>
/// <param name="Salt"><c>SALT</c>.</param>
/// <param name="SecretBlock"><c>SECRET_BLOCK</c>.</param>
internal sealed record SrpChallenge(string PublicValue, string Salt, string SecretBlock);
