using System.Text.RegularExpressions;

namespace CognitoStack.Templates.Firewall;

/// <summary>AWS's managed rule groups as far as AWS says what their rules look for. There are more patterns than these; AWS keeps them to itself.</summary>
/// <remarks>Source: AWS WAF Developer Guide, "Baseline rule groups" (https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html).
/// That localhost in a <c>redirect_uri</c> is taken for metadata of EC2: Amazon Cognito Developer Guide, "Associate an AWS WAF web ACL with a user pool".</remarks>
public static partial class ManagedRules
{
    private static readonly Dictionary<string, IReadOnlyList<(string Rule, Func<InspectedRequest, bool> Matches)>> Groups = new()
    {
        ["AWSManagedRulesCommonRuleSet"] =
        [
            ("NoUserAgent_HEADER", r => string.IsNullOrEmpty(r.UserAgent)),
            ("UserAgent_BadBots_HEADER", r => BadBots().IsMatch(r.UserAgent ?? string.Empty)),
            ("SizeRestrictions_QUERYSTRING", r => r.Query.Length > 2048),
            ("SizeRestrictions_Cookie_HEADER", r => r.Cookie?.Length > 10_240),
            ("SizeRestrictions_BODY", r => r.BodyBytes > 8192),
            ("SizeRestrictions_URIPATH", r => r.Path.Length > 1024),
            ("EC2MetaDataSSRF_COOKIE", r => Metadata().IsMatch(r.Cookie ?? string.Empty)),
            ("EC2MetaDataSSRF_URIPATH", r => Metadata().IsMatch(r.Path)),
            ("EC2MetaDataSSRF_QUERYARGUMENTS", r => r.Arguments.Any(Metadata().IsMatch)),
            ("GenericLFI_QUERYARGUMENTS", r => r.Arguments.Any(a => a.Contains("../../", StringComparison.Ordinal))),
            ("GenericLFI_URIPATH", r => r.Path.Contains("../../", StringComparison.Ordinal)),
            ("RestrictedExtensions_URIPATH", r => Restricted().IsMatch(r.Path)),
            ("RestrictedExtensions_QUERYARGUMENTS", r => r.Arguments.Any(Restricted().IsMatch)),
            ("GenericRFI_QUERYARGUMENTS", r => r.Arguments.Any(Remote().IsMatch)),
            ("GenericRFI_URIPATH", r => Remote().IsMatch(r.Path)),
            ("CrossSiteScripting_COOKIE", r => Script().IsMatch(r.Cookie ?? string.Empty)),
            ("CrossSiteScripting_QUERYARGUMENTS", r => r.Arguments.Any(Script().IsMatch)),
            ("CrossSiteScripting_URIPATH", r => Script().IsMatch(r.Path)),
        ],
        ["AWSManagedRulesKnownBadInputsRuleSet"] =
        [
            ("JavaDeserializationRCE_HEADER", r => (r.UserAgent + r.Cookie).Contains(Java, StringComparison.Ordinal)),
            ("JavaDeserializationRCE_URIPATH", r => r.Path.Contains(Java, StringComparison.Ordinal)),
            ("JavaDeserializationRCE_QUERYSTRING", r => r.Arguments.Any(a => a.Contains(Java, StringComparison.Ordinal))),
            ("PROPFIND_METHOD", r => r.Method == "PROPFIND"),
            ("ExploitablePaths_URIPATH", r => r.Path.Contains("web-inf", StringComparison.OrdinalIgnoreCase)),
            ("Log4JRCE_HEADER", r => (r.UserAgent + r.Cookie).Contains(Jndi, StringComparison.OrdinalIgnoreCase)),
            ("Log4JRCE_QUERYSTRING", r => r.Arguments.Any(a => a.Contains(Jndi, StringComparison.OrdinalIgnoreCase))),
            ("Log4JRCE_URIPATH", r => Uri.UnescapeDataString(r.Path).Contains(Jndi, StringComparison.OrdinalIgnoreCase)),
        ],
    };

    private const string Java = "(java.lang.Runtime).getRuntime().exec(";
    private const string Jndi = "${jndi:ldap://";

    /// <summary>The groups whose rules are told here.</summary>
    public static IEnumerable<string> All => Groups.Keys;

    /// <summary>The rules of a group that a request meets; null for a group that nobody here knows.</summary>
    public static IEnumerable<string>? Matching(string group, InspectedRequest request) =>
        Groups.TryGetValue(group, out var rules) ? rules.Where(r => r.Matches(request)).Select(r => r.Rule) : null;

    /// <summary>Whether a group has a rule of a name.</summary>
    public static bool Has(string group, string rule) => Groups.TryGetValue(group, out var rules) && rules.Any(r => r.Rule == rule);

    [GeneratedRegex("nessus|nmap", RegexOptions.IgnoreCase)]
    private static partial Regex BadBots();

    [GeneratedRegex(@"169\.254\.169\.254|(?<![\w.-])(localhost|127\.0\.0\.1|\[::1\])(?![\w.-])", RegexOptions.IgnoreCase)]
    private static partial Regex Metadata();

    [GeneratedRegex(@"\.(log|ini)(?![\w-])", RegexOptions.IgnoreCase)]
    private static partial Regex Restricted();

    [GeneratedRegex(@"(https?|ftps?|file)://(\d{1,3}\.){3}\d{1,3}", RegexOptions.IgnoreCase)]
    private static partial Regex Remote();

    [GeneratedRegex(@"<script", RegexOptions.IgnoreCase)]
    private static partial Regex Script();
}
