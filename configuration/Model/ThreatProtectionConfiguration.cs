using System.Text.Json.Serialization;

namespace CognitoStack.Configuration;

/// <summary>Adaptive authentication by risk (<c>UserPoolAddOns</c>, <c>AWS::Cognito::UserPoolRiskConfigurationAttachment</c>).</summary>
public sealed record ThreatProtectionConfiguration : RiskConfiguration
{
    /// <summary><c>off</c>, <c>audit</c> (advised for the first two weeks) or <c>enforced</c>.</summary>
    public ThreatProtectionMode Mode { get; init; } = ThreatProtectionMode.Audit;

    /// <summary>The same for custom authentication challenges.</summary>
    public ThreatProtectionMode CustomAuthMode { get; init; } = ThreatProtectionMode.Off;

    /// <summary>Whether any of the two does anything.</summary>
    [JsonIgnore]
    public bool IsActive => Mode != ThreatProtectionMode.Off || CustomAuthMode != ThreatProtectionMode.Off;

    /// <summary>Whether any of the two takes actions.</summary>
    [JsonIgnore]
    public bool IsEnforced => Mode == ThreatProtectionMode.Enforced || CustomAuthMode == ThreatProtectionMode.Enforced;

    /// <summary>Settings of single clients, by client; each replaces the pool's whole.</summary>
    public IReadOnlyDictionary<string, RiskConfiguration> Clients { get; init; } = new Dictionary<string, RiskConfiguration>();
}

/// <summary>What a risk leads to.</summary>
public record RiskConfiguration
{
    /// <summary>Actions when a sign-in looks like an account takeover.</summary>
    public AccountTakeoverConfiguration? AccountTakeover { get; init; }

    /// <summary>Action when a password is known from a leak elsewhere.</summary>
    public CompromisedCredentialsAction? CompromisedCredentials { get; init; }

    /// <summary>Addresses that are always let in.</summary>
    public IReadOnlyList<string> AllowCidrs { get; init; } = [];

    /// <summary>Addresses that are never let in.</summary>
    public IReadOnlyList<string> BlockCidrs { get; init; } = [];

    /// <summary>Whether there is nothing to set. Cognito takes an empty risk configuration for none at all.</summary>
    [JsonIgnore]
    public bool IsEmpty => this is { AccountTakeover: null, CompromisedCredentials: null, AllowCidrs.Count: 0, BlockCidrs.Count: 0 };
}

/// <summary>Actions by risk level. A higher level may not get a weaker action.</summary>
public sealed record AccountTakeoverConfiguration
{
    /// <summary>Action at low risk.</summary>
    public AccountTakeoverAction Low { get; init; } = AccountTakeoverAction.Allow;

    /// <summary>Action at medium risk.</summary>
    public AccountTakeoverAction Medium { get; init; } = AccountTakeoverAction.MfaIfConfigured;

    /// <summary>Action at high risk.</summary>
    public AccountTakeoverAction High { get; init; } = AccountTakeoverAction.Block;

    /// <summary>Whether the user gets a message. Needs <c>userPool.email</c>.</summary>
    public bool Notify { get; init; }
}

/// <summary>Modes of threat protection.</summary>
public enum ThreatProtectionMode
{
    Off,
    Audit,
    Enforced,
}

/// <summary>What happens at a risky sign-in, from weak to strong.</summary>
public enum AccountTakeoverAction
{
    Allow,
    MfaIfConfigured,
    MfaRequired,
    Block,
}

/// <summary>What happens with a leaked password.</summary>
public enum CompromisedCredentialsAction
{
    Allow,
    Block,
}
