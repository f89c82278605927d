using System.Diagnostics.CodeAnalysis;

namespace CognitoStack.Tests.Support;

/// <summary>The environments that tests synthesize: few, as each takes most of a second, and each for several constructs.</summary>
internal static class Environments
{
    /// <summary>All that must be said: every default.</summary>
    [StringSyntax("Json")]
    public const string Minimal = """{ "name": "dev" }""";

    /// <summary>All that can be said, in production.</summary>
    [StringSyntax("Json")]
    public const string Production = """
        {
          "name": "live", "account": "111122223333", "region": "eu-west-1", "production": true, "tags": { "team": "identity" },
          "userPool": {
            "plan": "plus", "signInWith": ["username", "email", "phone", "preferredUsername"], "selfSignUp": true,
            "passwordPolicy": { "minimumLength": 16, "requireSymbols": false, "history": 24, "temporaryPasswordDays": 1 },
            "firstFactors": ["password", "passkey", "emailOtp", "smsOtp"],
            "passkeys": { "relyingPartyId": "auth.example.com", "userVerification": "preferred" },
            "mfa": { "mode": "optional", "factors": ["totp", "sms", "email"] },
            "attributes": {
              "email": { "required": true }, "name": { "writableByUser": false, "maxLength": 100 },
              "custom:tenant": { "minLength": 1, "maxLength": 64 }, "custom:level": { "type": "number", "min": -1, "max": 10, "mutable": false },
              "custom:joined": { "type": "dateTime" }, "custom:vip": { "type": "boolean", "writableByUser": true }
            },
            "accountRecovery": "emailThenPhone", "devices": { "remember": "always", "challenge": false },
            "email": { "sesIdentityArn": "arn:aws:ses:eu-west-1:111122223333:identity/example.com", "from": "Acme <no-reply@example.com>", "replyTo": "help@example.com", "configurationSet": "mail" },
            "sms": { "region": "eu-central-1" },
            "messages": { "verification": { "style": "link", "subject": "Yours?", "body": "Follow {##this link##}." }, "invitation": { "subject": "Welcome", "body": "{username}: {####}" } }
          },
          "domain": { "prefix": "acme-live" },
          "resourceServers": {
            "orders": { "identifier": "https://orders.example.com", "scopes": { "read": "Read orders", "write": "Change orders" } },
            "stock": { "identifier": "urn:stock", "scopes": { "count": "Count" } }
          },
          "clients": {
            "web-app": { "type": "spa", "callbackUrls": ["https://app.example.com/callback", "https://app.example.com/2"], "logoutUrls": ["https://app.example.com/"], "scopes": ["openid", "email", "orders/read"],
              "tokens": { "access": "PT5M", "id": "PT10M", "refresh": "P1D", "rotation": "PT0S" } },
            "mobile": { "type": "mobile", "callbackUrls": ["acme://callback"], "tokens": { "rotation": "off" } },
            "portal": { "type": "web", "callbackUrls": ["https://portal.example.com/callback"], "tokens": { "rotation": "PT1M" } },
            "batch": { "type": "machine", "scopes": ["orders/write", "stock/count"] }
          },
          "groups": { "admins": { "description": "Support", "precedence": 1, "role": "admin" }, "readers": {} },
          "signInRules": { "allowEmailDomains": ["example.com", "example.org"], "denyEmailDomains": ["mail.test"], "requireVerifiedEmail": true },
          "signInAudit": { "retentionDays": 500 },
          "storage": {
            "buckets": { "files": { "cors": ["https://app.example.com"], "expireNoncurrentDays": 90 }, "user-media": {} },
            "tables": { "notes": { "partitionKey": "owner", "sortKey": "noteId", "timeToLive": "expiresAt" }, "flags": { "partitionKey": "who" } }
          },
          "access": {
            "guests": "visitor", "authenticated": "member", "ambiguous": "authenticated", "sessionMinutes": 720,
            "roles": {
              "visitor": { "grants": [{ "bucket": "files", "prefix": "public/", "access": "read" }] },
              "member": { "grants": [{ "bucket": "files", "prefix": "users/{identityId}/", "access": "readWrite" }] },
              "admin": { "grants": [{ "bucket": "files", "prefix": "", "access": "read", "sharedWithRole": true }] }
            }
          },
          "operations": { "logRetentionDays": 365 }
        }
        """;

    /// <summary>The plan without managed login, rotation, history and choice of factors.</summary>
    [StringSyntax("Json")]
    public const string Lite = """
        {
          "name": "lite", "userPool": { "plan": "lite", "mfa": { "mode": "off" }, "messages": { "verification": { "subject": "Your code", "body": "It is {####}." } } },
          "resourceServers": { "orders": { "identifier": "orders", "scopes": { "read": "Read" } } },
          "clients": { "web": { "type": "spa", "callbackUrls": ["http://localhost:3000/"] }, "batch": { "type": "machine", "scopes": ["orders/read"] } },
          "groups": { "staff": { "role": "staff" } },
          "access": { "roles": { "member": {}, "staff": {} } }
        }
        """;

    /// <summary>Two addresses, and a second factor for everybody.</summary>
    [StringSyntax("Json")]
    public const string RequiredMfa = """
        {
          "name": "required",
          "userPool": {
            "signInWith": ["email", "phone"], "sms": {}, "firstFactors": ["password", "passkey"], "mfa": { "mode": "required", "factors": ["sms", "totp"] },
            "accountRecovery": "phoneThenEmail", "devices": { "remember": "userOptIn" }
          },
          "signInAudit": null
        }
        """;

