using System.Text.Json.Nodes;
using CognitoStack.Tests.Support;

namespace CognitoStack.Tests.Authorization;

/// <summary>Where a role comes from: rules, groups, tags and providers without the user pool, in one environment with all of them.</summary>
[Collection(SynthesisCollection.Name)]
public sealed class RoleSourcesTests(Synthesis synthesis)
{
    private const string Everything = """
        { "name": "sources",
          "userPool": { "attributes": { "custom:tenant": {}, "custom:tier": {} } },
          "clients": { "web": { "type": "spa", "callbackUrls": ["https://a.example.com"] }, "portal": { "type": "web", "callbackUrls": ["https://b.example.com"] } },
          "groups": { "admins": { "precedence": 1, "role": "admin" } },
          "storage": { "encryption": "customerKey", "buckets": { "files": {}, "plain": {} }, "tables": { "notes": { "partitionKey": "owner" } } },
          "access": {
            "ambiguous": "authenticated",
            "rules": [
              { "client": "web", "claim": "custom:tier", "match": "equals", "value": "gold", "role": "gold" },
              { "client": "web", "claim": "cognito:groups", "match": "contains", "value": "admins", "role": "admin" },
              { "client": "web", "claim": "custom:tier", "match": "notEquals", "value": "none", "role": "member" },
              { "client": "web", "claim": "custom:tier", "match": "startsWith", "value": "si", "role": "gold" } ],
            "principalTags": { "tenant": "custom:tenant", "username": "sub" },
            "directProviders": { "google": ["a", "b"], "facebook": "1", "amazon": "2", "apple": "3",
              "oidcProviderArns": ["arn:aws:iam::111122223333:oidc-provider/o"], "samlProviderArns": ["arn:aws:iam::111122223333:saml-provider/s"] },
            "roles": {
              "member": { "grants": [
                { "bucket": "files", "prefix": "tenants/{tag:tenant}/", "access": "read" },
                { "table": "notes", "leadingKey": "{tag:tenant}#{identityId}", "access": "read" } ] },
              "admin": { "grants": [{ "table": "notes", "leadingKey": "public", "access": "read" }] },
              "gold": { "extends": "member", "grants": [{ "bucket": "files", "prefix": "gold/{identityId}/", "access": "readWrite" }] } } } }
        """;

    private const string Provider = "cognito-idp.<AWS::Region>.<AWS::URLSuffix>/<CognitoStack-sources-Authentication.UserPoolId>";
    private const string Files = "arn:<AWS::Partition>:s3:::<CognitoStack-sources-Storage.BucketNameFiles>";

    private SynthesizedEnvironment Synthesized => synthesis.Of(Everything);

    [Fact]
    public void No_rule_pack_and_no_validator_finds_anything() => Assert.Equal("[]", Synthesized.Findings.ToJsonString());

    [Fact]
    public void Rules_map_a_clients_claims_in_the_files_order_and_groups_the_rest() =>
        Synthesized
            .Only("Authorization", "AWS::Cognito::IdentityPoolRoleAttachment")["RoleMappings"]
            .Is(
                $$"""
                { "web": { "AmbiguousRoleResolution": "AuthenticatedRole", "IdentityProvider": "{{Provider}}:<CognitoStack-sources-Authentication.ClientIdWeb>", "Type": "Rules",
                    "RulesConfiguration": { "Rules": [
                      { "Claim": "custom:tier", "MatchType": "Equals", "Value": "gold", "RoleARN": "<AWS::IAM::Role Users: gold.Arn>" },
                      { "Claim": "cognito:groups", "MatchType": "Contains", "Value": "admins", "RoleARN": "<AWS::IAM::Role Users: admin.Arn>" },
                      { "Claim": "custom:tier", "MatchType": "NotEqual", "Value": "none", "RoleARN": "<AWS::IAM::Role Users: member.Arn>" },
                      { "Claim": "custom:tier", "MatchType": "StartsWith", "Value": "si", "RoleARN": "<AWS::IAM::Role Users: gold.Arn>" } ] } },
                  "portal": { "AmbiguousRoleResolution": "AuthenticatedRole", "IdentityProvider": "{{Provider}}:<CognitoStack-sources-Authentication.ClientIdPortal>", "Type": "Token" } }
                """
            );

    [Fact]
    public void Only_the_user_pools_claims_become_tags() =>
        Synthesized
            .Only("Authorization", "AWS::Cognito::IdentityPoolPrincipalTag")
            .Is(
                $$"""
                { "IdentityPoolId": "<AWS::Cognito::IdentityPool>", "IdentityProviderName": "{{Provider}}", "PrincipalTags": { "tenant": "custom:tenant", "username": "sub" }, "UseDefaults": false }
                """
            );

    [Fact]
    public void Roles_that_carry_tags_let_the_identity_pool_set_them() =>
        Synthesized.Only("Authorization", "AWS::IAM::Role", "Description", "Users: member")["AssumeRolePolicyDocument"]!
            ["Statement"]
            .Is(
                """
                [{ "Action": ["sts:AssumeRoleWithWebIdentity", "sts:TagSession"], "Effect": "Allow",
                   "Principal": { "Federated": "cognito-identity.amazonaws.com" },
                   "Condition": { "StringEquals": { "cognito-identity.amazonaws.com:aud": "<AWS::Cognito::IdentityPool>" },
                                  "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": "authenticated" } } }]
                """
            );

