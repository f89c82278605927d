using System.Text.Json.Nodes;
using CognitoStack.Tests.Support;

namespace CognitoStack.Tests.Authorization;

/// <summary>Who may take which role, and for how long.</summary>
[Collection(SynthesisCollection.Name)]
public sealed class UserRoleTests(Synthesis synthesis)
{
    [Theory]
    [InlineData(Environments.Minimal, "Users: member", "authenticated")]
    [InlineData(Environments.Production, "Users: member", "authenticated")]
    [InlineData(Environments.Production, "Users: admin", "authenticated")]
    [InlineData(Environments.Production, "Guests: visitor", "unauthenticated")]
    [InlineData(Environments.Grants, "Users: manager", "authenticated")]
    public void A_role_trusts_one_kind_of_identity_of_this_pool_and_nobody_else(string environment, string role, string kind) =>
        Role(environment, role)["AssumeRolePolicyDocument"]
            .Is(
                $$"""
                {
                  "Version": "2012-10-17",
                  "Statement": [{
                    "Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity", "Principal": { "Federated": "cognito-identity.amazonaws.com" },
                    "Condition": {
                      "StringEquals": { "cognito-identity.amazonaws.com:aud": "<AWS::Cognito::IdentityPool>" },
                      "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": "{{kind}}" }
                    }
                  }]
                }
                """
            );

    [Theory]
    [InlineData(Environments.Minimal, "Users: member")]
    [InlineData(Environments.Lite, "Users: member", "Users: staff")]
    [InlineData(Environments.Production, "Guests: visitor", "Users: admin", "Users: member")]
    [InlineData(Environments.Bare)]
    public void There_is_no_role_but_those_of_the_file_and_none_for_guests_without_guests(string environment, params string[] roles) =>
        Assert.Equal(
            roles,
            synthesis
                .Of(environment)
                .Properties(TemplateJson.Authorization, "AWS::IAM::Role")
                .Select(r => r["Description"]!.ToString())
                .Order()
        );

    [Theory]
    [InlineData(Environments.Minimal, "Users: member", 3600)]
    [InlineData(Environments.Production, "Users: member", 43_200)]
    public void A_session_lasts_as_long_as_the_file_says(string environment, string role, int seconds) =>
        Assert.Equal(seconds, Role(environment, role)["MaxSessionDuration"]!.GetValue<int>());

    [Theory]
    [MemberData(nameof(Environments.All), MemberType = typeof(Environments))]
    public void A_role_has_its_one_policy_and_no_way_around_it(string environment)
    {
        Assert.All(
            synthesis.Of(environment).Properties(TemplateJson.Authorization, "AWS::IAM::Role"),
            role =>
            {
                role.Has("""{ "ManagedPolicyArns": null, "RoleName": null }""");
                // Policy variables mean nothing, and protect nobody, under an older version.
                Assert.All(
                    role["Policies"]?.AsArray() ?? [],
                    p => Assert.Equal("2012-10-17", p!["PolicyDocument"]!["Version"]!.ToString())
                );
            }
        );
        foreach (var type in new[] { "AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::IAM::RolePolicy" })
            Assert.Empty(synthesis.Of(environment).Resources(TemplateJson.Authorization, type));
    }

    [Fact]
    public void A_role_without_grants_has_no_policy() => Role(Environments.Lite, "Users: staff").Has("""{ "Policies": null }""");

    private JsonObject Role(string environment, string description) =>
        synthesis.Of(environment).Only(TemplateJson.Authorization, "AWS::IAM::Role", "Description", description);
}
