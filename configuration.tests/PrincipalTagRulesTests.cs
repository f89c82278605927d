namespace CognitoStack.Configuration.Tests;

public sealed class PrincipalTagRulesTests
{
    [Theory]
    [InlineData("""{ "tenant": "custom:tenant" }""")]
    [InlineData("""{ "tenant": "sub" }""")]
    public void A_tag_from_what_users_cannot_write_may_decide(string tags) => Tags(tags, """{ "custom:tenant": {} }""").IsAccepted();

    [Fact]
    public void A_tag_from_what_users_write_must_not_decide() =>
        Tags("""{ "tenant": "custom:tenant" }""", """{ "custom:tenant": { "writableByUser": true } }""")
            .IsRefused(
                """$.access.principalTags.tenant: "custom:tenant" decides what {tag:tenant} reaches, and users can write it: they would raise their own rights. Set writableByUser of "custom:tenant" to false, or use another claim, such as cognito:groups."""
            );

    [Fact]
    public void A_tag_that_no_grant_names_is_made_of_a_claim_that_there_is()
    {
        Tags("""{ "tenant": "sub", "other": "custom:tennant" }""", """{ "custom:tenant": {} }""")
            .IsRefused(
                """$.access.principalTags.other: "custom:tennant" is not in the pool's ID tokens. Declare it in userPool.attributes. Did you mean "custom:tenant"?"""
            );
        Tags("""{ "tenant": "sub", "other": "departments" }""", "{}")
            .IsRefused(
                """$.access.principalTags.other: "departments" is not in the pool's ID tokens. Known: sub, cognito:username, cognito:groups, cognito:roles, cognito:preferred_role."""
            );
    }

    [Fact]
    public void A_function_of_one_s_own_may_add_a_claim() =>
        Given
            .Environment(
                """
                { "access": { "principalTags": { "plan": "plan", "tenant": "custom:tenant" } },
                  "triggers": { "preTokenGeneration": { "aliasArn": "arn:aws:lambda:eu-west-1:111122223333:function:f:live" } } }
                """
            )
            .IsAccepted();

    [Theory]
    [InlineData("auth_time")]
    [InlineData("email_verified")]
    public void A_claim_of_the_sign_in_decides_nothing(string claim)
    {
        Tags($$"""{ "tenant": "{{claim}}" }""", "{}")
            .IsRefused(
                $"$.access.principalTags.tenant: \"{claim}\" decides what {{tag:tenant}} reaches, and does not say what somebody may do. Use sub, cognito:groups or a custom attribute."
            );
        Tags($$"""{ "tenant": "sub", "other": "{{claim}}" }""", "{}").IsAccepted();
    }

    [Fact]
    public void A_tag_that_decides_nothing_may_be_written_by_users() =>
        Tags("""{ "tenant": "sub", "nick": "nickname" }""", "{}").IsAccepted();

    [Fact]
    public void Two_tags_that_differ_in_case_alone_are_refused() =>
        Tags("""{ "tenant": "sub", "Tenant": "sub" }""", "{}")
            .IsRefused(
                """$.access.principalTags.Tenant: "Tenant" and "tenant" are one tag to IAM, which does not tell case. Remove one."""
            );

    [Fact]
    public void More_tags_than_a_session_carries_are_refused() =>
        Tags($$"""{ "tenant": "sub", {{string.Join(',', Enumerable.Range(0, 50).Select(i => $"\"t{i}\": \"sub\""))}} }""", "{}")
            .IsRefused("$.access.principalTags: has 51 tags; a session can carry 50. Remove some.");

    [Theory]
    [InlineData("""{ "google": ["a", "a"] }""", """$.access.directProviders.google[1]: "a" is already at [0]. Remove one.""")]
    [InlineData(
        """{ "oidcProviderArns": ["arn:aws:iam::111122223333:oidc-provider/a", "arn:aws:iam::111122223333:oidc-provider/a"] }""",
        """$.access.directProviders.oidcProviderArns[1]: "arn:aws:iam::111122223333:oidc-provider/a" is already at [0]. Remove one."""
    )]
    [InlineData(
        """{ "samlProviderArns": ["arn:aws:iam::111122223333:saml-provider/a", "arn:aws:iam::111122223333:saml-provider/a"] }""",
        """$.access.directProviders.samlProviderArns[1]: "arn:aws:iam::111122223333:saml-provider/a" is already at [0]. Remove one."""
    )]
    [InlineData(
        """{ "samlProviderArns": ["arn:aws:iam::111122223333:oidc-provider/a"] }""",
        """$.access.directProviders.samlProviderArns[0]: "arn:aws:iam::111122223333:oidc-provider/a" must be the ARN of an IAM SAML provider."""
    )]
    public void Direct_providers_are_distinct_and_of_their_kind(string direct, string error) =>
        Given.Environment($$"""{ "access": { "directProviders": {{direct}} } }""").IsRefused(error);

    [Fact]
    public void Direct_providers_need_the_authenticated_role() =>
        Given
            .Environment("""{ "access": { "authenticated": null, "roles": {}, "directProviders": { "facebook": "1" } } }""")
            .IsRefused(
                "$.access.directProviders: sign users in who are in no group, but access.authenticated is null, so they would get no role. Name one."
            );

    [Fact]
    public void Direct_providers_of_all_kinds_are_accepted() =>
        Given
            .Environment(
                """{ "access": { "directProviders": { "google": ["a", "b"], "facebook": "1", "amazon": "2", "apple": "3", "oidcProviderArns": ["arn:aws:iam::111122223333:oidc-provider/a"] } } }"""
            )
            .IsAccepted();

    private static Outcome Tags(string tags, string attributes) =>
        Given.Environment(
            $$"""
            { "userPool": { "attributes": {{attributes}} },
              "access": { "principalTags": {{tags}}, "roles": { "member": { "grants": [{ "bucket": "files", "prefix": "tenants/{tag:tenant}/" }] } } } }
            """
        );
}
