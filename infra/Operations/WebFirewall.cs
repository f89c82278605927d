using Amazon.CDK;
using Amazon.CDK.AWS.WAFv2;
using CognitoStack.Authentication;
using CognitoStack.Configuration;
using Constructs;

namespace CognitoStack.Operations;

/// <summary>Web firewall before the login pages and the API of a user pool (<c>AWS::WAFv2::WebACL</c>).</summary>
/// <remarks>Its rules look at addresses, rates, paths and headers alone: what users type never reaches a web ACL.
/// Source: Amazon Cognito Developer Guide, "Associate an AWS WAF web ACL with a user pool" (https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-waf.html).</remarks>
public sealed class WebFirewall : Construct
{
    private readonly string name;
    private readonly List<CfnWebACL.RuleProperty> rules = [];

    /// <summary>Makes the firewall.</summary>
    public WebFirewall(Construct scope, string id, WebFirewallProps props)
        : base(scope, id)
    {
        var configuration = props.Configuration;
        name = $"CognitoStack-{props.Environment}";
        AddAddresses(
            "AllowedAddresses",
            configuration.AllowCidrs,
            new CfnWebACL.RuleActionProperty { Allow = new CfnWebACL.AllowActionProperty() }
        );
        AddAddresses("BlockedAddresses", configuration.BlockCidrs, Block);
        if (configuration.Countries.Count > 0)
            Add(
                "OtherCountries",
                new CfnWebACL.StatementProperty
                {
                    NotStatement = new CfnWebACL.NotStatementProperty
                    {
                        Statement = new CfnWebACL.StatementProperty
                        {
                            GeoMatchStatement = new CfnWebACL.GeoMatchStatementProperty { CountryCodes = [.. configuration.Countries] },
                        },
                    },
                },
                Block
            );
        Add(
            "Rate",
            new CfnWebACL.StatementProperty
            {
                RateBasedStatement = new CfnWebACL.RateBasedStatementProperty
                {
                    AggregateKeyType = "IP",
                    EvaluationWindowSec = 300,
                    Limit = configuration.RateLimitPer5Minutes,
                },
            },
            Block
        );
        if (configuration.ManagedRules)
        {
            AddManaged("CommonRules", "AWSManagedRulesCommonRuleSet", props.Exceptions, configuration.Mode);
            AddManaged("KnownBadInputs", "AWSManagedRulesKnownBadInputsRuleSet", [], configuration.Mode);
        }

        var acl = new CfnWebACL(
            this,
            "Resource",
            new CfnWebACLProps
            {
                Name = name,
                Description = $"What reaches the user pool of {props.Environment}",
                Scope = "REGIONAL",
                DefaultAction = new CfnWebACL.DefaultActionProperty { Allow = new CfnWebACL.AllowActionProperty() },
                Rules = rules.ToArray(),
                VisibilityConfig = Visible(name),
            }
        );
        _ = new CfnWebACLAssociation(
            this,
            "Association",
            new CfnWebACLAssociationProps { ResourceArn = props.Pool.UserPoolArn, WebAclArn = acl.AttrArn }
        );
        if (configuration.Log)
            AddLog(acl, props.Logs.Add("Firewall", $"aws-waf-logs-cognitostack-{props.Environment}"), props.Logs);
    }

    private static CfnWebACL.RuleActionProperty Block { get; } = new() { Block = new CfnWebACL.BlockActionProperty() };

    /// <summary>Dimensions of a rule's metrics, or of those of <c>ALL</c>.</summary>
    public IReadOnlyList<(string Name, string Value)> Dimensions(string rule) => [("Region", Aws.REGION), ("Rule", rule), ("WebACL", name)];

    /// <summary>Names of the rules, in their order.</summary>
    public IEnumerable<string> Rules => rules.Select(r => r.Name);

