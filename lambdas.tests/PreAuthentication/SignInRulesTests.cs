using CognitoStack.Lambda.PreAuthentication;

namespace CognitoStack.Lambda.Tests.PreAuthentication;

public sealed class SignInRulesTests
{
    private static readonly SignInRules Rules = new() { AllowEmailDomains = ["example.com"], DenyEmailDomains = ["evil.com"] };

    [Fact]
    public void Without_rules_everybody_may_sign_in()
    {
        Assert.Null(new SignInRules().Judge(null, mustBeVerified: true, isVerified: false));
        Assert.Null(new SignInRules().Judge("not an address", mustBeVerified: true, isVerified: false));
    }

    [Fact]
    public void An_allowed_domain_is_let_in() => Assert.Null(Judge("jane@example.com"));

    [Theory]
    [InlineData("jane@example.org", RefusalReason.EmailDomainNotAllowed)]
    [InlineData("jane@team.example.com", RefusalReason.EmailDomainNotAllowed)]
    [InlineData("jane@example.com.evil.org", RefusalReason.EmailDomainNotAllowed)]
    [InlineData("jane@EVIL.com", RefusalReason.EmailDomainDenied)]
    [InlineData("jane@mail.evil.com.", RefusalReason.EmailDomainDenied)]
    [InlineData("jane@example.com@evil.com", RefusalReason.EmailMalformed)]
    [InlineData("", RefusalReason.EmailMalformed)]
    [InlineData("  ", RefusalReason.EmailMalformed)]
    [InlineData(null, RefusalReason.EmailMissing)]
    public void Any_other_is_refused(string? email, RefusalReason reason) => Assert.Equal(reason, Judge(email));

    [Fact]
    public void A_denied_domain_is_refused_even_when_it_is_also_allowed()
    {
        var rules = new SignInRules { AllowEmailDomains = ["mail.evil.com"], DenyEmailDomains = ["evil.com"] };

        Assert.Equal(RefusalReason.EmailDomainDenied, rules.Judge("jane@mail.evil.com", mustBeVerified: true, isVerified: true));
    }

    [Fact]
    public void A_deny_list_alone_lets_in_whoever_has_no_address_but_nobody_with_an_unclear_one()
    {
        var rules = new SignInRules { DenyEmailDomains = ["evil.com"] };

        Assert.Null(rules.Judge(null, mustBeVerified: true, isVerified: true));
        Assert.Null(rules.Judge("jane@example.com", mustBeVerified: true, isVerified: true));
        Assert.Equal(RefusalReason.EmailMalformed, rules.Judge("jane@\uFF45vil.com", mustBeVerified: true, isVerified: true));
    }

    [Fact]
    public void An_unverified_address_is_refused_where_it_has_to_be_verified()
    {
        var rules = Rules with { RequireVerifiedEmail = true };

        Assert.Equal(RefusalReason.EmailNotVerified, rules.Judge("jane@example.com", mustBeVerified: true, isVerified: false));
        Assert.Null(rules.Judge("jane@example.com", mustBeVerified: true, isVerified: true));
        Assert.Null(rules.Judge("jane@example.com", mustBeVerified: false, isVerified: false));
    }

    [Fact]
    public void The_environment_gives_the_rules()
    {
        var rules = Read(
            ("ALLOW_EMAIL_DOMAINS", "example.com, Example.ORG."),
            ("DENY_EMAIL_DOMAINS", "evil.com"),
            ("REQUIRE_VERIFIED_EMAIL", "true")
        );

        Assert.Equal(["example.com", "example.org"], rules.AllowEmailDomains.AsEnumerable());
        Assert.Equal(["evil.com"], rules.DenyEmailDomains.AsEnumerable());
        Assert.True(rules.RequireVerifiedEmail);
    }

    [Fact]
    public void An_empty_or_absent_variable_turns_its_rule_off()
    {
        var empty = Read(("ALLOW_EMAIL_DOMAINS", ""), ("DENY_EMAIL_DOMAINS", ""), ("REQUIRE_VERIFIED_EMAIL", ""));
        foreach (var rules in new[] { Read(), empty })
        {
            Assert.Empty(rules.AllowEmailDomains);
            Assert.Empty(rules.DenyEmailDomains);
            Assert.False(rules.RequireVerifiedEmail);
        }
    }

    [Theory]
    [InlineData("REQUIRE_VERIFIED_EMAIL", "yes")]
    [InlineData("REQUIRE_VERIFIED_EMAIL", "True")]
    [InlineData("ALLOW_EMAIL_DOMAINS", ",")]
    [InlineData("ALLOW_EMAIL_DOMAINS", " ")]
    [InlineData("ALLOW_EMAIL_DOMAINS", "example.com,,example.org")]
    [InlineData("ALLOW_EMAIL_DOMAINS", "@example.com")]
    [InlineData("ALLOW_EMAIL_DOMAINS", "bücher.example")]
    [InlineData("DENY_EMAIL_DOMAINS", "*.evil.com")]
    [InlineData("DENY_EMAIL_DOMAINS", "evil.com;worse.com")]
    public void A_value_that_is_no_rule_is_an_error_that_names_both(string variable, string value)
    {
        var error = Assert.Throws<ConfigurationException>(() => Read((variable, value)));

        Assert.StartsWith($"{variable} is \"{value}\": expected ", error.Message, StringComparison.Ordinal);
    }

    private static RefusalReason? Judge(string? email) => Rules.Judge(email, mustBeVerified: true, isVerified: false);

    private static SignInRules Read(params (string Name, string Value)[] variables) =>
        SignInRules.FromEnvironment(variables.ToDictionary(variable => variable.Name, variable => variable.Value));
}
