namespace CognitoStack.Operate.Estimate;

/// <summary>A line of the bill.</summary>
internal sealed record Item(string Service, string What, decimal Units, decimal Cost, Price Price);

/// <summary>What an environment costs a month, from what its file asks for. Free tiers of whole accounts are left out, but for Cognito's active users.</summary>
internal static class CostEstimate
{
    /// <summary>DynamoDB keeps a table's key for five minutes.</summary>
    /// <remarks>Source: Amazon DynamoDB Developer Guide, "How DynamoDB encryption at rest works"
    /// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.howitworks.html).</remarks>
    private const int KeyRequestsOfATable = 12 * 24 * 30;

    public static IReadOnlyList<Item> Of(EnvironmentConfiguration environment, Usage usage, Prices prices)
    {
        var items = new List<Item>();
        void Add(string service, string what, string price, decimal units)
        {
            if (units > 0)
                items.Add(new(service, what, units, prices.Of(price).For(units), prices.Of(price)));
        }

        var plan = environment.UserPool.Plan;
        Add("Cognito", $"active users, {plan}", Lower(plan), usage.Users - usage.FederatedUsers);
        Add("Cognito", "active users by SAML or OpenID Connect", $"federated{plan}", usage.FederatedUsers);
        var machines = environment.Clients.Values.Count(c => !c.IsInteractive);
        Add("Cognito", "machine clients", "machineClient", machines);
        Add("Cognito", "tokens of machine clients", "machineToken", (decimal)machines * usage.Tokens);
        if (environment.UserPool.Sms is not null)
            Add("SNS", "text messages", "sms", (decimal)usage.Users * usage.Sms);
        if (environment.UserPool.Email is not null)
            Add("SES", "mails", "email", usage.Users * usage.Mails);
        AddFirewall(environment, usage, Add);
        AddFunctions(environment, usage, Add);
        AddOperations(environment, Add);
        Add("S3", "files of users, GB", "bucketGigabyte", environment.Storage.Buckets.Count > 0 ? usage.Gigabytes : 0);
        Add("KMS", "keys", "key", Keys(environment));
        if (environment.Storage.Encryption == EncryptionKey.CustomerKey)
            Add("KMS", "requests of tables", "keyRequest", environment.Storage.Tables.Count * KeyRequestsOfATable);
        Add("Secrets Manager", "secrets of identity providers", "secret", Secrets(environment));
        return items;
    }

    private static void AddFirewall(EnvironmentConfiguration environment, Usage usage, Action<string, string, string, decimal> add)
    {
        if (environment.Firewall is not { } waf)
            return;
        var requests = usage.AllSignIns * Usage.RequestsPerSignIn;
        add("WAF", "web ACL", "webAcl", 1);
        add("WAF", "rules and managed rule groups", "webAclRule", Rules(waf));
        add("WAF", "requests", "webAclRequest", requests);
        if (waf.Log)
            add("CloudWatch", "log of the firewall, GB", "logGigabyte", requests * Usage.FirewallLogKilobytes / 1_000_000);
    }

    private static void AddFunctions(EnvironmentConfiguration environment, Usage usage, Action<string, string, string, decimal> add)
    {
        var functions = (environment.SignInRules is null ? 0 : 1) + (environment.SignInAudit is null ? 0 : 1);
        var calls = usage.AllSignIns * functions;
        add("Lambda", "requests of the functions", "functionRequest", calls);
        add("Lambda", "GB-seconds of the functions", "functionGigabyteSecond", calls * Usage.FunctionSeconds * Usage.FunctionGigabytes);
        var logged = calls * Usage.FunctionLogKilobytes / 1_000_000;
        add("CloudWatch", "logs of the functions, GB", "logGigabyte", logged);
        add("CloudWatch", "logs that are kept, GB", "logGigabyteMonth", logged * environment.Operations.LogRetentionDays / 30);
        if (environment.SignInRules?.DenyList == true)
            add("DynamoDB", "reads of the deny list", "tableRead", usage.AllSignIns * Usage.DenyListReads);
        if (environment.SignInAudit is { } audit)
        {
            add("DynamoDB", "records of sign-ins", "tableWrite", usage.AllSignIns);
            add(
                "DynamoDB",
                "records that are kept, GB",
                "tableGigabyte",
                usage.AllSignIns * audit.RetentionDays / 30 * Usage.AuditKilobytes / 1_000_000
            );
        }
    }

    private static void AddOperations(EnvironmentConfiguration environment, Action<string, string, string, decimal> add)
    {
        if (environment.HasDashboard)
            add("CloudWatch", "dashboard", "dashboard", 1);
        var metrics =
            (environment.SignInRules is null ? 0 : 2)
            + (environment.SignInAudit is null ? 0 : 1)
            + (environment.UserMigration is null ? 0 : 3);
        add("CloudWatch", "metrics of the functions", "customMetric", metrics);
        if (environment.Operations.HasAlarms)
            add("CloudWatch", "metrics that alarms look at", "alarmMetric", AlarmMetrics(environment));
    }

    /// <summary>Rules of the web ACL; a group of AWS's counts as one.</summary>
    private static int Rules(WafConfiguration waf) =>
        (waf.AllowCidrs.Count > 0 ? 1 : 0)
        + (waf.BlockCidrs.Count > 0 ? 1 : 0)
        + (waf.Countries.Count > 0 ? 1 : 0)
        + 1
        + (waf.ManagedRules ? 2 : 0);

    /// <summary>Alarms of one metric each, those of the unusual of three: the metric and both ends of its band.</summary>
    /// <remarks>Source: Amazon CloudWatch Pricing, "Alarms" (https://aws.amazon.com/cloudwatch/pricing/).</remarks>
    internal static (int Plain, int OfTheUnusual) Alarms(EnvironmentConfiguration environment)
    {
        var plain = 3;
        if (environment.IdentityProviders.Count > 0)
            plain++;
        if (environment.ThreatProtection is not null)
            plain += 3;
        if (environment.SignInRules is { } rules)
            plain += rules.DenyList ? 7 : 5;
        if (environment.SignInAudit is not null)
            plain += 6;
        if (environment.UserMigration is not null)
            plain += 4;
        if (environment.Operations.LogDelivery?.NotificationErrors == true)
            plain++;
        return (plain, environment.Clients.Values.Count(c => c.IsInteractive) + (environment.Firewall is null ? 0 : 1));
    }

    private static int AlarmMetrics(EnvironmentConfiguration environment)
    {
        var (plain, unusual) = Alarms(environment);
        return plain + 3 * unusual;
    }

    private static int Keys(EnvironmentConfiguration environment) =>
        (environment.Storage.Encryption == EncryptionKey.CustomerKey ? 1 : 0) + (environment.Operations.AlarmEmails.Count > 0 ? 1 : 0);

    private static int Secrets(EnvironmentConfiguration environment) =>
        environment.IdentityProviders.Values.Select(SecretOf).OfType<SecretReference>().Select(s => s.Secret).Distinct().Count();

    private static SecretReference? SecretOf(IdentityProviderConfiguration provider) =>
        provider switch
        {
            GoogleConfiguration google => google.ClientSecret,
            FacebookConfiguration facebook => facebook.ClientSecret,
            AmazonConfiguration amazon => amazon.ClientSecret,
            OidcConfiguration oidc => oidc.ClientSecret,
            AppleConfiguration apple => apple.PrivateKey,
            _ => null,
        };

    private static string Lower(UserPoolPlan plan) => plan.ToString().ToLowerInvariant();
}
