using System.Text.Json.Nodes;
using CognitoStack.Tests.Support;

namespace CognitoStack.Tests.Operations;

/// <summary>The firewall before the user pool: what it blocks, in which order, and what it only counts.</summary>
[Collection(SynthesisCollection.Name)]
public sealed class WebFirewallTests(Synthesis synthesis)
{
    [Theory]
    [InlineData(OperatedEnvironments.Everything)]
    [InlineData(OperatedEnvironments.OwnTopic)]
    public void No_rule_pack_and_no_validator_finds_anything(string environment) =>
        Assert.Equal("[]", synthesis.Of(environment).Findings.ToJsonString());

    [Theory]
    [InlineData(
        OperatedEnvironments.Everything,
        "AllowedAddresses Allow",
        "BlockedAddresses Block",
        "OtherCountries Block",
        "Rate Block",
        "CommonRules None",
        "KnownBadInputs None"
    )]
    [InlineData(OperatedEnvironments.OwnTopic, "Rate Block", "CommonRules Count", "KnownBadInputs Count")]
    // Production has a firewall though its file does not say so; its managed rules count.
    [InlineData(Environments.Production, "Rate Block", "CommonRules Count", "KnownBadInputs Count")]
    public void Allowed_addresses_come_first_and_managed_rules_last(string environment, params string[] expected) =>
        Assert.Equal(
            expected,
            Rules(environment)
                .OrderBy(r => r["Priority"]!.GetValue<int>())
                .Select(r => $"{r["Name"]} {(r["Action"] ?? r["OverrideAction"])!.AsObject().Single().Key}")
        );

    [Fact]
    public void Whatever_no_rule_is_about_passes()
    {
        var acl = Acl(OperatedEnvironments.Everything);
        acl.Has("""{ "Scope": "REGIONAL", "DefaultAction": { "Allow": {} } }""");
        synthesis
            .Of(OperatedEnvironments.Everything)
            .Only(TemplateJson.Operations, "AWS::WAFv2::WebACLAssociation")
            .Is("""{ "ResourceArn": "<CognitoStack-watched-Authentication.UserPoolArn>", "WebACLArn": "<AWS::WAFv2::WebACL.Arn>" }""");
    }

    [Fact]
    public void A_rule_looks_at_what_the_file_says()
    {
        var rules = Rules(OperatedEnvironments.Everything).ToDictionary(r => r["Name"]!.ToString(), r => r["Statement"]);
        rules["OtherCountries"].Is("""{ "NotStatement": { "Statement": { "GeoMatchStatement": { "CountryCodes": ["DE", "FR"] } } } }""");
        rules["Rate"].Is("""{ "RateBasedStatement": { "AggregateKeyType": "IP", "EvaluationWindowSec": 300, "Limit": 500 } }""");
        rules["AllowedAddresses"]
            .Is(
                """{ "OrStatement": { "Statements": [{ "IPSetReferenceStatement": { "Arn": "<AWS::WAFv2::IPSet.Arn>" } }, { "IPSetReferenceStatement": { "Arn": "<AWS::WAFv2::IPSet.Arn>" } }] } }"""
            );
        Assert.Equal(
            ["198.51.100.7/32 IPV4", "2001:db8::/32 IPV6", "203.0.113.0/24 IPV4"],
            synthesis
                .Of(OperatedEnvironments.Everything)
                .Properties(TemplateJson.Operations, "AWS::WAFv2::IPSet")
                .Select(s => $"{s["Addresses"]!.AsArray().Single()} {s["IPAddressVersion"]}")
                .Order(StringComparer.Ordinal)
        );
    }

    [Theory]
    [InlineData(
        OperatedEnvironments.Everything,
        "EC2MetaDataSSRF_QUERYARGUMENTS",
        "GenericRFI_QUERYARGUMENTS",
        "NoUserAgent_HEADER",
        "SizeRestrictions_QUERYSTRING",
        "SizeRestrictions_BODY"
    )]
    [InlineData(OperatedEnvironments.OwnTopic)]
    [InlineData(Environments.Production, "NoUserAgent_HEADER")]
    public void Only_managed_rules_that_would_reject_a_sign_in_of_this_environment_count(string environment, params string[] expected)
    {
        var overrides =
            Rules(environment).Single(r => r["Name"]!.ToString() == "CommonRules")["Statement"]!["ManagedRuleGroupStatement"]!
                ["RuleActionOverrides"]
                ?.AsArray()
            ?? [];
        Assert.Equal(expected, overrides.Select(o => o!["Name"]!.ToString()));
        Assert.All(overrides, o => o!["ActionToUse"].Is("""{ "Count": {} }"""));
    }

    [Fact]
    public void What_could_be_a_secret_is_in_no_log_and_no_sample()
    {
        synthesis
            .Of(OperatedEnvironments.Everything)
            .Only(TemplateJson.Operations, "AWS::WAFv2::LoggingConfiguration")["RedactedFields"]
            .Is("""[{ "QueryString": {} }, { "SingleHeader": { "Name": "authorization" } }, { "SingleHeader": { "Name": "cookie" } }]""");
        var visible = Rules(OperatedEnvironments.Everything)
            .Select(r => r["VisibilityConfig"]!)
            .Append(Acl(OperatedEnvironments.Everything)["VisibilityConfig"]!)
            .ToList();
        Assert.Equal(7, visible.Count);
        Assert.All(visible, v => Assert.False(v["SampledRequestsEnabled"]!.GetValue<bool>()));
    }

    [Fact]
    public void The_log_has_the_name_that_AWS_WAF_demands_and_an_ARN_that_it_takes()
    {
        var logging = synthesis.Of(OperatedEnvironments.Everything).Only(TemplateJson.Operations, "AWS::WAFv2::LoggingConfiguration");
        Assert.Equal(
            "arn:aws:logs:eu-west-1:111122223333:log-group:<AWS::Logs::LogGroup VendedLogsFirewall>",
            logging["LogDestinationConfigs"]!.AsArray().Single()!.ToString()
        );
        Assert.Contains(
            synthesis.Of(OperatedEnvironments.Everything).Properties(TemplateJson.Operations, "AWS::Logs::LogGroup"),
            g => g["LogGroupName"]!.ToString().StartsWith("aws-waf-logs-cognitostack-watched-", StringComparison.Ordinal)
        );
        Assert.Empty(synthesis.Of(OperatedEnvironments.OwnTopic).Properties(TemplateJson.Operations, "AWS::WAFv2::LoggingConfiguration"));
    }

    private JsonObject Acl(string environment) => synthesis.Of(environment).Only(TemplateJson.Operations, "AWS::WAFv2::WebACL");

    private IEnumerable<JsonObject> Rules(string environment) => Acl(environment)["Rules"]!.AsArray().Select(r => r!.AsObject());
}
