using CognitoStack.Local.Deployment;
using CognitoStack.Templates.Firewall;

namespace CognitoStack.Local.Firewall;

/// <summary>What of web ACLs works here, and what does not.</summary>
internal sealed class FirewallSupport : ISupports
{
    private const string NoSamples = "no request is kept as a sample here",
        OwnAnswer = "a request that is blocked gets AWS's own answer here",
        NoTags = "tags decide nothing here";

    /// <inheritdoc/>
    public IEnumerable<Support> Types =>
        [
            new(
                "AWS::WAFv2::WebACL",
                [
                    "DefaultAction.Allow",
                    "DefaultAction.Block",
                    "Description",
                    "Name",
                    "Rules.Action.Allow",
                    "Rules.Action.Block",
                    "Rules.Action.Count",
                    "Rules.Name",
                    "Rules.OverrideAction",
                    "Rules.Priority",
                    .. WebStatements.Paths().Select(path => $"Rules.Statement.{path}").Except(Managed.Keys),
                    "Rules.VisibilityConfig.CloudWatchMetricsEnabled",
                    "Rules.VisibilityConfig.MetricName",
                    "Scope",
                    "VisibilityConfig.CloudWatchMetricsEnabled",
                    "VisibilityConfig.MetricName",
                ],
                new Dictionary<string, string>(Managed)
                {
                    ["DefaultAction.Allow.CustomRequestHandling"] = "no header is added to requests here",
                    ["DefaultAction.Block.CustomResponse"] = OwnAnswer,
                    ["Rules.Action.Allow.CustomRequestHandling"] = "no header is added to requests here",
                    ["Rules.Action.Block.CustomResponse"] = OwnAnswer,
                    ["Rules.Action.Count.CustomRequestHandling"] = "no header is added to requests here",
                    ["Rules.VisibilityConfig.SampledRequestsEnabled"] = NoSamples,
                    ["Tags"] = NoTags,
                    ["VisibilityConfig.SampledRequestsEnabled"] = NoSamples,
                }
            ),
            new(
                "AWS::WAFv2::IPSet",
                ["Addresses", "Description", "IPAddressVersion", "Name", "Scope"],
                new Dictionary<string, string> { ["Tags"] = NoTags }
            ),
            new("AWS::WAFv2::WebACLAssociation", ["ResourceArn", "WebACLArn"], new Dictionary<string, string>()),
            new(
                "AWS::WAFv2::LoggingConfiguration",
                [
                    "LogDestinationConfigs",
                    "RedactedFields.Method",
                    "RedactedFields.QueryString",
                    "RedactedFields.SingleHeader",
                    "RedactedFields.UriPath",
                    "ResourceArn",
                ],
                new Dictionary<string, string>()
            ),
        ];

    /// <summary>Groups of which the rules are known, but not all of what they look for.</summary>
    private static Dictionary<string, string> Managed =>
        WebStatements
            .Paths()
            .Select(path => $"Rules.Statement.{path}")
            .Where(path => ManagedRules.All.Any(group => path.EndsWith($".Name.{group}", StringComparison.Ordinal)))
            .ToDictionary(path => path, _ => "of its rules those about bodies, and what AWS keeps to itself of the others, are not here");
}
