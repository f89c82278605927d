using CognitoStack.Lambda.PreAuthentication;

namespace CognitoStack.Lambda.Tests.PreAuthentication;

public sealed class EmailDomainTests
{
    [Theory]
    [InlineData("jane@example.com", "example.com")]
    [InlineData("Jane.Doe+news@EXAMPLE.Com", "example.com")]
    [InlineData("jane@example.com.", "example.com")]
    [InlineData("o'neil@mail.example.co.uk", "mail.example.co.uk")]
    [InlineData("jürgen@example.com", "example.com")]
    [InlineData("jane@xn--bcher-kva.example", "xn--bcher-kva.example")]
    public void A_clean_address_has_a_domain(string address, string domain) => Assert.Equal(domain, EmailDomain.OfAddress(address));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("@")]
    [InlineData("jane")]
    [InlineData("jane@")]
    [InlineData("@example.com")]
    [InlineData("jane@.")]
    [InlineData("jane@example.com..")]
    [InlineData("jane@.example.com")]
    [InlineData("jane@example..com")]
    [InlineData("jane@-example.com")]
    [InlineData("jane@example-.com")]
    [InlineData("jane@exam_ple.com")]
    [InlineData("jane@example.com ")]
    [InlineData(" jane@example.com")]
    [InlineData("jane@example.com\n")]
    [InlineData("jane@example.com\0")]
    [InlineData("jane@[192.0.2.1]")]
    [InlineData("jane@example.com@evil.com")]
    [InlineData("\"jane@example.com\"@evil.com")]
    [InlineData("\"jane@evil.com\"@example.com")]
    [InlineData("jane doe@example.com")]
    [InlineData("jane<jane@example.com")]
    [InlineData("Jane <jane@example.com>")]
    [InlineData("jane@evil.com,jane@example.com")]
    [InlineData("jane@evil.com%00@example.com")]
    [InlineData(".jane@example.com")]
    [InlineData("jane.@example.com")]
    [InlineData("ja..ne@example.com")]
    public void An_address_that_is_not_clean_has_none(string address) => Assert.Null(EmailDomain.OfAddress(address));

    [Theory]
    [InlineData("jane@bücher.example")]
    [InlineData("jane@ex\u0430mple.com")] // a Cyrillic letter
    [InlineData("jane@\uFF45xample.com")] // a full-width letter
    [InlineData("jane@example\u3002com")] // an ideographic full stop
    [InlineData("jane@example.com\u200B")] // a zero-width space
    [InlineData("jane@\u212Aelvin.com")] // the Kelvin sign, whose lower case is k
    [InlineData("jane\uFF20example.com")] // a full-width at sign
    [InlineData("jane\uFF20evil.com@example.com")]
    [InlineData("jane\u202E@example.com")] // right-to-left override
    public void A_look_alike_has_none(string address) => Assert.Null(EmailDomain.OfAddress(address));

    [Fact]
    public void Lengths_are_those_of_mail()
    {
        Assert.NotNull(EmailDomain.OfAddress($"{new string('a', 64)}@{new string('b', 63)}.com"));
        Assert.Null(EmailDomain.OfAddress($"{new string('a', 65)}@example.com"));
        Assert.Null(EmailDomain.OfAddress($"jane@{new string('b', 64)}.com"));
        Assert.Null(EmailDomain.OfAddress($"jane@{string.Join('.', Enumerable.Repeat("label", 50))}"));
    }

    [Theory]
    [InlineData("evil.com", true)]
    [InlineData("mail.evil.com", true)]
    [InlineData("notevil.com", false)]
    [InlineData("evil.com.example.com", false)]
    [InlineData("com", false)]
    public void A_domain_is_within_itself_and_those_above_it(string domain, bool expected) =>
        Assert.Equal(expected, EmailDomain.IsWithin(domain, "evil.com"));
}
