namespace CognitoStack.Operate.Estimate;

/// <summary>A quota, what it is needed for in the busiest hour, and how much of it that takes.</summary>
internal sealed record Bound(string Quota, string What, decimal Needed, decimal Default, string Way)
{
    public decimal Share => Needed / Default;
}

/// <summary>Quotas of a new account, the ones that bind first at the top.</summary>
/// <remarks>docs/scale.md simulates them.</remarks>
internal static class QuotaEstimate
{
    public static IReadOnlyList<Bound> Of(EnvironmentConfiguration environment, Usage usage, Prices prices)
    {
        var quotas = prices.Quotas.PerSecond;
        var peak = usage.PeakPerSecond;
        var bounds = new List<Bound>
        {
            new("UserAuthentication", "sign-ins a second", peak, quotas["UserAuthentication"], "Service Quotas L-026ADBA3"),
            new("GetId", "identities a second", peak, quotas["GetId"], "Service Quotas L-A38ADA84"),
            new(
                "GetCredentialsForIdentity",
                "credentials a second",
                peak,
                quotas["GetCredentialsForIdentity"],
                "Service Quotas L-5AE9F13D"
            ),
        };
        if (environment.SignInAudit?.RecordLastSignIn == true)
            bounds.Add(
                new(
                    "UserUpdate",
                    "last sign-ins a second",
                    peak,
                    quotas["UserUpdate"],
                    "nobody raises it: signInAudit.recordLastSignIn off"
                )
            );
        if (environment.IdentityProviders.Count > 0)
            bounds.Add(
                new(
                    "UserFederation",
                    "federated sign-ins a second",
                    peak * Math.Max(usage.Federated, 1) / 100,
                    quotas["UserFederation"],
                    "Service Quotas"
                )
            );
        var machines = environment.Clients.Values.Count(c => !c.IsInteractive);
        if (machines > 0)
            bounds.Add(
                new(
                    "ClientAuthentication",
                    "tokens of machines a second",
                    (decimal)machines * usage.Tokens * Usage.PeakHourShare / 3600,
                    quotas["ClientAuthentication"],
                    "Service Quotas"
                )
            );
        if (environment.UserPool.Email is null)
            bounds.Add(
                new(
                    "Cognito's own mail",
                    "mails a day",
                    usage.Users * usage.Mails / 30,
                    prices.Quotas.EmailsPerDayWithoutSes,
                    "userPool.email, by SES"
                )
            );
        return [.. bounds.OrderByDescending(b => b.Share)];
    }
}
