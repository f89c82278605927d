using System.Text.Json.Nodes;
using CognitoStack.Tests.Support;

namespace CognitoStack.Tests.Authentication;

/// <summary>How applications sign users in, and what they may not do.</summary>
[Collection(SynthesisCollection.Name)]
public sealed class AppClientTests(Synthesis synthesis)
{
    private const string Type = "AWS::Cognito::UserPoolClient";

    private const string AllStandardAttributes = """
        "address", "birthdate", "email", "family_name", "gender", "given_name", "locale", "middle_name", "name", "nickname",
        "phone_number", "picture", "preferred_username", "profile", "updated_at", "website", "zoneinfo"
        """;

    [Fact]
    public void A_name_alone_gives_one_public_client_with_secure_settings() =>
        synthesis
            .Of(Environments.Minimal)
            .Only(TemplateJson.Authentication, Type)
            .Is(
                $$"""
                {
                  "UserPoolId": "<AWS::Cognito::UserPool>", "ClientName": "web", "GenerateSecret": false,
                  "AllowedOAuthFlowsUserPoolClient": true, "AllowedOAuthFlows": ["code"], "AllowedOAuthScopes": ["openid", "email", "profile"],
                  "CallbackURLs": ["http://localhost:3000/callback"], "LogoutURLs": ["http://localhost:3000/"], "SupportedIdentityProviders": ["COGNITO"],
                  "ExplicitAuthFlows": ["ALLOW_USER_SRP_AUTH"], "PreventUserExistenceErrors": "ENABLED", "EnableTokenRevocation": true,
                  "AccessTokenValidity": 3600, "IdTokenValidity": 3600, "RefreshTokenValidity": 2592000,
                  "TokenValidityUnits": { "AccessToken": "seconds", "IdToken": "seconds", "RefreshToken": "seconds" },
                  "RefreshTokenRotation": { "Feature": "ENABLED", "RetryGracePeriodSeconds": 30 },
                  "WriteAttributes": [{{AllStandardAttributes}}],
                  "ReadAttributes": [
                    "address", "birthdate", "email", "email_verified", "family_name", "gender", "given_name", "locale", "middle_name", "name", "nickname",
                    "phone_number", "phone_number_verified", "picture", "preferred_username", "profile", "updated_at", "website", "zoneinfo"
                  ]
                }
                """
            );

    [Theory]
    [InlineData("web-app", false, "code")]
    [InlineData("mobile", false, "code")]
    [InlineData("portal", true, "code")]
    [InlineData("batch", true, "client_credentials")]
    public void Only_a_client_that_can_keep_a_secret_has_one_and_none_has_the_implicit_flow(string client, bool secret, string flow) =>
        Client(client)
            .Has(
                $$"""{ "GenerateSecret": {{(secret ? "true" : "false")}}, "AllowedOAuthFlowsUserPoolClient": true, "AllowedOAuthFlows": ["{{flow}}"] }"""
            );

    [Theory]
    [InlineData(
        Environments.Production,
        "web-app",
        """["ALLOW_USER_SRP_AUTH", "ALLOW_USER_AUTH"]""",
        """{ "Feature": "ENABLED", "RetryGracePeriodSeconds": 0 }"""
    )]
    [InlineData(
        Environments.Production,
        "mobile",
        """["ALLOW_USER_SRP_AUTH", "ALLOW_USER_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]""",
        """{ "Feature": "DISABLED" }"""
    )]
    [InlineData(
        Environments.Production,
        "portal",
        """["ALLOW_USER_SRP_AUTH", "ALLOW_USER_AUTH"]""",
        """{ "Feature": "ENABLED", "RetryGracePeriodSeconds": 60 }"""
    )]
    [InlineData(Environments.Production, "batch", """["ALLOW_REFRESH_TOKEN_AUTH"]""", "null")]
    [InlineData(Environments.Lite, "web", """["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]""", "null")]
    [InlineData(Environments.Lite, "batch", """["ALLOW_REFRESH_TOKEN_AUTH"]""", "null")]
    public void A_refresh_token_is_rotated_or_used_again_never_both(string environment, string client, string flows, string rotation) =>
        Client(client, environment).Has($$"""{ "ExplicitAuthFlows": {{flows}}, "RefreshTokenRotation": {{rotation}} }""");

