using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CognitoStack.Assurance.Settings;
using CognitoStack.Configuration;
using CognitoStack.Templates;
using CognitoStack.Tests.Support;

namespace CognitoStack.Tests.Assurance;

/// <summary>The file is what is deployed: no setting escapes the proof, and no property of what it reads.</summary>
[Collection(SynthesisCollection.Name)]
public sealed partial class SettingsProofTests(Synthesis synthesis)
{
    private const string Head = """
        # Where each setting is in the templates

        The proof of settings reads each setting back from the synthesized templates, property by property ([What is proven](proven.md)).
        A property of such a resource that stands in no line here is a difference: no setting asks for it.
        "always" is what the project decides, whatever the file says.
        This table is made by the tests.

        | setting | resource | property |
        |---|---|---|

        """;

    private static readonly string Committed = Repository.File("docs/settings.md");

    /// <summary>Settings that stand in no property which the proof compares, and where else they count.</summary>
    private static readonly Dictionary<string, string> Elsewhere = new()
    {
        ["$schema"] = "is for editors",
        ["name"] = "stands in names alone",
        ["account"] = "says where stacks go",
        ["region"] = "says where stacks go",
        ["tags.*"] = "decide nothing",
        ["userPool.adopt"] = "says which pool the rest of userPool is about; what that pool is like, nobody but AWS can prove",
        ["userPool.schema"] = "says what of the attributes is declared",
        ["userPool.attributes.*.writableByUser"] = "is in the list of a client's attributes",
        ["signInRules.allowedGroupsByClient.*"] = "is in the map that the gate is told",
        ["identityProviders.*.trustedForLinking"] = "is in the list that the gate is told",
        ["identityProviders.*.clientSecret.version"] = "is in the secret's reference",
        ["identityProviders.*.clientSecret.stage"] = "is in the secret's reference",
        ["identityProviders.*.clientSecret.field"] = "is in the secret's reference",
        ["identityProviders.*.privateKey.version"] = "is in the secret's reference",
        ["identityProviders.*.privateKey.stage"] = "is in the secret's reference",
        ["identityProviders.*.privateKey.field"] = "is in the secret's reference",
        ["domain.hostedZoneId"] = "is where a name is published",
        ["domain.hostedZoneName"] = "is where a name is published",
        ["branding.directory"] = "is looks",
        ["branding.clients.*"] = "is looks",
        ["branding.acceptedContrast.*.directory"] = "is looks",
        ["branding.acceptedContrast.*.path"] = "is looks",
        ["branding.acceptedContrast.*.reason"] = "is looks",
        ["branding.terms.termsOfUse.*"] = "is for people's eyes",
        ["branding.terms.privacyPolicy.*"] = "is for people's eyes",
        ["groups.*.description"] = "is for people's eyes",
        ["groups.*.role"] = "is for the proof of roles",
        ["access.authenticated"] = "is for the proof of roles",
        ["access.ambiguous"] = "is for the proof of roles",
        ["access.rules.*.client"] = "is for the proof of roles",
        ["access.rules.*.claim"] = "is for the proof of roles",
        ["access.rules.*.match"] = "is for the proof of roles",
        ["access.rules.*.value"] = "is for the proof of roles",
        ["access.rules.*.role"] = "is for the proof of roles",
        ["access.roles.*.extends"] = "is for the proof of access",
        ["access.roles.*.grants.*.bucket"] = "is for the proof of access",
        ["access.roles.*.grants.*.prefix"] = "is for the proof of access",
        ["access.roles.*.grants.*.table"] = "is for the proof of access",
        ["access.roles.*.grants.*.leadingKey"] = "is for the proof of access",
        ["access.roles.*.grants.*.access"] = "is for the proof of access",
        ["access.roles.*.grants.*.sharedWithRole"] = "is said, and changes nothing",
        ["operations.dashboard"] = "is for people's eyes",
        ["operations.monthlyUsers"] = "moves the thresholds of alarms",
        ["operations.runbooksUrl"] = "is for people's eyes",
        ["operations.waf.rateLimitPer5Minutes"] = "is for the proof of the firewall",
        ["operations.waf.allowCidrs"] = "is for the proof of the firewall",
        ["operations.waf.blockCidrs"] = "is for the proof of the firewall",
        ["operations.waf.countries"] = "is for the proof of the firewall",
        ["operations.waf.managedRules"] = "is for the proof of the firewall",
    };

