using CognitoStack.Operate.Users;

namespace CognitoStack.Operate.Tests;

public sealed class UserCsvTests
{
    private static readonly string[] Header = ["cognito:username", "email", "email_verified", "name", "birthdate", "cognito:mfa_enabled"];

    private static readonly PoolFacts Pool = new()
    {
        Id = "p",
        Users = 0,
        Mfa = "OPTIONAL",
        UsernameAttributes = ["email"],
        AutoVerified = ["email"],
        Attributes = new HashSet<string>(),
    };

    [Fact]
    public void A_user_comes_back_as_it_went()
    {
        var user = User(("name", "Doe, Ünï, \"x\""), ("birthdate", "1985-02-01"));

        var read = UserCsv.Read(Header, UserCsv.Write(Header, Pool, user));

        Assert.Null(UserCsv.Unfit(Pool, user));
        Assert.Equal(user.Attributes, read.Attributes);
        Assert.Contains("02/01/1985", UserCsv.Write(Header, Pool, user), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("name", "two\nlines")]
    [InlineData("name", " around ")]
    [InlineData("name", @"back\,slash")]
    [InlineData("name", @"end\")]
    [InlineData("email_verified", "false")]
    [InlineData("birthdate", "February")]
    [InlineData("name", null)]
    public void What_the_file_would_change_is_not_for_a_job(string name, string? value) =>
        Assert.NotNull(UserCsv.Unfit(Pool, User((name, value ?? new string(',', 8_000)))));

    [Theory]
    [InlineData("OFF", "false")]
    [InlineData("OPTIONAL", "true")]
    [InlineData("ON", "true")]
    public void Text_messages_as_a_second_factor_are_said_as_the_pool_wants_it(string mfa, string said)
    {
        var row = UserCsv.Write(Header, Pool with { Mfa = mfa }, User() with { Mfa = ["SMS_MFA"] });

        Assert.EndsWith($",{said}", row, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("BCRYPT", "$2b$12$abcdefghijklmnopqrstuuNq8V.6a1nY1NIlQ0pS5R1YZC9F8HQzK", true)]
    [InlineData("BCRYPT", "$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA", false)]
    [InlineData("ARGON2ID", "$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA", true)]
    [InlineData("ARGON2ID", null, false)]
    [InlineData("SCRYPT", "$scrypt$ln=17,r=8,p=1$c2FsdA$aGFzaA", true)]
    [InlineData("PBKDF2_SHA256", "$pbkdf2-sha256$i=600000$c2FsdA$aGFzaA", true)]
    [InlineData("PBKDF2_SHA256", "5f4dcc3b5aa765d61d8327deb882cf99", false)]
    public void A_hash_is_known_by_its_form(string kind, string? hash, bool isOne) => Assert.Equal(isOne, PasswordHashes.IsOf(kind, hash));

    private static UserLine User(params (string Name, string Value)[] attributes)
    {
        var all = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["email"] = "a@example.com", ["email_verified"] = "true" };
        foreach (var (name, value) in attributes)
            all[name] = value;
        return new() { Username = "a", Attributes = all };
    }
}