    /// <summary>Telephones only, and no gate.</summary>
    [StringSyntax("Json")]
    public const string Phone = """
        {
          "name": "phone",
          "userPool": { "signInWith": ["phone"], "sms": {}, "mfa": { "mode": "required", "factors": ["sms"] }, "accountRecovery": "phone" },
          "signInRules": null
        }
        """;

    /// <summary>User names without an address, and nothing that need not be. Its name holds a word that a domain's prefix must not.</summary>
    [StringSyntax("Json")]
    public const string Bare = """
        {
          "name": "my-cognito",
          "userPool": {
            "signInWith": ["username"], "accountRecovery": "none", "mfa": { "mode": "required", "factors": ["email"] },
            "email": { "sesIdentityArn": "arn:aws:ses:us-east-1:111122223333:identity/example.com", "from": "no-reply@example.com" }
          },
          "signInRules": null, "signInAudit": null, "storage": { "buckets": {}, "tables": {} }, "access": { "authenticated": null, "roles": {} }
        }
        """;

    /// <summary>User names and nothing else: no address to verify.</summary>
    [StringSyntax("Json")]
    public const string PlainNames =
        """{ "name": "plain", "userPool": { "signInWith": ["username"], "accountRecovery": "none" }, "groups": { "staff": {} } }""";

    /// <summary>A telephone that serves as second factor only.</summary>
    [StringSyntax("Json")]
    public const string TextedCodes = """{ "name": "texted", "userPool": { "sms": {}, "mfa": { "factors": ["sms"] } } }""";

    /// <summary>An application that signs in nobody but itself.</summary>
    [StringSyntax("Json")]
    public const string MachineOnly = """
        {
          "name": "machines", "resourceServers": { "orders": { "identifier": "orders", "scopes": { "read": "Read" } } },
          "clients": { "batch": { "type": "machine", "scopes": ["orders/read"] } }
        }
        """;

    /// <summary>Every kind of grant.</summary>
    [StringSyntax("Json")]
    public const string Grants = """
        {
          "name": "grants",
          "groups": { "writers": { "precedence": 2, "role": "writer" }, "managers": { "precedence": 1, "role": "manager" }, "people": { "precedence": 0 } },
          "storage": { "buckets": { "files": {}, "media": {} }, "tables": { "notes": { "partitionKey": "owner" }, "events": { "partitionKey": "owner", "sortKey": "at" } } },
          "access": {
            "authenticated": "reader",
            "roles": {
              "reader": { "grants": [
                { "bucket": "files", "prefix": "users/{identityId}/", "access": "read" }, { "bucket": "files", "prefix": "public/", "access": "read" },
                { "bucket": "media", "prefix": "", "access": "read", "sharedWithRole": true }, { "table": "notes", "leadingKey": "{identityId}", "access": "read" }
              ] },
              "writer": { "grants": [{ "bucket": "files", "prefix": "in/{identityId}/", "access": "write" }, { "table": "notes", "leadingKey": "{identityId}", "access": "write" }] },
              "manager": { "grants": [
                { "bucket": "files", "prefix": "users/{identityId}/", "access": "read" }, { "bucket": "files", "prefix": "users/{identityId}/", "access": "write" },
                { "bucket": "files", "prefix": "drafts/{identityId}/", "access": "readWrite" },
                { "bucket": "files", "prefix": "public/", "access": "read" }, { "bucket": "media", "prefix": "public/", "access": "read" },
                { "table": "notes", "leadingKey": "{identityId}", "access": "write" }, { "table": "notes", "leadingKey": "{identityId}", "access": "read" },
                { "table": "notes", "leadingKey": "draft#{identityId}", "access": "readWrite" }, { "table": "events", "leadingKey": "{identityId}", "access": "read" }
              ] }
            }
          }
        }
        """;

    /// <summary>The manager's grants of <see cref="Grants"/> in another order, with one said twice.</summary>
    [StringSyntax("Json")]
    public const string GrantsReordered = """
        {
          "name": "grants",
          "storage": { "tables": { "events": { "partitionKey": "owner", "sortKey": "at" }, "notes": { "partitionKey": "owner" } }, "buckets": { "media": {}, "files": {} } },
          "access": {
            "authenticated": "manager",
            "roles": {
              "manager": { "grants": [
                { "table": "events", "leadingKey": "{identityId}", "access": "read" }, { "table": "notes", "leadingKey": "draft#{identityId}", "access": "readWrite" },
                { "bucket": "media", "prefix": "public/", "access": "read" }, { "bucket": "files", "prefix": "public/", "access": "read" },
                { "bucket": "files", "prefix": "users/{identityId}/", "access": "write" }, { "bucket": "files", "prefix": "drafts/{identityId}/", "access": "readWrite" },
                { "table": "notes", "leadingKey": "{identityId}", "access": "read" }, { "table": "notes", "leadingKey": "{identityId}", "access": "write" },
                { "bucket": "files", "prefix": "users/{identityId}/", "access": "read" }, { "bucket": "files", "prefix": "public/", "access": "read" }
              ] }
            }
          }
        }
        """;

    public static TheoryData<string> All => [Minimal, Production, Lite, RequiredMfa, Phone, Bare, Grants];
}
