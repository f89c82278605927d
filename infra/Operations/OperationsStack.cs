using Amazon.CDK;
using CognitoStack.Authentication;
using CognitoStack.Common;
using CognitoStack.Configuration;
using Constructs;

namespace CognitoStack.Operations;

/// <summary>What watches the others: alarms, dashboard, web firewall, and the pool's own logs. No other stack knows it, so it can be removed at any time.</summary>
public sealed class OperationsStack : Stack
{
    /// <summary>Makes the stack.</summary>
    public OperationsStack(
        Construct scope,
        string id,
        IStackProps props,
        EnvironmentConfiguration environment,
        AuthenticationStack authentication
    )
        : base(scope, id, props)
    {
        AddStackDependency(authentication);
        var pool = authentication.Reference;
        var operations = environment.Operations;
        var judgesRisk = environment.ThreatProtection is { IsActive: true };
        var logs = new VendedLogs(
            this,
            "VendedLogs",
            environment.Name,
            operations.LogRetentionDays,
            new DataProtection(environment.Production)
        );
        var firewall = environment.Firewall is not { } waf
            ? null
            : new WebFirewall(
                this,
                "Firewall",
                new WebFirewallProps
                {
                    Environment = environment.Name,
                    Configuration = waf,
                    Exceptions = ManagedRuleExceptions.Of(environment.Clients.Values, environment.IdentityProviders.Values),
                    Pool = pool,
                    Logs = logs,
                }
            );
        var delivery = operations.LogDelivery is { } delivered ? new LogDelivery(this, "LogDelivery", delivered, pool, logs) : null;
        if (environment.HasDashboard)
            _ = new SignInDashboard(
                this,
                "Dashboard",
                new SignInDashboardProps
                {
                    Environment = environment.Name,
                    Pool = pool,
                    JudgesRisk = judgesRisk,
                    Firewall = firewall,
                }
            );
        if (!operations.HasAlarms)
            return;

        var topic = operations.AlarmTopicArn ?? new AlarmTopic(this, "AlarmTopic", operations.AlarmEmails).Arn;
        var alarms = new Alarms(this, "Alarms", environment.Name, topic, operations.RunbooksUrl);
        UserPoolAlarms.Add(alarms, pool, environment.IdentityProviders.Count > 0, judgesRisk, operations.MonthlyUsers);
        if (pool.Gate is { } gate)
            FunctionAlarms.AddGate(alarms, gate, operations.MonthlyUsers);
        if (pool.Audit is { } audit)
            FunctionAlarms.AddAudit(alarms, audit);
        if (pool.Migration is { } migration)
            FunctionAlarms.AddMigration(alarms, migration);
        if (delivery?.NotificationErrors is { } errors)
            UserPoolAlarms.AddNotificationErrors(alarms, errors);
        if (firewall is not null)
            UserPoolAlarms.AddBlockedRequests(alarms, firewall);
    }
}
