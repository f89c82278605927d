using CognitoStack.Configuration;

namespace CognitoStack.Configuration.Tests;

public sealed class TriggerRulesTests
{
    private const string Old =
        """{ "userPoolArn": "arn:aws:cognito-idp:eu-west-1:111122223333:userpool/eu-west-1_Older", "clientId": "1example23456789" }""";

    private const string Arn = "arn:aws:lambda:eu-west-1:111122223333:function:mine:live";

    public static TheoryData<string> Others =>
        [
            .. Names.Except([
                "preTokenGeneration",
                "preAuthentication",
                "preSignUp",
                "postAuthentication",
                "postConfirmation",
                "createAuthChallenge",
                "defineAuthChallenge",
                "verifyAuthChallengeResponse",
            ]),
        ];

    private static IEnumerable<string> Names =>
        Enum.GetValues<TriggerName>().Select(name => System.Text.Json.JsonSerializer.Serialize(name).Trim('"'));

    [Theory]
    [InlineData("V2_0")]
    [InlineData("V3_0")]
    public void A_later_event_belongs_to_the_token_trigger(string version)
    {
        foreach (var name in Others)
            Trigger(name, version)
                .IsRefused($"$.triggers.{name}.version: \"{version}\" is a version of preTokenGeneration only. Remove it.");
        Trigger("preTokenGeneration", version).IsAccepted();
    }

    [Theory]
    [InlineData("V2_0")]
    [InlineData("V3_0")]
    public void The_Lite_plan_has_only_the_first_event(string version)
    {
        Trigger("preTokenGeneration", version, """ "userPool": { "plan": "lite" } """)
            .IsRefused(
                $"$.triggers.preTokenGeneration.version: \"{version}\" needs the Essentials or Plus plan, but userPool.plan is \"lite\". Raise the plan, or use \"V1_0\"."
            );
        Trigger("preTokenGeneration", "V1_0", """ "userPool": { "plan": "lite" } """).IsAccepted();
        Trigger("preTokenGeneration", version, """ "userPool": { "plan": "plus" } """).IsAccepted();
    }

    [Theory]
    [MemberData(nameof(Others))]
    public void Every_other_trigger_is_accepted_with_the_first_event(string name) => Trigger(name, "V1_0").IsAccepted();

    [Fact]
    public void The_functions_of_custom_authentication_come_together()
    {
        const string Function = """{ "aliasArn": "arn:aws:lambda:eu-west-1:111122223333:function:f:live" }""";
        Given
            .Environment(
                $$"""{ "triggers": { "createAuthChallenge": {{Function}}, "defineAuthChallenge": {{Function}}, "verifyAuthChallengeResponse": {{Function}} } }"""
            )
            .IsAccepted();
    }

    [Fact]
    public void A_function_is_where_the_pool_is()
    {
        Trigger("customMessage", "V1_0", """ "account": "111122223333", "region": "us-east-1" """)
            .IsRefused(
                "$.triggers.customMessage.aliasArn: is a function in eu-west-1, but the environment is in us-east-1: Cognito calls functions of its own Region. Use one there."
            );
        Trigger("customMessage", "V1_0", """ "account": "444455556666", "region": "eu-west-1" """)
            .IsRefused(
                "$.triggers.customMessage.aliasArn: is a function of the account 111122223333, but the environment's is 444455556666, which cannot give Cognito the permission to call it. Use a function of this account."
            );
        Trigger("customMessage", "V1_0", """ "account": "111122223333", "region": "eu-west-1" """).IsAccepted();
    }

    [Fact]
    public void Users_come_over_by_one_function()
    {
        Given
            .Environment(
                $$"""{ "userMigration": {{Old}}, "triggers": { "userMigration": { "aliasArn": "arn:aws:lambda:eu-west-1:111122223333:function:f:live" } } }"""
            )
            .IsRefused(
                "$.triggers.userMigration: userMigration stands at this trigger, and Cognito calls one function only. Remove one of the two."
            );
        Given.Environment($$"""{ "userMigration": {{Old}} }""").IsAccepted();
    }

    [Fact]
    public void Users_come_over_from_a_pool_of_the_account()
    {
        Given
            .Environment($$"""{ "account": "444455556666", "region": "us-east-1", "userMigration": {{Old}} }""")
            .IsRefused(
                "$.userMigration.userPoolArn: is a user pool of the account 111122223333, but the environment's is 444455556666: no role of it may ask that pool for a password. Use triggers.userMigration with a function of your own, or \"npm run users\"."
            );
        Given.Environment($$"""{ "account": "111122223333", "region": "us-east-1", "userMigration": {{Old}} }""").IsAccepted();
    }

    [Fact]
    public void The_id_of_the_old_pool_begins_with_the_Region_of_its_ARN() =>
        Given
            .Environment(
                $$"""{ "userMigration": {{Old.Replace("userpool/eu-west-1_", "userpool/eu-west-2_", StringComparison.Ordinal)}} }"""
            )
            .IsRefused(
                "$.userMigration.userPoolArn: is an ARN of eu-west-1 with the pool \"eu-west-2_Older\", whose id begins with its Region. Correct one of the two."
            );

