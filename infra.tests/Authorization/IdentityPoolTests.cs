using System.Text.Json.Nodes;
using CognitoStack.Tests.Support;

namespace CognitoStack.Tests.Authorization;

/// <summary>Whose tokens become credentials, and of which role.</summary>
[Collection(SynthesisCollection.Name)]
public sealed class IdentityPoolTests(Synthesis synthesis)
{
    private const string Type = "AWS::Cognito::IdentityPool";

    [Fact]
    public void A_name_alone_gives_a_pool_for_signed_in_users_only() =>
        synthesis
            .Of(Environments.Minimal)
            .Only(TemplateJson.Authorization, Type)
            .Is(
                """
                {
                  "IdentityPoolName": "CognitoStack-dev-Authorization", "AllowClassicFlow": false, "AllowUnauthenticatedIdentities": false,
                  "CognitoIdentityProviders": [{
                    "ClientId": "<CognitoStack-dev-Authentication.ClientIdWeb>", "ServerSideTokenCheck": true,
                    "ProviderName": "cognito-idp.<AWS::Region>.<AWS::URLSuffix>/<CognitoStack-dev-Authentication.UserPoolId>"
                  }]
                }
                """
            );

    [Theory]
    [InlineData(Environments.Minimal, "Delete")]
    [InlineData(Environments.Production, "Retain")]
    public void Production_keeps_the_identities_under_which_users_keep_their_data(string environment, string policy) =>
        Assert
            .Single(synthesis.Of(environment).Resources(TemplateJson.Authorization, Type))
            .Has($$"""{ "DeletionPolicy": "{{policy}}", "UpdateReplacePolicy": "{{policy}}" }""");

    [Fact]
    public void Every_client_that_signs_users_in_is_checked_and_a_machine_is_not_among_them() =>
        synthesis
            .Of(Environments.Production)
            .Only(TemplateJson.Authorization, Type)["CognitoIdentityProviders"]
            .Is($$"""[{{Provider("WebApp")}}, {{Provider("Mobile")}}, {{Provider("Portal")}}]""");

    [Theory]
    [MemberData(nameof(Environments.All), MemberType = typeof(Environments))]
    public void The_client_never_chooses_the_role_and_every_token_is_checked(string environment)
    {
        var pool = synthesis.Of(environment).Only(TemplateJson.Authorization, Type);
        pool.Has(
            $$"""
            {
              "AllowClassicFlow": false, "AllowUnauthenticatedIdentities": {{(environment == Environments.Production ? "true" : "false")}},
              "DeveloperProviderName": null, "OpenIdConnectProviderARNs": null, "SamlProviderARNs": null, "SupportedLoginProviders": null
            }
            """
        );
        Assert.All(pool["CognitoIdentityProviders"]!.AsArray(), p => Assert.True(p!["ServerSideTokenCheck"]!.GetValue<bool>()));
    }

    [Theory]
    [InlineData(Environments.Minimal, """{ "Roles": { "authenticated": "<AWS::IAM::Role Users: member.Arn>" }, "RoleMappings": null }""")]
    [InlineData(Environments.Bare, """{ "Roles": {}, "RoleMappings": null }""")]
    [InlineData(
        Environments.PlainNames,
        """{ "Roles": { "authenticated": "<AWS::IAM::Role Users: member.Arn>" }, "RoleMappings": null }"""
    )]
    public void Where_no_group_has_a_role_every_user_gets_the_same(string environment, string expected)
    {
        var attachment = Attachment(environment);
        attachment.Has("""{ "IdentityPoolId": "<AWS::Cognito::IdentityPool>" }""");
        attachment.Has(expected);
    }

    [Fact]
    public void Where_a_group_has_a_role_the_token_decides_for_each_client() =>
        Attachment(Environments.Production)
            .Is(
                $$"""
                {
                  "IdentityPoolId": "<AWS::Cognito::IdentityPool>",
                  "Roles": { "authenticated": "<AWS::IAM::Role Users: member.Arn>", "unauthenticated": "<AWS::IAM::Role Guests: visitor.Arn>" },
                  "RoleMappings": {
                    "web-app": {{Mapping("WebApp", "AuthenticatedRole")}}, "mobile": {{Mapping(
                    "Mobile",
                    "AuthenticatedRole"
                )}}, "portal": {{Mapping("Portal", "AuthenticatedRole")}}
                  }
                }
                """
            );

    [Theory]
    [InlineData(Environments.Lite, "staff")]
    [InlineData(Environments.Grants, "people")]
    public void A_token_without_a_clear_role_is_denied_by_default(string environment, string group)
    {
        Assert.Contains(group, environment, StringComparison.Ordinal);
        var mapping = Assert.Single(Attachment(environment)["RoleMappings"]!.AsObject()).Value!.AsObject();
        mapping.Has("""{ "Type": "Token", "AmbiguousRoleResolution": "Deny", "RulesConfiguration": null }""");
    }

    [Theory]
    [InlineData(
        Environments.Production,
        "admins",
        """{ "UserPoolId": "<CognitoStack-live-Authentication.UserPoolId>", "GroupName": "admins", "Description": "Support", "Precedence": 1, "RoleArn": "<AWS::IAM::Role Users: admin.Arn>" }"""
    )]
    [InlineData(
        Environments.Production,
        "readers",
        """{ "UserPoolId": "<CognitoStack-live-Authentication.UserPoolId>", "GroupName": "readers" }"""
    )]
    [InlineData(
        Environments.Grants,
        "people",
        """{ "UserPoolId": "<CognitoStack-grants-Authentication.UserPoolId>", "GroupName": "people", "Precedence": 0 }"""
    )]
    [InlineData(
        Environments.Grants,
        "writers",
        """{ "UserPoolId": "<CognitoStack-grants-Authentication.UserPoolId>", "GroupName": "writers", "Precedence": 2, "RoleArn": "<AWS::IAM::Role Users: writer.Arn>" }"""
    )]
    public void A_group_has_the_precedence_and_the_role_of_the_file(string environment, string name, string expected)
    {
        var group = synthesis.Of(environment).Only(TemplateJson.Authorization, "AWS::Cognito::UserPoolGroup", "GroupName", name);
        group.Is(expected);
    }

    private JsonObject Attachment(string environment) =>
        synthesis.Of(environment).Only(TemplateJson.Authorization, "AWS::Cognito::IdentityPoolRoleAttachment");

    private static string Provider(string client) =>
        $$"""
            {
              "ClientId": "<CognitoStack-live-Authentication.ClientId{{client}}>", "ServerSideTokenCheck": true,
              "ProviderName": "cognito-idp.eu-west-1.<AWS::URLSuffix>/<CognitoStack-live-Authentication.UserPoolId>"
            }
            """;

    private static string Mapping(string client, string ambiguous) =>
        $$"""
            {
              "Type": "Token", "AmbiguousRoleResolution": "{{ambiguous}}",
              "IdentityProvider": "cognito-idp.eu-west-1.<AWS::URLSuffix>/<CognitoStack-live-Authentication.UserPoolId>:<CognitoStack-live-Authentication.ClientId{{client}}>"
            }
            """;
}
