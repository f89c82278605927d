using CognitoStack.Local.Http;
using CognitoStack.Local.Logs;

namespace CognitoStack.Local.Tests.Logs;

public sealed class JsonPatternTests
{
    private const string Line =
        """{"level":"ERROR","reason":"emailDomainDenied","latency":1500,"ok":true,"none":null,"user":{"sub name":"a \"quoted\" one"},"tags":["x",{"y":2}]}""";

    [Theory]
    [InlineData("{ $.level = \"ERROR\" || $.level = \"WARN\" }", true)]
    [InlineData("{ $.level = \"INFO\" || $.level = \"WARN\" }", false)]
    [InlineData("{$.level=ERROR&&$.latency>1000}", true)]
    [InlineData("{ $.level = \"ERROR\" && $.latency <= 1000 }", false)]
    [InlineData("{ $.reason = * }", true)]
    [InlineData("{ $.absent = * }", false)]
    [InlineData("{ $.reason = \"email*\" }", true)]
    [InlineData("{ $.reason = \"mail*\" }", false)]
    [InlineData("{ $.reason != \"denyListed\" }", true)]
    [InlineData("{ $.absent != \"denyListed\" }", false)]
    [InlineData("{ $.latency = 1500.0 }", true)]
    [InlineData("{ $.ok IS TRUE && $.none IS NULL }", true)]
    [InlineData("{ $.ok IS FALSE }", false)]
    [InlineData("{ $.absent NOT EXISTS }", true)]
    [InlineData("{ $.none NOT EXISTS }", false)]
    [InlineData("{ $.user[\"sub name\"] = \"a \\\"quoted\\\" one\" }", true)]
    [InlineData("{ $.tags[0] = x && ($.tags[1].y = 2 || $.tags[9] = 1) }", true)]
    [InlineData("{ $.user = * }", false)]
    public void Fields_are_compared(string pattern, bool matches) => Assert.Equal(matches, new FilterPattern(pattern).Matches(Line));

    [Theory]
    [InlineData("REPORT RequestId: x")]
    [InlineData("{ $.level")]
    [InlineData("[1]")]
    public void What_is_no_JSON_has_no_fields(string line) => Assert.False(new FilterPattern("{ $.level = * }").Matches(line));

    [Theory]
    [InlineData("{ $.a = 1")]
    [InlineData("{ a = 1 }")]
    [InlineData("{ $.a = }")]
    [InlineData("{ $.a > x }")]
    [InlineData("{ $.a = %x% }")]
    [InlineData("{ ($.a = 1 }")]
    [InlineData("{ $.a = 1 $.b = 2 }")]
    [InlineData("{}")]
    public void What_is_not_understood_is_rejected(string pattern) => Assert.Throws<AwsException>(() => new FilterPattern(pattern));
}
