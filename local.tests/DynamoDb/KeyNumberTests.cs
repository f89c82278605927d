using System.Numerics;
using CognitoStack.Local.DynamoDb;
using CsCheck;

namespace CognitoStack.Local.Tests.DynamoDb;

/// <summary>Number keys as policies see them.</summary>
public sealed class KeyNumberTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("-0.00", "0")]
    [InlineData("0e9", "0")]
    [InlineData("007", "7")]
    [InlineData("1.0", "1")]
    [InlineData("+1", "1")]
    [InlineData("10e-1", "1")]
    [InlineData("-.5", "-0.5")]
    [InlineData("5.", "5")]
    [InlineData("1E+3", "1000")]
    [InlineData("1.5e-3", "0.0015")]
    [InlineData("12345678901234567890123456789012345678", "12345678901234567890123456789012345678")]
    [InlineData("1234567890123456789.0123456789012345678", "1234567890123456789.0123456789012345678")]
    [InlineData(
        "0.00000000000000000000000000000000000000000012345678901234567890123456789012345678",
        "0.00000000000000000000000000000000000000000012345678901234567890123456789012345678"
    )]
    [InlineData("one", "one")]
    [InlineData("", "")]
    [InlineData(".", ".")]
    [InlineData("1e999999999", "1e999999999")]
    public void A_number_has_one_text(string text, string expected) => Assert.Equal(expected, KeyNumber.Plain(text));

    [Fact]
    public void However_a_number_is_written_its_text_is_the_same_and_another_numbers_is_not() =>
        Gen.Select(Gen.ULong, Gen.ULong[0, 999_999_999_999_999_999], Gen.Int[-100, 80], Gen.Int[0, 5], Gen.Bool)
            .Sample(
                (high, low, exponent, zeros, isNegative) =>
                {
                    var digits = (new BigInteger(high) * 1_000_000_000_000_000_000 + low).ToString(
                        System.Globalization.CultureInfo.InvariantCulture
                    );
                    var sign = isNegative ? "-" : string.Empty;
                    var plain = KeyNumber.Plain($"{sign}{digits}e{exponent}");
                    Assert.Equal(
                        plain,
                        KeyNumber.Plain($"{sign}{new string('0', zeros)}{digits}{new string('0', zeros)}e{exponent - zeros}")
                    );
                    Assert.Equal(
                        plain,
                        KeyNumber.Plain($"{sign}{digits[0]}.{digits[1..]}{new string('0', zeros)}e{exponent + digits.Length - 1}")
                    );
                    Assert.Equal(plain, KeyNumber.Plain(plain));
                    Assert.NotEqual(plain, KeyNumber.Plain($"{sign}{digits}1e{exponent - 1}"));
                }
            );
}
