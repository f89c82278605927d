using CognitoStack.Authentication;
using CognitoStack.Configuration;

namespace CognitoStack.Operations;

/// <summary>Alarms about what the user pool itself reports, and what stands before it.</summary>
/// <remarks>Sources: Amazon Cognito Developer Guide, "User pool metrics in CloudWatch"
/// (https://docs.aws.amazon.com/cognito/latest/developerguide/metrics-for-cognito-user-pools.html) and "Viewing threat protection metrics"
/// (https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-viewing-advanced-security-metrics.html);
/// AWS WAF Developer Guide, "AWS WAF metrics and dimensions" (https://docs.aws.amazon.com/waf/latest/developerguide/waf-metrics.html).
/// All of them come only while something happens: no data is no fault.</remarks>
internal static class UserPoolAlarms
{
    private static readonly (string Metric, string What)[] Throttles =
    [
        ("SignInThrottles", "sign-ins"),
        ("SignUpThrottles", "sign-ups"),
        ("TokenRefreshThrottles", "refreshes of tokens"),
        ("FederationThrottles", "sign-ins through an identity provider"),
    ];

    /// <summary>Throttles, sign-ins that fail, and risks.</summary>
    /// <param name="alarms">The alarms.</param>
    /// <param name="pool">The user pool.</param>
    /// <param name="isFederated">Whether it has identity providers.</param>
    /// <param name="judgesRisk">Whether it has threat protection.</param>
    /// <param name="monthlyUsers">Users a month, as far as anybody knows.</param>
    public static void Add(Alarms alarms, UserPoolReference pool, bool isFederated, bool judgesRisk, int? monthlyUsers)
    {
        foreach (var (metric, what) in Throttles.Where(t => t.Metric != "FederationThrottles" || isFederated))
            alarms.Add(
                new()
                {
                    Name = metric,
                    Meaning = $"Cognito rejects {what}, because the account has reached its quota of requests a second.",
                    Action = "Find out whether it is an attack or a good day; then block it, or raise the quota.",
                    Runbook = "throttled",
                    Metrics =
                    [
                        MetricQuery.SumOfCognito(
                            metric,
                            metric == "FederationThrottles" ? "UserPool, UserPoolClient, IdentityProvider" : "UserPool, UserPoolClient",
                            $"UserPool = '{pool.UserPoolId}'"
                        ),
                    ],
                }
            );
        foreach (var (client, id) in pool.ClientIds)
            alarms.Add(
                new()
                {
                    Name = $"SignInSuccess{Naming.Pascal(client)}",
                    Meaning = $"Far fewer sign-ins to the app client {client} succeed than is usual at this time of the week.",
                    Action = "Try to sign in; look at what the gate rejects, at providers, and at what was deployed last.",
                    Runbook = "a-user-cannot-sign-in",
                    // A quarter of an hour, three of four times: one lost password at night is no outage.
                    Metrics = MetricQuery.WithBand(
                        MetricQuery.Metric(
                            "success",
                            ("AWS/Cognito", "SignInSuccesses", [("UserPool", pool.UserPoolId), ("UserPoolClient", id)]),
                            "Average",
                            900
                        ),
                        3
                    ),
                    Comparison = AlarmDefinition.LessThanUsual,
                    Periods = 4,
                    Breaching = 3,
                }
            );
        if (judgesRisk)
            AddRisks(alarms, pool, monthlyUsers);
    }

    /// <summary>Messages that did not reach users.</summary>
    public static void AddNotificationErrors(Alarms alarms, (string Namespace, string Name) metric) =>
        alarms.Add(
            new()
            {
                Name = "NotificationErrors",
                Meaning = "Cognito could not deliver mails or text messages with codes.",
                Action =
                    "Read the log of undelivered messages: it names the cause, such as a sandbox, a limit of spending or an identity that is not verified.",
                Runbook = "messages-are-not-delivered",
                Metrics = [MetricQuery.Metric("errors", (metric.Namespace, metric.Name, []), "Sum")],
                Threshold = 3,
            }
        );

    /// <summary>Requests that the firewall blocked.</summary>
    public static void AddBlockedRequests(Alarms alarms, WebFirewall firewall) =>
        alarms.Add(
            new()
            {
                Name = "BlockedRequests",
                Meaning = "The web firewall blocks far more requests than is usual at this time of the week.",
                Action = "Look at which rule blocks: a rate is an attack as a rule, a managed rule may be users whom it takes for one.",
                Runbook = "under-attack",
                Metrics = MetricQuery.WithBand(
                    MetricQuery.Metric("blocked", ("AWS/WAFV2", "BlockedRequests", firewall.Dimensions("ALL")), "Sum"),
                    3
                ),
                Comparison = AlarmDefinition.MoreThanUsual,
                Periods = 3,
                Breaching = 3,
            }
        );

    private static void AddRisks(Alarms alarms, UserPoolReference pool, int? monthlyUsers)
    {
        // By what it is not: should AWS spell a level otherwise than its page does, the alarm is raised too often rather than never.
        const string High = " AND RiskLevel != 'low' AND RiskLevel != 'medium'";
        Add("AccountTakeoverRisk", High, 10, "Many sign-ins look like the takeover of an account.");
        Add("CompromisedCredentialRisk", "", 10, "Many sign-ins use passwords that leaked elsewhere.");
        Add("OverrideBlock", "", 50, "Many requests come from addresses that threatProtection.blockCidrs blocks.");

        void Add(string metric, string condition, int floor, string meaning) =>
            alarms.Add(
                new()
                {
                    Name = metric,
                    Meaning = meaning,
                    Action = "Somebody may be trying lists of passwords: look at where they come from, and block that.",
                    Runbook = "under-attack",
                    Metrics =
                    [
                        MetricQuery.SumOfCognito(
                            metric,
                            "Operation, RiskLevel, UserPoolId",
                            $"UserPoolId = '{pool.UserPoolId}'{condition}"
                        ),
                    ],
                    Threshold = Burst.Of(floor, monthlyUsers),
                }
            );
    }
}

/// <summary>How many events in five minutes are too many.</summary>
internal static class Burst
{
    /// <summary>A fixed number, or one for each 5,000 users a month where these are more: what alarms a small pool is any Monday of a large one.</summary>
    public static double Of(int floor, int? monthlyUsers) => Math.Max(floor, (monthlyUsers ?? 0) / 5000);
}