    [Theory]
    [MemberData(nameof(Environments.All), MemberType = typeof(Environments))]
    public void No_client_sends_passwords_names_users_or_outlives_a_sign_out(string environment)
    {
        Assert.All(
            synthesis.Of(environment).Properties(TemplateJson.Authentication, Type),
            client =>
            {
                client.Has("""{ "PreventUserExistenceErrors": "ENABLED", "EnableTokenRevocation": true }""");
                string[] flows = [.. client["ExplicitAuthFlows"]!.AsArray().Select(f => f!.ToString())];
                Assert.NotEmpty(flows);
                Assert.Empty(flows.Except(["ALLOW_USER_SRP_AUTH", "ALLOW_USER_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]));
            }
        );
        var text = synthesis.Of(environment).Json(TemplateJson.Authentication).ToJsonString();
        Assert.DoesNotContain("\"implicit\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("://example.com\"", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("web-app", 300, 600, 86_400)]
    [InlineData("mobile", 3600, 3600, 2_592_000)]
    public void Tokens_live_as_long_as_the_file_says(string client, int access, int id, int refresh) =>
        Client(client)
            .Has(
                $$"""
                {
                  "AccessTokenValidity": {{access}}, "IdTokenValidity": {{id}}, "RefreshTokenValidity": {{refresh}},
                  "TokenValidityUnits": { "AccessToken": "seconds", "IdToken": "seconds", "RefreshToken": "seconds" }
                }
                """
            );

    [Fact]
    public void Users_write_a_custom_attribute_only_where_the_file_lets_them_and_never_a_verified_flag() =>
        Client("web-app")
            .Has(
                """
                {
                  "WriteAttributes": [
                    "address", "birthdate", "custom:vip", "email", "family_name", "gender", "given_name", "locale", "middle_name", "nickname",
                    "phone_number", "picture", "preferred_username", "profile", "updated_at", "website", "zoneinfo"
                  ],
                  "ReadAttributes": [
                    "address", "birthdate", "custom:joined", "custom:level", "custom:tenant", "custom:vip", "email", "email_verified", "family_name", "gender", "given_name",
                    "locale", "middle_name", "name", "nickname", "phone_number", "phone_number_verified", "picture", "preferred_username", "profile", "updated_at", "website", "zoneinfo"
                  ]
                }
                """
            );

    [Fact]
    public void Users_return_to_the_addresses_of_the_file() =>
        Client("web-app")
            .Has(
                """
                { "CallbackURLs": ["https://app.example.com/callback", "https://app.example.com/2"], "LogoutURLs": ["https://app.example.com/"], "SupportedIdentityProviders": ["COGNITO"] }
                """
            );

    [Fact]
    public void A_machine_has_nothing_that_is_for_users() =>
        Client("batch")
            .Has(
                """
                { "CallbackURLs": null, "LogoutURLs": null, "SupportedIdentityProviders": null, "RefreshTokenRotation": null }
                """
            );

    [Theory]
    [InlineData("web-app", """["openid", "email", "https://orders.example.com/read"]""", "orders")]
    [InlineData("mobile", """["openid", "email", "profile"]""")]
    [InlineData("batch", """["https://orders.example.com/write", "urn:stock/count"]""", "orders", "stock")]
    public void A_scope_bears_its_server_s_identifier_and_the_client_waits_for_the_server(
        string client,
        string scopes,
        params string[] servers
    )
    {
        var template = synthesis.Of(Environments.Production).Json(TemplateJson.Authentication)["Resources"]!.AsObject();
        var resource = template.Single(r => r.Value!["Properties"]!["ClientName"]?.ToString() == client).Value!;
        resource["Properties"]!["AllowedOAuthScopes"].Is(scopes);
        var awaited = resource["DependsOn"]?.AsArray().Select(id => template[id!.ToString()]!["Properties"]!["Name"]!.ToString()) ?? [];
        Assert.Equal(servers, awaited.Order());
    }

    [Theory]
    [InlineData(
        "orders",
        """{ "UserPoolId": "<AWS::Cognito::UserPool>", "Name": "orders", "Identifier": "https://orders.example.com", "Scopes": [{ "ScopeName": "read", "ScopeDescription": "Read orders" }, { "ScopeName": "write", "ScopeDescription": "Change orders" }] }"""
    )]
    [InlineData(
        "stock",
        """{ "UserPoolId": "<AWS::Cognito::UserPool>", "Name": "stock", "Identifier": "urn:stock", "Scopes": [{ "ScopeName": "count", "ScopeDescription": "Count" }] }"""
    )]
    public void A_resource_server_has_the_scopes_of_the_file(string name, string expected) =>
        synthesis
            .Of(Environments.Production)
            .Only(TemplateJson.Authentication, "AWS::Cognito::UserPoolResourceServer", "Name", name)
            .Is(expected);

    private JsonObject Client(string name, string environment = Environments.Production) =>
        synthesis.Of(environment).Only(TemplateJson.Authentication, Type, "ClientName", name);
}
