namespace CognitoStack.Configuration.Tests;

public sealed class FirewallRulesTests
{
    [Theory]
    [InlineData("")]
    [InlineData(""" "mode": "count" """)]
    [InlineData(""" "mode": "off" """)]
    [InlineData(
        """ "rateLimitPer5Minutes": 10, "allowCidrs": ["10.0.0.0/8", "2001:db8::/32"], "blockCidrs": ["203.0.113.7/32"], "countries": ["DE", "GB", "XK"], "managedRules": false, "log": false """
    )]
    [InlineData(""" "blockCidrs": ["0.0.0.0/1", "128.0.0.0/1"] """)]
    public void A_firewall_that_does_something_is_accepted(string waf) => With(waf).IsAccepted();

    [Theory]
    [InlineData("allowCidrs", "10/8", "\"10/8\" is not a range in CIDR notation, such as 203.0.113.0/24 or 2001:db8::/32.")]
    [InlineData("blockCidrs", "203.0.113.7/24", "\"203.0.113.7/24\" has bits behind the first 24. Write 203.0.113.0/24.")]
    [InlineData(
        "blockCidrs",
        "0.0.0.0/0",
        "\"0.0.0.0/0\" is every address, which AWS WAF rejects. Write its two halves if you mean it, such as 0.0.0.0/1 and 128.0.0.0/1."
    )]
    [InlineData(
        "allowCidrs",
        "::/0",
        "\"::/0\" is every address, which AWS WAF rejects. Write its two halves if you mean it, such as 0.0.0.0/1 and 128.0.0.0/1."
    )]
    public void A_range_is_one_that_AWS_WAF_takes(string list, string cidr, string message) =>
        With($$""" "{{list}}": ["{{cidr}}"] """).IsRefused($"$.operations.waf.{list}[0]: {message}");

    [Fact]
    public void An_address_is_let_in_or_kept_out() =>
        With(""" "allowCidrs": ["10.0.0.0/8"], "blockCidrs": ["10.0.0.0/8"] """)
            .IsRefused("$.operations.waf.blockCidrs[0]: \"10.0.0.0/8\" is also in allowCidrs. Remove it from one.");

    [Fact]
    public void More_ranges_than_an_IP_set_holds_are_refused() =>
        With($$""" "blockCidrs": [{{string.Join(',', Enumerable.Range(0, 10_001).Select(i => $"\"10.{i / 256}.{i % 256}.0/24\""))}}] """)
            .IsRefused("$.operations.waf.blockCidrs: has 10,001 ranges; an IP set of AWS WAF allows 10,000. Merge some.");

    [Theory]
    [InlineData("UK", "\"UK\" is no country of ISO 3166. Did you mean \"GB\"?")]
    [InlineData("ZZ", "\"ZZ\" is no country of ISO 3166.")]
    [InlineData("EU", "\"EU\" is no country of ISO 3166.")]
    public void A_country_is_one_of_ISO_3166(string code, string message) =>
        With($$""" "countries": ["DE", "{{code}}"] """).IsRefused($"$.operations.waf.countries[1]: {message}");

    [Fact]
    public void A_statement_has_room_for_50_countries()
    {
        string Countries(int count) =>
            string.Join(", ", CognitoStack.Configuration.Countries.Codes.Order(StringComparer.Ordinal).Take(count).Select(c => $"\"{c}\""));
        With($$""" "countries": [{{Countries(50)}}] """).IsAccepted();
        With($$""" "countries": [{{Countries(51)}}] """)
            .IsRefused("$.operations.waf.countries: has 51 countries; AWS WAF takes 50 in a statement. Remove some.");
    }

    [Fact]
    public void A_country_stands_once() =>
        With(""" "countries": ["DE", "DE"] """).IsRefused("$.operations.waf.countries[1]: \"DE\" is already at [0]. Remove one.");

    [Fact]
    public void To_count_what_no_managed_rule_finds_is_refused() =>
        With(""" "mode": "count", "managedRules": false """)
            .IsRefused(
                "$.operations.waf.mode: \"count\" is about the managed rule groups, and managedRules is false. Remove one of the two."
            );

    [Theory]
    [InlineData(""" "allowCidrs": ["10.0.0.0/8"] """)]
    [InlineData(""" "blockCidrs": ["10.0.0.0/8"] """)]
    [InlineData(""" "countries": ["DE"] """)]
    public void A_firewall_that_is_off_has_no_lists(string list) =>
        With($""" "mode": "off", {list} """)
            .IsRefused(
                "$.operations.waf.mode: \"off\" leaves the firewall away, and with it allowCidrs, blockCidrs and countries. Make it \"block\" or \"count\", or remove those."
            );

    private static Outcome With(string waf) => Given.Environment($$"""{ "operations": { "waf": { {{waf}} } } }""");
}