    /// <summary>Properties that may change without a word of this proof: names and texts for people, and what another proof reads.</summary>
    private static readonly Regex[] Passed =
    [
        .. new[]
        {
            // Names, tags, and what people read.
            @"Tags(\.\S+)?$",
            @"^\S+ .*\b(Description|DisplayName|UserPoolName|IdentityPoolName|LogGroupName|LogFilePrefix|LogFormat)$",
            "^AWS::Cognito::UserPoolResourceServer .*Name$",
            @"^AWS::Cognito::(ManagedLoginBranding|UserPoolUICustomizationAttachment) .*\b(Settings|Assets|CSS|UseCognitoProvidedValues)",
            "^AWS::Cognito::Terms .*(Enforcement|Links|TermsSource)",
            "^AWS::Cognito::UserPoolDomain .*Domain$",
            @"^AWS::Cognito::UserPoolRiskConfigurationAttachment .*\.(Block|Mfa|NoAction)Email\.",
            "^AWS::CloudWatch::Alarm (?!.*AlarmActions)",
            "^AWS::IAM::Role (?!.*MaxSessionDuration)",
            "^AWS::DynamoDB::Table .*BillingMode$",
            // The proofs of principals, access and stores.
            "^AWS::DynamoDB::Table .*ResourcePolicy",
            "^AWS::S3::Bucket .*ExposedHeaders",
            "^AWS::Lambda::Function .*(Architectures|Code|Handler|MemorySize|Runtime)",
            // The proof of readers.
            "^AWS::WAFv2::LoggingConfiguration .*RedactedFields",
            // The trust of the role names it: the proof of principals.
            "^AWS::Cognito::UserPool .*SmsConfiguration.ExternalId$",
            "^AWS::KMS::Key .*KeyPolicy",
            "^AWS::Lambda::Function .*Role$",
            // The proof of roles.
            @"^AWS::Cognito::IdentityPoolRoleAttachment .*\bRole(s|Mappings)\b",
            "^AWS::Cognito::UserPoolGroup .*RoleArn$",
            // An empty list is none at all.
            "without (CognitoIdentityProviders|IdpIdentifiers|AutoVerifiedAttributes|UserAttributeUpdateSettings.AttributesRequireVerificationBeforeUpdate)$",
        }.Select(pattern => new Regex(pattern)),
    ];

    [Fact]
    public void Every_setting_of_the_schema_is_read_back_or_counts_elsewhere()
    {
        var settings = Settings(EnvironmentSchema.Create(), string.Empty).Distinct().ToList();
        var read = EveryEnvironment.All.SelectMany(Table).Select(row => row.Setting).Distinct().ToList();

        var unread = settings.Where(s => !Elsewhere.ContainsKey(s) && !read.Any(Named(s).IsMatch)).ToList();
        Assert.True(unread.Count == 0, string.Join('\n', unread));
        Assert.Equal([], Elsewhere.Keys.Where(s => !settings.Contains(s)));
    }

    [Fact]
    public void What_is_read_back_is_what_the_constructs_write_whatever_the_file_says()
    {
        foreach (var json in EveryEnvironment.All)
        {
            var (environment, templates) = Read(json);
            var proof = SettingsProof.Of(environment, templates);
            Assert.True(proof.Holds, $"{environment.Name}: {string.Join('\n', proof.Differences)}");
        }
    }

    [Fact]
    public void The_committed_table_of_settings_is_up_to_date()
    {
        var read = EveryEnvironment.All.SelectMany(Table).ToLookup(row => row.Setting, row => $"{row.Type} {Pattern(row.Property)}");
        var lines = Settings(EnvironmentSchema.Create(), string.Empty)
            .Distinct()
            .SelectMany(setting =>
                read.Where(r => Named(setting).IsMatch(r.Key))
                    .SelectMany(r => r)
                    .Distinct()
                    .DefaultIfEmpty(null)
                    .Select(p => Line(setting, p))
            )
            .Concat(read["always"].Distinct().Order(StringComparer.Ordinal).Select(p => Line("always", p)));
        var generated = $"{Head}{string.Join('\n', lines)}\n";
        if (Environment.GetEnvironmentVariable("COGNITOSTACK_UPDATE") == "1")
            File.WriteAllText(Committed, generated);
        Assert.True(
            File.Exists(Committed) && File.ReadAllText(Committed).ReplaceLineEndings("\n") == generated,
            "docs/settings.md is not what the proof of settings reads. Run \"npm run snapshots\" to update it, and commit it."
        );

        static string WhereElse(string setting) =>
            Elsewhere.GetValueOrDefault(setting)
            ?? throw new InvalidOperationException(
                $"{setting}: name its property in assurance/Settings, or say in Elsewhere of this class where it counts."
            );

        static string Line(string setting, string? property) =>
            property?.Split(' ', 2) is [var type, var path]
                ? $"| `{setting}` | `{type}` | `{path}` |"
                : $"| `{setting}` | | {WhereElse(setting)} |";
    }

    /// <summary>Each property of each resource is taken away, and changed, one at a time.</summary>
    [Fact]
    public void No_property_of_what_the_proof_reads_changes_unseen()
    {
        var unseen = EveryEnvironment.All.SelectMany(json => Unseen(json)).Distinct().Order(StringComparer.Ordinal).ToList();
        Assert.True(unseen.Count == 0, string.Join('\n', unseen));
    }

