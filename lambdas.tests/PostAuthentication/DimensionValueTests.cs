using CognitoStack.Lambda.PostAuthentication;

namespace CognitoStack.Lambda.Tests.PostAuthentication;

public sealed class DimensionValueTests
{
    [Theory]
    [InlineData("Google", "Google")]
    [InlineData("Fabrikam~ (EU) 1", "Fabrikam~ (EU) 1")]
    [InlineData("Zürich", "Z\\u00fcrich")]
    [InlineData("東京", "\\u6771\\u4eac")]
    [InlineData("🔑", "\\ud83d\\udd11")]
    [InlineData("a\tb\u007f", "a\\u0009b\\u007f")]
    [InlineData(null, "UNKNOWN")]
    [InlineData("", "UNKNOWN")]
    [InlineData(" \t", "UNKNOWN")]
    [InlineData("\u3000", "UNKNOWN")]
    public void CloudWatch_takes_the_value(string? value, string expected) => Assert.Equal(expected, DimensionValue.Of(value));

    [Fact]
    public void A_value_that_is_too_long_is_cut_after_it_is_written_in_ASCII()
    {
        Assert.Equal(new string('x', 1024), DimensionValue.Of(new string('x', 1024)));
        Assert.Equal(new string('x', 1024), DimensionValue.Of(new string('x', 1025)));
        Assert.Equal(1024, DimensionValue.Of(new string('ü', 1024)).Length);
    }
}
