using CognitoStack.Tests.Support;

namespace CognitoStack.Tests.Authentication.Triggers;

/// <summary>The gate with all its rules, and the audit that also writes to the user.</summary>
[Collection(SynthesisCollection.Name)]
public sealed class SignInGateTests(Synthesis synthesis)
{
    private const string Gate = "Refuses sign-ins that the environment's rules do not allow";
    private const string Audit = "Records sign-ins";

    private const string AllRules = """
        { "name": "gate",
          "groups": { "admins": {} },
          "userPool": { "attributes": { "custom:subject": { "writableByUser": true }, "custom:hd": { "writableByUser": true } } },
          "identityProviders": {
            "Okta": { "type": "oidc", "issuer": "https://example.okta.com", "clientId": "1", "trustedForLinking": true,
              "attributes": { "email": "email", "email_verified": "email_verified", "custom:subject": "sub" } },
            "Google": { "type": "google", "clientId": "1", "clientSecret": { "secret": "google" }, "trustedForLinking": true },
            "Workspace": { "type": "oidc", "issuer": "https://accounts.google.com", "clientId": "2", "trustedForLinking": true,
              "attributes": { "email": "email", "email_verified": "email_verified", "custom:hd": "hd" } },
            "Facebook": { "type": "facebook", "clientId": "1", "clientSecret": { "secret": "facebook" } } },
          "clients": { "web": { "type": "spa", "callbackUrls": ["https://app.example.com"], "identityProviders": ["Google", "Facebook", "Okta", "Workspace"] }, "portal": { "type": "web", "callbackUrls": ["https://portal.example.com"] } },
          "signInRules": { "denyList": true, "allowedGroupsByClient": { "portal": ["admins"] }, "linkTrustedProviders": true, "onFailure": "allow" },
          "signInAudit": { "recordLastSignIn": true } }
        """;

    private SynthesizedEnvironment Synthesized => synthesis.Of(AllRules);

    [Fact]
    public void No_rule_pack_and_no_validator_finds_anything() => Assert.Equal("[]", Synthesized.Findings.ToJsonString());

    [Fact]
    public void The_function_learns_its_rules_from_its_environment() =>
        Synthesized.Only("Authentication", "AWS::Lambda::Function", "Description", Gate)["Environment"]!["Variables"]!
            .AsObject()
            .Has(
                """
                { "DENY_LIST_TABLE_NAME": "<AWS::DynamoDB::Table SignInGateDenyList>", "ON_FAILURE": "allow",
                  "ALLOWED_GROUPS_BY_CLIENT": "{\"/cognitostack/gate/ClientIdPortal\":[\"admins\"]}", "LINK_TRUSTED_PROVIDERS": "Okta,Google,Workspace",
                  "LINK_SUBJECT_ATTRIBUTES": "{\"Okta\":\"custom:subject\"}",
                  "LINK_HOSTED_DOMAIN_ATTRIBUTES": "{\"Google\":null,\"Workspace\":\"custom:hd\"}" }
                """
            );

    [Fact]
    public void It_may_read_the_deny_list_and_ask_its_pool_and_nothing_else() =>
        Synthesized
            .Statements("Authentication", Gate)
            .Is(
                """
                [{ "Action": ["logs:CreateLogStream", "logs:PutLogEvents"], "Effect": "Allow", "Resource": "<AWS::Logs::LogGroup SignInGatePreAuthenticationLogs.Arn>" },
                 { "Action": "dynamodb:BatchGetItem", "Effect": "Allow", "Resource": "<AWS::DynamoDB::Table SignInGateDenyList.Arn>" },
                 { "Action": "ssm:GetParameters", "Effect": "Allow", "Resource": "arn:<AWS::Partition>:ssm:<AWS::Region>:<AWS::AccountId>:parameter/cognitostack/gate/ClientIdPortal" },
                 { "Action": ["cognito-idp:AdminGetUser", "cognito-idp:AdminLinkProviderForUser", "cognito-idp:AdminListGroupsForUser", "cognito-idp:DescribeUserPoolClient", "cognito-idp:ListUsers"],
                   "Effect": "Allow", "Resource": "<AWS::Cognito::UserPool.Arn>" }]
                """
            );

    [Fact]
    public void The_audit_may_also_write_to_the_user_and_nothing_else() =>
        Synthesized
            .Statements("Authentication", Audit)
            .Is(
                """
                [{ "Action": ["logs:CreateLogStream", "logs:PutLogEvents"], "Effect": "Allow", "Resource": "<AWS::Logs::LogGroup SignInAuditPostAuthenticationLogs.Arn>" },
                 { "Action": "dynamodb:UpdateItem", "Effect": "Allow", "Resource": "<AWS::DynamoDB::Table SignInAuditTable.Arn>" },
                 { "Action": "cognito-idp:AdminUpdateUserAttributes", "Effect": "Allow", "Resource": "<AWS::Cognito::UserPool.Arn>" }]
                """
            );

    [Fact]
    public void The_time_of_the_last_sign_in_has_an_attribute_that_no_client_writes()
    {
        Assert.Contains(
            Synthesized.Only("Authentication", "AWS::Cognito::UserPool")["Schema"]!.AsArray(),
            a => a!["Name"]!.ToString() == "lastSignIn"
        );
        foreach (var client in Synthesized.Properties("Authentication", "AWS::Cognito::UserPoolClient"))
            Assert.DoesNotContain(client["WriteAttributes"]!.AsArray(), a => a!.ToString() == "custom:lastSignIn");
    }

    [Fact]
    public void The_deny_list_is_kept_as_well_as_the_users_are() =>
        Synthesized
            .Properties("Authentication", "AWS::DynamoDB::Table")
            .Single(t => t["KeySchema"]![0]!["AttributeName"]!.ToString() == "subject")
            .Has(
                """
                { "KeySchema": [{ "AttributeName": "subject", "KeyType": "HASH" }], "TimeToLiveSpecification": { "AttributeName": "expiresAt", "Enabled": true },
                  "PointInTimeRecoverySpecification": { "PointInTimeRecoveryEnabled": true }, "SSESpecification": { "SSEEnabled": true }, "BillingMode": "PAY_PER_REQUEST" }
                """
            );

    [Fact]
    public void The_deny_lists_name_is_published() => Assert.Contains("DenyListTableName", Synthesized.Outputs("Authentication").Keys);
}
