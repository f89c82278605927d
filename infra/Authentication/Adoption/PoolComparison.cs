using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CognitoStack.Configuration;

namespace CognitoStack.Authentication.Adoption;

/// <summary>Compares what the file asks of a pool with what the pool is.</summary>
/// <param name="userPoolId">Id of the pool.</param>
/// <param name="file">The parts of the file that are about it, defaults included.</param>
/// <param name="described">What a pool of the file would be like.</param>
/// <param name="actual">What the pool is like.</param>
internal sealed class PoolComparison(string userPoolId, JsonObject file, JsonObject described, JsonObject actual)
{
    private const string Attributes = "$.userPool.attributes";
    private static readonly HashSet<string> OfCognito = [.. StandardAttributes.All, .. StandardAttributes.WrittenByCognito, "sub"];
    private static readonly JsonSerializerOptions OneLine = new(EnvironmentJson.Options) { WriteIndented = false };

    /// <summary>The two ends of each comparison: the setting, the property of the pool, and what a pool means that does not have the property.</summary>
    internal static readonly (string Setting, string Property, string? Absent, Match Match)[] Settings =
    [
        ("$.production", "DeletionProtection", "INACTIVE", Match.Active),
        ("$.userPool.plan", "UserPoolTier", null, Match.Same),
        ("$.userPool.signInWith", "UsernameAttributes", null, Match.Same),
        ("$.userPool.signInWith", "AliasAttributes", null, Match.Same),
        ("$.userPool.signInWith", "AutoVerifiedAttributes", null, Match.Covers),
        ("$.userPool.selfSignUp", "AdminCreateUserConfig.AllowAdminCreateUserOnly", "false", Match.Same),
        ("$.userPool.passwordPolicy.minimumLength", "Policies.PasswordPolicy.MinimumLength", "8", Match.Same),
        ("$.userPool.passwordPolicy.requireLowercase", "Policies.PasswordPolicy.RequireLowercase", "false", Match.Same),
        ("$.userPool.passwordPolicy.requireUppercase", "Policies.PasswordPolicy.RequireUppercase", "false", Match.Same),
        ("$.userPool.passwordPolicy.requireDigits", "Policies.PasswordPolicy.RequireNumbers", "false", Match.Same),
        ("$.userPool.passwordPolicy.requireSymbols", "Policies.PasswordPolicy.RequireSymbols", "false", Match.Same),
        ("$.userPool.passwordPolicy.history", "Policies.PasswordPolicy.PasswordHistorySize", "0", Match.Asked),
        ("$.userPool.passwordPolicy.temporaryPasswordDays", "Policies.PasswordPolicy.TemporaryPasswordValidityDays", "7", Match.Same),
        ("$.userPool.firstFactors", "Policies.SignInPolicy.AllowedFirstAuthFactors", "PASSWORD", Match.Asked),
        ("$.userPool.passkeys.relyingPartyId", "WebAuthnRelyingPartyID", null, Match.Asked),
        ("$.userPool.passkeys.userVerification", "WebAuthnUserVerification", "preferred", Match.Asked),
        ("$.userPool.mfa.mode", "WebAuthnFactorConfiguration", "SINGLE_FACTOR", Match.Asked),
        ("$.userPool.mfa.mode", "MfaConfiguration", "OFF", Match.Same),
        ("$.userPool.mfa.factors", "EnabledMfas", null, Match.Same),
        ("$.userPool.accountRecovery", "AccountRecoverySetting.RecoveryMechanisms", null, Match.Same),
        ("$.userPool.devices.challenge", "DeviceConfiguration.ChallengeRequiredOnNewDevice", null, Match.Same),
        ("$.userPool.devices.remember", "DeviceConfiguration.DeviceOnlyRememberedOnUserPrompt", null, Match.Same),
        ("$.userPool.email", "EmailConfiguration.EmailSendingAccount", "COGNITO_DEFAULT", Match.Same),
        ("$.userPool.email.sesIdentityArn", "EmailConfiguration.SourceArn", null, Match.Asked),
        ("$.userPool.email.from", "EmailConfiguration.From", null, Match.Asked),
        ("$.userPool.email.replyTo", "EmailConfiguration.ReplyToEmailAddress", null, Match.Asked),
        ("$.userPool.email.configurationSet", "EmailConfiguration.ConfigurationSet", null, Match.Asked),
        ("$.userPool.sms", "SmsConfiguration.SnsCallerArn", null, Match.Any),
        ("$.userPool.sms.region", "SmsConfiguration.SnsRegion", null, Match.Asked),
        ("$.userPool.messages.verification.style", "VerificationMessageTemplate.DefaultEmailOption", "CONFIRM_WITH_CODE", Match.Same),
        ("$.userPool.messages.verification.subject", "VerificationMessageTemplate.EmailSubject", null, Match.Asked),
        ("$.userPool.messages.verification.body", "VerificationMessageTemplate.EmailMessage", null, Match.Asked),
        ("$.userPool.messages.verification.subject", "VerificationMessageTemplate.EmailSubjectByLink", null, Match.Asked),
        ("$.userPool.messages.verification.body", "VerificationMessageTemplate.EmailMessageByLink", null, Match.Asked),
        ("$.userPool.messages.invitation.subject", "AdminCreateUserConfig.InviteMessageTemplate.EmailSubject", null, Match.Asked),
        ("$.userPool.messages.invitation.body", "AdminCreateUserConfig.InviteMessageTemplate.EmailMessage", null, Match.Asked),
        ("$.threatProtection.mode", "UserPoolAddOns.AdvancedSecurityMode", "OFF", Match.Same),
        ("$.threatProtection.customAuthMode", "UserPoolAddOns.AdvancedSecurityAdditionalFlows.CustomAuthMode", "OFF", Match.Asked),
    ];

