using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CognitoStack.Configuration;
using CognitoStack.Templates;

namespace CognitoStack.Assurance.Settings;

/// <summary>Functions between the steps of a sign-in: which are called when, and what they are told.</summary>
internal static class TriggerExpectations
{
    private const string Function = "AWS::Lambda::Function";
    private const string Gate = "GateFunctionName";
    private const string Audit = "AuditFunctionName";
    private const string Migration = "MigrationFunctionName";

    /// <summary>Properties of <c>LambdaConfig</c> with their values and the setting that each comes from.</summary>
    public static IEnumerable<(string Property, string? Value, string Setting)> Wiring(
        EnvironmentConfiguration environment,
        TemplateSet templates
    )
    {
        var gate = environment.SignInRules is null ? null : ArnOf(Gate, templates);
        var audit = environment.SignInAudit is null ? null : ArnOf(Audit, templates);
        var migration = environment.UserMigration is null ? null : ArnOf(Migration, templates);
        foreach (var trigger in Enum.GetValues<TriggerName>())
        {
            var own = environment.Triggers.GetValueOrDefault(trigger);
            var setting = $"triggers.{JsonNamingPolicy.CamelCase.ConvertName(trigger.ToString())}";
            switch (trigger)
            {
                // Both: whoever signs up with an address that is denied would come in by it.
                case TriggerName.PreAuthentication or TriggerName.PreSignUp:
                    yield return ($"{trigger}", gate ?? own?.AliasArn, gate is null ? $"{setting}.aliasArn" : "signInRules");
                    break;
                case TriggerName.PostAuthentication or TriggerName.PostConfirmation:
                    yield return ($"{trigger}", audit ?? own?.AliasArn, audit is null ? $"{setting}.aliasArn" : "signInAudit");
                    break;
                case TriggerName.UserMigration:
                    yield return ($"{trigger}", migration ?? own?.AliasArn, migration is null ? $"{setting}.aliasArn" : "userMigration");
                    break;
                case TriggerName.CustomEmailSender
                or TriggerName.CustomSmsSender
                or TriggerName.InboundFederation
                or TriggerName.PreTokenGeneration:
                    var property = trigger switch
                    {
                        TriggerName.CustomSmsSender => "CustomSMSSender",
                        TriggerName.PreTokenGeneration => "PreTokenGenerationConfig",
                        _ => $"{trigger}",
                    };
                    yield return ($"{property}.LambdaArn", own?.AliasArn, $"{setting}.aliasArn");
                    yield return ($"{property}.LambdaVersion", own is null ? null : Version(own.EffectiveVersion), $"{setting}.version");
                    break;
                default:
                    yield return ($"{trigger}", own?.AliasArn, $"{setting}.aliasArn");
                    break;
            }
        }
    }

    /// <summary>Codes for functions that send messages are encrypted by a key of the templates.</summary>
    public static void SenderKey(Expectation pool, EnvironmentConfiguration environment, TemplateSet templates)
    {
        if (environment.Triggers.Keys.Any(t => t is TriggerName.CustomEmailSender or TriggerName.CustomSmsSender))
            pool.Fits("LambdaConfig.KMSKeyID", Expectation.Always, "a key of the templates", arn => templates.HasArn("AWS::KMS::Key", arn));
        else
            pool.Says("LambdaConfig.KMSKeyID", Expectation.Always, (string?)null);
    }

    public static IEnumerable<Expectation> Of(EnvironmentConfiguration environment, TemplateSet templates)
    {
        if (environment.SignInRules is { } rules)
            yield return Told(templates.OfOutput(Function, Gate, "the gate"), GateVariables(environment, rules, templates), templates);
        if (environment.SignInAudit is { } audit)
            yield return Told(
                templates.OfOutput(Function, Audit, "the audit"),
                [
                    (FunctionVariables.AuditTableName, "signInAudit", templates.Output("AuditTableName")),
                    (
                        FunctionVariables.AuditRetentionDays,
                        "signInAudit.retentionDays",
                        audit.RetentionDays.ToString(CultureInfo.InvariantCulture)
                    ),
                    (FunctionVariables.RecordLastSignIn, "signInAudit.recordLastSignIn", audit.RecordLastSignIn ? "true" : "false"),
                ],
                templates
            );
        if (environment.UserMigration is { } migration)
            yield return Told(
                templates.OfOutput(Function, Migration, "the migration"),
                MigrationVariables(environment, migration),
                templates
            );
    }

    private static IEnumerable<(string Variable, string Setting, string? Value)> MigrationVariables(
        EnvironmentConfiguration environment,
        UserMigrationConfiguration migration
    ) =>
        [
            // What its role may ask is for the proof "principals".
            (FunctionVariables.OldUserPoolId, "userMigration.userPoolArn", migration.UserPoolArn.Split('/')[1]),
            (FunctionVariables.OldClientId, "userMigration.clientId", migration.ClientId),
            (
                FunctionVariables.CustomAttributes,
                "userPool.attributes",
                string.Join(
                    ',',
                    environment
                        .UserPool.Attributes.Keys.Where(a => a.StartsWith("custom:", StringComparison.Ordinal))
                        .Order(StringComparer.Ordinal)
                )
            ),
        ];

