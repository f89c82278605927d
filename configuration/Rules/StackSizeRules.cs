namespace CognitoStack.Configuration;

/// <summary>CloudFormation's quotas on one stack, which it meets only while it deploys: resources and outputs.</summary>
/// <remarks>Source: AWS CloudFormation User Guide, "CloudFormation quotas" (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html).
/// What a stack is made of is counted here as the constructs make it; a test holds the two equal.</remarks>
internal static class StackSizeRules
{
    private const int MostResources = 500;
    private const int MostOutputs = 200;

    public static void Check(EnvironmentConfiguration environment, Findings findings)
    {
        var storage = environment.Storage;
        Check(
            "Authentication",
            Authentication(environment),
            [
                ("$.clients", environment.Clients.Count),
                ("$.identityProviders", environment.IdentityProviders.Count),
                ("$.resourceServers", environment.ResourceServers.Count),
            ]
        );
        Check("Storage", Storage(storage), [("$.storage.buckets", storage.Buckets.Count), ("$.storage.tables", storage.Tables.Count)]);
        Check(
            "Authorization",
            Authorization(environment),
            [("$.groups", environment.Groups.Count), ("$.access.roles", environment.Access.EffectiveRoles(storage).Count)]
        );

        if (environment.HasOperations)
            Check(
                "Operations",
                Operations(environment),
                [("$.clients", environment.Clients.Count), ("$.operations.alarmEmails", environment.Operations.AlarmEmails.Count)]
            );

        void Check(string stack, StackSize size, (string Path, int Count)[] parts)
        {
            var (path, count) = parts.MaxBy(p => p.Count);
            if (size.Resources > MostResources)
                findings.Error(
                    path,
                    $"{count:N0} of them make the stack {stack} {size.Resources:N0} resources large; CloudFormation allows {MostResources}. Use fewer, or a second environment."
                );
            if (size.Outputs > MostOutputs)
                findings.Error(
                    path,
                    $"{count:N0} of them make {size.Outputs:N0} outputs of the stack {stack}; CloudFormation allows {MostOutputs}. Use fewer, or a second environment."
                );
        }
    }

    /// <summary>User pool, functions, clients and pages.</summary>
    public static StackSize Authentication(EnvironmentConfiguration environment)
    {
        var providers = environment.IdentityProviders.Values;
        var pages = environment.ClientsWithPages;
        var threats = environment.ThreatProtection is { IsActive: true } active ? active : null;
        var styled = environment.UsesManagedLogin ? pages.Count : pages.Count(c => environment.Branding?.FolderOf(c) is not null);
        var adopts = environment.UserPool.Adopt is not null;
        var outputs =
            7
            + (Of(adopts) * Triggers(environment))
            + environment.Clients.Count
            + Of(environment.SignInRules is not null)
            + Of(environment.SignInRules?.DenyList == true)
            + (2 * Of(environment.SignInAudit is not null))
            + Of(environment.UserMigration is not null)
            + Of(HasSenderKey(environment))
            + Of(environment.Domain.Name is not null)
            + Of(providers.Any(p => p is not SamlConfiguration))
            + (3 * Of(providers.Any(p => p is SamlConfiguration)));
        return new(
            outputs,
            outputs
                + Of(!adopts)
                + Of(!adopts && environment.UserPool.Sms is not null)
                + Gate(environment.SignInRules)
                + Audit(environment.SignInAudit)
                + (5 * Of(environment.UserMigration is not null))
                + environment.Triggers.Values.Select(t => t.AliasArn).Distinct().Count()
                + Of(HasSenderKey(environment))
                + providers.Count()
                + environment.ResourceServers.Count
                + environment.Clients.Count
                + Of(threats?.IsEmpty == false)
                + (threats is null ? 0 : environment.Clients.Count(c => c.Value.IsInteractive && threats.Clients.ContainsKey(c.Key)))
                + 1
                + (2 * Of(environment.Domain.HostedZoneId is not null))
                + styled
                + (2 * pages.Count * Of(environment.Branding?.Terms is not null))
        );
    }