    private IEnumerable<string> Unseen(string json)
    {
        var (environment, templates) = Read(json);
        var types = SettingsProof.Table(environment, templates).Select(row => row.Type).ToHashSet();
        foreach (var resource in templates.Resources.Where(r => types.Contains(r.Type)))
        foreach (var (path, change) in Mutations(resource.Properties))
        {
            var copy = resource.Properties.DeepClone().AsObject();
            change(copy);
            var changed = new TemplateSet(
                templates.Account,
                templates.Region,
                [.. templates.Resources.Select(r => r == resource ? r with { Properties = copy } : r)],
                templates.Outputs
            );
            if (SettingsProof.Of(environment, changed).Holds && !Passed.Any(p => p.IsMatch($"{resource.Type} {path}")))
                yield return $"{resource.Type} {path}";
        }
    }

    /// <summary>A setting with whichever keys.</summary>
    private static Regex Named(string setting) => new($"^{Regex.Escape(setting).Replace("\\*", "[^.]+", StringComparison.Ordinal)}$");

    /// <summary>A property without the names of a test's environments.</summary>
    private static string Pattern(string property) => Names().Replace(property, "$1$2*");

    private static IEnumerable<(string Path, Action<JsonObject> Change)> Mutations(JsonObject properties) =>
        Paths(properties, [])
            .SelectMany(path =>
                new (string, Action<JsonObject>)[]
                {
                    ($"without {string.Join('.', path)}", root => Remove(root, path)),
                    ($"with another {string.Join('.', path)}", root => Replace(root, path)),
                }
            );

    private static IEnumerable<object[]> Paths(JsonNode? node, object[] path) =>
        node switch
        {
            JsonObject { Count: > 0 } properties => properties.SelectMany(p => Paths(p.Value, [.. path, p.Key])),
            JsonArray { Count: > 0 } items => items.SelectMany((item, i) => Paths(item, [.. path, i])),
            _ => [path],
        };

    private static void Remove(JsonObject root, object[] path)
    {
        switch (Parent(root, path))
        {
            case JsonObject parent:
                parent.Remove((string)path[^1]);
                break;
            case JsonArray parent:
                parent.RemoveAt((int)path[^1]);
                break;
        }
    }

    private static void Replace(JsonObject root, object[] path)
    {
        JsonNode Other(JsonNode? value) =>
            value is JsonValue v && v.TryGetValue(out bool flag) ? !flag
            : value is JsonValue n && n.TryGetValue(out int number) ? number + 1
            : value?.ToString() is "true" or "false" ? (value.ToString() == "true" ? "false" : "true")
            : "another";
        switch (Parent(root, path))
        {
            case JsonObject parent:
                parent[(string)path[^1]] = Other(parent[(string)path[^1]]);
                break;
            case JsonArray parent:
                parent[(int)path[^1]] = Other(parent[(int)path[^1]]);
                break;
        }
    }

    private static JsonNode Parent(JsonNode root, object[] path) =>
        path[..^1].Aggregate(root, (node, step) => step is string name ? node[name]! : node[(int)step]!);

    private IEnumerable<(string Setting, string Type, string Property)> Table(string json)
    {
        var (environment, templates) = Read(json);
        return SettingsProof.Table(environment, templates);
    }

    private (EnvironmentConfiguration Environment, TemplateSet Templates) Read(string json)
    {
        var files = EveryEnvironment.FilesOf(json);
        var environment = EnvironmentLoader.Load(json, "test.json", files);
        var templates = CloudAssembly.Read(synthesis.Of(json, files).Folder).Of($"CognitoStack-{environment.Name}-");
        return (environment, TemplatesAlone.Read(templates, environment.Account, environment.TargetRegion));
    }

    private static IEnumerable<string> Settings(JsonNode schema, string path)
    {
        var parts = schema["anyOf"]?.AsArray().Select(a => a!).ToList() ?? [];
        var properties = schema["properties"]?.AsObject() ?? [];
        foreach (var (name, value) in properties)
        foreach (var setting in value is JsonObject below ? Settings(below, path.Length == 0 ? name : $"{path}.{name}") : [])
            yield return setting;
        foreach (var setting in parts.SelectMany(p => Settings(p, path)))
            yield return setting;
        if (schema["additionalProperties"] is JsonObject each)
            foreach (var setting in Settings(each, $"{path}.*"))
                yield return setting;
        if (schema["items"] is JsonObject { } item && item["properties"] is not null)
            foreach (var setting in Settings(item, $"{path}.*"))
                yield return setting;
        if (
            properties.Count == 0
            && parts.Count == 0
            && schema["additionalProperties"] is not JsonObject
            && schema["items"]?["properties"] is null
        )
            yield return path;
    }

    [GeneratedRegex(
        @"((?:Schema|Scopes|KeySchema|AttributeDefinitions|CognitoIdentityProviders)\[)[^\]]+(?=\])|((?:AttributeMapping|PrincipalTags)\.).+"
    )]
    private static partial Regex Names();
}