    /// <summary>ARN of the function that an output names; where there is none, what no property has.</summary>
    private static string ArnOf(string output, TemplateSet templates) =>
        templates.Output(output) is { } name && templates.Find(Function, name) is { } function ? function.Arn : output;

    private static string Version(TriggerVersion version) =>
        version switch
        {
            TriggerVersion.V1 => "V1_0",
            TriggerVersion.V2 => "V2_0",
            TriggerVersion.V3 => "V3_0",
            _ => throw new ArgumentOutOfRangeException(nameof(version), version, null),
        };

    private static Expectation Told(
        Expectation function,
        IEnumerable<(string Variable, string Setting, string? Value)> variables,
        TemplateSet templates
    )
    {
        foreach (var (variable, setting, value) in variables)
        {
            var property = $"Environment.Variables.{variable}";
            if (value?.StartsWith('{') == true)
                function.Fits(property, setting, value, got => IsSame(got, value));
            else
                function.Says(property, setting, value);
        }
        return function
            .Says("Environment.Variables.SSL_CERT_FILE", Expectation.Always, "/var/task/amazon-roots.pem")
            .Says("Environment.Variables.SSL_CERT_DIR", Expectation.Always, "/var/task/none")
            // Cognito waits five seconds, and then calls again.
            .Says("Timeout", Expectation.Always, 5)
            .Fits(
                "LoggingConfig.LogGroup",
                Expectation.Always,
                "a log group of the templates",
                g => templates.Find("AWS::Logs::LogGroup", g) is not null
            )
            // What its role may do is for the proof "principals", and how it logs for the proof "readers".
            .Passes("Role", "LoggingConfig.LogFormat", "Description", "Code", "Handler", "Runtime", "Architectures", "MemorySize", "Tags");
    }

    private static IEnumerable<(string Variable, string Setting, string? Value)> GateVariables(
        EnvironmentConfiguration environment,
        SignInRulesConfiguration rules,
        TemplateSet templates
    )
    {
        yield return (FunctionVariables.AllowEmailDomains, "signInRules.allowEmailDomains", string.Join(',', rules.AllowEmailDomains));
        yield return (FunctionVariables.DenyEmailDomains, "signInRules.denyEmailDomains", string.Join(',', rules.DenyEmailDomains));
        yield return (
            FunctionVariables.RequireVerifiedEmail,
            "signInRules.requireVerifiedEmail",
            rules.RequireVerifiedEmail ? "true" : "false"
        );
        yield return (FunctionVariables.OnFailure, "signInRules.onFailure", rules.OnFailure == FailureAction.Allow ? "allow" : "deny");
        yield return (
            FunctionVariables.DenyListTableName,
            "signInRules.denyList",
            rules.DenyList ? templates.Output("DenyListTableName") ?? "a table" : null
        );
        yield return (
            FunctionVariables.AllowedGroupsByClient,
            "signInRules.allowedGroupsByClient",
            rules.AllowedGroupsByClient.Count == 0
                ? null
                : Text(
                    rules.AllowedGroupsByClient.Select(c =>
                        KeyValuePair.Create(
                            $"/cognitostack/{environment.Name}/ClientId{Naming.Pascal(c.Key)}",
                            (JsonNode?)new JsonArray([.. c.Value.Select(g => JsonValue.Create(g))])
                        )
                    )
                )
        );
        var linked = rules.LinkTrustedProviders ? environment.IdentityProviders.Where(p => p.Value.TrustedForLinking).ToList() : [];
        yield return (
            FunctionVariables.LinkTrustedProviders,
            "signInRules.linkTrustedProviders",
            rules.LinkTrustedProviders ? string.Join(',', linked.Select(p => p.Key)) : null
        );
        var links = environment.Links;
        yield return (
            FunctionVariables.LinkSubjectAttributes,
            "signInRules.linkTrustedProviders",
            LinkedBy(environment.Links.SubjectAttributes!)
        );
        yield return (
            FunctionVariables.LinkHostedDomainAttributes,
            "signInRules.linkTrustedProviders",
            LinkedBy(environment.Links.HostedDomainAttributes)
        );

        string? LinkedBy(IReadOnlyDictionary<string, string?> attributes) =>
            linked.Count == 0 || attributes.Count == 0
                ? null
                : Text(attributes.Select(a => KeyValuePair.Create(a.Key, (JsonNode?)a.Value)));
    }

    private static string Text(IEnumerable<KeyValuePair<string, JsonNode?>> members) => new JsonObject(members).ToJsonString();

    private static bool IsSame(string got, string expected)
    {
        try
        {
            return JsonNode.DeepEquals(JsonNode.Parse(got), JsonNode.Parse(expected));
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
