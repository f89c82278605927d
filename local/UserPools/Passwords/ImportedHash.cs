using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;

namespace CognitoStack.Local.UserPools.Passwords;

/// <summary>What another system kept of a password, in the form that its libraries write: bcrypt's own, and PHC strings of the others.</summary>
/// <remarks>Source: "PHC string format" (https://github.com/P-H-C/phc-string-format/blob/master/phc-sf-spec.md). Which kinds there are is Amazon Cognito's, "CreateUserImportJob".
/// AWS's page on their form could not be read; nor does it bound costs here.</remarks>
internal static partial class ImportedHash
{
    public const string Bcrypt = "BCRYPT",
        Scrypt = "SCRYPT",
        Argon2Id = "ARGON2ID",
        Pbkdf2 = "PBKDF2_SHA256";
    private const string Prefix = "imported:";

    // What is kept must not take this machine down: a gigabyte, and some seconds.
    private const int MostMemory = 1 << 20,
        MostRounds = 10_000_000;

    public static readonly string[] Kinds = [Bcrypt, Scrypt, Argon2Id, Pbkdf2];

    /// <summary>Whether what is kept of a password is such a hash.</summary>
    public static bool Is(string kept) => kept.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>A hash as it is kept.</summary>
    /// <exception cref="FormatException">It is none of the kind.</exception>
    public static string Keep(string kind, string hash)
    {
        _ = Checker(kind, hash);
        return $"{Prefix}{kind}:{hash}";
    }

    /// <summary>Whether this is the password.</summary>
    public static bool IsRight(string kept, string password)
    {
        var parts = kept.Split(':', 3);
        return Checker(parts[1], parts[2])(password);
    }

    private static Func<string, bool> Checker(string kind, string hash) =>
        kind switch
        {
            Bcrypt when BcryptForm().IsMatch(hash) => password =>
                // 2x marks hashes of a faulty library, which would not be right for anybody.
                !hash.StartsWith("$2x$", StringComparison.Ordinal) && OpenBsdBCrypt.CheckPassword(hash, password.ToCharArray()),
            Argon2Id when Argon2Form().Match(hash) is { Success: true } m && Number(m, "m") <= MostMemory => password =>
                Same(m, size => Argon2(password, Bytes(m, "salt"), Number(m, "m"), Number(m, "t"), Number(m, "p"), size)),
            Scrypt when ScryptForm().Match(hash) is { Success: true } m && Number(m, "ln") + Math.Log2(Number(m, "r")) <= 23 => password =>
                Same(
                    m,
                    size =>
                        SCrypt.Generate(
                            Encoding.UTF8.GetBytes(password),
                            Bytes(m, "salt"),
                            1 << Number(m, "ln"),
                            Number(m, "r"),
                            Number(m, "p"),
                            size
                        )
                ),
            Pbkdf2 when Pbkdf2Form().Match(hash) is { Success: true } m && Number(m, "i") is > 0 and <= MostRounds => password =>
                Same(m, size => Rfc2898DeriveBytes.Pbkdf2(password, Bytes(m, "salt"), Number(m, "i"), HashAlgorithmName.SHA256, size)),
            _ => throw new FormatException($"The password hash is not one of {kind}."),
        };

    private static byte[] Argon2(string password, byte[] salt, int memory, int passes, int lanes, int size)
    {
        var generator = new Argon2BytesGenerator();
        generator.Init(
            new Argon2Parameters.Builder(Argon2Parameters.Argon2id)
                .WithVersion(Argon2Parameters.Version13)
                .WithSalt(salt)
                .WithMemoryAsKB(memory)
                .WithIterations(passes)
                .WithParallelism(lanes)
                .Build()
        );
        var derived = new byte[size];
        generator.GenerateBytes(Encoding.UTF8.GetBytes(password), derived);
        return derived;
    }

    private static bool Same(Match hash, Func<int, byte[]> derive)
    {
        var wanted = Bytes(hash, "hash");
        return CryptographicOperations.FixedTimeEquals(derive(wanted.Length), wanted);
    }

    private static int Number(Match match, string name) => int.Parse(match.Groups[name].Value, CultureInfo.InvariantCulture);

    // Base64 without the signs that fill it up; passlib writes a dot for the plus.
    private static byte[] Bytes(Match match, string name)
    {
        var text = match.Groups[name].Value.Replace('.', '+');
        return Convert.FromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='));
    }

    [GeneratedRegex(@"^\$2[abxy]\$(0[4-9]|[12]\d|3[01])\$[./A-Za-z0-9]{53}$")]
    private static partial Regex BcryptForm();

    [GeneratedRegex(
        @"^\$argon2id\$v=19\$m=(?<m>\d{1,7}),t=(?<t>\d{1,3}),p=(?<p>\d{1,2})\$(?<salt>[A-Za-z0-9+/]{11,86})\$(?<hash>[A-Za-z0-9+/]{16,172})$"
    )]
    private static partial Regex Argon2Form();

    [GeneratedRegex(
        @"^\$scrypt\$ln=(?<ln>[1-9]|1\d|2[0-3]),r=(?<r>[1-9]\d?),p=(?<p>[1-9]\d?)\$(?<salt>[A-Za-z0-9+/]{11,86})\$(?<hash>[A-Za-z0-9+/]{16,172})$"
    )]
    private static partial Regex ScryptForm();

    [GeneratedRegex(
        @"^\$pbkdf2-sha256\$(?:i=)?(?<i>\d{1,8})(?:,l=\d{1,3})?\$(?<salt>[A-Za-z0-9+/.]{2,172})\$(?<hash>[A-Za-z0-9+/.]{16,172})$"
    )]
    private static partial Regex Pbkdf2Form();
}
