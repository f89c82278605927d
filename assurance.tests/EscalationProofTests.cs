using System.Text.Json.Nodes;
using CognitoStack.Assurance.Access;
using CognitoStack.Assurance.Escalation;
using CognitoStack.Templates;

namespace CognitoStack.Assurance.Tests;

/// <summary>Paths by which users raise their own rights, in templates as small as they can be.</summary>
public sealed class EscalationProofTests
{
    [Fact]
    public void A_path_is_told_from_the_writer_to_the_role()
    {
        var path = Assert.Single(Paths(rule: "custom:tier", writable: ["custom:tier"]));
        Assert.Equal("custom:tier is writable by client \"web\" → rule \"custom:tier Equals gold\" of web → role RoleGold", path);
    }

    [Fact]
    public void Nobody_writes_a_claim_that_no_client_may_write() => Assert.Empty(Paths(rule: "custom:tier", writable: ["name"]));

    [Fact]
    public void A_client_without_a_list_may_write_everything() => Assert.NotEmpty(Paths(rule: "custom:tier", writable: null));

    [Fact]
    public void A_client_of_machines_writes_for_nobody() =>
        Assert.Empty(Paths(rule: "custom:tier", writable: null, flow: "client_credentials"));

    [Fact]
    public void What_cannot_change_is_still_written_at_sign_up() =>
        Assert.StartsWith(
            "custom:tier is written at sign-up by client \"web\"",
            Assert.Single(Paths(rule: "custom:tier", writable: ["custom:tier"], mutable: false)),
            StringComparison.Ordinal
        );

    [Fact]
    public void What_cannot_change_is_safe_where_administrators_make_the_users() =>
        Assert.Empty(Paths(rule: "custom:tier", writable: ["custom:tier"], mutable: false, selfSignUp: false));

    [Fact]
    public void A_provider_writes_what_it_maps() =>
        Assert.StartsWith(
            "custom:tier is written from \"level\" of provider \"Corp\"",
            Assert.Single(Paths(rule: "custom:tier", writable: [], mapped: "custom:tier")),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("sub")]
    [InlineData("cognito:groups")]
    [InlineData("email_verified")]
    public void Nobody_writes_what_Cognito_makes(string claim) => Assert.Empty(Paths(rule: claim, writable: [claim]));

    [Theory]
    [InlineData("Contains", "admins", "former-admins", "members of the group \"former-admins\"")]
    [InlineData("StartsWith", "admins", "admins-of-old", "members of the group \"admins-of-old\"")]
    public void A_group_whose_name_holds_that_of_another_is_a_way_up(string match, string value, string other, string path) =>
        Assert.StartsWith(
            $"cognito:groups holds \"{value}\" for {path} → rule \"cognito:groups {match} {value}\" of web → role RoleGold",
            Assert.Single(Groups(match, value, group: other)),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("partners", "partners")]
    [InlineData("art", "partners")]
    [InlineData("us-east", "Corp")]
    public void The_group_that_Cognito_makes_for_a_provider_is_a_way_up(string value, string provider) =>
        Assert.Contains(
            $"for members of the group of provider \"{provider}\"",
            Assert.Single(Groups("Contains", value, provider: provider)),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("cognito:groups", "NotEqual", "cognito:groups is not \"guests\" for the members of any other group → rule")]
    [InlineData("cognito:roles", "NotEqual", "cognito:roles is not \"guests\" for the members of any other group → rule")]
    [InlineData(
        "cognito:preferred_role",
        "Contains",
        "cognito:preferred_role holds \"guests\" for whoever has a role with that in its ARN → rule"
    )]
    [InlineData("cognito:roles", "StartsWith", "cognito:roles holds \"guests\" for whoever has a role with that in its ARN → rule")]
    public void Another_group_or_a_part_of_a_role_s_ARN_is_a_way_up(string claim, string match, string path) =>
        Assert.StartsWith(path, Assert.Single(Groups(match, "guests", claim: claim)), StringComparison.Ordinal);

    [Fact]
    public void Names_that_stay_apart_are_no_way_up()
    {
        Assert.Empty(Groups("Contains", "admins", group: "staff", provider: "Corp"));
        Assert.Empty(Groups("Equals", "admins", group: "former-admins"));
    }

    [Fact]
    public void A_user_name_of_one_s_own_choice_decides_nothing() =>
        Assert.Contains(
            "chosen by whoever signs up",
            Assert.Single(Paths(rule: "cognito:username", writable: [])),
            StringComparison.Ordinal
        );

    [Fact]
    public void An_address_that_may_be_unverified_decides_nothing() =>
        Assert.Contains("may be unverified", Assert.Single(Paths(rule: "email", writable: [])), StringComparison.Ordinal);

    [Fact]
    public void An_address_that_is_verified_before_it_changes_may_decide() =>
        Assert.Empty(Paths(rule: "email", writable: [], verified: true));

    [Fact]
    public void A_tag_opens_places() =>
        Assert.Contains(
            "principal tag \"tenant\"",
            Assert.Single(Paths(rule: "sub", writable: ["custom:tenant"], tag: "custom:tenant")),
            StringComparison.Ordinal
        );

    [Fact]
    public void A_tag_that_opens_nothing_is_no_path() =>
        Assert.Empty(Paths(rule: "sub", writable: ["custom:tenant"], tag: "custom:tenant", tagUsed: false));

