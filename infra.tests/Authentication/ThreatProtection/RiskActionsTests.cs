using System.Text.Json.Nodes;
using CognitoStack.Tests.Support;

namespace CognitoStack.Tests.Authentication.ThreatProtection;

/// <summary>The pool's modes, and the actions that make them do something.</summary>
[Collection(SynthesisCollection.Name)]
public sealed class RiskActionsTests(Synthesis synthesis)
{
    private const string Type = "AWS::Cognito::UserPoolRiskConfigurationAttachment";

    internal const string Enforced = """
        {
          "name": "threats",
          "userPool": {
            "plan": "plus",
            "email": { "sesIdentityArn": "arn:aws:ses:eu-west-1:111122223333:identity/example.com", "from": "Acme <no-reply@example.com>", "replyTo": "help@example.com" }
          },
          "threatProtection": {
            "mode": "enforced", "customAuthMode": "audit",
            "accountTakeover": { "low": "allow", "medium": "mfaIfConfigured", "high": "block", "notify": true }, "compromisedCredentials": "block",
            "allowCidrs": ["203.0.113.0/24", "2001:db8::/32"], "blockCidrs": ["198.51.100.7/32"],
            "clients": {
              "portal": { "accountTakeover": { "low": "mfaIfConfigured", "medium": "mfaRequired", "high": "mfaRequired" }, "compromisedCredentials": "allow" },
              "kiosk": { "blockCidrs": ["192.0.2.0/24"] }
            }
          },
          "clients": {
            "web": { "type": "spa", "callbackUrls": ["https://app.example.com"] },
            "portal": { "type": "web", "callbackUrls": ["https://portal.example.com"] },
            "kiosk": { "type": "spa", "callbackUrls": ["https://kiosk.example.com"] }
          }
        }
        """;

    [Fact]
    public void No_rule_pack_and_no_validator_finds_anything() => Assert.Equal("[]", synthesis.Of(Enforced).Findings.ToJsonString());

    [Theory]
    [InlineData(Enforced, """{ "AdvancedSecurityMode": "ENFORCED", "AdvancedSecurityAdditionalFlows": { "CustomAuthMode": "AUDIT" } }""")]
    [InlineData(OtherEnvironments.OwnTriggers, """{ "AdvancedSecurityMode": "AUDIT" }""")]
    [InlineData(OtherEnvironments.OwnDomain, """{ "AdvancedSecurityMode": "OFF" }""")]
    [InlineData(Environments.Minimal, """{ "AdvancedSecurityMode": "OFF" }""")]
    public void The_pool_has_the_modes(string environment, string addOns) =>
        synthesis.Of(environment).Only(TemplateJson.Authentication, "AWS::Cognito::UserPool").Has($$"""{ "UserPoolAddOns": {{addOns}} }""");

    [Theory]
    [InlineData(Enforced, "<AWS::Cognito::UserPoolClient kiosk>", "<AWS::Cognito::UserPoolClient portal>", "ALL")]
    [InlineData(OtherEnvironments.OwnTriggers)]
    [InlineData(OtherEnvironments.OwnDomain)]
    [InlineData(Environments.Minimal)]
    public void Actions_are_for_the_pool_and_for_clients_with_their_own_and_not_there_when_there_are_none_or_all_is_off(
        string environment,
        params string[] clients
    ) =>
        Assert.Equal(
            clients,
            synthesis
                .Of(environment)
                .Properties(TemplateJson.Authentication, Type)
                .Select(a => a["ClientId"]!.ToString())
                .Order(StringComparer.Ordinal)
        );

    [Fact]
    public void The_pool_s_actions_are_those_of_the_file()
    {
        var attachment = Attachment("ALL");
        attachment.Has(
            """
            {
              "UserPoolId": "<AWS::Cognito::UserPool>",
              "CompromisedCredentialsRiskConfiguration": { "Actions": { "EventAction": "BLOCK" }, "EventFilter": ["SIGN_IN", "SIGN_UP", "PASSWORD_CHANGE"] },
              "RiskExceptionConfiguration": { "SkippedIPRangeList": ["203.0.113.0/24", "2001:db8::/32"], "BlockedIPRangeList": ["198.51.100.7/32"] }
            }
            """
        );
        attachment["AccountTakeoverRiskConfiguration"]!
            ["Actions"]
            .Is(
                """
                {
                  "LowAction": { "EventAction": "NO_ACTION", "Notify": true },
                  "MediumAction": { "EventAction": "MFA_IF_CONFIGURED", "Notify": true },
                  "HighAction": { "EventAction": "BLOCK", "Notify": true }
                }
                """
            );
    }

    [Fact]
    public void A_client_s_settings_replace_the_pool_s_whole()
    {
        Attachment("<AWS::Cognito::UserPoolClient portal>")
            .Is(
                """
                {
                  "UserPoolId": "<AWS::Cognito::UserPool>", "ClientId": "<AWS::Cognito::UserPoolClient portal>",
                  "AccountTakeoverRiskConfiguration": {
                    "Actions": {
                      "LowAction": { "EventAction": "MFA_IF_CONFIGURED", "Notify": false },
                      "MediumAction": { "EventAction": "MFA_REQUIRED", "Notify": false },
                      "HighAction": { "EventAction": "MFA_REQUIRED", "Notify": false }
                    }
                  },
                  "CompromisedCredentialsRiskConfiguration": { "Actions": { "EventAction": "NO_ACTION" }, "EventFilter": ["SIGN_IN", "SIGN_UP", "PASSWORD_CHANGE"] }
                }
                """
            );
        Attachment("<AWS::Cognito::UserPoolClient kiosk>")
            .Is(
                """
                {
                  "UserPoolId": "<AWS::Cognito::UserPool>", "ClientId": "<AWS::Cognito::UserPoolClient kiosk>",
                  "RiskExceptionConfiguration": { "BlockedIPRangeList": ["192.0.2.0/24"] }
                }
                """
            );
    }

    [Fact]
    public void Users_are_notified_by_the_pool_s_own_sender_in_both_forms_and_with_every_fact()
    {
        var notify = Attachment("ALL")["AccountTakeoverRiskConfiguration"]!["NotifyConfiguration"]!.AsObject();
        notify.Has(
            """{ "SourceArn": "arn:aws:ses:eu-west-1:111122223333:identity/example.com", "From": "Acme <no-reply@example.com>", "ReplyTo": "help@example.com" }"""
        );
        foreach (var mail in new[] { "NoActionEmail", "MfaEmail", "BlockEmail" })
        {
            Assert.NotEmpty(notify[mail]!["Subject"]!.ToString());
            foreach (var body in new[] { "TextBody", "HtmlBody" })
            foreach (var fact in new[] { "{username}", "{login-time}", "{device-name}", "{city}", "{country}", "{ip-address}" })
                Assert.Contains(fact, notify[mail]![body]!.ToString(), StringComparison.Ordinal);
        }
    }

    private JsonObject Attachment(string client) => synthesis.Of(Enforced).Only(TemplateJson.Authentication, Type, "ClientId", client);
}
