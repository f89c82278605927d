using System.Text.RegularExpressions;

namespace CognitoStack.Operate.Users;

/// <summary>Password hashes of other systems, as Cognito's import jobs name their kinds.</summary>
/// <remarks>Source: Amazon Cognito user pools API Reference, "CreateUserImportJob", PasswordHashingAlgorithm
/// (https://docs.aws.amazon.com/cli/latest/reference/cognito-idp/create-user-import-job.html).</remarks>
internal static partial class PasswordHashes
{
    public const string Bcrypt = "BCRYPT",
        Scrypt = "SCRYPT",
        Argon2Id = "ARGON2ID",
        Pbkdf2 = "PBKDF2_SHA256";

    public static readonly string[] All = [Bcrypt, Scrypt, Argon2Id, Pbkdf2];

    /// <summary>Whether a text is such a hash, so far as its form tells.</summary>
    public static bool IsOf(string kind, string? hash) =>
        hash is not null
        && kind switch
        {
            Bcrypt => BcryptForm().IsMatch(hash),
            Argon2Id => hash.StartsWith("$argon2id$", StringComparison.Ordinal),
            Scrypt => hash.Contains("scrypt$", StringComparison.Ordinal),
            _ => hash.Contains("pbkdf2", StringComparison.OrdinalIgnoreCase),
        };

    /// <summary>What a hash of the kind looks like.</summary>
    public static string Form(string kind) =>
        kind switch
        {
            Bcrypt => "$2b$12$ and 53 characters.",
            Argon2Id => "$argon2id$v=19$m=19456,t=2,p=1$salt$hash.",
            Scrypt => "$scrypt$ln=17,r=8,p=1$salt$hash.",
            _ => "$pbkdf2-sha256$i=600000$salt$hash.",
        };

    [GeneratedRegex(@"^\$2[abxy]\$\d\d\$[./A-Za-z0-9]{53}$")]
    private static partial Regex BcryptForm();
}
