using System.Text.Json.Nodes;
using CognitoStack.Configuration;
using CsCheck;
using static CognitoStack.Tests.Support.JsonGen;

namespace CognitoStack.Tests.Support;

/// <summary>Generates valid environments of all that is available.</summary>
internal static class EnvironmentGen
{
    /// <summary>Environments as the texts of their files.</summary>
    public static Gen<string> Json { get; } = Valid().Select(environment => environment.ToJsonString(EnvironmentJson.Options));

    /// <summary>Environments as they are deployed.</summary>
    public static Gen<EnvironmentConfiguration> Loaded { get; } = Json.Select(json => Given.Load(json));

    private static Gen<JsonObject> Valid() =>
        from name in OneOf("dev", "prod", "a", "test-2")
        from production in Gen.Bool
        from place in Gen.Bool
        from tags in Maybe(Some(0, "team", "cost centre", "https://example.com/+@"))
        from choice in PoolChoice.Any
        from pool in UserPoolGen.Valid(choice)
        from prefix in Maybe(OneOf("acme", "acme-prod-1"))
        from servers in ResourceServers
        from clients in Clients(choice, servers, production)
        from access in AccessGen.Valid(production)
        from rules in SignInRules(pool)
        from audit in SignInAudit(production)
        from moves in Gen.Bool
        from logDays in Maybe(Gen.OneOf(1, 90, 3653))
        let environment = new (string Key, JsonNode? Value)[]
        {
            ("$schema", "./environment.schema.json"),
            ("name", name),
            ("production", production),
            ("account", place ? "111122223333" : null),
            ("region", place ? "eu-west-1" : null),
            ("tags", tags is JsonArray keys ? Object([.. keys.Select(k => (k!.ToString(), (JsonNode?)"x y"))]) : null),
            ("userPool", pool),
            ("domain", prefix is null ? null : Object(("prefix", prefix))),
            ("resourceServers", servers),
            ("clients", clients),
            ("groups", access.Groups),
            ("signInRules", rules),
            ("userMigration", moves && TakesPasswords(clients) ? Migration : null),
            ("storage", access.Storage),
            ("access", access.Access),
            ("operations", logDays is null ? null : Object(("logRetentionDays", logDays))),
        }
        select Merge(Object([.. environment.Select(p => (p.Key, p.Value?.DeepClone()))]), audit);

    private static JsonObject Migration =>
        Object(("userPoolArn", "arn:aws:cognito-idp:eu-west-1:111122223333:userpool/eu-west-1_Older"), ("clientId", "1example23456789"));

    private static bool TakesPasswords(JsonNode? clients) =>
        clients is null || clients.AsObject().Any(c => c.Value!["type"]!.ToString() != "machine");

    private static JsonObject Merge(JsonObject environment, JsonObject others)
    {
        foreach (var (key, value) in others)
            environment[key] = value?.DeepClone();
        return environment;
    }

    private static Gen<JsonObject> ResourceServers { get; } =
        from names in Some(0, "orders", "billing-api")
        from servers in Named(
            names,
            (name, _) =>
                Some(1, "read", "write", "admin")
                    .Select(scopes =>
                        (JsonNode?)Object(
                            ("identifier", $"https://{name}.example.com"),
                            ("scopes", Object([.. scopes.Select(s => (s, (JsonNode?)$"May {s}"))]))
                        )
                    )
        )
        select servers;

    private static Gen<JsonObject> Clients(PoolChoice choice, JsonObject servers, bool production)
    {
        string[] own = [.. servers.SelectMany(server => server.Value!["scopes"]!.AsObject().Select(scope => $"{server.Key}/{scope.Key}"))];
        var user = UserClient(choice, own, production);
        var any =
            own.Length == 0
                ? user
                : Gen.Frequency(
                    (3, user),
                    (1, Some(1, own).Select(scopes => (JsonNode?)Object(("type", "machine"), ("scopes", List(scopes)))))
                );
        return Some(1, "web", "portal", "phone-app", "batch").SelectMany(names => Named(names, (_, _) => any));
    }

    private static Gen<JsonNode?> UserClient(PoolChoice choice, string[] own, bool production) =>
        from type in OneOf("spa", "mobile", "web")
        let addresses = (string[])
            [
                "https://app.example.com/callback",
                production ? "https://b.example.com" : "http://localhost:3000/x",
                type == "mobile" ? "acme://callback" : "https://c.example.com/",
            ]
        from callbacks in Some(1, addresses)
        from logouts in Maybe(Some(0, addresses))
        from providers in Maybe(Some(1, "COGNITO"))
        from scopes in Maybe(
            Some(1, ["openid", "email", "phone", "profile", "aws.cognito.signin.user.admin", .. own])
                .Select(scopes => scopes.Contains("openid") ? scopes : [.. scopes.Except(["email", "phone", "profile"]), "openid"])
        )
        from tokens in Maybe(Tokens(choice))
        select (JsonNode?)Object(
            ("type", type),
            ("callbackUrls", List(callbacks)),
            ("logoutUrls", logouts),
            ("identityProviders", providers),
            ("scopes", scopes),
            ("tokens", tokens)
        );

    private static Gen<JsonNode?> Tokens(PoolChoice choice) =>
        from access in Gen.Int[5, 1440]
        from id in Gen.Int[5, 1440]
        from longer in Gen.Int[1, 3649]
        from rotation in Maybe(OneOf(choice.IsLite ? ["off"] : ["off", "PT0S", "PT30S", "PT1M"]))
        select (JsonNode?)Object(("access", $"PT{access}M"), ("id", $"PT{id}M"), ("refresh", $"P{longer}DT1S"), ("rotation", rotation));

    private static Gen<JsonNode?> SignInRules(JsonObject pool)
    {
        var everyUserHasEmail = pool["signInWith"]!.AsArray().Any(alias => alias!.ToString() == "email");
        return Maybe(
            from allow in Some(0, everyUserHasEmail ? ["example.com", "example.org"] : [])
            from deny in Some(0, "old.example.com", "example.net")
            from verified in Gen.Bool
            select (JsonNode?)Object(
                ("allowEmailDomains", List(allow)),
                ("denyEmailDomains", List(deny)),
                ("requireVerifiedEmail", verified && everyUserHasEmail)
            )
        );
    }

    /// <summary>Null switches the audit off, so here an absent key and a null differ.</summary>
    private static Gen<JsonObject> SignInAudit(bool production) =>
        Gen.OneOf(
            Gen.Const(() => new JsonObject()),
            Gen.Int[1, 3653]
                .Select(days =>
                    production ? Object(("signInAudit", Object(("retentionDays", days)))) : new JsonObject { ["signInAudit"] = null }
                )
        );
}
