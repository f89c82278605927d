using System.Text.Json.Nodes;
using CognitoStack.Tests.Support;

namespace CognitoStack.Tests.Authentication.Triggers;

/// <summary>Which function Cognito calls when, and that it may.</summary>
[Collection(SynthesisCollection.Name)]
public sealed class UserPoolTriggersTests(Synthesis synthesis)
{
    private const string Function = "arn:aws:lambda:eu-west-1:111122223333:function:";
    private const string Gate = "<AWS::Lambda::Function Refuses sign-ins that the environment's rules do not allow.Arn>";
    private const string Audit = "<AWS::Lambda::Function Records sign-ins.Arn>";

    private SynthesizedEnvironment Own => synthesis.Of(OtherEnvironments.OwnTriggers);

    [Fact]
    public void No_rule_pack_and_no_validator_finds_anything() => Assert.Equal("[]", Own.Findings.ToJsonString());

    /// <summary>A first federated sign-in calls neither trigger of authentication.</summary>
    [Fact]
    public void Gate_and_audit_also_stand_where_a_first_federated_sign_in_passes() =>
        Triggers(synthesis.Of(Environments.Minimal))
            .Is(
                $$"""{ "PreAuthentication": "{{Gate}}", "PreSignUp": "{{Gate}}", "PostAuthentication": "{{Audit}}", "PostConfirmation": "{{Audit}}" }"""
            );

    [Fact]
    public void Functions_of_your_own_stand_at_their_triggers_with_the_version_of_their_event() =>
        Triggers(Own)
            .Is(
                $$"""
                {
                  "PreAuthentication": "{{Function}}gate:live", "PreSignUp": "{{Function}}gate:live", "PostAuthentication": "{{Audit}}", "PostConfirmation": "{{Audit}}",
                  "DefineAuthChallenge": "{{Function}}define:live", "CreateAuthChallenge": "{{Function}}create:live", "VerifyAuthChallengeResponse": "{{Function}}verify:live",
                  "CustomMessage": "{{Function}}message:live", "UserMigration": "{{Function}}migrate:live",
                  "PreTokenGenerationConfig": { "LambdaArn": "{{Function}}tokens:live", "LambdaVersion": "V3_0" },
                  "CustomEmailSender": { "LambdaArn": "{{Function}}send:live", "LambdaVersion": "V1_0" },
                  "CustomSMSSender": { "LambdaArn": "{{Function}}send:blue", "LambdaVersion": "V1_0" },
                  "InboundFederation": { "LambdaArn": "{{Function}}inbound:live", "LambdaVersion": "V1_0" },
                  "KMSKeyID": "<AWS::KMS::Key.Arn>"
                }
                """
            );

    [Theory]
    [InlineData(Environments.Minimal, 2)]
    [InlineData(OtherEnvironments.OwnTriggers, 11)]
    public void Each_function_has_one_permission_for_this_pool_of_this_account(string environment, int count)
    {
        var stack = synthesis.Of(environment);
        var permissions = stack.Properties(TemplateJson.Authentication, "AWS::Lambda::Permission");
        Assert.All(
            permissions,
            p =>
                p.Has(
                    """
                    { "Action": "lambda:InvokeFunction", "Principal": "cognito-idp.amazonaws.com", "SourceArn": "<AWS::Cognito::UserPool.Arn>", "SourceAccount": "<AWS::AccountId>" }
                    """
                )
        );
        var functions = permissions.Select(p => p["FunctionName"]!.ToString()).ToList();
        Assert.Equal(count, functions.Count);
        var called = Triggers(stack)
            .Where(t => t.Key != "KMSKeyID")
            .Select(t => t.Value is JsonObject versioned ? versioned["LambdaArn"]!.ToString() : t.Value!.ToString());
        Assert.Equal(called.Distinct().Order(StringComparer.Ordinal), functions.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Codes_for_a_custom_sender_are_encrypted_with_a_key_that_rotates_and_stays_with_the_data()
    {
        var key = Assert.Single(Own.Resources(TemplateJson.Authentication, "AWS::KMS::Key"));
        Assert.Equal("Retain", key["DeletionPolicy"]!.ToString());
        key["Properties"]!
            .AsObject()
            .Has("""{ "EnableKeyRotation": true, "Description": "Encrypts the codes that Cognito hands to the custom senders" }""");
        Assert.Equal("<AWS::KMS::Key.Arn>", Own.Outputs(TemplateJson.Authentication)["CustomSenderKeyArn"]);
    }

    [Fact]
    public void Without_a_custom_sender_there_is_no_key()
    {
        Assert.Empty(synthesis.Of(Environments.Minimal).Resources(TemplateJson.Authentication, "AWS::KMS::Key"));
        Assert.DoesNotContain("CustomSenderKeyArn", synthesis.Of(Environments.Minimal).Outputs(TemplateJson.Authentication).Keys);
    }

    private static JsonObject Triggers(SynthesizedEnvironment environment) =>
        environment.Only(TemplateJson.Authentication, "AWS::Cognito::UserPool")["LambdaConfig"]!.AsObject();
}
