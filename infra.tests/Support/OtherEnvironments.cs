using System.Diagnostics.CodeAnalysis;

namespace CognitoStack.Tests.Support;

/// <summary>Environments of what a team brings along: functions, a domain, another partition.</summary>
internal static class OtherEnvironments
{
    /// <summary>Around a user pool that exists, with a trigger of the team's own.</summary>
    [StringSyntax("Json")]
    public const string Adopting = """
        {
          "name": "around",
          "userPool": { "adopt": "arn:aws:cognito-idp:eu-west-1:111122223333:userpool/eu-west-1_AbCdEfGhI", "sms": {} },
          "triggers": { "preTokenGeneration": { "aliasArn": "arn:aws:lambda:eu-west-1:111122223333:function:tokens:live", "version": "V2_0" } }
        }
        """;

    /// <summary>Users who come over from an older pool, and somebody who hears when they cannot.</summary>
    [StringSyntax("Json")]
    public const string Migration = """
        {
          "name": "moving", "account": "111122223333", "region": "eu-west-1",
          "userPool": { "attributes": { "custom:tenant": {}, "custom:level": { "type": "number" }, "email": { "required": true } } },
          "userMigration": { "userPoolArn": "arn:aws:cognito-idp:eu-central-1:111122223333:userpool/eu-central-1_Older", "clientId": "1example23456789" },
          "identityProviders": { "Corp": { "type": "saml", "metadataUrl": "https://idp.example.com/metadata", "attributes": { "email": "email" } } },
          "clients": {
            "web": { "type": "spa", "callbackUrls": ["https://app.example.com/"] },
            "partner": { "type": "spa", "callbackUrls": ["https://partner.example.com/"], "identityProviders": ["Corp"] }
          },
          "operations": { "alarmTopicArn": "arn:aws:sns:eu-west-1:111122223333:alarms", "dashboard": true }
        }
        """;

    /// <summary>GovCloud's first Region, where AWS has other names for its services. <see cref="GovCloudEast"/> is the same in its second one.</summary>
    [StringSyntax("Json")]
    public const string GovCloudWest = """
        {
          "name": "gov", "account": "111122223333", "region": "us-gov-west-1",
          "userPool": { "attributes": { "custom:tenant": { "maxLength": 64 } } },
          "clients": { "web": { "type": "spa", "callbackUrls": ["https://app.example.com/callback"] } },
          "storage": { "encryption": "customerKey", "tables": { "notes": { "partitionKey": "owner", "sortKey": "noteId" } } },
          "access": {
            "guests": "visitor", "principalTags": { "tenant": "custom:tenant" },
            "roles": {
              "member": { "grants": [
                { "bucket": "files", "prefix": "users/{identityId}/", "access": "readWrite" }, { "bucket": "files", "prefix": "tenants/{tag:tenant}/", "access": "read" },
                { "table": "notes", "leadingKey": "{identityId}", "access": "readWrite" }
              ] },
              "visitor": { "grants": [{ "table": "notes", "leadingKey": "public", "access": "read" }] }
            }
          }
        }
        """;

    public static string GovCloudEast { get; } = GovCloudWest.Replace("us-gov-west-1", "us-gov-east-1", StringComparison.Ordinal);

    /// <summary>Every trigger of Cognito by functions of the team's own, one of them at two triggers. Threats are only watched.</summary>
    [StringSyntax("Json")]
    public const string OwnTriggers = """
        {
          "name": "own", "production": true, "userPool": { "plan": "plus" }, "threatProtection": {}, "signInRules": null,
          "clients": { "web": { "type": "spa", "callbackUrls": ["https://app.example.com/callback"] } },
          "triggers": {
            "preAuthentication": { "aliasArn": "arn:aws:lambda:eu-west-1:111122223333:function:gate:live" },
            "preSignUp": { "aliasArn": "arn:aws:lambda:eu-west-1:111122223333:function:gate:live" },
            "defineAuthChallenge": { "aliasArn": "arn:aws:lambda:eu-west-1:111122223333:function:define:live" },
            "createAuthChallenge": { "aliasArn": "arn:aws:lambda:eu-west-1:111122223333:function:create:live" },
            "verifyAuthChallengeResponse": { "aliasArn": "arn:aws:lambda:eu-west-1:111122223333:function:verify:live" },
            "customMessage": { "aliasArn": "arn:aws:lambda:eu-west-1:111122223333:function:message:live" },
            "userMigration": { "aliasArn": "arn:aws:lambda:eu-west-1:111122223333:function:migrate:live" },
            "preTokenGeneration": { "aliasArn": "arn:aws:lambda:eu-west-1:111122223333:function:tokens:live", "version": "V3_0" },
            "customEmailSender": { "aliasArn": "arn:aws:lambda:eu-west-1:111122223333:function:send:live" },
            "customSmsSender": { "aliasArn": "arn:aws:lambda:eu-west-1:111122223333:function:send:blue" },
            "inboundFederation": { "aliasArn": "arn:aws:lambda:eu-west-1:111122223333:function:inbound:live", "version": "V1_0" }
          }
        }
        """;

    /// <summary>A domain of the team's own, and terms in every language. Threat protection is off, on its way out of the Plus plan.</summary>
    [StringSyntax("Json")]
    public const string OwnDomain = """
        {
          "name": "named", "account": "111122223333", "region": "eu-west-1",
          "threatProtection": { "mode": "off", "accountTakeover": {}, "compromisedCredentials": "block", "clients": { "web": { "compromisedCredentials": "allow" } } },
          "domain": { "name": "auth.example.com", "certificateArn": "arn:aws:acm:us-east-1:111122223333:certificate/1", "hostedZoneId": "Z0123456789", "hostedZoneName": "example.com" },
          "branding": {
            "terms": {
              "termsOfUse": {
                "default": "https://example.com/terms", "de": "https://example.com/de", "en": "https://example.com/en", "es": "https://example.com/es", "fr": "https://example.com/fr",
                "id": "https://example.com/id", "it": "https://example.com/it", "ja": "https://example.com/ja", "ko": "https://example.com/ko",
                "pt-BR": "https://example.com/pt", "zh-CN": "https://example.com/cn", "zh-TW": "https://example.com/tw"
              },
              "privacyPolicy": { "default": "https://example.com/privacy" }
            }
          },
          "resourceServers": { "orders": { "identifier": "orders", "scopes": { "read": "Read" } } },
          "clients": {
            "web": { "type": "spa", "callbackUrls": ["https://app.example.com/callback"] },
            "portal": { "type": "web", "callbackUrls": ["https://portal.example.com/callback"] },
            "batch": { "type": "machine", "scopes": ["orders/read"] }
          }
        }
        """;
}
