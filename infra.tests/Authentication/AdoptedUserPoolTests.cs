using System.Text.Json.Nodes;
using CognitoStack.Authentication.Adoption;
using CognitoStack.Configuration;
using CognitoStack.Tests.Support;

namespace CognitoStack.Tests.Authentication;

/// <summary>An environment around a user pool that exists: what is made, and how the pool is compared with the file.</summary>
[Collection(SynthesisCollection.Name)]
public sealed class AdoptedUserPoolTests(Synthesis synthesis)
{
    private const string Id = ExistingPool.Id;
    private const string Arn = ExistingPool.Arn;
    private const string Type = "AWS::Cognito::UserPool";

    /// <summary>Of a file with all that can be said, and everything that may hang on a pool.</summary>
    private readonly ExistingPool whole = new(synthesis, Environments.Production);

    private readonly ExistingPool minimal = new(synthesis, Environments.Minimal);

    [Fact]
    public void No_pool_is_made_and_everything_hangs_on_the_one_that_exists()
    {
        var (environment, _) = synthesis.Adopting(whole.Adopting, whole.Context());
        var resources = environment.Stacks.SelectMany(stack => environment.Json(stack)["Resources"]!.AsObject()).ToList();

        Assert.DoesNotContain(resources, r => r.Value!["Type"]!.ToString() == Type);
        var hanging = resources.Where(r => r.Value!["Properties"]?["UserPoolId"] is not null).ToList();
        string[] kinds = ["Client", "Domain", "Group", "ResourceServer"];
        Assert.All(kinds, kind => Assert.Contains(hanging, r => r.Value!["Type"]!.ToString() == Type + kind));
        Assert.All(
            environment.Json("Authentication")["Resources"]!.AsObject().Where(r => r.Value!["Properties"]?["UserPoolId"] is not null),
            r => Assert.Equal(Id, r.Value!["Properties"]!["UserPoolId"]!.ToString())
        );
        Assert.Equal(
            (Id, Arn),
            (environment.Outputs("Authentication")["UserPoolId"], environment.Outputs("Authentication")["UserPoolArn"])
        );
        Assert.Equal($"https://cognito-idp.eu-west-1.amazonaws.com/{Id}", environment.Outputs("Authentication")["Issuer"]);
    }

    [Fact]
    public void The_functions_may_be_called_by_that_pool_alone_and_ask_it_alone()
    {
        var (environment, _) = synthesis.Adopting(whole.Adopting, whole.Context());
        Assert.All(environment.Properties("Authentication", "AWS::Lambda::Permission"), p => Assert.Equal(Arn, p["SourceArn"]!.ToString()));
        Assert.All(
            environment
                .Properties("Authentication", "AWS::IAM::Policy")
                .SelectMany(p => p["PolicyDocument"]!["Statement"]!.AsArray())
                .Where(s => s!["Action"]!.ToJsonString().Contains("cognito-idp:", StringComparison.Ordinal)),
            s => Assert.Equal(Arn, s!["Resource"]!.ToString())
        );
    }

