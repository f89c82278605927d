namespace CognitoStack.Configuration.Tests;

/// <summary>Rules of <c>signInRules.allowedGroupsByClient</c>, <c>onFailure</c> and <c>signInAudit.recordLastSignIn</c>.</summary>
public sealed class AllowedGroupsRulesTests
{
    private const string At = "$.signInRules.allowedGroupsByClient";

    [Theory]
    [InlineData("\"portla\": [\"admins\"]", At + """.portla: "portla" is not in clients. Did you mean "portal"?""")]
    [InlineData(
        "\"batch\": [\"admins\"]",
        At + """.batch: "batch" is a machine client: no user of any group signs in with it. Remove it."""
    )]
    [InlineData("\"portal\": []", At + """.portal: names no group, so nobody could use "portal". Name one, or remove it.""")]
    [InlineData("\"portal\": [\"admin\"]", At + """.portal[0]: "admin" is not in groups. Did you mean "admins"?""")]
    [InlineData("\"portal\": [\"admins\", \"admins\"]", At + """.portal[1]: "admins" is already at [0]. Remove one.""")]
    public void A_client_is_open_to_groups_that_there_are(string allowed, string error) =>
        Rules($$""" "allowedGroupsByClient": { {{allowed}} } """).IsRefused(error);

    [Fact]
    public void A_client_for_a_group_is_accepted() =>
        Rules(""" "allowedGroupsByClient": { "portal": ["admins"] }, "onFailure": "allow" """).IsAccepted();

    [Fact]
    public void Nothing_that_could_fail_needs_no_word_on_failure() =>
        Rules(""" "onFailure": "allow" """)
            .IsRefused("$.signInRules.onFailure: has no effect: neither denyList nor allowedGroupsByClient could fail. Remove it.");

    [Fact]
    public void A_deny_list_may_fail_open() => Rules(""" "onFailure": "allow", "denyList": true """).IsAccepted();

    [Fact]
    public void More_rules_than_a_function_can_be_told_are_refused()
    {
        static string Domains(int count) =>
            string.Join(',', Enumerable.Range(0, count).Select(i => $"\"domain-number-{i:D4}.example.com\""));
        Rules($$""" "denyEmailDomains": [{{Domains(150)}}] """)
            .IsRefused(
                "$.signInRules: takes 4,752 bytes of the function's environment variables; Lambda has room for 3,696. Put domains into the deny list (denyList), or name fewer domains, groups or trusted providers."
            );
        Rules($$""" "denyEmailDomains": [{{Domains(100)}}] """).IsAccepted();
    }

    [Theory]
    [InlineData('利', 11, 12)]
    [InlineData('&', 33, 35)]
    public void Names_of_groups_count_by_their_bytes(char letter, int most, int tooMany)
    {
        Outcome With(int count)
        {
            var groups = Enumerable.Range(0, count).Select(i => $"\"{i:D2}{new string(letter, 98)}\"").ToList();
            return Given.Environment(
                $$"""
                { "signInRules": { "allowedGroupsByClient": { "portal": [{{string.Join(',', groups)}}] } }, "groups": { {{string.Join(
                    ',',
                    groups.Select(g => g + ": {}")
                )}} },
                  "clients": { "portal": { "type": "web", "callbackUrls": ["https://portal.example.com"] } } }
                """
            );
        }

        With(most).IsAccepted();
        Assert.Contains("bytes of the function's environment variables", Assert.Single(With(tooMany).Errors), StringComparison.Ordinal);
    }

    [Fact]
    public void What_linking_tells_the_function_counts_too()
    {
        static string Providers(int count) =>
            string.Join(
                ',',
                Enumerable
                    .Range(0, count)
                    .Select(i =>
                        $$"""
                            "Provider{{i:D3}}": { "type": "oidc", "issuer": "https://idp{{i}}.example.com", "clientId": "c", "clientSecret": { "secret": "s" },
                              "trustedForLinking": true, "attributes": { "email": "email", "email_verified": "email_verified", "custom:subject": "sub" } }
                            """
                    )
            );
        static Outcome With(int count) =>
            Given.Environment(
                $$"""
                { "signInRules": { "linkTrustedProviders": true }, "identityProviders": { {{Providers(count)}} },
                  "userPool": { "attributes": { "custom:subject": { "mutable": true } } },
                  "clients": { "web": { "type": "spa", "callbackUrls": ["https://app.example.com"], "identityProviders": [{{string.Join(
                    ',',
                    Enumerable.Range(0, count).Select(i => $"\"Provider{i:D3}\"")
                )}}] } } }
                """
            );
        Assert.DoesNotContain(With(60).Errors, error => error.Contains("environment variables", StringComparison.Ordinal));
        Assert.Contains(With(90).Errors, error => error.Contains("environment variables", StringComparison.Ordinal));
    }

    [Fact]
    public void The_last_sign_in_has_an_attribute_to_itself()
    {
        const string Audit = """ "signInAudit": { "recordLastSignIn": true } """;
        Given
            .Environment($$"""{ {{Audit}}, "userPool": { "attributes": { "custom:lastSignIn": {} } } }""")
            .IsRefused(
                """$.signInAudit.recordLastSignIn: keeps its time in "custom:lastSignIn", which userPool.attributes declares too. Rename that one."""
            );
        Given.Environment($$"""{ {{Audit}} }""").IsAccepted();
    }

    private static Outcome Rules(string rules) =>
        Given.Environment(
            $$"""
            { "signInRules": { {{rules}} }, "groups": { "admins": {} },
              "resourceServers": { "api": { "identifier": "api", "scopes": { "run": "Run" } } },
              "clients": { "portal": { "type": "web", "callbackUrls": ["https://portal.example.com"] }, "batch": { "type": "machine", "scopes": ["api/run"] } } }
            """
        );
}
