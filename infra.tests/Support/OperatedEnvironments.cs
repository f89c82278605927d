using System.Diagnostics.CodeAnalysis;

namespace CognitoStack.Tests.Support;

/// <summary>Environments that are watched.</summary>
internal static class OperatedEnvironments
{
    /// <summary>All that can be watched, by topic, bucket and firewall of the stack.</summary>
    [StringSyntax("Json")]
    public const string Everything = """
        {
          "name": "watched", "account": "111122223333", "region": "eu-west-1",
          "userPool": { "plan": "plus", "email": { "sesIdentityArn": "arn:aws:ses:eu-west-1:111122223333:identity/example.com", "from": "no-reply@example.com" } },
          "threatProtection": { "mode": "audit" },
          "signInRules": { "denyList": true },
          "identityProviders": {
            "Google": { "type": "google", "clientId": "1", "clientSecret": { "secret": "google" } },
            "Corp": { "type": "saml", "metadataUrl": "https://idp.example.com/metadata", "attributes": { "email": "email", "email_verified": "verified" } }
          },
          "clients": {
            "web": { "type": "spa", "callbackUrls": ["http://localhost:3000/callback", "http://127.0.0.1:3000/callback"], "identityProviders": ["COGNITO", "Google", "Corp"] },
            "portal": { "type": "web", "callbackUrls": ["https://portal.example.com/"] }
          },
          "operations": {
            "alarmEmails": ["oncall@example.com", "lead@example.com"], "runbooksUrl": "https://git.example.com/runbooks/", "dashboard": true, "logRetentionDays": 30, "monthlyUsers": 1000000,
            "waf": { "rateLimitPer5Minutes": 500, "allowCidrs": ["203.0.113.0/24", "2001:db8::/32"], "blockCidrs": ["198.51.100.7/32"], "countries": ["DE", "FR"] },
            "logDelivery": { "userAuthEvents": "s3" }
          }
        }
        """;

    /// <summary>A topic of the team's own, one client that no managed rule minds, and nothing that Cognito delivers.</summary>
    [StringSyntax("Json")]
    public const string OwnTopic = """
        {
          "name": "lean", "account": "111122223333", "region": "eu-west-1", "signInRules": null, "signInAudit": null,
          "clients": { "web": { "type": "spa", "callbackUrls": ["https://app.example.com/"] } },
          "operations": { "alarmTopicArn": "arn:aws:sns:eu-west-1:111122223333:alarms", "waf": { "mode": "count", "log": false } }
        }
        """;
}
