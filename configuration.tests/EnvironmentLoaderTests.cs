using CognitoStack.Configuration;

namespace CognitoStack.Configuration.Tests;

public sealed class EnvironmentLoaderTests
{
    [Fact]
    public void Comments_trailing_commas_and_a_byte_order_mark_are_allowed() =>
        Given
            .File(
                """
                // one environment
                {
                  "name": "dev", /* inline */
                  "tags": { "team": "identity", },
                }
                """.Insert(0, "\uFEFF")
            )
            .IsAccepted();

    [Theory]
    [InlineData(
        "{ \"name\": \"dev\"",
        "dev.json:1:16: This is not JSON. Expected depth to be zero at the end of the JSON payload. There is an open JSON object or array that should be closed."
    )]
    [InlineData("{\n  \"name\": dev\n}", "dev.json:2:11: This is not JSON. 'd' is an invalid start of a value.")]
    [InlineData("{\n  \"näme\": dev\n}", "dev.json:2:11: This is not JSON. 'd' is an invalid start of a value.")]
    [InlineData(
        "{ \"name\": \"a\" } {}",
        "dev.json:1:17: This is not JSON. '{' is invalid after a single JSON value. Expected end of data."
    )]
    public void Broken_JSON_is_refused_with_its_line_and_column(string json, string error) =>
        Assert.Equal([error], Assert.Throws<ConfigurationException>(() => Given.Load(json)).Errors);

    [Theory]
    [InlineData("")]
    [InlineData(" \r\n\t")]
    [InlineData("\uFEFF")]
    public void An_empty_file_is_refused_with_the_least_that_it_needs(string json) =>
        Given.File(json).IsRefused("""$: is empty. The least is { "name": "dev" }.""");

    [Theory]
    [InlineData("null", "null")]
    [InlineData("[]", "a list")]
    [InlineData("\"dev\"", "\"dev\"")]
    [InlineData("1e999", "1e999")]
    public void What_is_not_an_object_is_refused(string json, string shown) =>
        Given.File(json).IsRefused($"$: must be an object, not {shown}.");

    [Fact]
    public void Keys_that_stand_twice_are_refused_at_every_depth() =>
        Given
            .File(
                """{ "name": "dev", "tags": { "a": "1", "\u0061": "2" }, "clients": { "web": { "scopes": [{ "x": 1, "x": 2 }] } }, "name": "prod" }"""
            )
            .IsRefused(
                "$.tags.a: stands twice. Remove one.",
                "$.clients.web.scopes[0].x: stands twice. Remove one.",
                "$.name: stands twice. Remove one."
            );

    [Fact]
    public void A_missing_name_does_not_hide_other_errors() =>
        Given
            .File("""{ "userPool": { "plan": "lite", "passwordPolicy": { "history": 1 } } }""")
            .IsRefused(
                "$.name: is required.",
                "$.userPool.passwordPolicy.history: needs the Essentials or Plus plan, but userPool.plan is \"lite\". Raise the plan, or set history to 0."
            );

    [Theory]
    [InlineData("""{ "userpool": {} }""", "$.userpool: is not a known key. Did you mean \"userPool\"?")]
    [InlineData("""{ "userPool": { "singInWith": [] } }""", "$.userPool.singInWith: is not a known key. Did you mean \"signInWith\"?")]
    [InlineData(
        """{ "userPool": { "mfa": { "factor": ["totp"] } } }""",
        "$.userPool.mfa.factor: is not a known key. Did you mean \"factors\"?"
    )]
    [InlineData("""{ "userPool": { "mfa": { "x": 1 } } }""", "$.userPool.mfa.x: is not a known key. Known: mode, factors.")]
    [InlineData(
        """{ "access": { "roles": { "member": { "grants": [{ "bucket": "files", "prefix": "public/", "acces": "read" }] } } } }""",
        "$.access.roles.member.grants[0].acces: is not a known key. Did you mean \"access\"?"
    )]
    [InlineData(
        """{ "triggers": { "preSignup": { "aliasArn": "arn:aws:lambda:eu-west-1:111122223333:function:f:live" } } }""",
        "$.triggers.preSignup: is not a known key. Did you mean \"preSignUp\"?"
    )]
    public void An_unknown_key_is_refused_with_the_nearest_known_one(string environment, string error) =>
        Given.Environment(environment).IsRefused(error);

    [Fact]
    public void A_variant_knows_its_own_keys_and_no_others() =>
        Assert.Contains(
            "$.identityProviders.Google.clientSecret.feild: is not a known key. Did you mean \"field\"?",
            Given
                .Environment(
                    """{ "identityProviders": { "Google": { "type": "google", "clientId": "1", "clientSecret": { "secret": "s", "feild": "f" } } } }"""
                )
                .Errors
        );

    [Theory]
    [InlineData("""{ "production": "true" }""", "$.production: must be true or false, not \"true\".")]
    [InlineData("""{ "userPool": [] }""", "$.userPool: must be an object, not a list.")]
    [InlineData("""{ "userPool": { "signInWith": "email" } }""", "$.userPool.signInWith: must be a list, not \"email\".")]
    [InlineData("""{ "userPool": { "plan": 1 } }""", "$.userPool.plan: must be one of lite, essentials, plus, not 1.")]
    [InlineData("""{ "signInAudit": { "retentionDays": 1.0 } }""", "$.signInAudit.retentionDays: must be a whole number, not 1.0.")]
    [InlineData("""{ "signInAudit": { "retentionDays": 1e999 } }""", "$.signInAudit.retentionDays: must be a whole number, not 1e999.")]
    [InlineData("""{ "signInAudit": { "retentionDays": "400" } }""", "$.signInAudit.retentionDays: must be a whole number, not \"400\".")]
    [InlineData(
        """{ "groups": { "admins": { "precedence": true } } }""",
        "$.groups.admins.precedence: must be a whole number or null, not true."
    )]
    [InlineData("""{ "tags": { "team": 1 } }""", "$.tags.team: must be a text, not 1.")]
    [InlineData("""{ "identityProviders": { "Corp": "saml" } }""", "$.identityProviders.Corp: must be an object, not \"saml\".")]
    [InlineData(
        """{ "identityProviders": { "Corp": {} } }""",
        "$.identityProviders.Corp.type: is required: one of google, facebook, amazon, apple, saml, oidc."
    )]
    public void A_wrong_type_is_refused(string environment, string error) => Given.Environment(environment).IsRefused(error);

