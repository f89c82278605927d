using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using CognitoStack.Local.UserPools.Passwords;
using CsCheck;

namespace CognitoStack.Local.Tests.UserPools;

public sealed class PasswordMathTests
{
    private const string Rfc6238Secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    [Fact]
    public void The_multiplier_is_the_one_of_Cognitos_clients() =>
        Assert.Equal("538282c4354742d7cbbde2359fcf67f9f5b3a6b08791e5011b43b8a5b66d9ee6", SrpGroup.Hex(SrpGroup.K));

    // Computed with Node from the formulas of amazon-cognito-identity-js: one salt begins with zeros, one with a bit that calls for a zero in front.
    [Theory]
    [InlineData(
        "00f1e2d3c4b5a69788796a5b4c3d2e1f",
        "f1e2d3c4b5a69788796a5b4c3d2e1f",
        "4d87217b7af6928a9f17f172c63168cf7ec042b3d4c94b493fdeda28b3b33654"
    )]
    [InlineData(
        "f1e2d3c4b5a69788796a5b4c3d2e1f00",
        "f1e2d3c4b5a69788796a5b4c3d2e1f00",
        "3651f34c83842dc5452673624bc81a61694d6503e747c678ce41172af28bde79"
    )]
    public void Verifiers_are_those_that_the_reference_computes(string salt, string written, string hashOfVerifier)
    {
        var (madeSalt, verifier) = Srp.Enrol("Pool12345", "ann", "Correct-horse-7", Convert.FromHexString(salt));
        Assert.Equal((written, hashOfVerifier), (madeSalt, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(verifier)))));
    }

    [Fact]
    public void Powers_are_those_of_dotnets_numbers() =>
        Gen.Select(Number(500), Number(64))
            .Sample(
                (value, exponent) =>
                    Assert.Equal(BigInteger.ModPow(value, exponent, SrpGroup.N), ModularPower.Of(value, exponent, SrpGroup.N)),
                iter: 50
            );

    private static Gen<BigInteger> Number(int longest) => Gen.Byte.Array[0, longest].Select(bytes => SrpGroup.Number(bytes));

    // RFC 6238, appendix B, the last six of its eight digits.
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void One_time_passwords_are_those_of_the_RFC(long seconds, string code) =>
        Assert.Equal(seconds / 30, OneTimePasswords.StepOf(Rfc6238Secret, code, DateTimeOffset.FromUnixTimeSeconds(seconds)));

    [Fact]
    public void A_one_time_password_is_good_one_step_early_or_late()
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);
        var step = now.ToUnixTimeSeconds() / 30;
        Assert.Equal(
            [null, step - 1, step, step + 1, null],
            Enumerable
                .Range(-2, 5)
                .Select(i => OneTimePasswords.StepOf(Rfc6238Secret, AuthenticatorApp.Code(Rfc6238Secret, now.AddSeconds(30 * i)), now))
        );
        Assert.Null(OneTimePasswords.StepOf(Rfc6238Secret, "", now));
    }

    [Fact]
    public void Temporary_passwords_conform_with_the_strictest_policy()
    {
        var policy = new CognitoStack.Local.UserPools.Settings.PasswordPolicy { MinimumLength = 99 };
        for (var i = 0; i < 100; i++)
            policy.Check(PasswordMaker.Password(policy));
        Assert.Equal(6, int.Parse(PasswordMaker.Code(), CultureInfo.InvariantCulture).ToString("D6", CultureInfo.InvariantCulture).Length);
    }
}
