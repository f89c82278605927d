using System.Net;
using System.Text.Json.Nodes;
using CognitoStack.Templates.Firewall;

namespace CognitoStack.Templates.Tests.Firewall;

/// <summary>A web ACL judges rule by rule, until one allows or blocks.</summary>
public sealed class WebAclTests
{
    private const string Allow = """ "Action": { "Allow": {} } """;
    private const string Block = """ "Action": { "Block": {} } """;
    private const string Count = """ "Action": { "Count": {} } """;
    private const string Germany = """ "Statement": { "GeoMatchStatement": { "CountryCodes": ["DE"] } } """;
    private const string Elsewhere =
        """ "Statement": { "NotStatement": { "Statement": { "GeoMatchStatement": { "CountryCodes": ["DE"] } } } } """;
    private const string Common =
        """ "Statement": { "ManagedRuleGroupStatement": { "VendorName": "AWS", "Name": "AWSManagedRulesCommonRuleSet" } }, "OverrideAction": { "None": {} } """;

    [Fact]
    public void Without_a_rule_that_matches_the_default_decides()
    {
        Assert.Equal((true, null), Judged("Allow", Request()));
        Assert.Equal((false, null), Judged("Block", Request()));
    }

    [Fact]
    public void The_lowest_priority_decides_and_not_the_order_in_the_template() =>
        Assert.Equal(
            (true, "first"),
            Judged(
                "Block",
                Request(),
                $$"""{ "Name": "second", "Priority": 7, {{Germany}}, {{Block}} }""",
                $$"""{ "Name": "first", "Priority": 2, {{Germany}}, {{Allow}} }"""
            )
        );

    [Fact]
    public void A_rule_that_counts_lets_the_next_one_decide()
    {
        var verdict = Judge(
            "Allow",
            Request(),
            0,
            $$"""{ "Name": "counts", "Priority": 0, {{Germany}}, {{Count}} }""",
            $$"""{ "Name": "blocks", "Priority": 1, {{Germany}}, {{Block}} }"""
        );
        Assert.Equal("blocks", verdict.Rule);
        Assert.Equal(["counts"], verdict.Counted);
    }

    [Theory]
    [InlineData("DE", true)]
    [InlineData("FR", false)]
    [InlineData(null, false)]
    public void Where_nobody_knows_the_country_it_is_none_of_the_named_ones(string? country, bool passes) =>
        Assert.Equal(
            passes,
            Judged(
                "Allow",
                Request() with
                {
                    Country = country,
                },
                $$"""{ "Name": "elsewhere", "Priority": 0, {{Elsewhere}}, {{Block}} }"""
            ).Passes
        );

    [Theory]
    [InlineData(99, true)]
    [InlineData(100, false)]
    public void A_rate_blocks_above_its_limit(int before, bool passes) =>
        Assert.Equal(
            passes,
            Judge(
                "Allow",
                Request(),
                before,
                $$"""{ "Name": "rate", "Priority": 0, "Statement": { "RateBasedStatement": { "AggregateKeyType": "IP", "Limit": 100 } }, {{Block}} }"""
            ).Passes
        );

    [Theory]
    [InlineData("203.0.113.9", false)]
    [InlineData("203.0.114.9", true)]
    [InlineData("2001:db8::1", true)]
    public void A_list_blocks_its_addresses(string address, bool passes) =>
        Assert.Equal(
            passes,
            Judged(
                "Allow",
                Request() with
                {
                    Address = IPAddress.Parse(address),
                },
                $$"""{ "Name": "list", "Priority": 0, "Statement": { "IPSetReferenceStatement": { "Arn": { "Fn::GetAtt": ["Set", "Arn"] } } }, {{Block}} }"""
            ).Passes
        );