    [Theory]
    [InlineData("""{ "userPool": null }""", "$.userPool: must be an object, not null.")]
    [InlineData("""{ "tags": { "team": null } }""", "$.tags.team: must be a text, not null.")]
    [InlineData("""{ "clients": { "web": null } }""", "$.clients.web: must be an object, not null.")]
    [InlineData(
        """{ "userPool": { "signInWith": ["email", null] } }""",
        "$.userPool.signInWith[1]: must be one of email, phone, username, preferredUsername, not null."
    )]
    [InlineData("""{ "identityProviders": { "Corp": null } }""", "$.identityProviders.Corp: must be an object, not null.")]
    public void Null_is_refused_where_it_means_nothing(string environment, string error) => Given.Environment(environment).IsRefused(error);

    [Theory]
    [InlineData("""{ "signInAudit": { "retentionDays": 0 } }""", "$.signInAudit.retentionDays: must be at least 1, not 0.")]
    [InlineData("""{ "signInAudit": { "retentionDays": 3654 } }""", "$.signInAudit.retentionDays: may be at most 3653, not 3654.")]
    [InlineData(
        """{ "signInAudit": { "retentionDays": 9999999999999999999 } }""",
        "$.signInAudit.retentionDays: 9999999999999999999 is too large or too small."
    )]
    [InlineData("""{ "groups": { "a": { "precedence": 2147483648 } } }""", "$.groups.a.precedence: 2147483648 is too large or too small.")]
    [InlineData(
        """{ "userPool": { "attributes": { "custom:x": { "type": "number", "min": -9223372036854775809 } } } }""",
        "$.userPool.attributes['custom:x'].min: -9223372036854775809 is too large or too small."
    )]
    [InlineData(
        """{ "operations": { "logRetentionDays": 2 } }""",
        "$.operations.logRetentionDays: 2 is not one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653."
    )]
    [InlineData("""{ "userPool": { "signInWith": [] } }""", "$.userPool.signInWith: needs at least 1 item.")]
    [InlineData(
        """{ "userPool": { "messages": { "invitation": { "body": "short" } } } }""",
        "$.userPool.messages.invitation.body: must have at least 6 characters, not 5."
    )]
    [InlineData(
        """{ "storage": { "tables": { "t": { "partitionKey": "" } } } }""",
        "$.storage.tables.t.partitionKey: must have at least 1 character, not 0."
    )]
    [InlineData(
        """{ "storage": { "buckets": { "my files": {} } } }""",
        "$.storage.buckets['my files']: the name \"my files\" must be 1 to 32 letters, digits and hyphens, a letter first."
    )]
    [InlineData(
        """{ "userPool": { "plan": "plsu" } }""",
        "$.userPool.plan: \"plsu\" is not one of lite, essentials, plus. Did you mean \"plus\"?"
    )]
    [InlineData(
        """{ "userPool": { "plan": "Plus" } }""",
        "$.userPool.plan: \"Plus\" is not one of lite, essentials, plus. Did you mean \"plus\"?"
    )]
    [InlineData("""{ "userPool": { "plan": "gratis" } }""", "$.userPool.plan: \"gratis\" is not one of lite, essentials, plus.")]
    [InlineData(
        """{ "identityProviders": { "Google": { "type": "gogle" } } }""",
        "$.identityProviders.Google.type: \"gogle\" is not one of google, facebook, amazon, apple, saml, oidc. Did you mean \"google\"?"
    )]
    public void A_value_out_of_range_is_refused(string environment, string error) => Given.Environment(environment).IsRefused(error);

    [Theory]
    [InlineData("PT4M59S", false)]
    [InlineData("PT5M", true)]
    [InlineData("P1D", true)]
    [InlineData("PT24H1S", false)]
    [InlineData("P99999999999999999999D", false)]
    public void A_duration_stays_within_its_bounds(string access, bool accepted)
    {
        var outcome = Token(access);
        if (accepted)
            outcome.IsAccepted();
        else
            outcome.IsRefused($"$.clients.web.tokens.access: \"{access}\" must be between PT5M and P1D.");
    }

    [Theory]
    [InlineData("P")]
    [InlineData("PT")]
    [InlineData("P1DT")]
    [InlineData("P1M")]
    [InlineData("1h")]
    [InlineData("-PT1H")]
    [InlineData("PT1H\\n")]
    public void What_is_not_a_duration_is_refused(string access) =>
        Token(access)
            .IsRefused(
                $"$.clients.web.tokens.access: \"{access.Replace("\\n", "\\u000a", StringComparison.Ordinal)}\" must be an ISO 8601 duration, such as PT1H or P30D."
            );

    private static Outcome Token(string access) =>
        Given.Environment(
            $$"""{ "clients": { "web": { "type": "spa", "callbackUrls": ["https://a.example.com"], "tokens": { "access": "{{access}}" } } } }"""
        );
}