    [Fact]
    public void A_place_made_of_a_tag_is_closed_to_a_session_without_it() =>
        Synthesized
            .Statements("Authorization", "Users: member")
            .Is(
                $$"""
                [{ "Action": "s3:GetObject", "Effect": "Allow", "Resource": "{{Files}}/tenants/${aws:PrincipalTag/tenant}/*",
                   "Condition": { "StringEquals": { "aws:ResourceAccount": "<AWS::AccountId>" }, "Null": { "aws:PrincipalTag/tenant": "false" } } },
                 { "Action": "s3:ListBucket", "Effect": "Allow", "Resource": "{{Files}}",
                   "Condition": { "StringEquals": { "aws:ResourceAccount": "<AWS::AccountId>" }, "StringLike": { "s3:prefix": ["tenants/${aws:PrincipalTag/tenant}/", "tenants/${aws:PrincipalTag/tenant}/*"] }, "Null": { "aws:PrincipalTag/tenant": "false" } } },
                 { "Action": ["dynamodb:BatchGetItem", "dynamodb:ConditionCheckItem", "dynamodb:GetItem", "dynamodb:Query"], "Effect": "Allow",
                   "Resource": "arn:<AWS::Partition>:dynamodb:<AWS::Region>:<AWS::AccountId>:table/<CognitoStack-sources-Storage.TableNameNotes>",
                   "Condition": { "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": ["${aws:PrincipalTag/tenant}#${cognito-identity.amazonaws.com:sub}"] },
                                  "Null": { "dynamodb:LeadingKeys": "false", "aws:PrincipalTag/tenant": "false" } } },
                 { "Action": "kms:Decrypt", "Effect": "Allow", "Resource": "<CognitoStack-sources-Storage.StorageKeyArn>",
                   "Condition": { "StringEquals": { "kms:ViaService": "s3.<AWS::Region>.amazonaws.com" } } }]
                """
            );

    [Fact]
    public void A_role_that_extends_another_has_the_grants_of_both()
    {
        var resources = Synthesized.Statements("Authorization", "Users: gold").Select(s => s!["Resource"]!.ToString()).ToList();
        Assert.Contains($"{Files}/gold/${{cognito-identity.amazonaws.com:sub}}/*", resources);
        Assert.Contains($"{Files}/tenants/${{aws:PrincipalTag/tenant}}/*", resources);
    }

    [Theory]
    [InlineData("Users: gold", """["kms:Decrypt", "kms:GenerateDataKey"]""")]
    [InlineData("Users: member", "\"kms:Decrypt\"")]
    [InlineData("Users: admin", "null")]
    public void Only_roles_that_reach_encrypted_objects_use_the_key(string role, string actions) =>
        Assert.Equal(
            actions,
            Synthesized
                .Statements("Authorization", role)
                .Select(s => s!["Action"]!)
                .FirstOrDefault(a => a.ToJsonString().Contains("kms:", StringComparison.Ordinal))
                ?.ToJsonString()
                .Replace(",", ", ", StringComparison.Ordinal)
                ?? "null"
        );

    [Fact]
    public void The_key_is_rotated_and_encrypts_every_bucket_and_table_of_users()
    {
        Synthesized.Only("Storage", "AWS::KMS::Key")["EnableKeyRotation"].Is("true");
        Assert.Equal(
            2,
            Synthesized
                .Properties("Storage", "AWS::S3::Bucket")
                .Count(b => b["BucketEncryption"]!.ToJsonString().Contains("aws:kms", StringComparison.Ordinal))
        );
        Synthesized
            .Only("Storage", "AWS::DynamoDB::Table")["SSESpecification"]
            .Is("""{ "KMSMasterKeyId": "<AWS::KMS::Key.Arn>", "SSEEnabled": true, "SSEType": "KMS" }""");
    }

    [Fact]
    public void The_identity_pool_takes_tokens_of_every_direct_provider()
    {
        var pool = Synthesized.Only("Authorization", "AWS::Cognito::IdentityPool");
        pool["SupportedLoginProviders"].Is("""{ "graph.facebook.com": "1", "www.amazon.com": "2", "appleid.apple.com": "3" }""");
        pool["OpenIdConnectProviderARNs"].Is("""["arn:aws:iam::111122223333:oidc-provider/o", "<AWS::IAM::OIDCProvider.Arn>"]""");
        pool["SamlProviderARNs"].Is("""["arn:aws:iam::111122223333:saml-provider/s"]""");
        Synthesized
            .Only("Authorization", "AWS::IAM::OIDCProvider")
            .Is("""{ "Url": "https://accounts.google.com", "ClientIdList": ["a", "b"] }""");
    }

    [Fact]
    public void One_Google_client_needs_no_provider_of_IAM() =>
        synthesis
            .Of("""{ "name": "google", "access": { "directProviders": { "google": ["a"] } } }""")
            .Only("Authorization", "AWS::Cognito::IdentityPool")["SupportedLoginProviders"]
            .Is("""{ "accounts.google.com": "a" }""");

    [Theory]
    [InlineData("member")]
    [InlineData("gold")]
    public void A_policy_is_no_longer_than_the_rule_on_its_size_thinks(string role)
    {
        var environment = CognitoStack.Configuration.EnvironmentLoader.Load(Everything, "sources.json");
        // Names as long as AWS lets them be.
        var policy = Synthesized
            .Statements("Authorization", $"Users: {role}")
            .ToJsonString()
            .Replace("<CognitoStack-sources-Storage.BucketNameFiles>", new string('b', 63), StringComparison.Ordinal)
            .Replace("<CognitoStack-sources-Storage.TableNameNotes>", new string('t', 255), StringComparison.Ordinal);
        Assert.InRange(
            policy.Length,
            1,
            CognitoStack.Configuration.PolicySizeRules.AtMost(environment.Access.EffectiveGrants(role, environment.Storage))
        );
    }
}