    [Fact]
    public void Users_come_over_where_a_client_takes_their_password()
    {
        const string Providers =
            """ "identityProviders": { "Corp": { "type": "saml", "metadataUrl": "https://idp.example.com/metadata", "attributes": { "email": "email" } } } """;
        Given
            .Environment(
                $$"""{ {{Providers}}, "clients": { "web": { "type": "spa", "callbackUrls": ["https://app.example.com/"], "identityProviders": ["Corp"] } }, "userMigration": {{Old}} }"""
            )
            .IsRefused(
                "$.userMigration: brings over who signs in with a password, but no client offers that: none has \"COGNITO\" among its identityProviders. Give it to one, or remove userMigration."
            );
        Given
            .Environment(
                $$"""{ {{Providers}}, "clients": { "web": { "type": "spa", "callbackUrls": ["https://app.example.com/"], "identityProviders": ["Corp", "COGNITO"] } }, "userMigration": {{Old}} }"""
            )
            .IsAccepted();
    }

    [Theory]
    [InlineData("preAuthentication")]
    [InlineData("preSignUp")]
    public void The_gate_keeps_its_triggers(string name)
    {
        Trigger(name, "V1_0")
            .IsRefused(
                $"$.triggers.{name}: the gate of signInRules stands at this trigger, and Cognito calls one function only. Remove one: \"signInRules\": null leaves the gate away."
            );
        Trigger(name, "V1_0", "\"signInRules\": null").IsAccepted();
    }

    [Theory]
    [InlineData("postAuthentication")]
    [InlineData("postConfirmation")]
    public void The_audit_keeps_its_triggers(string name)
    {
        Trigger(name, "V1_0")
            .IsRefused(
                $"$.triggers.{name}: signInAudit stands at this trigger, and Cognito calls one function only. Remove one: \"signInAudit\": null leaves the audit away."
            );
        Trigger(name, "V1_0", "\"signInAudit\": null").IsAccepted();
    }

    [Theory]
    [InlineData("arn:aws:lambda:eu-west-1:111122223333:function:mine")]
    [InlineData("arn:aws:lambda:eu-west-1:111122223333:function:mine:12")]
    [InlineData("arn:aws:lambda:eu-west-1:111122223333:function:mine:$LATEST")]
    public void Only_an_alias_is_accepted(string arn) =>
        Given
            .Environment($$"""{ "triggers": { "customMessage": { "aliasArn": "{{arn}}" } } }""")
            .IsRefused(
                $"$.triggers.customMessage.aliasArn: \"{arn}\" must be the ARN of an alias of a Lambda function, not of the function or a version."
            );

    [Fact]
    public void A_trigger_that_Cognito_does_not_have_is_refused() =>
        Given
            .Environment($$"""{ "triggers": { "preSignup": { "aliasArn": "{{Arn}}" } } }""")
            .IsRefused("$.triggers.preSignup: is not a known key. Did you mean \"preSignUp\"?");

    private static Outcome Trigger(string name, string version, string rest = "\"tags\": {}") =>
        Given.Environment($$"""{ "triggers": { "{{name}}": { "aliasArn": "{{Arn}}", "version": "{{version}}" } }, {{rest}} }""");

    [Theory]
    [InlineData("defineAuthChallenge", "createAuthChallenge and no verifyAuthChallengeResponse")]
    [InlineData("verifyAuthChallengeResponse", "createAuthChallenge and no defineAuthChallenge")]
    public void A_function_of_custom_authentication_alone_is_refused(string trigger, string missing) =>
        Given
            .Environment($$"""{ "triggers": { "{{trigger}}": { "aliasArn": "arn:aws:lambda:eu-west-1:111122223333:function:f:live" } } }""")
            .IsRefused(
                $"$.triggers: custom authentication takes three functions, and there is no {missing}. Add what is missing, or remove the rest."
            );

    [Fact]
    public void A_client_of_other_providers_opens_no_door_to_custom_authentication()
    {
        OfGoogleAlone("""["Google"]""", "PT30S")
            .IsRefused(
                "$.clients.web.tokens.rotation: leaves a client of other providers no flow but custom authentication, by which the functions of triggers would sign in whom they like. Make it \"off\", or give the client \"COGNITO\"."
            );
        OfGoogleAlone("""["Google"]""", "off").IsAccepted();
        OfGoogleAlone("""["COGNITO", "Google"]""", "PT30S").IsAccepted();

        static Outcome OfGoogleAlone(string providers, string rotation) =>
            Given.Environment(
                $$"""
                { "triggers": { "defineAuthChallenge": { "aliasArn": "{{Arn}}" }, "createAuthChallenge": { "aliasArn": "{{Arn}}" }, "verifyAuthChallengeResponse": { "aliasArn": "{{Arn}}" } },
                  "identityProviders": { "Google": { "type": "google", "clientId": "1", "clientSecret": { "secret": "s" } } },
                  "clients": { "web": { "type": "spa", "callbackUrls": ["https://app.example.com"], "identityProviders": {{providers}}, "tokens": { "rotation": "{{rotation}}" } } } }
                """
            );
    }
}
