using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace CognitoStack.Configuration;

/// <summary>Alarms, dashboard, logs and the web firewall: the Operations stack.</summary>
public sealed record OperationsConfiguration
{
    /// <summary>Addresses that alarms are sent to, by a topic of the stack. Each has to confirm a mail from AWS once.</summary>
    [ItemPattern(@"^[^<>@\s]+@[^<>@\s]+$", "must be an e-mail address")]
    public IReadOnlyList<string> AlarmEmails { get; init; } = [];

    /// <summary>ARN of an SNS topic of yours that alarms are sent to, instead of <c>alarmEmails</c>. Its policy must let CloudWatch publish.</summary>
    [RegularExpression(
        "^arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}$",
        ErrorMessage = "must be the ARN of an SNS topic, such as arn:aws:sns:eu-west-1:111122223333:alarms"
    )]
    public string? AlarmTopicArn { get; init; }

    /// <summary>Whether there is a dashboard of sign-ins, functions and tables. Default: where <c>production</c> is on.</summary>
    public bool? Dashboard { get; init; }

    /// <summary>Days that logs are kept. CloudWatch knows only certain numbers.</summary>
    [AllowedValues(1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653)]
    public int LogRetentionDays { get; init; } = 90;

    /// <summary>Web firewall before the login pages and the API of the user pool. Default: where <c>production</c> is on, with <c>mode</c> <c>count</c>.</summary>
    public WafConfiguration? Waf { get; init; }

    /// <summary>Delivery of the pool's own logs.</summary>
    public LogDeliveryConfiguration? LogDelivery { get; init; }

    /// <summary>Users who sign in within a month, as far as you expect: alarms that count bursts, and warnings of quotas, go by it.</summary>
    [Range(1, 1_000_000_000)]
    public int? MonthlyUsers { get; init; }

    /// <summary>Address of the folder of your runbooks, such as that of <c>docs/runbooks/</c> in your repository: mails of alarms then lead to the right one.</summary>
    public string? RunbooksUrl { get; init; }

    /// <summary>Whether anybody hears of alarms. Without somebody there are none: they would cost money and tell nobody.</summary>
    [JsonIgnore]
    public bool HasAlarms => AlarmEmails.Count > 0 || AlarmTopicArn is not null;
}

/// <summary>Web firewall (<c>AWS::WAFv2::WebACL</c>).</summary>
public sealed record WafConfiguration
{
    /// <summary>What the managed rule groups do with a request that they suspect: <c>block</c>, <c>count</c> (advised for the first two weeks), or <c>off</c>: no firewall at all.</summary>
    public WafMode Mode { get; init; } = WafMode.Block;

    /// <summary>Requests of one address in five minutes, 10 to 2,000,000,000. More are blocked, whatever <c>mode</c> says.</summary>
    [Range(10, 2_000_000_000)]
    public int RateLimitPer5Minutes { get; init; } = 2000;

    /// <summary>Addresses that no rule blocks, as ranges in CIDR notation.</summary>
    public IReadOnlyList<string> AllowCidrs { get; init; } = [];

    /// <summary>Addresses that are blocked, as ranges in CIDR notation.</summary>
    public IReadOnlyList<string> BlockCidrs { get; init; } = [];

    /// <summary>Only from these countries, by ISO 3166 code. Empty: all.</summary>
    [ItemPattern("^[A-Z]{2}$", "must be an ISO 3166 country code, such as DE")]
    public IReadOnlyList<string> Countries { get; init; } = [];

    /// <summary>Whether AWS's common rules and those for known bad inputs look at requests. What they would reject of a sign-in is counted only.</summary>
    public bool ManagedRules { get; init; } = true;

    /// <summary>Whether requests are logged, without what could be a secret in them.</summary>
    public bool Log { get; init; } = true;
}

/// <summary>Delivery of the pool's own logs (<c>AWS::Cognito::LogDeliveryConfiguration</c>).</summary>
public sealed record LogDeliveryConfiguration
{
    /// <summary>Where user activity goes. Needs Plus.</summary>
    public LogDestination UserAuthEvents { get; init; } = LogDestination.Off;

    /// <summary>Whether messages that could not be delivered are logged, in CloudWatch.</summary>
    public bool NotificationErrors { get; init; } = true;

    /// <summary>Whether there is nothing to deliver.</summary>
    [JsonIgnore]
    public bool IsEmpty => UserAuthEvents == LogDestination.Off && !NotificationErrors;
}

/// <summary>What the firewall does.</summary>
public enum WafMode
{
    Block,
    Count,
    Off,
}

/// <summary>Destinations of logs.</summary>
public enum LogDestination
{
    Off,
    CloudWatch,
    S3,
}
