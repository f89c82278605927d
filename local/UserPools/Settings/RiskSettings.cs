using System.Collections.Immutable;
using System.Net;
using System.Text.Json.Nodes;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.UserPools.Risk;

namespace CognitoStack.Local.UserPools.Settings;

/// <summary>Whether threat protection looks on, or acts (<c>UserPoolAddOns</c>).</summary>
internal enum ThreatMode
{
    Off,
    Audit,
    Enforced,
}

/// <summary>What a risk leads to (<c>EventAction</c>), and whether the user is told by mail.</summary>
internal sealed record RiskAction(string Name, bool Notifies)
{
    public const string None = "NO_ACTION";
    public const string MfaIfConfigured = "MFA_IF_CONFIGURED";
    public const string MfaRequired = "MFA_REQUIRED";
    public const string Block = "BLOCK";

    public static RiskAction Nothing { get; } = new(None, false);
}

/// <summary>What a pool, or one of its app clients, does about risks: <c>AWS::Cognito::UserPoolRiskConfigurationAttachment</c>.</summary>
internal sealed record RiskSettings
{
    /// <summary>The client id that stands for every client without settings of its own.</summary>
    public const string EveryClient = "ALL";

    public const string SignIn = "SIGN_IN";
    public const string SignUp = "SIGN_UP";
    public const string PasswordChange = "PASSWORD_CHANGE";

    private static readonly ImmutableArray<string> EveryEvent = [SignIn, SignUp, PasswordChange];

    /// <summary>Actions by level.</summary>
    public required ImmutableDictionary<RiskLevel, RiskAction> Actions { get; init; }

    /// <summary>Events at which passwords are looked up among the leaked ones; none where they are not.</summary>
    public required ImmutableArray<string> CheckedEvents { get; init; }

    /// <summary>Whether a leaked password is refused.</summary>
    public required bool BlocksLeaked { get; init; }

    /// <summary>Addresses that are never let in.</summary>
    public required ImmutableArray<IPNetwork> Blocked { get; init; }

    /// <summary>Addresses that are not looked at.</summary>
    public required ImmutableArray<IPNetwork> Skipped { get; init; }

    /// <summary><c>NotifyConfiguration</c>; null where nobody is told.</summary>
    public JsonObject? Notify { get; init; }

    public static RiskSettings Of(Resource attachment)
    {
        var p = attachment.Properties;
        var leaked = p["CompromisedCredentialsRiskConfiguration"] as JsonObject;
        return new()
        {
            Actions = ImmutableDictionary.CreateRange(
                from level in new[] { RiskLevel.Low, RiskLevel.Medium, RiskLevel.High }
                let action = p.At("AccountTakeoverRiskConfiguration", "Actions", $"{level}Action") as JsonObject
                where action is not null
                select KeyValuePair.Create(
                    level,
                    new RiskAction(action["EventAction"]?.ToString() ?? RiskAction.None, action["Notify"].Flag() == true)
                )
            ),
            CheckedEvents =
                leaked is null ? []
                : leaked["EventFilter"].Texts() is { Length: > 0 } events ? events
                : EveryEvent,
            BlocksLeaked = leaked?.At("Actions", "EventAction")?.ToString() == RiskAction.Block,
            Blocked = Ranges(p.At("RiskExceptionConfiguration", "BlockedIPRangeList")),
            Skipped = Ranges(p.At("RiskExceptionConfiguration", "SkippedIPRangeList")),
            Notify = p.At("AccountTakeoverRiskConfiguration", "NotifyConfiguration") as JsonObject,
        };
    }

    private static ImmutableArray<IPNetwork> Ranges(JsonNode? list) =>
        [
            .. list.Texts()
                .Select(text =>
                    IPNetwork.TryParse(text, out var range)
                        ? range
                        : throw new DeploymentException($"{text} is no range of addresses in CIDR notation.")
                ),
        ];
}

/// <summary>Threat protection of a user pool.</summary>
/// <param name="Mode">Its mode where people sign in with passwords, codes and passkeys.</param>
/// <param name="CustomAuthMode">Its mode where functions decide (<c>CUSTOM_AUTH</c>).</param>
/// <param name="ByClient">What is done, by client; <see cref="RiskSettings.EveryClient"/> is every other's.</param>
internal sealed record ThreatSettings(ThreatMode Mode, ThreatMode CustomAuthMode, ImmutableDictionary<string, RiskSettings> ByClient)
{
    /// <summary>The type of resource that has the settings.</summary>
    public const string AttachmentType = "AWS::Cognito::UserPoolRiskConfigurationAttachment";

    public bool IsOn => Mode != ThreatMode.Off || CustomAuthMode != ThreatMode.Off;

    /// <summary>What is done for a client: its own settings take the place of the pool's whole.</summary>
    public RiskSettings? Of(string? client) =>
        (client is null ? null : ByClient.GetValueOrDefault(client)) ?? ByClient.GetValueOrDefault(RiskSettings.EveryClient);

    public static ThreatSettings Of(Resource pool, IEnumerable<Resource> attachments) =>
        new(
            ModeOf(pool.Properties.At("UserPoolAddOns", "AdvancedSecurityMode")),
            ModeOf(pool.Properties.At("UserPoolAddOns", "AdvancedSecurityAdditionalFlows", "CustomAuthMode")),
            attachments.ToImmutableDictionary(a => a.Text("ClientId") ?? RiskSettings.EveryClient, RiskSettings.Of)
        );

    private static ThreatMode ModeOf(JsonNode? mode) =>
        mode?.ToString() switch
        {
            "AUDIT" => ThreatMode.Audit,
            "ENFORCED" => ThreatMode.Enforced,
            "OFF" or null => ThreatMode.Off,
            var other => throw new ArgumentOutOfRangeException(nameof(mode), other, null),
        };
}
