using CognitoStack.Configuration;
using CognitoStack.Templates;

namespace CognitoStack.Assurance.Settings;

/// <summary>App clients, the APIs whose scopes they ask for, and groups.</summary>
internal static class ClientExpectations
{
    private static readonly string[] Tokens = ["AccessToken", "IdToken", "RefreshToken"];

    public static IEnumerable<Expectation> Of(EnvironmentConfiguration environment, TemplateSet templates)
    {
        foreach (var (name, client) in environment.Clients)
            yield return Client(environment, name, client, templates);
        foreach (var (name, server) in environment.ResourceServers)
        {
            var expected = new Expectation("AWS::Cognito::UserPoolResourceServer", name, r => r.Text("Identifier") == server.Identifier)
                .Passes("Name")
                .Says("Identifier", $"resourceServers.{name}.identifier", server.Identifier)
                .Says("UserPoolId", Expectation.Always, templates.PoolId());
            foreach (var (scope, description) in server.Scopes)
                expected
                    .Says($"Scopes[{scope}].ScopeName", $"resourceServers.{name}.scopes.{scope}", scope)
                    .Says($"Scopes[{scope}].ScopeDescription", $"resourceServers.{name}.scopes.{scope}", description);
            yield return expected;
        }

        foreach (var (name, group) in environment.Groups)
            yield return new Expectation("AWS::Cognito::UserPoolGroup", name, r => r.Text("GroupName") == name)
                // Where the role leads is for the proof "roles".
                .Passes("RoleArn", "Description")
                .Says("GroupName", $"groups.{name}", name)
                .Says("Precedence", $"groups.{name}.precedence", group.Precedence)
                .Says("UserPoolId", Expectation.Always, templates.PoolId());
    }

    private static Expectation Client(EnvironmentConfiguration environment, string name, ClientConfiguration client, TemplateSet templates)
    {
        var isOfPeople = client.Type != ClientType.Machine;
        var grace = isOfPeople ? client.Tokens.RotationGraceSeconds(environment.UserPool.Plan) : null;
        var pool = environment.UserPool;
        var expected = new Expectation("AWS::Cognito::UserPoolClient", name, r => r.Text("ClientName") == name)
            .Says("ClientName", $"clients.{name}", name)
            .Says("UserPoolId", Expectation.Always, templates.PoolId())
            .Says("GenerateSecret", $"clients.{name}.type", client.Type is ClientType.Web or ClientType.Machine)
            .Says("AllowedOAuthFlowsUserPoolClient", Expectation.Always, true)
            .Says("AllowedOAuthFlows", $"clients.{name}.type", isOfPeople ? "code" : "client_credentials")
            .Says("AllowedOAuthScopes", $"clients.{name}.scopes", client.EffectiveScopes.Select(s => InFull(s, environment)))
            .Says("CallbackURLs", $"clients.{name}.callbackUrls", isOfPeople ? client.CallbackUrls : null)
            .Says("LogoutURLs", $"clients.{name}.logoutUrls", client.LogoutUrls)
            .Says("SupportedIdentityProviders", $"clients.{name}.identityProviders", isOfPeople ? client.EffectiveProviders : null)
            .Says("ExplicitAuthFlows", $"clients.{name}.identityProviders", Flows(environment, client, grace))
            .Says("PreventUserExistenceErrors", Expectation.Always, "ENABLED")
            .Says("EnableTokenRevocation", Expectation.Always, true)
            .Says("AccessTokenValidity", $"clients.{name}.tokens.access", (int)client.Tokens.Access.TotalSeconds)
            .Says("IdTokenValidity", $"clients.{name}.tokens.id", (int)client.Tokens.Id.TotalSeconds)
            .Says("RefreshTokenValidity", $"clients.{name}.tokens.refresh", (int)client.Tokens.Refresh.TotalSeconds)
            .Says(
                "RefreshTokenRotation.Feature",
                $"clients.{name}.tokens.rotation",
                !isOfPeople || pool.Plan == UserPoolPlan.Lite ? null
                    : grace is null ? "DISABLED"
                    : "ENABLED"
            )
            .Says("RefreshTokenRotation.RetryGracePeriodSeconds", $"clients.{name}.tokens.rotation", grace)
            .Says(
                "ReadAttributes",
                "userPool.attributes",
                StandardAttributes.All.Concat(StandardAttributes.WrittenByCognito).Union(pool.Attributes.Keys)
            )
            .Says(
                "WriteAttributes",
                "userPool.attributes",
                StandardAttributes.All.Union(pool.Attributes.Keys).Where(a => IsWritable(a, pool.Attributes.GetValueOrDefault(a)))
            );
        foreach (var token in Tokens)
            expected.Says($"TokenValidityUnits.{token}", Expectation.Always, "seconds");
        return expected;
    }

    private static bool IsWritable(string name, AttributeConfiguration? attribute) =>
        attribute?.WritableByUser ?? !name.StartsWith("custom:", StringComparison.Ordinal);

    /// <summary>Ways to sign in through the API. None of them sends the password as it is, but where a function must hand it to an older pool.</summary>
    private static IEnumerable<string> Flows(EnvironmentConfiguration environment, ClientConfiguration client, int? grace)
    {
        var asksPool = client.Type != ClientType.Machine && client.EffectiveProviders.Contains("COGNITO");
        if (asksPool)
            yield return "ALLOW_USER_SRP_AUTH";
        if (asksPool && environment.UserPool.FirstFactors.Any(f => f != FirstFactor.Password))
            yield return "ALLOW_USER_AUTH";
        // Without functions for it the flow lets nobody in; Cognito allows more where the list is empty.
        if (asksPool ? environment.HasCustomAuthentication : grace is not null)
            yield return "ALLOW_CUSTOM_AUTH";
        if (asksPool && environment.UserMigration is not null)
            yield return "ALLOW_USER_PASSWORD_AUTH";
        if (grace is null)
            yield return "ALLOW_REFRESH_TOKEN_AUTH";
    }

    private static string InFull(string scope, EnvironmentConfiguration environment) =>
        scope.Split('/', 2) is [var server, var name] ? $"{environment.ResourceServers[server].Identifier}/{name}" : scope;
}