    /// <summary>Triggers that have a function.</summary>
    private static int Triggers(EnvironmentConfiguration environment) =>
        (2 * Of(environment.SignInRules is not null))
        + (2 * Of(environment.SignInAudit is not null))
        + Of(environment.UserMigration is not null)
        + environment.Triggers.Count;

    /// <summary>Buckets, each with its policy, and tables.</summary>
    public static StackSize Storage(StorageConfiguration storage)
    {
        var key = Of(storage.Encryption == EncryptionKey.CustomerKey);
        var outputs = storage.Buckets.Count + storage.Tables.Count + key;
        return new(
            outputs,
            outputs
                + key
                + (2 * Of(storage.Buckets.Count > 0))
                + (2 * storage.Buckets.Count)
                + storage.Tables.Count
                + Of(storage.Buckets.Count + storage.Tables.Count == 0)
        );
    }

    /// <summary>Identity pool, roles and groups.</summary>
    public static StackSize Authorization(EnvironmentConfiguration environment)
    {
        var access = environment.Access;
        return new(
            1,
            3
                + Of(access.PrincipalTags.Count > 0)
                + Of(access.DirectProviders?.Google.Count > 1)
                + access.EffectiveRoles(environment.Storage).Count
                + environment.Groups.Count
        );
    }

    /// <summary>Alarms and their topic, dashboard, firewall, logs.</summary>
    public static StackSize Operations(EnvironmentConfiguration environment)
    {
        var operations = environment.Operations;
        var waf = environment.Firewall;
        var delivery = operations.LogDelivery;
        var groups =
            Of(waf?.Log == true) + Of(delivery?.NotificationErrors == true) + Of(delivery?.UserAuthEvents == LogDestination.CloudWatch);
        return new(
            0,
            Of(environment.HasDashboard)
                + groups
                + Of(groups > 0)
                + (waf is null ? 0 : 2 + Of(waf.Log) + Versions(waf.AllowCidrs) + Versions(waf.BlockCidrs))
                + (delivery is null ? 0 : 1 + Of(delivery.NotificationErrors) + (2 * Of(delivery.UserAuthEvents == LogDestination.S3)))
                + (operations.HasAlarms ? Alarms(environment) : 0)
                + (operations.AlarmEmails.Count > 0 ? 3 + operations.AlarmEmails.Count : 0)
        );

        static int Versions(IReadOnlyList<string> cidrs) => cidrs.DistinctBy(c => c.Contains(':', StringComparison.Ordinal)).Count();
    }

    private static int Alarms(EnvironmentConfiguration environment) =>
        3
        + Of(environment.IdentityProviders.Count > 0)
        + environment.Clients.Values.Count(c => c.IsInteractive)
        + (3 * Of(environment.ThreatProtection is { IsActive: true }))
        + (environment.SignInRules is { } rules ? 5 + (2 * Of(rules.DenyList)) : 0)
        + (6 * Of(environment.SignInAudit is not null))
        + (4 * Of(environment.UserMigration is not null))
        + Of(environment.Operations.LogDelivery?.NotificationErrors == true)
        + Of(environment.Firewall is not null);

    /// <summary>A function has a log group, a role with a policy, and a permission; then what it is for.</summary>
    private static int Gate(SignInRulesConfiguration? rules) =>
        rules is null ? 0 : 5 + Of(rules.DenyList) + Of(rules.LinkTrustedProviders || rules.AllowedGroupsByClient.Count > 0);

    private static int Audit(SignInAuditConfiguration? audit) => audit is null ? 0 : 6 + Of(audit.RecordLastSignIn);

    private static bool HasSenderKey(EnvironmentConfiguration environment) =>
        environment.Triggers.ContainsKey(TriggerName.CustomEmailSender) || environment.Triggers.ContainsKey(TriggerName.CustomSmsSender);

    private static int Of(bool present) => present ? 1 : 0;
}

/// <summary>How large a stack is.</summary>
internal sealed record StackSize(int Outputs, int Resources);
