using System.Text.Json.Nodes;
using CognitoStack.Local.Deployment;

namespace CognitoStack.Local.Tests.UserPools;

/// <summary>Web ACLs before the pool of tests.</summary>
internal static class WebAcls
{
    public const string Arn = "arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/tests/1";
    public const string LogGroup = "aws-waf-logs-tests";

    /// <summary>A web ACL with rules, in their order, that allows whatever none of them decides; with its association and its log.</summary>
    public static IEnumerable<Resource> With(params (string Name, string Statement, string Action)[] rules) =>
        [
            Templates.Resource(
                "AWS::WAFv2::WebACL",
                "Acl",
                new()
                {
                    ["Name"] = "tests",
                    ["Scope"] = "REGIONAL",
                    ["DefaultAction"] = new JsonObject { ["Allow"] = new JsonObject() },
                    ["VisibilityConfig"] = Visible("tests"),
                    ["Rules"] = new JsonArray([.. rules.Select((rule, i) => Rule(i, rule.Name, rule.Statement, rule.Action))]),
                },
                Arn
            ),
            Templates.Resource(
                "AWS::WAFv2::WebACLAssociation",
                "Association",
                new() { ["ResourceArn"] = Templates.PoolArn, ["WebACLArn"] = Arn }
            ),
            Templates.Resource(
                "AWS::WAFv2::LoggingConfiguration",
                "Logging",
                new()
                {
                    ["ResourceArn"] = Arn,
                    ["LogDestinationConfigs"] = new JsonArray($"arn:aws:logs:eu-west-1:111122223333:log-group:{LogGroup}"),
                    ["RedactedFields"] = JsonNode.Parse("""[{ "QueryString": {} }, { "SingleHeader": { "Name": "Cookie" } }]"""),
                }
            ),
        ];

    /// <summary>A set of addresses.</summary>
    public static Resource Set(string name, params string[] ranges) =>
        Templates.Resource(
            "AWS::WAFv2::IPSet",
            name,
            new() { ["Addresses"] = new JsonArray([.. ranges.Select(r => (JsonNode)r)]), ["Scope"] = "REGIONAL" },
            SetArn(name)
        );

    public static string InSet(string name) => $$"""{ "IPSetReferenceStatement": { "Arn": "{{SetArn(name)}}" } }""";

    public static string Elsewhere(string country) =>
        $$"""{ "NotStatement": { "Statement": { "GeoMatchStatement": { "CountryCodes": ["{{country}}"] } } } }""";

    public static string Rate(int limit) =>
        $$"""{ "RateBasedStatement": { "AggregateKeyType": "IP", "EvaluationWindowSec": 300, "Limit": {{limit}} } }""";

    /// <summary>AWS's common rules; those that are named only count.</summary>
    public static string Common(params string[] counting) =>
        $$"""
            { "ManagedRuleGroupStatement": { "VendorName": "AWS", "Name": "AWSManagedRulesCommonRuleSet", "RuleActionOverrides": [{{string.Join(
                ',',
                counting.Select(rule => $$"""{ "Name": "{{rule}}", "ActionToUse": { "Count": {} } }""")
            )}}] } }
            """;

    private static string SetArn(string name) => $"arn:aws:wafv2:eu-west-1:111122223333:regional/ipset/{name}/1";

    private static JsonObject Rule(int priority, string name, string statement, string action)
    {
        var parsed = JsonNode.Parse(statement)!.AsObject();
        return new()
        {
            ["Name"] = name,
            ["Priority"] = priority,
            ["VisibilityConfig"] = Visible(name),
            [parsed.ContainsKey("ManagedRuleGroupStatement") ? "OverrideAction" : "Action"] = new JsonObject
            {
                [action] = new JsonObject(),
            },
            ["Statement"] = parsed,
        };
    }

    private static JsonObject Visible(string metric) => new() { ["CloudWatchMetricsEnabled"] = true, ["MetricName"] = metric };
}
