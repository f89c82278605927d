using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace CognitoStack.Smoke.Tests;

public sealed class SecureRemotePasswordTests
{
    private const string Pool = "AbCdEfGhI";
    private const string User = "0d3b6b4e-0000-4000-8000-3f1d0cbb1f2a";
    private const string Password = "correct horse 8 Battery! ü";
    private static readonly string Timestamp = SecureRemotePassword.Timestamp(new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero));

    [Fact]
    public void The_right_password_convinces_an_independent_server_whatever_the_numbers_are()
    {
        // Ten of each: about half of the numbers need a leading zero byte, and some salts have one.
        for (var i = 0; i < 10; i++)
        {
            var server = new Server(Pool, User, Password);
            var client = new SecureRemotePassword();
            var signature = client.Sign(Pool, User, Password, server.Challenge(client.PublicValue), Timestamp);
            Assert.True(server.Accepts(signature, Timestamp));
        }
    }

    [Theory]
    [InlineData(Pool, User, "correct horse 8 battery! ü")]
    [InlineData(Pool, "somebody-else", Password)]
    [InlineData("OtherPool", User, Password)]
    public void Anything_else_does_not(string pool, string user, string password)
    {
        var server = new Server(Pool, User, Password);
        var client = new SecureRemotePassword();
        Assert.False(server.Accepts(client.Sign(pool, user, password, server.Challenge(client.PublicValue), Timestamp), Timestamp));
    }

    [Fact]
    public void A_device_is_enrolled_as_amazon_cognito_identity_js_does_it()
    {
        // What its AuthenticationHelper.generateHashDevice made of a group and a device.
        const string Salt = "APutsEqmbCkgHk+krvsl6FI=";
        const string Verifier =
            "ANJpwaSD0p5e16xOxbwFzFfTOf7v1RTSyZUiGHFD7wca7A0yRgyXM66GWMVEST1/5Pngsp4rut475nO34AhNudIe4iGJkaPPDF03+zVD5tqeMWuYQ3GZMhjJrZyqkQN+"
            + "lz4mIrrd8Qnvo3wefhIu+ntaYY79tvN71YGrOoibj1W71Y2b/L5dKeQ2r5zsA81dlYTLNpNpBl+Dx8SmMAZkSX3QAV8d16lgzDWpVfYpFl/tG9WfKPNE9gtMg0R9xl1o"
            + "yM6GsiBR9x96rrkI3euRaZkL+WV/eI3e+EVC1vK16qZUjHdt7nLUkzZ8hfx7uYcfWRYYiUYOVEephsFcz2YU8ggrwt6T5DaxgifPk4nbkTVygM29C3vOJAbbLG98DC1u"
            + "3H/KDjQ8d5Nx0hnXDmMXZUda76rjZ5af3Jmst0T3J6vM9yhXsVDmRHm0pTANljUyLwIW9MUnolJB9ooZDof+ttQiOlRv0oFiUpKGEo/ofTSx7MhyPGBrLyktIcsrtl6f"
            + "Ng==";

        var enrolled = SecureRemotePassword.Enrol(
            "-ab12cd34",
            "us-east-1_6e3cb5cf-6c22-4110-97cc-fa43e3b13280",
            "TV91MnEa4PIodvdk6vv8QS7+MwvZlKIYvR9aU6yYLHz1dObtWWQImA==",
            Convert.FromBase64String(Salt)
        );

        Assert.Equal((Salt, Verifier), enrolled);
        var (salt, verifier) = SecureRemotePassword.Enrol("-ab12cd34", "a device", "another password");
        Assert.NotEqual(Salt, salt);
        Assert.NotEqual(Verifier, verifier);
    }

    [Fact]
    public void A_signature_is_for_one_time_only()
    {
        var server = new Server(Pool, User, Password);
        var client = new SecureRemotePassword();
        var signature = client.Sign(Pool, User, Password, server.Challenge(client.PublicValue), Timestamp);
        Assert.False(server.Accepts(signature, "Wed Mar 4 05:06:08 UTC 2026"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_public_value_that_would_give_the_password_away_is_refused(int multiple)
    {
        var challenge = new SrpChallenge(
            (SecureRemotePassword.N * multiple).ToString("x", CultureInfo.InvariantCulture),
            "0123",
            Convert.ToBase64String([1])
        );
        Assert.Throws<CryptographicException>(() => new SecureRemotePassword().Sign(Pool, User, Password, challenge, Timestamp));
    }

    [Fact]
    public void No_two_sign_ins_share_a_public_value() =>
        Assert.NotEqual(new SecureRemotePassword().PublicValue, new SecureRemotePassword().PublicValue);

    [Fact]
    public void The_group_is_the_3072_bit_one_of_RFC_3526()
    {
        // 2^3072 - 2^3008 - 1 + 2^64 * (floor(2^2942 * pi) + 1690314): its first and last 64 bits are ones.
        Assert.Equal(3072, (int)SecureRemotePassword.N.GetBitLength());
        Assert.Equal(ulong.MaxValue, (ulong)(SecureRemotePassword.N & ulong.MaxValue));
        Assert.Equal(ulong.MaxValue, (ulong)(SecureRemotePassword.N >> 3008));
        // Fermat: 2^(N-1) = 1 for a prime, and N is a safe one, so 2^((N-1)/2) is 1 or -1.
        var half = BigInteger.ModPow(2, (SecureRemotePassword.N - 1) / 2, SecureRemotePassword.N);
        Assert.True(half.IsOne || half == SecureRemotePassword.N - 1);
    }

    [Theory]
    [InlineData(2026, 3, 4, "Wed Mar 4 05:06:07 UTC 2026")]
    [InlineData(2026, 11, 23, "Mon Nov 23 05:06:07 UTC 2026")]
    public void Times_are_written_as_Cognito_reads_them(int year, int month, int day, string expected) =>
        Assert.Equal(expected, SecureRemotePassword.Timestamp(new(year, month, day, 5, 6, 7, TimeSpan.Zero)));

    /// <summary>Cognito's half, written from amazon-cognito-identity-js and RFC 5054 on hexadecimal text, as that library has it.</summary>
    private sealed class Server
    {
        private static readonly BigInteger N = SecureRemotePassword.N;
        private readonly string pool;
        private readonly string user;
        private readonly BigInteger salt = Int(RandomNumberGenerator.GetHexString(32));
        private readonly BigInteger b = Int(RandomNumberGenerator.GetHexString(256));
        private readonly BigInteger verifier;
        private readonly byte[] block = RandomNumberGenerator.GetBytes(900);
        private readonly BigInteger publicValue;
        private byte[] key = [];

        public Server(string pool, string user, string password)
        {
            (this.pool, this.user) = (pool, user);
            var inner = Sha(Encoding.UTF8.GetBytes($"{pool}{user}:{password}"));
            var x = Int(Sha(Convert.FromHexString(Pad(salt) + inner)));
            verifier = BigInteger.ModPow(2, x, N);
            var k = Int(Sha(Convert.FromHexString(Pad(N) + Pad(2))));
            publicValue = (k * verifier + BigInteger.ModPow(2, b, N)) % N;
        }

        public SrpChallenge Challenge(string a)
        {
            var u = Int(Sha(Convert.FromHexString(Pad(Int(a)) + Pad(publicValue))));
            var s = BigInteger.ModPow(Int(a) * BigInteger.ModPow(verifier, u, N), b, N);
            // HKDF by hand: extract with the salt, expand one block.
            var extracted = HMACSHA256.HashData(Convert.FromHexString(Pad(u)), Convert.FromHexString(Pad(s)));
            key = HMACSHA256.HashData(extracted, (byte[])[.. "Caldera Derived Key"u8, 1])[..16];
            return new(
                publicValue.ToString("x", CultureInfo.InvariantCulture).TrimStart('0'),
                salt.ToString("x", CultureInfo.InvariantCulture).TrimStart('0'),
                Convert.ToBase64String(block)
            );
        }

        public bool Accepts(string signature, string timestamp)
        {
            byte[] message =
            [
                .. Encoding.UTF8.GetBytes(pool),
                .. Encoding.UTF8.GetBytes(user),
                .. block,
                .. Encoding.UTF8.GetBytes(timestamp),
            ];
            return signature == Convert.ToBase64String(HMACSHA256.HashData(key, message));
        }

        private static string Pad(BigInteger number)
        {
            var hex = number.ToString("x", CultureInfo.InvariantCulture).TrimStart('0');
            if (hex.Length % 2 == 1)
                hex = $"0{hex}";
            return "89abcdef".Contains(hex[0], StringComparison.Ordinal) ? $"00{hex}" : hex;
        }

        private static string Sha(byte[] bytes) => Convert.ToHexString(SHA256.HashData(bytes));

        private static BigInteger Int(string hex) => BigInteger.Parse($"0{hex}", NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }
}
