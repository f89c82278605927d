using CognitoStack.Local.UserPools.Passwords;

namespace CognitoStack.Local.Tests.UserPools;

/// <summary>Hashes that other programs have made: crypt of the C library, Python's hashlib, Argon2's own.</summary>
public sealed class ImportedHashTests
{
    private const string Password = "Correct-horse-7";

    public static TheoryData<string, string> Hashes =>
        new()
        {
            { "BCRYPT", "$2b$05$abcdefghijklmnopqrstuuj/aLJy6Mhdgy3.JJ.sKgEx3joSKoG.m" },
            { "BCRYPT", "$2a$05$abcdefghijklmnopqrstuuj/aLJy6Mhdgy3.JJ.sKgEx3joSKoG.m" },
            { "BCRYPT", "$2y$05$abcdefghijklmnopqrstuuj/aLJy6Mhdgy3.JJ.sKgEx3joSKoG.m" },
            { "SCRYPT", "$scrypt$ln=10,r=8,p=1$MDEyMzQ1Njc4OWFiY2RlZg$vYCHmb80OYKarxtoPb/m3FYzH6wckBOzH3azatWu2MY" },
            { "PBKDF2_SHA256", "$pbkdf2-sha256$1000$MDEyMzQ1Njc4OWFiY2RlZg$kiN9xyIEllLfPIR+bw0fySF8Xpu4trw7q0NXlM4FFpI" },
            { "PBKDF2_SHA256", "$pbkdf2-sha256$i=1000,l=32$MDEyMzQ1Njc4OWFiY2RlZg$kiN9xyIEllLfPIR+bw0fySF8Xpu4trw7q0NXlM4FFpI" },
        };

    [Theory]
    [MemberData(nameof(Hashes))]
    public void The_password_of_a_hash_is_right_and_no_other(string kind, string hash)
    {
        var kept = ImportedHash.Keep(kind, hash);

        Assert.True(ImportedHash.IsRight(kept, Password));
        Assert.False(ImportedHash.IsRight(kept, "Correct-horse-8"));
        Assert.False(ImportedHash.IsRight(kept, ""));
    }

    // A vector of the reference implementation: argon2id, version 19, "password", "somesalt".
    [Theory]
    [InlineData("password", true)]
    [InlineData("passwore", false)]
    public void The_vector_of_Argon2s_authors_holds(string password, bool isRight)
    {
        var kept = ImportedHash.Keep("ARGON2ID", "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc");

        Assert.Equal(isRight, ImportedHash.IsRight(kept, password));
    }

    [Theory]
    [InlineData("BCRYPT", "")]
    [InlineData("BCRYPT", "$2b$05$short")]
    [InlineData("BCRYPT", "$2b$99$abcdefghijklmnopqrstuuj/aLJy6Mhdgy3.JJ.sKgEx3joSKoG.m")]
    [InlineData("ARGON2ID", "$argon2i$v=19$m=1024,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg$vYCHmb80OYKarxtoPb/m3FYzH6wckBOzH3azatWu2MY")]
    [InlineData("ARGON2ID", "$argon2id$v=19$m=9999999,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg$vYCHmb80OYKarxtoPb/m3FYzH6wckBOzH3azatWu2MY")]
    [InlineData("SCRYPT", "$scrypt$ln=23,r=99,p=1$MDEyMzQ1Njc4OWFiY2RlZg$vYCHmb80OYKarxtoPb/m3FYzH6wckBOzH3azatWu2MY")]
    [InlineData("PBKDF2_SHA256", "$pbkdf2-sha256$0$MDEyMzQ1Njc4OWFiY2RlZg$kiN9xyIEllLfPIR+bw0fySF8Xpu4trw7q0NXlM4FFpI")]
    [InlineData("PBKDF2_SHA256", "$pbkdf2$1000$MDEyMzQ1Njc4OWFiY2RlZg$kiN9xyIEllLfPIR+bw0fySF8Xpu4trw7q0NXlM4FFpI")]
    [InlineData("MD5", "5f4dcc3b5aa765d61d8327deb882cf99")]
    public void What_is_no_hash_of_the_kind_is_rejected(string kind, string hash) =>
        Assert.Throws<FormatException>(() => ImportedHash.Keep(kind, hash));
}