    /// <summary>The same of a user's attribute, below its place in the file.</summary>
    internal static readonly (string Setting, string Property, string? Absent)[] OfAttributes =
    [
        ("type", "AttributeDataType", null),
        ("required", "Required", "false"),
        ("mutable", "Mutable", "true"),
        ("minLength", "StringAttributeConstraints.MinLength", null),
        ("maxLength", "StringAttributeConstraints.MaxLength", null),
        ("min", "NumberAttributeConstraints.MinValue", null),
        ("max", "NumberAttributeConstraints.MaxValue", null),
    ];

    /// <summary>How a property of the pool has to match what the file asks for.</summary>
    internal enum Match
    {
        /// <summary>It is the same.</summary>
        Same,

        /// <summary>It is the same where the file asks for something.</summary>
        Asked,

        /// <summary>It has at least what the file asks for.</summary>
        Covers,

        /// <summary>It is there where the file asks for it.</summary>
        Any,

        /// <summary>It is on where the file asks for that.</summary>
        Active,
    }

    /// <summary>What contradicts the file.</summary>
    public IEnumerable<PoolFinding> Contradictions()
    {
        foreach (var (setting, property, absent, match) in Settings)
        {
            var (wanted, found) = (Values(At(described, property)), Values(At(actual, property)));
            if (found.Count == 0 && absent is not null)
                found = [absent];
            if (!Matches(match, wanted, found) && !(property is "UserPoolTier" or "EnabledMfas" && found.Count == 0))
                yield return Contradiction(setting, setting.Split('.')[1..], property, wanted, found);
        }

        foreach (var finding in OfSchema())
            yield return finding;
    }

    /// <summary>What this project does otherwise in the pools that it makes, and no setting of the file can say.</summary>
    public IEnumerable<PoolFinding> Surprises()
    {
        if (Values(At(actual, "UsernameConfiguration.CaseSensitive")) is not ["false"])
            yield return new(
                "$.userPool.adopt",
                $"names in the pool {userPoolId} are case-sensitive, for good: \"Ada\" and \"ada\" are two users. A deny list entry of one of them is no entry of the other."
            );
        const string before = "UserAttributeUpdateSettings.AttributesRequireVerificationBeforeUpdate";
        var unproven = Values(At(described, before)).Except(Values(At(actual, before))).ToList();
        if (unproven.Count > 0)
            yield return new(
                "$.userPool.adopt",
                $"the pool {userPoolId} takes a new {string.Join(" and ", unproven)} before it is verified ({before}): a typo locks a user out. Let it keep the old one until then."
            );
    }

    /// <summary>What the pool is like, with what it means by what it does not say, and attributes named as in templates.</summary>
    public JsonObject Completed()
    {
        var whole = actual.DeepClone().AsObject();
        foreach (var (_, property, absent, _) in Settings)
            if (absent is not null && At(whole, property) is null)
            {
                var names = property.Split('.');
                names[..^1].Aggregate(whole, (node, name) => node[name] as JsonObject ?? (JsonObject)(node[name] = new JsonObject()))[
                    names[^1]
                ] = absent;
            }

        foreach (var attribute in (whole["Schema"] as JsonArray ?? []).OfType<JsonObject>())
            attribute["Name"] = attribute["Name"]!.ToString().Replace("custom:", string.Empty, StringComparison.Ordinal);
        return whole;
    }