    [Fact]
    public void What_the_pool_should_call_is_published()
    {
        var outputs = synthesis.Of(OtherEnvironments.Adopting).Outputs("Authentication");
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["TriggerPreAuthentication"] = "<AWS::Lambda::Function Refuses sign-ins that the environment's rules do not allow.Arn>",
                ["TriggerPreSignUp"] = "<AWS::Lambda::Function Refuses sign-ins that the environment's rules do not allow.Arn>",
                ["TriggerPostAuthentication"] = "<AWS::Lambda::Function Records sign-ins.Arn>",
                ["TriggerPostConfirmation"] = "<AWS::Lambda::Function Records sign-ins.Arn>",
                ["TriggerPreTokenGenerationConfig"] = "arn:aws:lambda:eu-west-1:111122223333:function:tokens:live V2_0",
            },
            outputs.Where(o => o.Key.StartsWith("Trigger", StringComparison.Ordinal)).ToDictionary()
        );
    }

    [Theory]
    [InlineData(Environments.Production)]
    [InlineData(Environments.Minimal)]
    [InlineData(Environments.Lite)]
    public void A_pool_that_is_as_the_file_says_contradicts_nothing(string made)
    {
        var existing = new ExistingPool(synthesis, made);
        var (environment, pool) = synthesis.Adopting(existing.Adopting, existing.Context());
        Assert.Empty(pool.Contradictions);
        Assert.Empty(pool.Warnings);
        Assert.Equal("true", environment.Json("Authentication")["Metadata"]![Naming.AdoptedUserPool]!["IsRead"]!.ToString());
    }

    [Fact]
    public void Every_property_of_a_made_pool_is_compared_or_is_none_of_the_file()
    {
        string[] others =
        [
            "UserPoolName",
            "UserPoolTags",
            "LambdaConfig",
            "SmsConfiguration.ExternalId",
            "UsernameConfiguration",
            "UserAttributeUpdateSettings",
        ];
        var compared = PoolComparison
            .Settings.Select(s => s.Property)
            .Concat(PoolComparison.OfAttributes.Select(a => $"Schema.{a.Property}"))
            .Append("Schema.Name")
            .Concat(others);
        foreach (var made in new[] { whole, minimal })
            Assert.All(
                Leaves(string.Empty, made.Properties).Distinct(),
                leaf => Assert.Contains(compared, c => leaf == c || leaf.StartsWith(c + ".", StringComparison.Ordinal))
            );
    }

    public static TheoryData<string> Compared =>
        [
            .. PoolComparison
                .Settings.Select(s => s.Property)
                .Where(p =>
                    p
                        is not (
                            "UsernameAttributes"
                            or "WebAuthnFactorConfiguration"
                            or "UserPoolAddOns.AdvancedSecurityAdditionalFlows.CustomAuthMode"
                            or "VerificationMessageTemplate.EmailSubject"
                            or "VerificationMessageTemplate.EmailMessage"
                        )
                ),
        ];

    [Theory]
    [MemberData(nameof(Compared))]
    public void Another_value_of_the_pool_is_an_error_of_its_setting(string property)
    {
        var pool = whole.Properties;
        var names = property.Split('.');
        var owner = names[..^1].Aggregate(pool, (node, name) => node[name]!.AsObject());
        owner[names[^1]] = owner[names[^1]] switch
        {
            JsonArray list when property.EndsWith("RecoveryMechanisms", StringComparison.Ordinal) => new JsonArray(list[0]!.DeepClone()),
            JsonArray => new JsonArray("OTHER"),
            JsonValue value when value.TryGetValue<bool>(out var on) => !on,
            JsonValue value when value.TryGetValue<int>(out var number) => number + 1,
            _ when property == "SmsConfiguration.SnsCallerArn" => null,
            _ when property == "DeletionProtection" => "INACTIVE",
            _ => "OTHER",
        };
        var settings = PoolComparison.Settings.Where(s => s.Property == property).Select(s => s.Setting);
        var contradiction = Assert.Single(new PoolComparison(Id, [], whole.Properties, pool).Contradictions());
        Assert.Contains(contradiction.Path, settings);
        Assert.Contains(property, contradiction.Message, StringComparison.Ordinal);
        Assert.Contains(Id, contradiction.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_contradiction_names_the_setting_and_both_values()
    {
        const string Json =
            $$"""{ "name": "dev", "userPool": { "adopt": "{{Arn}}", "plan": "lite", "mfa": { "mode": "required" }, "attributes": { "custom:tenant": {}, "name": { "required": true } } } }""";
        var context = minimal.Context(pool =>
        {
            pool["Schema"] = new JsonArray(
                Attribute("locale", required: true),
                Attribute("name", required: false),
                Attribute("sub", required: true)
            );
            pool.Remove("AccountRecoverySetting");
        });
        var (_, adopted) = synthesis.Adopting(Json, context);
        Assert.Equal(
            [
                "$.userPool.plan: is \"lite\" (UserPoolTier LITE), but the pool eu-west-1_AbCdEfGhI has ESSENTIALS. Write here what the pool has, or change the pool. Whoever changes the pool has it read again: npx cdk context --reset '*eu-west-1_AbCdEfGhI*'.",
                "$.userPool.mfa.mode: is \"required\" (MfaConfiguration ON), but the pool eu-west-1_AbCdEfGhI has OPTIONAL. Write here what the pool has, or change the pool. Whoever changes the pool has it read again: npx cdk context --reset '*eu-west-1_AbCdEfGhI*'.",
                "$.userPool.accountRecovery: is \"email\" (AccountRecoverySetting.RecoveryMechanisms verified_email), but the pool eu-west-1_AbCdEfGhI has nothing. Write here what the pool has, or change the pool. Whoever changes the pool has it read again: npx cdk context --reset '*eu-west-1_AbCdEfGhI*'.",
                "$.userPool.attributes['custom:tenant']: is no attribute of the pool eu-west-1_AbCdEfGhI. Add it to the pool (add-custom-attributes), or remove it. Whoever changes the pool has it read again: npx cdk context --reset '*eu-west-1_AbCdEfGhI*'.",
                "$.userPool.attributes.name.required: is true (Schema: Required true), but the pool eu-west-1_AbCdEfGhI has false. Write here what the pool has, or change the pool. Whoever changes the pool has it read again: npx cdk context --reset '*eu-west-1_AbCdEfGhI*'.",
                "$.userPool.attributes.locale.required: is not set (Schema: Required false), but the pool eu-west-1_AbCdEfGhI has true. Write here what the pool has, or change the pool. Whoever changes the pool has it read again: npx cdk context --reset '*eu-west-1_AbCdEfGhI*'.",
            ],
            adopted.Contradictions.Select(c => $"{c.Path}: {c.Message}")
        );
    }

    [Fact]
    public void What_no_setting_can_say_and_functions_that_the_pool_does_not_call_are_warnings()
    {
        var context = minimal.Context(pool =>
        {
            pool.Remove("UsernameConfiguration");
            pool.Remove("UserAttributeUpdateSettings");
            pool["LambdaConfig"] = new JsonObject { ["PreSignUp"] = "arn:aws:lambda:eu-west-1:111122223333:function:theirs" };
        });
        var (_, adopted) = synthesis.Adopting(minimal.Adopting, context);
        Assert.Empty(adopted.Contradictions);
        Assert.Equal(["$.userPool.adopt", "$.userPool.adopt", "$.signInRules", "$.signInAudit"], adopted.Warnings.Select(w => w.Path));
        Assert.StartsWith(
            "names in the pool eu-west-1_AbCdEfGhI are case-sensitive, for good:",
            adopted.Warnings[0].Message,
            StringComparison.Ordinal
        );
        Assert.Contains("takes a new email before it is verified", adopted.Warnings[1].Message, StringComparison.Ordinal);
        Assert.Contains(
            "calls nothing at PreAuthentication, arn:aws:lambda:eu-west-1:111122223333:function:theirs at PreSignUp, and not what the file has there",
            adopted.Warnings[2].Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Nobody_has_read_it_and_the_CLI_is_asked_to()
    {
        var (environment, adopted) = synthesis.Adopting(whole.Adopting);
        Assert.Empty(adopted.Contradictions);
        Assert.Empty(adopted.Warnings);
        var missing = JsonNode.Parse(File.ReadAllText(Path.Combine(environment.Folder, "manifest.json")))!["missing"]!.AsArray();
        Assert.All(
            missing,
            m => Assert.Equal(("cc-api-provider", Id), (m!["provider"]!.ToString(), m["props"]!["exactIdentifier"]!.ToString()))
        );
        Assert.Contains(missing, m => m!["key"]!.ToString() == ExistingPool.Key("Policies"));
        // The file is believed: what is proven of the pool is proven of that.
        var told = environment.Json("Authentication")["Metadata"]![Naming.AdoptedUserPool]!;
        Assert.Equal(("false", "PLUS"), (told["IsRead"]!.ToString(), told["Properties"]!["UserPoolTier"]!.ToString()));
    }

    [Theory]
    [InlineData(
        "No resource of type AWS::Cognito::UserPool with identifier: eu-west-1_AbCdEfGhI",
        "there is no user pool eu-west-1_AbCdEfGhI in eu-west-1 of the account 111122223333. Correct the ARN.",
        null
    )]
    [InlineData(
        "Need to perform AWS calls for account 111122223333, but no credentials have been configured",
        null,
        "the pool eu-west-1_AbCdEfGhI could not be read (Need to perform AWS calls for account 111122223333, but no credentials have been configured), so the file is believed. With credentials for the account 111122223333, \"npx cdk synth\" reads it into cdk.context.json; commit that."
    )]
    public void Why_it_could_not_be_read_is_told(string failure, string? error, string? warning)
    {
        var (_, adopted) = synthesis.Adopting(
            whole.Adopting,
            new JsonObject
            {
                [ExistingPool.Key("UserPoolId")] = new JsonObject { ["$providerError"] = failure, ["$dontSaveContext"] = true },
            }
        );
        Assert.Equal(error is null ? [] : [new PoolFinding("$.userPool.adopt", error)], adopted.Contradictions);
        Assert.Equal(warning is null ? [] : [new PoolFinding("$.userPool.adopt", warning)], adopted.Warnings);
    }

    [Fact]
    public void A_pool_that_was_read_in_part_is_not_read()
    {
        var context = whole.Context();
        context[ExistingPool.Key("Policies")] = new JsonObject { ["$providerError"] = "Rate exceeded" };
        var (_, adopted) = synthesis.Adopting(whole.Adopting, context);
        Assert.Contains("(Rate exceeded)", Assert.Single(adopted.Warnings).Message, StringComparison.Ordinal);
    }

    private static JsonObject Attribute(string name, bool required) =>
        new()
        {
            ["Name"] = name,
            ["AttributeDataType"] = "String",
            ["Mutable"] = true,
            ["Required"] = required,
        };

    private static IEnumerable<string> Leaves(string path, JsonNode? node) =>
        node switch
        {
            JsonObject members => members.SelectMany(m => Leaves(path.Length == 0 ? m.Key : $"{path}.{m.Key}", m.Value)),
            JsonArray items when items.Any(i => i is JsonObject) => items.SelectMany(i => Leaves(path, i)),
            _ => [path],
        };
}