    [Fact]
    public void A_managed_rule_blocks_counts_or_is_overridden()
    {
        var request = Request() with { UserAgent = null };
        Assert.Equal("NoUserAgent_HEADER", Judge("Allow", request, 0, $$"""{ "Name": "common", "Priority": 0, {{Common}} }""").Matched);
        var counting = Judge(
            "Allow",
            request,
            0,
            $$"""{ "Name": "common", "Priority": 0, {{Common.Replace("\"None\"", "\"Count\"", StringComparison.Ordinal)}} }"""
        );
        Assert.True(counting.Passes);
        Assert.Equal(["common"], counting.Counted);
        var overridden = Judge(
            "Allow",
            request,
            0,
            """{ "Name": "common", "Priority": 0, "OverrideAction": { "None": {} }, "Statement": { "ManagedRuleGroupStatement": { "VendorName": "AWS", "Name": "AWSManagedRulesCommonRuleSet", "RuleActionOverrides": [{ "Name": "NoUserAgent_HEADER", "ActionToUse": { "Count": {} } }] } } }"""
        );
        Assert.True(overridden.Passes);
        Assert.Equal(["NoUserAgent_HEADER"], overridden.Counted);
    }

    [Theory]
    [InlineData("redirect_uri=http%3A%2F%2Flocalhost%3A3000%2Fcallback", "EC2MetaDataSSRF_QUERYARGUMENTS")]
    [InlineData("redirect_uri=http%3A%2F%2F%5B%3A%3A1%5D%3A3000%2F", "EC2MetaDataSSRF_QUERYARGUMENTS")]
    [InlineData("redirect_uri=https%3A%2F%2F203.0.113.7%2F", "GenericRFI_QUERYARGUMENTS")]
    [InlineData("state=..%2F..%2Fetc", "GenericLFI_QUERYARGUMENTS")]
    [InlineData("state=%3CScript%3E", "CrossSiteScripting_QUERYARGUMENTS")]
    [InlineData("redirect_uri=https%3A%2F%2Fa.example%2Fx.log", "RestrictedExtensions_QUERYARGUMENTS")]
    [InlineData("redirect_uri=https%3A%2F%2Fapp.login.example.com%2Fcallback", null)]
    [InlineData("redirect_uri=https%3A%2F%2Fmylocalhost.example.com%2F", null)]
    [InlineData("redirect_uri=acme%3A%2F%2Fcallback", null)]
    public void A_managed_rule_looks_for_what_AWS_says(string query, string? rule) =>
        Assert.Equal(
            rule,
            Judge("Allow", Request() with { Query = query }, 0, $$"""{ "Name": "common", "Priority": 0, {{Common}} }""").Matched
        );

    [Theory]
    [InlineData(
        $$"""{ "Name": "odd", "Priority": 0, "Statement": { "LabelMatchStatement": { "Key": "x", "Scope": "LABEL" } }, {{Block}} }""",
        "The rule odd of the web ACL has a LabelMatchStatement, which nobody here understands."
    )]
    [InlineData(
        $$"""{ "Name": "odd", "Priority": 0, {{Germany}}, "Action": { "Captcha": {} } }""",
        "The rule odd of the web ACL has the action Captcha, which nobody here understands."
    )]
    [InlineData(
        """{ "Name": "odd", "Priority": 0, "OverrideAction": { "None": {} }, "Statement": { "ManagedRuleGroupStatement": { "VendorName": "AWS", "Name": "AWSManagedRulesBotControlRuleSet" } } }""",
        "The rule odd of the web ACL has the Name AWSManagedRulesBotControlRuleSet in a ManagedRuleGroupStatement, which nobody here understands."
    )]
    [InlineData(
        """{ "Name": "odd", "Priority": 0, "OverrideAction": { "None": {} }, "Statement": { "ManagedRuleGroupStatement": { "VendorName": "AWS", "Name": "AWSManagedRulesCommonRuleSet", "RuleActionOverrides": [{ "Name": "NoUserAgentHEADER", "ActionToUse": { "Count": {} } }] } } }""",
        "The rule odd of the web ACL has the override NoUserAgentHEADER of AWSManagedRulesCommonRuleSet, which nobody here understands."
    )]
    [InlineData(
        $$"""{ "Name": "odd", "Priority": 0, "Statement": { "RateBasedStatement": { "AggregateKeyType": "CUSTOM_KEYS", "Limit": 10 } }, {{Block}} }""",
        "The rule odd of the web ACL has the AggregateKeyType CUSTOM_KEYS in a RateBasedStatement, which nobody here understands."
    )]
    [InlineData(
        $$"""{ "Name": "odd", "Priority": 0, "Statement": { "NotStatement": { "Statement": { "GeoMatchStatement": { "CountryCodes": ["DE"], "ForwardedIPConfig": {} } } } }, {{Block}} }""",
        "The rule odd of the web ACL has ForwardedIPConfig in a GeoMatchStatement, which nobody here understands."
    )]
    public void What_nobody_here_understands_is_no_verdict(string rule, string message) =>
        Assert.Equal(message, Assert.Throws<TemplateException>(() => Judge("Allow", Request(), 0, rule)).Message);

