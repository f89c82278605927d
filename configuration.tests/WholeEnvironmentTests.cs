using System.Text.Json.Nodes;
using CognitoStack.Tests.Support;

namespace CognitoStack.Configuration.Tests;

public sealed class WholeEnvironmentTests
{
    /// <summary>Every key of the file at once: a name that changes breaks somebody's file.</summary>
    private const string Whole = """
        {
          "$schema": "./environment.schema.json",
          "name": "prod",
          "account": "111122223333",
          "region": "eu-west-1",
          "production": true,
          "tags": { "team": "identity" },
          "userPool": {
            "adopt": "arn:aws:cognito-idp:eu-west-1:111122223333:userpool/eu-west-1_AbCdEfGhI",
            "schema": "declared",
            "plan": "plus",
            "signInWith": ["email"],
            "selfSignUp": false,
            "passwordPolicy": { "minimumLength": 12, "requireLowercase": true, "requireUppercase": true, "requireDigits": true, "requireSymbols": true, "history": 5, "temporaryPasswordDays": 3 },
            "firstFactors": ["password", "passkey", "emailOtp", "smsOtp"],
            "passkeys": { "relyingPartyId": "auth.example.com", "userVerification": "required" },
            "mfa": { "mode": "optional", "factors": ["totp", "sms", "email"] },
            "attributes": {
              "email": { "required": true, "mutable": true },
              "custom:tenant": { "type": "string", "minLength": 1, "maxLength": 64, "mutable": true, "writableByUser": false },
              "custom:age": { "type": "number", "min": 0, "max": 150 }
            },
            "accountRecovery": "email",
            "devices": { "remember": "userOptIn", "challenge": true },
            "email": { "sesIdentityArn": "arn:aws:ses:eu-west-1:111122223333:identity/example.com", "from": "Acme <no-reply@example.com>", "replyTo": "help@example.com", "configurationSet": "events" },
            "sms": { "region": "eu-west-1" },
            "messages": { "verification": { "style": "code", "subject": "Code", "body": "Your code: {####}" }, "invitation": { "subject": "Hello", "body": "Hello {username}: {####}" } }
          },
          "threatProtection": {
            "mode": "enforced", "customAuthMode": "audit",
            "accountTakeover": { "low": "allow", "medium": "mfaIfConfigured", "high": "block", "notify": true },
            "compromisedCredentials": "block",
            "allowCidrs": ["203.0.113.0/24"], "blockCidrs": [],
            "clients": { "web": { "accountTakeover": { "high": "mfaRequired" }, "compromisedCredentials": "allow", "allowCidrs": [], "blockCidrs": [] } }
          },
          "identityProviders": {
            "Google": { "type": "google", "clientId": "1", "clientSecret": { "secret": "prod/google", "field": "clientSecret" }, "scopes": ["openid"], "attributes": { "email": "email", "email_verified": "email_verified" }, "trustedForLinking": true },
            "Facebook": { "clientId": "1", "clientSecret": { "secret": "prod/facebook" }, "apiVersion": "v19.0", "type": "facebook" },
            "LoginWithAmazon": { "type": "amazon", "clientId": "1", "clientSecret": { "secret": "prod/amazon" } },
            "SignInWithApple": { "type": "apple", "servicesId": "1", "teamId": "ABCDE12345", "keyId": "FGHIJ67890", "privateKey": { "secret": "prod/apple" } },
            "Corp": { "type": "saml", "metadataUrl": "https://idp.example.com", "identifiers": ["example.com"], "signRequests": true, "encryptAssertions": true, "idpInitiated": false, "signOut": true, "attributes": { "email": "mail" } },
            "Okta": { "type": "oidc", "issuer": "https://okta.example.com", "clientId": "1", "clientSecret": { "secret": "prod/okta" }, "scopes": ["openid", "email"], "attributesRequestMethod": "GET", "attributes": { "email": "email" } },
            "Ping": {
              "type": "oidc", "issuer": "https://ping.example.com", "clientId": "1", "clientSecret": { "secret": "prod/ping", "stage": "AWSCURRENT" }, "attributes": { "email": "email" },
              "endpoints": { "authorization": "https://ping.example.com/a", "token": "https://ping.example.com/t", "userInfo": "https://ping.example.com/u", "jwks": "https://ping.example.com/j" }
            }
          },
          "domain": { "name": "auth.example.com", "certificateArn": "arn:aws:acm:us-east-1:111122223333:certificate/1", "hostedZoneId": "Z1", "hostedZoneName": "example.com" },
          "branding": {
            "managedLogin": "branded", "directory": "branding/acme", "clients": { "portal": "branding/partner" },
            "terms": { "termsOfUse": { "default": "https://example.com/terms", "de": "https://example.com/de/terms" }, "privacyPolicy": { "default": "https://example.com/privacy" } }
          },
          "resourceServers": { "orders": { "identifier": "https://orders.example.com", "scopes": { "read": "Read orders", "write": "Change orders" } } },
          "clients": {
            "web": { "type": "spa", "callbackUrls": ["https://app.example.com/callback"], "logoutUrls": [], "identityProviders": ["COGNITO", "Google", "Facebook", "LoginWithAmazon", "SignInWithApple", "Corp", "Okta", "Ping"], "scopes": ["openid", "email", "orders/read"], "tokens": { "access": "PT1H", "id": "PT1H", "refresh": "P30D", "rotation": "PT30S" } },
            "mobile": { "type": "mobile", "callbackUrls": ["acme://callback"] },
            "portal": { "type": "web", "callbackUrls": ["https://portal.example.com"] },
            "batch": { "type": "machine", "scopes": ["orders/write"] }
          },
          "groups": { "admins": { "description": "Administrators", "precedence": 1, "role": "admin" } },
          "signInRules": {
            "allowEmailDomains": ["example.com"], "denyEmailDomains": [], "requireVerifiedEmail": true, "denyList": true,
            "allowedGroupsByClient": { "portal": ["admins"] }, "onFailure": "deny", "linkTrustedProviders": true
          },
          "signInAudit": { "retentionDays": 400, "recordLastSignIn": false },
          "userMigration": { "userPoolArn": "arn:aws:cognito-idp:eu-west-1:111122223333:userpool/eu-west-1_Older", "clientId": "1example23456789" },
          "triggers": { "preTokenGeneration": { "aliasArn": "arn:aws:lambda:eu-west-1:111122223333:function:f:live", "version": "V2_0" } },
          "storage": {
            "buckets": { "files": { "cors": ["https://app.example.com"], "expireNoncurrentDays": 30 } },
            "tables": { "notes": { "partitionKey": "owner", "sortKey": "noteId", "timeToLive": "expiresAt" } },
            "encryption": "aws"
          },
          "access": {
            "guests": "guest", "authenticated": "member", "ambiguous": "deny",
            "rules": [{ "client": "web", "claim": "custom:tier", "match": "equals", "value": "gold", "role": "gold" }],
            "principalTags": { "tenant": "custom:tenant", "username": "sub" },
            "directProviders": { "google": ["1"], "facebook": "1", "amazon": "1", "apple": "1", "oidcProviderArns": [], "samlProviderArns": [] },
            "sessionMinutes": 60,
            "roles": {
              "guest": { "grants": [{ "bucket": "files", "prefix": "public/", "access": "read" }] },
              "member": { "grants": [
                { "bucket": "files", "prefix": "users/{identityId}/", "access": "readWrite" },
                { "bucket": "files", "prefix": "tenants/{tag:tenant}/", "access": "read" },
                { "table": "notes", "leadingKey": "{identityId}", "access": "readWrite" }] },
              "admin": { "grants": [{ "bucket": "files", "prefix": "", "access": "read", "sharedWithRole": true }] },
              "gold": { "extends": "member", "grants": [] }
            }
          },
          "operations": {
            "alarmEmails": ["oncall@example.com"], "runbooksUrl": "https://example.com/runbooks/", "dashboard": true, "logRetentionDays": 365,
            "waf": { "mode": "block", "rateLimitPer5Minutes": 2000, "allowCidrs": [], "blockCidrs": [], "countries": [], "managedRules": true, "log": true },
            "logDelivery": { "userAuthEvents": "cloudWatch", "notificationErrors": true },
            "monthlyUsers": 50000
          }
        }
        """;

    [Fact]
    public void A_file_with_every_key_is_accepted() => Given.File(Whole, new ProjectFiles(Repository.File("cdk"))).IsAccepted();

    /// <summary>Keys that exclude one which the file has, or need a file or a finding of their own.</summary>
    private static readonly string[] Alone = ["acceptedContrast", "alarmTopicArn", "metadataFile", "path", "reason"];

    [Fact]
    public void Every_key_of_the_schema_is_in_it()
    {
        var written = Keys(JsonNode.Parse(Whole)!).ToHashSet();
        var known = Nodes(EnvironmentSchema.Create())
            .OfType<JsonObject>()
            .SelectMany(n => n["properties"]?.AsObject().Select(p => p.Key) ?? []);
        Assert.Equal(Alone, known.Distinct().Where(key => !written.Contains(key)).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Keys(JsonNode node) => Nodes(node).OfType<JsonObject>().SelectMany(n => n.Select(p => p.Key));

    private static IEnumerable<JsonNode> Nodes(JsonNode node) =>
        (
            node switch
            {
                JsonObject members => members.Select(m => m.Value),
                JsonArray items => items,
                _ => [],
            }
        )
            .OfType<JsonNode>()
            .SelectMany(Nodes)
            .Prepend(node);
}
