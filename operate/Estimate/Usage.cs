namespace CognitoStack.Operate.Estimate;

/// <summary>What the environment file does not say, and costs depend on: assumed, told, and changed by options.</summary>
internal sealed record Usage
{
    /// <summary>Share of a month's sign-ins that the busiest hour has.</summary>
    public const decimal PeakHourShare = 0.01m;

    /// <summary>Requests that a sign-in sends past the firewall: pages, and calls of the API.</summary>
    public const int RequestsPerSignIn = 10;

    /// <summary>Kilobytes of a request in the firewall's log, of a sign-in in a function's log, and of an audit record.</summary>
    public const decimal FirewallLogKilobytes = 1.5m,
        FunctionLogKilobytes = 0.5m,
        AuditKilobytes = 0.5m;

    /// <summary>Seconds that a function is charged for a call, and its memory in gigabytes.</summary>
    public const decimal FunctionSeconds = 0.01m,
        FunctionGigabytes = 0.5m;

    /// <summary>Entries of the deny list that a sign-in reads, at two read units each at most.</summary>
    public const int DenyListReads = 4;

    /// <summary>Users where nobody says how many.</summary>
    public const int AssumedUsers = 10_000;

    public required int Users { get; init; }

    /// <summary>Whether somebody said how many users there are.</summary>
    public required bool IsSaid { get; init; }

    /// <summary>Sign-ins of a user in a month.</summary>
    public required int SignIns { get; init; }

    /// <summary>Percent of users who come by SAML or OpenID Connect.</summary>
    public required int Federated { get; init; }

    /// <summary>Tokens of a machine client in a month.</summary>
    public required int Tokens { get; init; }

    /// <summary>Gigabytes that users keep in buckets.</summary>
    public required int Gigabytes { get; init; }

    /// <summary>Text messages of a user in a month.</summary>
    public required int Sms { get; init; }

    /// <summary>Mails of a user in a month.</summary>
    public required decimal Mails { get; init; }

    public decimal AllSignIns => (decimal)Users * SignIns;

    public decimal FederatedUsers => Math.Floor((decimal)Users * Federated / 100);

    /// <summary>Sign-ins a second in the busiest hour.</summary>
    public decimal PeakPerSecond => AllSignIns * PeakHourShare / 3600;

    /// <summary>What is assumed where nobody says.</summary>
    public static Usage Of(
        EnvironmentConfiguration environment,
        int? users,
        int? signIns,
        int? federated,
        int? tokens,
        int? sms,
        int? gigabytes
    )
    {
        var factors = environment.UserPool.Mfa.ActiveFactors;
        var perMonth = signIns ?? 10;
        return new()
        {
            Users = users ?? AssumedUsers,
            IsSaid = users is not null,
            SignIns = perMonth,
            Federated = federated ?? (environment.IdentityProviders.Values.Any(p => p is SamlConfiguration or OidcConfiguration) ? 10 : 0),
            Tokens = tokens ?? 720,
            Gigabytes = gigabytes ?? 0,
            Sms = sms ?? (factors.Contains(MfaFactor.Sms) ? 2 : 0),
            // A code at sign-up or recovery now and then; each second factor by mail is one more.
            Mails = 0.5m + (factors.Contains(MfaFactor.Email) ? perMonth : 0),
        };
    }
}
