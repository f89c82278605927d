using System.Collections.Immutable;
using System.Text.Json.Nodes;
using CognitoStack.Local.Deployment;

namespace CognitoStack.Local.UserPools.Settings;

/// <summary>A user pool as it is deployed now: <c>AWS::Cognito::UserPool</c> with its app clients, groups and resource servers.</summary>
internal sealed record UserPool
{
    public required string Id { get; init; }
    public required string Arn { get; init; }
    public required Resource Resource { get; init; }
    public required Deployed Deployed { get; init; }
    public required PasswordPolicy PasswordPolicy { get; init; }
    public required Schema Schema { get; init; }
    public required ImmutableArray<string> UsernameAttributes { get; init; }
    public required ImmutableArray<string> AliasAttributes { get; init; }
    public required ImmutableArray<string> AutoVerifiedAttributes { get; init; }
    public required ImmutableArray<string> VerifiedBeforeUpdate { get; init; }
    public required bool IsCaseSensitive { get; init; }
    public required bool OnlyAdminsCreateUsers { get; init; }
    public required string Mfa { get; init; }

    /// <summary>Second factors that its users may have.</summary>
    public required ImmutableArray<string> SecondFactors { get; init; }

    /// <summary>What a sign-in may begin with.</summary>
    public required ImmutableArray<string> FirstFactors { get; init; }
    public required PasskeySettings Passkeys { get; init; }
    public required ThreatSettings Threats { get; init; }

    /// <summary>How it remembers devices; null where it remembers none.</summary>
    public required DeviceSettings? Devices { get; init; }
    public required ImmutableArray<string> RecoveryMechanisms { get; init; }
    public required ImmutableDictionary<string, LambdaTrigger> Triggers { get; init; }

    /// <summary>The key that codes for custom senders are encrypted under; null where the template names none.</summary>
    public required string? SenderKey { get; init; }
    public required ImmutableDictionary<string, AppClient> Clients { get; init; }
    public required ImmutableDictionary<string, Group> Groups { get; init; }
    public required ImmutableArray<ResourceServer> ResourceServers { get; init; }
    public required ImmutableDictionary<string, PoolProvider> Providers { get; init; }

    /// <summary>Log groups that its logs go to, by the source of events.</summary>
    public required ImmutableDictionary<string, string> LogGroups { get; init; }

    /// <summary>Who issues the tokens.</summary>
    public required string Issuer { get; init; }

    /// <summary>The name by which identity pools and IAM know it.</summary>
    public string Provider => PoolIssuer.ProviderOf(Deployed.Region, Id);

    /// <summary>The part of the id that takes part in SRP.</summary>
    public string SrpName => Id[(Id.IndexOf('_') + 1)..];

    public bool HasTotp => SecondFactors.Contains(Factor.Totp);

    public bool UsesEmailAsUsername => UsernameAttributes.Contains("email");

    public bool UsesPhoneAsUsername => UsernameAttributes.Contains("phone_number");

    /// <summary>The form in which names are compared.</summary>
    public string Fold(string name) => IsCaseSensitive ? name : name.ToLowerInvariant();

    public static UserPool Of(Deployed deployed, Resource resource, PoolIssuer issuer)
    {
        var p = resource.Properties;
        bool Mine(Resource r) => r.Text("UserPoolId") == resource.Name;
        return new()
        {
            Id = resource.Name,
            Issuer = issuer.Of(deployed.Region, resource.Name),
            Arn = resource.Arn,
            Resource = resource,
            Deployed = deployed,
            PasswordPolicy = PasswordPolicy.Of(p.At("Policies", "PasswordPolicy") as JsonObject),
            Schema = Schema.Of(p["Schema"]),
            UsernameAttributes = p["UsernameAttributes"].Texts(),
            AliasAttributes = p["AliasAttributes"].Texts(),
            AutoVerifiedAttributes = p["AutoVerifiedAttributes"].Texts(),
            VerifiedBeforeUpdate = p.At("UserAttributeUpdateSettings", "AttributesRequireVerificationBeforeUpdate").Texts(),
            IsCaseSensitive = p.At("UsernameConfiguration", "CaseSensitive").Flag() ?? true,
            OnlyAdminsCreateUsers = p.At("AdminCreateUserConfig", "AllowAdminCreateUserOnly").Flag() ?? false,
            Mfa = resource.Text("MfaConfiguration") ?? "OFF",
            SecondFactors = Seconds(p),
            FirstFactors = p.At("Policies", "SignInPolicy", "AllowedFirstAuthFactors").Texts() is { Length: > 0 } first
                ? first
                : [Factor.Password],
            Passkeys = PasskeySettings.Of(resource),
            Devices = DeviceSettings.Of(resource),
            Threats = ThreatSettings.Of(resource, deployed.OfType(ThreatSettings.AttachmentType).Where(Mine)),
            RecoveryMechanisms = Recovery(p.At("AccountRecoverySetting", "RecoveryMechanisms").Objects()),
            Triggers = LambdaTrigger.Of(p["LambdaConfig"] as JsonObject ?? []),
            SenderKey = p.At("LambdaConfig", "KMSKeyID")?.ToString(),
            Clients = deployed.OfType("AWS::Cognito::UserPoolClient").Where(Mine).Select(AppClient.Of).ToImmutableDictionary(c => c.Id),
            Groups = deployed.OfType("AWS::Cognito::UserPoolGroup").Where(Mine).Select(Group.Of).ToImmutableDictionary(g => g.Name),
            ResourceServers = [.. deployed.OfType("AWS::Cognito::UserPoolResourceServer").Where(Mine).Select(ResourceServer.Of)],
            LogGroups = LogDelivery.GroupsOf(deployed.OfType(LogDelivery.Type).Where(Mine)),
            Providers = deployed.OfType(PoolProvider.Type).Where(Mine).Select(PoolProvider.Of).ToImmutableDictionary(p => p.Name),
        };
    }

    // Templates of older times name none: who can send text messages has them as the second factor.
    private static ImmutableArray<string> Seconds(JsonObject properties) =>
        properties["EnabledMfas"] is { } enabled ? enabled.Texts()
        : properties["SmsConfiguration"] is null ? []
        : [Factor.Sms];

    // Without a setting Cognito prefers the phone, then e-mail.
    private static ImmutableArray<string> Recovery(IEnumerable<JsonObject> mechanisms) =>
        [
            .. mechanisms
                .OrderBy(m => m["Priority"].Number())
                .Select(m => m["Name"]?.ToString() ?? "")
                .DefaultIfEmpty("verified_phone_number")
                .Concat(mechanisms.Any() ? [] : ["verified_email"]),
        ];
}