    [Fact]
    public void A_rule_that_nobody_here_understands_can_be_passed_over()
    {
        var acl = Acl(
            "Allow",
            [
                $$"""{ "Name": "odd", "Priority": 0, "Statement": { "LabelMatchStatement": { "Key": "x", "Scope": "LABEL" } }, {{Allow}} }""",
                $$"""{ "Name": "blocks", "Priority": 1, {{Germany}}, {{Block}} }""",
            ],
            associated: true
        )!;
        Assert.Equal("blocks", acl.JudgeUnderstood(Request(), (_, _) => 0).Rule);
        Assert.Equal([("odd", "a LabelMatchStatement")], acl.Flaws);
    }

    [Theory]
    [InlineData("DE", false)]
    [InlineData("FR", true)]
    public void A_rate_counts_what_is_in_its_scope(string country, bool passes)
    {
        var asked = 0;
        var acl = Acl(
            "Allow",
            [
                $$"""{ "Name": "rate", "Priority": 0, "Statement": { "RateBasedStatement": { "AggregateKeyType": "IP", "Limit": 100, "ScopeDownStatement": { "GeoMatchStatement": { "CountryCodes": ["DE"] } } } }, {{Block}} }""",
            ],
            associated: true
        )!;
        var verdict = acl.Judge(
            Request() with
            {
                Country = country,
            },
            (_, _) =>
            {
                asked++;
                return 100;
            }
        );
        Assert.Equal((passes, passes ? 0 : 1), (verdict.Passes, asked));
    }

    [Fact]
    public void A_pool_without_an_association_has_no_firewall() => Assert.Null(Acl("Allow", [], associated: false));

    private static InspectedRequest Request() =>
        new()
        {
            Address = IPAddress.Parse("192.0.2.1"),
            Country = "DE",
            Path = "/login",
            UserAgent = "Mozilla/5.0",
        };

    private static (bool Passes, string? Rule) Judged(string byDefault, InspectedRequest request, params string[] rules)
    {
        var verdict = Judge(byDefault, request, 0, rules);
        return (verdict.Passes, verdict.Rule);
    }

    private static WebVerdict Judge(string byDefault, InspectedRequest request, int before, params string[] rules) =>
        Acl(byDefault, rules, associated: true)!.Judge(request, (_, seconds) => seconds == 300 ? before : 0);

    private static WebAcl? Acl(string byDefault, string[] rules, bool associated)
    {
        var resources = JsonNode
            .Parse(
                $$"""
                {
                  "Pool": { "Type": "AWS::Cognito::UserPool", "Properties": {} },
                  "Set": { "Type": "AWS::WAFv2::IPSet", "Properties": { "Addresses": ["203.0.113.0/24", "2001:db9::/32"], "IPAddressVersion": "IPV4", "Scope": "REGIONAL" } },
                  "Acl": { "Type": "AWS::WAFv2::WebACL", "Properties": { "Name": "acl", "DefaultAction": { "{{byDefault}}": {} }, "Rules": [{{string.Join(
                    ',',
                    rules
                )}}] } }
                }
                """
            )!
            .AsObject();
        if (associated)
            resources["Association"] = JsonNode.Parse(
                """{ "Type": "AWS::WAFv2::WebACLAssociation", "Properties": { "ResourceArn": { "Fn::GetAtt": ["Pool", "Arn"] }, "WebACLArn": { "Fn::GetAtt": ["Acl", "Arn"] } } }"""
            );
        var templates = TemplatesAlone.Read(new Dictionary<string, JsonObject> { ["stack"] = new() { ["Resources"] = resources } });
        return WebAcl.Before(templates.OfType("AWS::Cognito::UserPool").Single(), templates);
    }
}