    [Fact]
    public void Two_issuers_of_one_tag_are_an_error() =>
        Assert.Contains(
            "may equal sub of the user pool",
            Assert.Single(
                Paths(rule: "sub", writable: [], tag: "sub", secondIssuer: "arn:aws:iam::111122223333:oidc-provider/partner.example.com")
            ),
            StringComparison.Ordinal
        );

    private static IReadOnlyList<string> Groups(
        string match,
        string value,
        string group = "admins",
        string? provider = null,
        string claim = "cognito:groups"
    )
    {
        var resources = Resources(claim);
        var rule = resources["Attachment"]!["Properties"]!["RoleMappings"]!["web"]!["RulesConfiguration"]!["Rules"]![0]!;
        (rule["MatchType"], rule["Value"]) = (match, value);
        resources["Group"] = JsonNode.Parse($$"""{ "Type": "AWS::Cognito::UserPoolGroup", "Properties": { "GroupName": "{{group}}" } }""");
        if (provider is not null)
            resources["Provider"] = JsonNode.Parse(
                $$"""{ "Type": "AWS::Cognito::UserPoolIdentityProvider", "Properties": { "ProviderName": "{{provider}}" } }"""
            );
        return Found(resources);
    }

    private static IReadOnlyList<string> Paths(
        string rule,
        string[]? writable,
        string flow = "code",
        bool mutable = true,
        bool selfSignUp = true,
        bool verified = false,
        string? mapped = null,
        string? tag = null,
        bool tagUsed = true,
        string? secondIssuer = null
    )
    {
        var resources = Resources(
            rule,
            flow,
            mutable,
            selfSignUp,
            tagUsed ? "arn:aws:s3:::files/${aws:PrincipalTag/tenant}/*" : "arn:aws:s3:::files/*"
        );
        if (writable is not null)
            resources["Client"]!["Properties"]!["WriteAttributes"] = new JsonArray([.. writable.Select(w => (JsonNode?)w)]);
        if (verified)
        {
            resources["Pool"]!["Properties"]!["AutoVerifiedAttributes"] = new JsonArray("email");
            resources["Pool"]!["Properties"]!["UserAttributeUpdateSettings"] = new JsonObject
            {
                ["AttributesRequireVerificationBeforeUpdate"] = new JsonArray("email"),
            };
        }

        if (mapped is not null)
            resources["Corp"] = JsonNode.Parse(
                $$$"""{ "Type": "AWS::Cognito::UserPoolIdentityProvider", "Properties": { "ProviderName": "Corp", "AttributeMapping": { "{{{mapped}}}": "level" } } }"""
            );
        if (tag is not null)
            resources["Tags"] = Tags("pool", tag);
        if (secondIssuer is not null)
            resources["MoreTags"] = Tags(secondIssuer, tag!);
        return Found(resources);
    }

    /// <summary>Templates with one rule, as small as they can be.</summary>
    private static JsonObject Resources(
        string rule,
        string flow = "code",
        bool mutable = true,
        bool selfSignUp = true,
        string resource = "arn:aws:s3:::files/*"
    ) =>
        JsonNode
            .Parse(
                $$$"""
                {
                  "Pool": { "Type": "AWS::Cognito::UserPool", "Properties": { "AdminCreateUserConfig": { "AllowAdminCreateUserOnly": {{{(
                    selfSignUp ? "false" : "true"
                )}}} }, "Schema": [{ "Name": "tier", "Mutable": {{{(mutable ? "true" : "false")}}} }] } },
                  "Client": { "Type": "AWS::Cognito::UserPoolClient", "Properties": { "ClientName": "web", "AllowedOAuthFlows": ["{{{flow}}}"] } },
                  "Identities": { "Type": "AWS::Cognito::IdentityPool" },
                  "RoleGold": { "Type": "AWS::IAM::Role", "Properties": {
                    "AssumeRolePolicyDocument": { "Statement": [{ "Principal": { "Federated": "cognito-identity.amazonaws.com" } }] },
                    "Policies": [{ "PolicyName": "Access", "PolicyDocument": { "Statement": [{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "{{{resource}}}" }] } }] } },
                  "Attachment": { "Type": "AWS::Cognito::IdentityPoolRoleAttachment", "Properties": { "RoleMappings": { "web": { "Type": "Rules", "RulesConfiguration": {
                    "Rules": [{ "Claim": "{{{rule}}}", "MatchType": "Equals", "Value": "gold", "RoleARN": { "Fn::GetAtt": ["RoleGold", "Arn"] } }] } } } } }
                }
                """
            )!
            .AsObject();

    private static IReadOnlyList<string> Found(JsonObject resources)
    {
        var deployment = new Deployment(
            TemplatesAlone.Read(new Dictionary<string, JsonObject> { ["stack"] = new() { ["Resources"] = resources } })
        );
        return [.. EscalationProof.Of(deployment).Differences.Select(d => d.Got)];
    }

    private static JsonNode Tags(string issuer, string claim) =>
        JsonNode.Parse(
            $$$"""{ "Type": "AWS::Cognito::IdentityPoolPrincipalTag", "Properties": { "IdentityProviderName": "{{{issuer}}}", "PrincipalTags": { "tenant": "{{{claim}}}" } } }"""
        )!;
}
