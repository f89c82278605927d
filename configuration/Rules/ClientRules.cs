namespace CognitoStack.Configuration;

/// <summary>Rules of <c>clients</c>: providers, scopes and tokens.</summary>
internal static class ClientRules
{
    private const string Clients = "$.clients";

    /// <summary>Source: Amazon Cognito user pools API Reference, "CreateUserPoolClient", AllowedOAuthScopes
    /// (https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html).</summary>
    private const int LongestScope = 256;
    private const string Servers = "$.resourceServers";
    private static readonly string[] StandardScopes = ["openid", "email", "phone", "profile", "aws.cognito.signin.user.admin"];

    public static void Check(EnvironmentConfiguration environment, Findings findings)
    {
        if (environment.Production && ReferenceEquals(environment.Clients, EnvironmentConfiguration.DefaultClients))
        {
            findings.Error(
                Clients,
                "is missing, and the default client is one for development. Say which applications sign users in.",
                "$.production"
            );
            return;
        }

        if (environment.Clients.Count == 0)
            findings.Error(Clients, "is empty, so nobody could sign in. Add a client, or leave clients out for the default one.");
        RuleText.DistinctNames(environment.Clients.Keys, Clients, "ClientId", findings);
        RuleText.DistinctNames(environment.ResourceServers.Keys, Servers, "ResourceServer", findings);
        foreach (var (name, client) in environment.Clients)
        {
            var path = JsonPath.Property(Clients, name);
            if (client.IsInteractive)
                CheckInteractive(environment, client, path, findings);
            else
                CheckMachine(client, path, findings);
            CheckScopes(environment, client, path, findings);
            CheckTokens(environment.UserPool.Plan, client, path, findings);
        }

        foreach (var twins in environment.ResourceServers.GroupBy(s => s.Value.Identifier).Where(g => g.Count() > 1))
            findings.Error(
                JsonPath.Property(Servers, twins.Last().Key) + ".identifier",
                $"\"{twins.Key}\" is also the identifier of \"{twins.First().Key}\". Change one."
            );
    }

    private static void CheckInteractive(EnvironmentConfiguration environment, ClientConfiguration client, string path, Findings findings)
    {
        if (client.CallbackUrls.Count == 0)
            findings.Error(
                path + ".callbackUrls",
                $"is empty, but a \"{RuleText.Json(client.Type)}\" client signs users in and must know where they return. Add an address.",
                path + ".type"
            );
        ReturnUrlRules.Check(client, path, environment.Production, findings);
        var providers = client.IdentityProviders ?? [];
        RuleText.NoDuplicates(providers, path + ".identityProviders", findings);
        for (var i = 0; i < providers.Count; i++)
            if (providers[i] != "COGNITO")
                RuleText.Exists(
                    providers[i],
                    ["COGNITO", .. environment.IdentityProviders.Keys],
                    JsonPath.Item(path + ".identityProviders", i),
                    "$.identityProviders",
                    findings
                );
    }

    private static void CheckMachine(ClientConfiguration client, string path, Findings findings)
    {
        const string Because = "is for clients that sign users in, but the type is \"machine\". Remove it, or change the type.";
        if (client.CallbackUrls.Count > 0)
            findings.Error(path + ".callbackUrls", Because, path + ".type");
        if (client.LogoutUrls.Count > 0)
            findings.Error(path + ".logoutUrls", Because, path + ".type");
        if (client.IdentityProviders is not null)
            findings.Error(path + ".identityProviders", Because, path + ".type");
        if (client.EffectiveScopes.Count == 0)
            findings.Error(
                path + ".scopes",
                "is empty, but a \"machine\" client gets nothing but scopes. Add one of resourceServers, as \"server/scope\".",
                path + ".type"
            );
    }

    private static void CheckScopes(EnvironmentConfiguration environment, ClientConfiguration client, string path, Findings findings)
    {
        path += ".scopes";
        var scopes = client.EffectiveScopes;
        RuleText.NoDuplicates(scopes, path, findings);
        for (var i = 0; i < scopes.Count; i++)
        {
            var at = JsonPath.Item(path, i);
            var slash = scopes[i].IndexOf('/', StringComparison.Ordinal);
            if (slash < 0)
            {
                if (!StandardScopes.Contains(scopes[i]))
                    findings.Error(
                        at,
                        $"\"{scopes[i]}\" is not a scope of OIDC, and one of your own is written \"server/scope\".{Suggestion.For(scopes[i], StandardScopes)}"
                    );
                else if (!client.IsInteractive)
                    findings.Error(
                        at,
                        $"\"{scopes[i]}\" is about a user, but the type is \"machine\". Use scopes of resourceServers.",
                        path.Replace(".scopes", ".type", StringComparison.Ordinal)
                    );
                continue;
            }

            var (server, scope) = (scopes[i][..slash], scopes[i][(slash + 1)..]);
            if (!RuleText.Exists(server, environment.ResourceServers.Keys, at, Servers, findings))
                continue;
            if (environment.ResourceServers[server].Identifier.Length + 1 + scope.Length is > LongestScope and var length)
                findings.Error(
                    at,
                    $"has {length} characters with the server's identifier, which clients ask for; Cognito allows {LongestScope}. Shorten the identifier, or the scope's name.",
                    JsonPath.Property(Servers, server)
                );
            RuleText.Exists(
                scope,
                environment.ResourceServers[server].Scopes.Keys,
                at,
                JsonPath.Property(Servers, server) + ".scopes",
                findings
            );
        }

        if (scopes.Intersect(["email", "phone", "profile"]).FirstOrDefault() is { } needy && !scopes.Contains("openid"))
            findings.Error(path, $"\"{needy}\" is only given together with \"openid\". Add \"openid\", or remove \"{needy}\".");
    }

    private static void CheckTokens(UserPoolPlan plan, ClientConfiguration client, string path, Findings findings)
    {
        path += ".tokens";
        var tokens = client.Tokens;
        if (tokens.Refresh <= tokens.Access)
            findings.Error(
                path + ".refresh",
                $"\"{RuleText.Json(tokens.Refresh)}\" is not longer than access \"{RuleText.Json(tokens.Access)}\", so it could never be used. Make it longer.",
                path + ".access"
            );
        if (tokens.Refresh <= tokens.Id)
            findings.Error(
                path + ".refresh",
                $"\"{RuleText.Json(tokens.Refresh)}\" is not longer than id \"{RuleText.Json(tokens.Id)}\", so it could never be used. Make it longer.",
                path + ".id"
            );
        if (plan == UserPoolPlan.Lite && tokens.RotationGraceSeconds(plan) is not null)
            findings.Error(
                path + ".rotation",
                "needs the Essentials or Plus plan, but userPool.plan is \"lite\". Raise the plan, or remove rotation.",
                "$.userPool.plan"
            );
    }
}
