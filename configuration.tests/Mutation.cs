using System.Text.Json.Nodes;

namespace CognitoStack.Configuration.Tests;

/// <summary>A mistake that somebody makes in a valid file, and where it must be found.</summary>
internal sealed record Mutation(string Name, string Path, Action<JsonObject> Change)
{
    /// <summary>Which files can have it.</summary>
    public Func<JsonObject, bool> Applies { get; init; } = _ => true;

    public static TheoryData<string> Names => [.. All.Select(m => m.Name)];

    public static IReadOnlyList<Mutation> All { get; } =
    [
        new("no name", "$.name", e => e.Remove("name")),
        new("a name with a capital", "$.name", e => e["name"] = "Dev"),
        new("an account without a region", "$.region", e => (e["account"], e["region"]) = ("111122223333", null)),
        new("a region without an account", "$.account", e => (e["account"], e["region"]) = (null, "eu-west-1")),
        new("an unknown key", "$.userpool", e => e["userpool"] = new JsonObject()),
        new("an unknown key of the pool", "$.userPool.mfaa", e => e["userPool"]!["mfaa"] = "off"),
        new("a reserved tag", "$.tags['aws:x']", e => Part(e, "tags")["aws:x"] = "1"),
        new("a misspelt plan", "$.userPool.plan", e => e["userPool"]!["plan"] = "plsu"),
        new("history on the Lite plan", "$.userPool.passwordPolicy.history", e => Part(e, "userPool", "passwordPolicy")["history"] = 3)
        {
            Applies = e => Plan(e) == "lite",
        },
        new("passkeys on the Lite plan", "$.userPool.firstFactors", e => e["userPool"]!["firstFactors"] = List("password", "passkey"))
        {
            Applies = e => Plan(e) == "lite",
        },
        new(
            "too short passwords",
            "$.userPool.passwordPolicy.minimumLength",
            e => Part(e, "userPool", "passwordPolicy")["minimumLength"] = 7
        ),
        new("no password", "$.userPool.firstFactors", e => e["userPool"]!["firstFactors"] = List("passkey")),
        new("a factor twice", "$.userPool.firstFactors[1]", e => e["userPool"]!["firstFactors"] = List("password", "password")),
        new("an alias of no user name", "$.userPool.signInWith[1]", e => e["userPool"]!["signInWith"] = List("email", "preferredUsername")),
        new(
            "sign-in by phone without SMS",
            "$.userPool.signInWith[0]",
            e => (e["userPool"]!["sms"], e["userPool"]!["signInWith"]) = (null, List("phone"))
        ),
        new(
            "MFA by SMS without SMS",
            "$.userPool.mfa.factors[0]",
            e => (e["userPool"]!["sms"], e["userPool"]!["mfa"]) = (null, Mfa("required", "sms"))
        ),
        new(
            "MFA by e-mail without SES",
            "$.userPool.mfa.factors[1]",
            e => (e["userPool"]!["email"], e["userPool"]!["mfa"]) = (null, Mfa("optional", "totp", "email"))
        ),
        new("factors without MFA", "$.userPool.mfa.factors", e => e["userPool"]!["mfa"] = Mfa("off", "totp")),
        new(
            "recovery by phone without SMS",
            "$.userPool.accountRecovery",
            e => (e["userPool"]!["sms"], e["userPool"]!["accountRecovery"]) = (null, "phone")
        ),
        new(
            "a challenge for no device",
            "$.userPool.devices.challenge",
            e => e["userPool"]!["devices"] = new JsonObject { ["challenge"] = true }
        ),
        new(
            "a required custom attribute",
            "$.userPool.attributes['custom:x'].required",
            e => Part(e, "userPool", "attributes")["custom:x"] = new JsonObject { ["required"] = true }
        ),
        new(
            "bounds the wrong way round",
            "$.userPool.attributes['custom:x'].minLength",
            e => Part(e, "userPool", "attributes")["custom:x"] = new JsonObject { ["minLength"] = 2, ["maxLength"] = 1 }
        ),
        new("a sender of another domain", "$.userPool.email.from", e => e["userPool"]!["email"]!["from"] = "a@example.net")
        {
            Applies = e => e["userPool"]!["email"] is not null,
        },
        new(
            "an invitation without a password",
            "$.userPool.messages.invitation.body",
            e => Part(e, "userPool", "messages", "invitation")["body"] = "Hello {username}"
        ),
        new("no clients", "$.clients", e => e["clients"] = new JsonObject()),
        new("a client without a callback", "$.clients.x.callbackUrls", e => e["clients"]!["x"] = new JsonObject { ["type"] = "web" }),
        new("a callback by http", "$.clients.x.callbackUrls[0]", e => e["clients"]!["x"] = Spa("http://example.com")),
        new("a callback to an app", "$.clients.x.callbackUrls[0]", e => e["clients"]!["x"] = Spa("acme://callback")),
        new(
            "production on localhost",
            "$.clients.x.callbackUrls[0]",
            e => (e["production"], e["clients"]!["x"]) = (true, Spa("http://localhost"))
        ),
        new(
            "a scope of nobody",
            "$.clients.x.scopes[0]",
            e => e["clients"]!["x"] = Spa("https://a.example.com", ("scopes", List("nobody/read")))
        ),
        new(
            "email without openid",
            "$.clients.x.scopes",
            e => e["clients"]!["x"] = Spa("https://a.example.com", ("scopes", List("email")))
        ),
        new(
            "a provider of nobody",
            "$.clients.x.identityProviders[0]",
            e => e["clients"]!["x"] = Spa("https://a.example.com", ("identityProviders", List("Google")))
        ),
        new("a machine without scopes", "$.clients.x.scopes", e => e["clients"]!["x"] = new JsonObject { ["type"] = "machine" }),
        new(
            "a refresh token that dies first",
            "$.clients.x.tokens.refresh",
            e => e["clients"]!["x"] = Spa("https://a.example.com", ("tokens", new JsonObject { ["access"] = "P1D", ["refresh"] = "PT1H" }))
        ),
        new(
            "clients of one name",
            "$.clients['Web-']",
            e => (e["clients"]!["web"], e["clients"]!["Web-"]) = (Spa("https://a.example.com"), Spa("https://a.example.com"))
        ),
        new("a reserved prefix", "$.domain.prefix", e => e["domain"] = new JsonObject { ["prefix"] = "my-cognito" }),
        new("production without an audit", "$.signInAudit", e => (e["production"], e["signInAudit"]) = (true, null)),
        new(
            "users who come over from another account",
            "$.userMigration.userPoolArn",
            e =>
            {
                (e["account"], e["region"]) = ("111122223333", "eu-west-1");
                e["userMigration"] = new JsonObject
                {
                    ["userPoolArn"] = "arn:aws:cognito-idp:eu-west-1:444455556666:userpool/eu-west-1_Older",
                    ["clientId"] = "1example23456789",
                };
                // Where nobody gives a password, there is another mistake.
                e["clients"] = new JsonObject { ["web"] = Spa("https://a.example.com") };
            }
        ),
        new(
            "a domain both allowed and denied",
            "$.signInRules.allowEmailDomains[0]",
            e =>
                e["signInRules"] = new JsonObject
                {
                    ["allowEmailDomains"] = List("a.example.com"),
                    ["denyEmailDomains"] = List("example.com"),
                }
        ),
        new("a table without a key", "$.storage.tables.x.partitionKey", e => Part(e, "storage", "tables")["x"] = new JsonObject()),
        new(
            "an expiry that is a key",
            "$.storage.tables.x.timeToLive",
            e => Part(e, "storage", "tables")["x"] = new JsonObject { ["partitionKey"] = "a", ["timeToLive"] = "a" }
        ),
        new("a role of nobody", "$.access.roles.x", e => Roles(e)["x"] = new JsonObject())
        {
            Applies = e => e["access"]!["roles"] is not null,
        },
        new(
            "a group with a role that is not there",
            "$.groups.x.role",
            e => Part(e, "groups")["x"] = new JsonObject { ["role"] = "nobody" }
        ),
        new(
            "guests as users",
            "$.access.guests",
            e =>
                (Part(e, "access")["guests"], Part(e, "access")["authenticated"], Roles(e)["member"]) = (
                    "member",
                    "member",
                    new JsonObject()
                )
        ),
        new(
            "a bucket that is not there",
            "$.access.roles.x.grants[0].bucket",
            e => Roles(e)["x"] = Grant(("bucket", "nowhere"), ("prefix", "public/"))
        ),
        new(
            "a place that all may change",
            "$.access.roles.x.grants[0]",
            e => Roles(e)["x"] = Grant(("bucket", "files"), ("prefix", "public/"), ("access", "write"))
        ),
        new(
            "a place that all may read",
            "$.access.roles.x.grants[0]",
            e => Roles(e)["x"] = Grant(("table", "items"), ("leadingKey", "team"))
        ),
        new(
            "a placeholder within a name",
            "$.access.roles.x.grants[0].prefix",
            e => Roles(e)["x"] = Grant(("bucket", "files"), ("prefix", "a{identityId}/"))
        ),
        new("a session of a minute", "$.access.sessionMinutes", e => Part(e, "access")["sessionMinutes"] = 1),
        new(
            "an odd time to keep logs",
            "$.operations.logRetentionDays",
            e => e["operations"] = new JsonObject { ["logRetentionDays"] = 2 }
        ),
    ];

    private static string Plan(JsonObject environment) => environment["userPool"]!["plan"]!.ToString();

    private static JsonObject Roles(JsonObject environment) => Part(environment, "access", "roles");

    /// <summary>A part of the file, which may not be there yet.</summary>
    private static JsonObject Part(JsonObject environment, params string[] path) =>
        path.Aggregate(
            environment,
            (node, key) =>
            {
                if (node[key] is null)
                    node[key] = new JsonObject();
                return node[key]!.AsObject();
            }
        );

    private static JsonArray List(params string[] items) => JsonGen.List(items);

    private static JsonObject Mfa(string mode, params string[] factors) => new() { ["mode"] = mode, ["factors"] = List(factors) };

    private static JsonObject Spa(string callback, params (string, JsonNode?)[] rest) =>
        JsonGen.Object([("type", "spa"), ("callbackUrls", List(callback)), .. rest]);

    private static JsonObject Grant(params (string, JsonNode?)[] grant) => new() { ["grants"] = new JsonArray(JsonGen.Object(grant)) };
}