    private void AddAddresses(string rule, IReadOnlyList<string> cidrs, CfnWebACL.RuleActionProperty action)
    {
        // An IP set is of one version.
        var sets = cidrs
            .GroupBy(c => c.Contains(':', StringComparison.Ordinal) ? "IPV6" : "IPV4")
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(version => new CfnWebACL.StatementProperty
            {
                IpSetReferenceStatement = new CfnWebACL.IPSetReferenceStatementProperty
                {
                    Arn = new CfnIPSet(
                        this,
                        $"{rule}{version.Key}",
                        new CfnIPSetProps
                        {
                            Scope = "REGIONAL",
                            IpAddressVersion = version.Key,
                            Addresses = [.. version],
                        }
                    ).AttrArn,
                },
            })
            .ToArray();
        if (sets.Length > 0)
            Add(
                rule,
                sets.Length == 1
                    ? sets[0]
                    : new CfnWebACL.StatementProperty { OrStatement = new CfnWebACL.OrStatementProperty { Statements = sets } },
                action
            );
    }

    private void Add(string rule, CfnWebACL.StatementProperty statement, CfnWebACL.RuleActionProperty action) =>
        rules.Add(
            new()
            {
                Name = rule,
                Priority = rules.Count,
                Statement = statement,
                Action = action,
                VisibilityConfig = Visible(rule),
            }
        );

    private void AddManaged(string rule, string group, IReadOnlyList<ManagedRuleException> exceptions, WafMode mode) =>
        rules.Add(
            new()
            {
                Name = rule,
                Priority = rules.Count,
                Statement = new CfnWebACL.StatementProperty
                {
                    ManagedRuleGroupStatement = new CfnWebACL.ManagedRuleGroupStatementProperty
                    {
                        VendorName = "AWS",
                        Name = group,
                        RuleActionOverrides =
                            exceptions.Count == 0
                                ? null
                                : exceptions
                                    .Select(e => new CfnWebACL.RuleActionOverrideProperty
                                    {
                                        Name = e.Rule,
                                        ActionToUse = new CfnWebACL.RuleActionProperty { Count = new CfnWebACL.CountActionProperty() },
                                    })
                                    .ToArray(),
                    },
                },
                OverrideAction =
                    mode == WafMode.Count
                        ? new CfnWebACL.OverrideActionProperty { Count = new Dictionary<string, object>() }
                        : new CfnWebACL.OverrideActionProperty { None = new Dictionary<string, object>() },
                VisibilityConfig = Visible(rule),
            }
        );

    // No samples: AWS WAF keeps whole requests for them, with codes and addresses in the query.
    private static CfnWebACL.VisibilityConfigProperty Visible(string metric) =>
        new()
        {
            CloudWatchMetricsEnabled = true,
            MetricName = metric,
            SampledRequestsEnabled = false,
        };

    private void AddLog(CfnWebACL acl, VendedLogGroup group, VendedLogs logs) =>
        logs.Precede(
            new CfnLoggingConfiguration(
                this,
                "Logging",
                new CfnLoggingConfigurationProps
                {
                    ResourceArn = acl.AttrArn,
                    LogDestinationConfigs = [group.Arn],
                    // Codes, states and login hints stand in the query, tokens and sessions in these two headers. Bodies are never logged.
                    RedactedFields = new[]
                    {
                        new CfnLoggingConfiguration.FieldToMatchProperty { QueryString = new Dictionary<string, object>() },
                        Header("authorization"),
                        Header("cookie"),
                    },
                }
            )
        );

    private static CfnLoggingConfiguration.FieldToMatchProperty Header(string header) =>
        new() { SingleHeader = new Dictionary<string, string> { ["Name"] = header } };
}

/// <summary>What a firewall is made from.</summary>
public sealed record WebFirewallProps
{
    /// <summary>Name of the environment.</summary>
    public required string Environment { get; init; }

    /// <summary>What it does.</summary>
    public required WafConfiguration Configuration { get; init; }

    /// <summary>Rules of AWS's that only count here.</summary>
    public required IReadOnlyList<ManagedRuleException> Exceptions { get; init; }

    /// <summary>The user pool behind it.</summary>
    public required UserPoolReference Pool { get; init; }

    /// <summary>Where it logs.</summary>
    public required VendedLogs Logs { get; init; }
}
