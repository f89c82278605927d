using System.Text.Json.Nodes;
using CognitoStack.Assurance.Access;
using CognitoStack.Assurance.Settings;
using CognitoStack.Templates;

namespace CognitoStack.Assurance.Readers;

/// <summary>What the firewall keeps of requests: no codes, tokens and sessions in its log, and no samples, which are whole requests.</summary>
/// <remarks>Source: AWS WAF Developer Guide, "Logging AWS WAF protection pack (web ACL) traffic" and "Viewing a sample of web requests"
/// (https://docs.aws.amazon.com/waf/latest/developerguide/logging.html, …/web-acl-testing-view-sample.html).</remarks>
internal static class FirewallTraces
{
    /// <summary>Codes, states and login hints stand in the query; tokens and sessions in these headers.</summary>
    private static readonly string[] Redacted = ["the query", "authorization", "cookie"];

    /// <summary>What is kept that should not be.</summary>
    public static IEnumerable<Difference> Of(TemplateSet templates)
    {
        foreach (var logging in templates.OfType("AWS::WAFv2::LoggingConfiguration"))
        {
            var left = Redacted.Except((logging.Properties["RedactedFields"]?.AsArray() ?? []).Select(Name));
            foreach (var field in left)
                yield return new(logging.LogicalId, "logs", field, "nothing of it: it is redacted", "all of it", string.Empty);
            foreach (var to in TemplatePolicies.Texts(logging.Properties["LogDestinationConfigs"]).Where(to => !templates.HasLogGroup(to)))
                yield return new(logging.LogicalId, "sends its log to", logging.Type, "a log group of the templates", to, string.Empty);
        }

        foreach (var acl in templates.OfType("AWS::WAFv2::WebACL"))
        foreach (var (path, values) in Leaves.Of(acl))
            if (path.EndsWith("VisibilityConfig.SampledRequestsEnabled", StringComparison.Ordinal) && values is not ["false"])
                yield return new(acl.LogicalId, "keeps samples of requests by", path, "false", string.Join(", ", values), string.Empty);
    }

    private static string Name(JsonNode? field) =>
        field?["QueryString"] is not null ? "the query" : field?["SingleHeader"]?["Name"]?.ToString().ToLowerInvariant() ?? string.Empty;
}
