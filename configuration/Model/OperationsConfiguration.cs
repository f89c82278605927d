using System.ComponentModel.DataAnnotations;

namespace CognitoStack.Configuration;

/// <summary>Alarms, logs and the web firewall.</summary>
public sealed record OperationsConfiguration
{
    /// <summary>Not yet available. Addresses that alarms are sent to.</summary>
    [ItemPattern(@"^[^<>@\s]+@[^<>@\s]+$", "must be an e-mail address")]
    public IReadOnlyList<string> AlarmEmails { get; init; } = [];

    /// <summary>Days that logs are kept. CloudWatch knows only certain numbers.</summary>
    [AllowedValues(1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653)]
    public int LogRetentionDays { get; init; } = 90;

    /// <summary>Not yet available. Web firewall before the user pool.</summary>
    public WafConfiguration? Waf { get; init; }

    /// <summary>Not yet available. Delivery of the pool's own logs.</summary>
    public LogDeliveryConfiguration? LogDelivery { get; init; }
}

/// <summary>Web firewall (<c>AWS::WAFv2::WebACL</c>).</summary>
public sealed record WafConfiguration
{
    /// <summary>Requests of one address in five minutes, 10 to 2,000,000,000.</summary>
    [Range(10, 2_000_000_000)]
    public int RateLimitPer5Minutes { get; init; } = 2000;

    /// <summary>Addresses that no rule refuses.</summary>
    public IReadOnlyList<string> AllowCidrs { get; init; } = [];

    /// <summary>Addresses that are refused.</summary>
    public IReadOnlyList<string> BlockCidrs { get; init; } = [];

    /// <summary>Only from these countries, by ISO 3166 code. Empty: all.</summary>
    [ItemPattern("^[A-Z]{2}$", "must be an ISO 3166 country code, such as DE")]
    public IReadOnlyList<string> Countries { get; init; } = [];
}

/// <summary>Delivery of the pool's own logs (<c>AWS::Cognito::LogDeliveryConfiguration</c>).</summary>
public sealed record LogDeliveryConfiguration
{
    /// <summary>Where user activity goes. Needs Plus.</summary>
    public LogDestination UserAuthEvents { get; init; } = LogDestination.Off;

    /// <summary>Whether undelivered messages are logged.</summary>
    public bool NotificationErrors { get; init; } = true;
}

/// <summary>Destinations of logs.</summary>
public enum LogDestination { Off, CloudWatch }
