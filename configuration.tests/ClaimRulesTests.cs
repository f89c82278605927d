namespace CognitoStack.Configuration.Tests;

/// <summary>Nobody may write the claim that decides about their own access.</summary>
public sealed class ClaimRulesTests
{
    private const string Google =
        """ "Google": { "type": "google", "clientId": "1", "clientSecret": { "secret": "google" }, "attributes": { "email": "email", "email_verified": "email_verified", "custom:tier": "tier" } } """;

    [Theory]
    [InlineData("sub")]
    [InlineData("cognito:groups")]
    [InlineData("cognito:username")]
    public void A_claim_that_Cognito_makes_may_decide(string claim) => Given.Environment(Rule(claim, "{}")).IsAccepted();

    [Fact]
    public void A_custom_attribute_that_users_cannot_write_may_decide() =>
        Given.Environment(Rule("custom:tier", """{ "custom:tier": {} }""")).IsAccepted();

    [Fact]
    public void A_custom_attribute_that_users_write_is_refused() =>
        Given
            .Environment(Rule("custom:tier", """{ "custom:tier": { "writableByUser": true } }"""))
            .IsRefused(
                """$.access.rules[0].claim: "custom:tier" leads to the role "gold", and users can write it: they would raise their own rights. Set writableByUser of "custom:tier" to false, or use another claim, such as cognito:groups."""
            );

    [Theory]
    [InlineData("email")]
    [InlineData("name")]
    [InlineData("preferred_username")]
    public void A_standard_attribute_that_users_write_is_refused(string claim) =>
        Given
            .Environment(Rule(claim, "{}"))
            .IsRefused(
                $"$.access.rules[0].claim: \"{claim}\" leads to the role \"gold\", and users can write it: they would raise their own rights. Set writableByUser of \"{claim}\" to false, or use another claim, such as cognito:groups."
            );

    [Fact]
    public void A_standard_attribute_that_users_cannot_write_may_decide() =>
        Given.Environment(Rule("locale", """{ "locale": { "writableByUser": false } }""")).IsAccepted();

    [Fact]
    public void An_undeclared_attribute_is_refused() =>
        Given
            .Environment(Rule("custom:tear", """{ "custom:tier": {} }"""))
            .IsRefused(
                """$.access.rules[0].claim: "custom:tear" is not in the pool's ID tokens. Declare it in userPool.attributes. Did you mean "custom:tier"?"""
            );

    [Fact]
    public void A_claim_that_no_token_has_is_refused() =>
        Given
            .Environment(Rule("cognito:group", "{}"))
            .IsRefused("""$.access.rules[0].claim: "cognito:group" is not in the pool's ID tokens. Did you mean "cognito:groups"?""");

    [Theory]
    [InlineData("department")]
    [InlineData("custom:tier")]
    public void A_claim_that_an_own_function_adds_may_decide(string claim) =>
        Given
            .Environment(
                "{ \"triggers\": { \"preTokenGeneration\": { \"aliasArn\": \"arn:aws:lambda:eu-west-1:111122223333:function:claims:live\" } }, "
                    + Rule(claim, "{}").TrimStart()[1..]
            )
            .IsAccepted();

    [Fact]
    public void An_attribute_that_a_provider_writes_is_refused() =>
        Given
            .Environment(
                $$"""
                { "identityProviders": { {{Google}} },
                  "clients": { "web": { "type": "spa", "callbackUrls": ["https://a.example.com"], "identityProviders": ["Google"] } },
                  {{Rule("custom:tier", """{ "custom:tier": { "writableByUser": true } }""").TrimStart()[1..]}}
                """
            )
            .IsRefused(
                """$.access.rules[0].claim: "custom:tier" leads to the role "gold", and users can write it: they would raise their own rights. Set writableByUser of "custom:tier" to false, or use another claim, such as cognito:groups.""",
                """$.access.rules[0].claim: "custom:tier" leads to the role "gold", and "Google" writes it at every sign-in. Remove it from the provider's attributes, or use another claim."""
            );

    private static string Rule(string claim, string attributes) =>
        $$"""
            { "userPool": { "attributes": {{attributes}} },
              "access": { "rules": [{ "claim": "{{claim}}", "value": "x", "role": "gold" }], "roles": { "member": {}, "gold": {} } } }
            """;

    [Fact]
    public void A_user_name_that_people_choose_may_not_decide()
    {
        const string Pool = """ "userPool": { "signInWith": ["username"], "selfSignUp": true """;
        Given
            .Environment(
                $$"""{ {{Pool}} }, "access": { "rules": [{ "claim": "cognito:username", "match": "startsWith", "value": "admin-", "role": "gold" }], "roles": { "member": {}, "gold": {} } } }"""
            )
            .IsRefused(
                """$.access.rules[0].claim: "cognito:username" leads to the role "gold", and people choose it when they sign up, or their provider does: they would raise their own rights. Use sub or cognito:groups."""
            );
    }

    [Fact]
    public void An_address_that_people_sign_up_with_may_not_decide() =>
        Given
            .Environment(
                """{ "userPool": { "selfSignUp": true, "attributes": { "email": { "writableByUser": false } } }, "access": { "rules": [{ "claim": "email", "value": "a@example.com", "role": "gold" }], "roles": { "member": {}, "gold": {} } } }"""
            )
            .IsRefused(
                """$.access.rules[0].claim: "email" leads to the role "gold", and users can write it: they would raise their own rights. Set writableByUser of "email" to false, or use another claim, such as cognito:groups."""
            );

    [Theory]
    [InlineData("aud")]
    [InlineData("iss")]
    public void What_is_the_same_for_everybody_tells_nobody_apart(string claim) =>
        Given
            .Environment(Rule(claim, "{}"))
            .IsRefused(
                $"$.access.rules[0].claim: \"{claim}\" leads to the role \"gold\", and is the same for all users of a client. Use sub, cognito:groups or a custom attribute."
            );
}
