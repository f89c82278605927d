namespace CognitoStack.Configuration.Tests;

public sealed class RoleMappingRulesTests
{
    private const string Gold = """{ "claim": "custom:tier", "match": "equals", "value": "gold", "role": "gold" }""";

    [Fact]
    public void A_claim_that_administrators_alone_write_may_lead_to_a_role() => Rules(Gold).IsAccepted();

    [Theory]
    [InlineData(
        """{ "client": "webb", "claim": "sub", "value": "1", "role": "gold" }""",
        """$.access.rules[0].client: "webb" is not in clients. Did you mean "web"?"""
    )]
    [InlineData(
        """{ "client": "batch", "claim": "sub", "value": "1", "role": "gold" }""",
        """$.access.rules[0].client: "batch" is a machine client, whose tokens carry no user. Choose another."""
    )]
    [InlineData(
        """{ "claim": "sub", "value": "1", "role": "golden" }""",
        """$.access.rules[0].role: "golden" is not in access.roles. Did you mean "gold"?"""
    )]
    [InlineData(
        """{ "claim": "sub", "value": "1", "role": "guest" }""",
        """$.access.rules[0].role: "guest" is the role of guests, which a signed-in user cannot take on. Choose another."""
    )]
    public void A_rule_must_name_a_client_with_users_and_a_role_for_users(string rule, string error) =>
        Rules(Gold, rule).IsRefused(error.Replace("rules[0]", "rules[1]", StringComparison.Ordinal));

    [Fact]
    public void A_rule_that_can_never_match_is_refused() =>
        Rules(Gold, """{ "client": "web", "claim": "custom:tier", "match": "equals", "value": "gold", "role": "member" }""")
            .IsRefused(
                """$.access.rules[1]: can never match: the rule at [0] asks the same ("custom:tier" equals "gold") and comes first. Remove one."""
            );

    [Theory]
    [InlineData("""{ "claim": "custom:tier", "match": "startsWith", "value": "gold", "role": "gold" }""")]
    [InlineData("""{ "claim": "custom:tier", "match": "equals", "value": "silver", "role": "gold" }""")]
    [InlineData("""{ "claim": "cognito:groups", "match": "equals", "value": "gold", "role": "gold" }""")]
    public void A_rule_that_asks_something_else_is_accepted(string rule) => Rules(Gold, rule).IsAccepted();

    [Fact]
    public void More_rules_than_Cognito_takes_are_refused() =>
        Rules([.. Enumerable.Range(0, 26).Select(i => $$"""{ "client": "web", "claim": "sub", "value": "{{i}}", "role": "gold" }""")])
            .IsRefused("$.access.rules: 26 rules look at the tokens of \"web\"; Cognito allows 25. Use groups, or fewer rules.");

    [Fact]
    public void As_many_rules_as_Cognito_takes_are_accepted() =>
        Rules([.. Enumerable.Range(0, 25).Select(i => $$"""{ "claim": "sub", "value": "{{i}}", "role": "gold" }""")]).IsAccepted();

    private static Outcome Rules(params string[] rules) =>
        Given.Environment(
            $$"""
            { "userPool": { "attributes": { "custom:tier": {} } },
              "clients": { "web": { "type": "spa", "callbackUrls": ["https://a.example.com"] }, "batch": { "type": "machine", "scopes": ["api/run"] } },
              "resourceServers": { "api": { "identifier": "api", "scopes": { "run": "Run" } } },
              "access": { "guests": "guest", "rules": [{{string.Join(',', rules)}}], "roles": { "member": {}, "gold": {}, "guest": {} } } }
            """
        );
}