    private static bool Matches(Match match, IReadOnlyList<string> wanted, IReadOnlyList<string> found) =>
        match switch
        {
            Match.Same => wanted.SequenceEqual(found),
            Match.Asked => wanted.Count == 0 || wanted.SequenceEqual(found),
            Match.Covers => !wanted.Except(found).Any(),
            Match.Any => wanted.Count == 0 || found.Count > 0,
            Match.Active => wanted is not ["ACTIVE"] || found is ["ACTIVE"],
            _ => throw new ArgumentOutOfRangeException(nameof(match), match, null),
        };

    private IEnumerable<PoolFinding> OfSchema()
    {
        var schema = Named(actual);
        foreach (var (name, attribute) in Named(described))
        {
            var path = JsonPath.Property(Attributes, name);
            if (!schema.TryGetValue(name, out var there))
                yield return new(
                    path,
                    name == SignInAuditConfiguration.LastSignInAttribute
                        ? $"is what signInAudit.recordLastSignIn writes, but the pool {userPoolId} has no such attribute. Add it to the pool (add-custom-attributes), or remove recordLastSignIn. {AndRead}"
                        : $"is no attribute of the pool {userPoolId}. Add it to the pool (add-custom-attributes), or remove it. {AndRead}"
                );
            else
                foreach (var (setting, property, absent) in OfAttributes)
                {
                    var (wanted, found) = (Values(At(attribute, property)), Values(At(there, property)));
                    if (found.Count == 0 && absent is not null)
                        found = [absent];
                    if (!Matches(Match.Asked, wanted, found))
                        yield return Contradiction(
                            $"{path}.{setting}",
                            ["userPool", "attributes", name, setting],
                            $"Schema: {property}",
                            wanted,
                            found
                        );
                }
        }

        var names = Values(At(described, "UsernameAttributes"));
        foreach (
            var (name, there) in schema.Where(a =>
                a.Key != "sub"
                && !names.Contains(a.Key)
                && At(a.Value, "Required")?.ToString() == "true"
                && !Named(described).ContainsKey(a.Key)
            )
        )
            yield return Contradiction(
                $"{JsonPath.Property(Attributes, name)}.required",
                ["userPool", "attributes", name, "required"],
                "Schema: Required",
                ["false"],
                ["true"]
            );
    }

    /// <summary>Attributes by the names that tokens have: a template leaves <c>custom:</c> away, and a pool does not.</summary>
    private static Dictionary<string, JsonObject> Named(JsonObject pool) =>
        (pool["Schema"] as JsonArray ?? []).OfType<JsonObject>().ToDictionary(a => Token(a["Name"]!.ToString()));

    private static string Token(string name) =>
        name.Contains(':', StringComparison.Ordinal) || OfCognito.Contains(name) ? name : $"custom:{name}";

    private PoolFinding Contradiction(
        string path,
        IEnumerable<string> setting,
        string property,
        IReadOnlyList<string> wanted,
        IReadOnlyList<string> found
    ) =>
        new(
            path,
            $"is {Written(setting)} ({property} {Said(wanted)}), but the pool {userPoolId} has {Said(found)}. Write here what the pool has, or change the pool. {AndRead}"
        );

    private string AndRead => $"Whoever changes the pool has it read again: npx cdk context --reset '*{userPoolId}*'.";

    private string Written(IEnumerable<string> setting) =>
        setting.Aggregate((JsonNode?)file, (node, name) => (node as JsonObject)?[name]) switch
        {
            null => "not set",
            JsonObject => "set",
            var value => value.ToJsonString(OneLine),
        };

    private static JsonNode? At(JsonNode? node, string property) =>
        property.Split('.').Aggregate(node, (n, name) => (n as JsonObject)?[name]);

    /// <summary>Values as texts: a list's order means nothing, unless its members have ranks.</summary>
    private static IReadOnlyList<string> Values(JsonNode? node) =>
        node switch
        {
            null => [],
            JsonArray ranked when ranked.All(m => m is JsonObject) =>
            [
                .. ranked
                    .OrderBy(m => double.Parse(m!["Priority"]!.ToString(), CultureInfo.InvariantCulture))
                    .Select(m => m!["Name"]!.ToString()),
            ],
            JsonArray list => [.. list.Select(m => m!.ToString()).Order(StringComparer.Ordinal)],
            _ => [node.ToString()],
        };

    private static string Said(IReadOnlyList<string> values) => values.Count == 0 ? "nothing" : string.Join(", ", values);
}
