using System.Text.Json.Nodes;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Http;
using CognitoStack.Local.Logs;
using CognitoStack.Templates.Firewall;

namespace CognitoStack.Local.Firewall;

/// <summary>Logs what a web ACL decides to the log group that its template names, without the fields that are to be redacted.</summary>
/// <remarks>Source: AWS WAF Developer Guide, "Log fields for protection pack (web ACL) traffic". https://docs.aws.amazon.com/waf/latest/developerguide/logging-fields.html</remarks>
internal sealed class FirewallLog(ILogs logs, TimeProvider time)
{
    private const string Redacted = "REDACTED";

    public void Write(Deployed deployed, WebAcl acl, InspectedRequest request, WebVerdict verdict)
    {
        foreach (var logging in deployed.OfType("AWS::WAFv2::LoggingConfiguration").Where(l => l.Text("ResourceArn") == acl.Resource.Arn))
        foreach (var destination in (logging.Properties["LogDestinationConfigs"] as JsonArray ?? []).Select(d => d!.ToString()))
            logs.Put(
                LogGroups.NameOf(destination),
                $"{deployed.Region}_{acl.Label}_0",
                Json.Text(Line(acl, request, verdict, Hidden(logging)))
            );
    }

    private JsonObject Line(WebAcl acl, InspectedRequest request, WebVerdict verdict, HashSet<string> hidden) =>
        new()
        {
            ["timestamp"] = time.GetUtcNow().ToUnixTimeMilliseconds(),
            ["formatVersion"] = 1,
            ["webaclId"] = acl.Resource.Arn,
            ["terminatingRuleId"] = verdict.Rule ?? "Default_Action",
            ["terminatingRuleType"] = acl.Find(verdict.Rule)?["Statement"] switch
            {
                JsonObject s when s.ContainsKey("RateBasedStatement") => "RATE_BASED",
                JsonObject s when s.ContainsKey("ManagedRuleGroupStatement") => "MANAGED_RULE_GROUP",
                _ => "REGULAR",
            },
            ["action"] = verdict.Passes ? "ALLOW" : "BLOCK",
            ["terminatingRuleMatchDetails"] = new JsonArray(),
            ["httpSourceName"] = "COGNITOIDP",
            ["ruleGroupList"] = new JsonArray([
                .. acl
                    .Rules.Select(r => (Name: r["Name"]!.ToString(), Group: r["Statement"]!["ManagedRuleGroupStatement"]))
                    .Where(r => r.Group is not null)
                    .Select(r => Group(r.Name, $"{r.Group!["VendorName"]}#{r.Group["Name"]}", r.Group["Name"]!.ToString(), verdict)),
            ]),
            ["rateBasedRuleList"] = new JsonArray(),
            ["nonTerminatingMatchingRules"] = new JsonArray([.. verdict.Counted.Where(c => acl.Find(c) is not null).Select(Counted)]),
            ["httpRequest"] = new JsonObject
            {
                ["clientIp"] = request.Address.ToString(),
                ["country"] = request.Country ?? "-",
                ["headers"] = new JsonArray([.. Headers(request, hidden)]),
                ["uri"] = hidden.Contains("UriPath") ? Redacted : request.Path,
                ["args"] = hidden.Contains("QueryString") ? Redacted : request.Query,
                ["httpVersion"] = "HTTP/1.1",
                ["httpMethod"] = hidden.Contains("Method") ? Redacted : request.Method,
                ["requestId"] = request.Id,
            },
        };

    private static JsonObject Group(string rule, string id, string group, WebVerdict verdict) =>
        new()
        {
            ["ruleGroupId"] = id,
            ["terminatingRule"] =
                verdict.Rule == rule && verdict.Matched is { } matched
                    ? new JsonObject { ["ruleId"] = matched, ["action"] = verdict.Passes ? "ALLOW" : "BLOCK" }
                    : null,
            ["nonTerminatingMatchingRules"] = new JsonArray([.. verdict.Counted.Where(c => ManagedRules.Has(group, c)).Select(Counted)]),
        };

    private static JsonObject Counted(string rule) =>
        new()
        {
            ["ruleId"] = rule,
            ["action"] = "COUNT",
            ["ruleMatchDetails"] = new JsonArray(),
        };

    // Cognito passes no confidential header on to AWS WAF; these two are what its rules look at.
    private static IEnumerable<JsonObject> Headers(InspectedRequest request, HashSet<string> hidden) =>
        from header in new[] { (Name: "user-agent", Value: request.UserAgent), (Name: "cookie", Value: request.Cookie) }
        where header.Value is not null
        select new JsonObject
        {
            ["name"] = header.Name,
            ["value"] = hidden.Contains($"SingleHeader.{header.Name}") ? Redacted : header.Value,
        };

    private static HashSet<string> Hidden(Resource logging) =>
        [
            .. (logging.Properties["RedactedFields"] as JsonArray ?? [])
                .Select(f => f!.AsObject().Single())
                .Select(f => f.Key == "SingleHeader" ? $"SingleHeader.{f.Value!["Name"]!.ToString().ToLowerInvariant()}" : f.Key),
        ];
}
