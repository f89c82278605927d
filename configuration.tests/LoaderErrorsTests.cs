namespace CognitoStack.Configuration.Tests;

/// <summary>Errors as a whole: all in one run, each once, each where it is, and none because of another.</summary>
public sealed class LoaderErrorsTests
{
    [Fact]
    public void Ten_mistakes_in_ten_places_are_ten_lines() =>
        Given
            .File(
                """
                {
                  "name": "Dev",
                  "account": "111122223333",
                  "production": 1,
                  "userPool": { "plan": "plsu", "firstFactors": ["passkey"], "passwordPolicy": { "minimumLength": 7 }, "attributes": { "custom:tenant": { "required": true } } },
                  "clients": { "web-app": { "type": "spa", "callbackUrls": ["app.example.com"] } },
                  "storage": { "tables": { "notes": { "sortKey": "id" } } },
                  "operation": {},
                }
                """
            )
            .IsRefused(
                """$.name: "Dev" must be 1 to 20 lower-case letters, digits and hyphens, a letter first.""",
                """$.production: must be true or false, not 1.""",
                """$.userPool.plan: "plsu" is not one of lite, essentials, plus. Did you mean "plus"?""",
                """$.userPool.passwordPolicy.minimumLength: must be at least 8, not 7.""",
                """$.clients['web-app'].callbackUrls[0]: "app.example.com" must be an absolute address without a fragment, such as https://app.example.com/callback.""",
                """$.storage.tables.notes.partitionKey: is required.""",
                """$.operation: is not a known key. Did you mean "operations"?""",
                """$.region: is missing, but the account is 111122223333. Give both, or neither: then the CLI's are used.""",
                """$.userPool.firstFactors: must contain "password": Cognito cannot do without it. Add it.""",
                """$.userPool.attributes['custom:tenant'].required: "custom:tenant" is a custom attribute, and Cognito can only require standard ones. Set required to false."""
            );

    [Fact]
    public void A_reference_is_held_against_a_section_in_which_something_else_is_wrong() =>
        Given
            .File(
                """
                {
                  "name": "dev",
                  "userPool": { "attributes": { "custom:tenant": { "maxLength": 9999 } } },
                  "identityProviders": {
                    "Google": { "type": "google", "clientId": "x", "clientSecret": { "secret": "google" } },
                    "Corp": { "type": "saml", "metadataUrl": "http://idp.example.com", "attributes": { "email": "mail" } }
                  },
                  "clients": { "web": { "type": "spa", "callbackUrls": ["https://app.example.com"], "identityProviders": ["Gogle", "Google", "Corp"] } },
                  "groups": { "admins": { "precedence": -1, "role": "admim" } },
                  "storage": { "buckets": { "files": { "expireNoncurrentDays": 0 } } },
                  "access": {
                    "principalTags": { "tenant": "custom:tennant" }, "ambiguous": "authenticated",
                    "roles": { "admin": { "grants": [{ "bucket": "file", "prefix": "tenants/{tag:tenant}/", "access": "raed" }] }, "member": {} }
                  }
                }
                """
            )
            .IsRefused(
                """$.userPool.attributes['custom:tenant'].maxLength: may be at most 2048, not 9999.""",
                """$.identityProviders.Corp.metadataUrl: "http://idp.example.com" must be an https address.""",
                """$.groups.admins.precedence: must be at least 0, not -1.""",
                """$.storage.buckets.files.expireNoncurrentDays: must be at least 1, not 0.""",
                """$.access.roles.admin.grants[0].access: "raed" is not one of read, write, readWrite. Did you mean "read"?""",
                """$.clients.web.identityProviders[0]: "Gogle" is not in identityProviders. Did you mean "Google"?""",
                """$.groups.admins.role: "admim" is not in access.roles. Did you mean "admin"?""",
                """$.access.principalTags.tenant: "custom:tennant" is not in the pool's ID tokens. Declare it in userPool.attributes. Did you mean "custom:tenant"?""",
                """$.access.roles.admin.grants[0].bucket: "file" is not in storage.buckets. Did you mean "files"?"""
            );

    [Fact]
    public void A_required_value_that_cannot_be_read_hides_nothing_else() =>
        Given
            .File(
                """
                {
                  "name": "dev",
                  "clients": {
                    "web": { "type": "sap", "callbackUrls": ["https://*.example.com/", "acme://callback"], "identityProviders": ["COGNITO", "Gogle", "Okta"], "scopes": ["openid", "ordrs/read"] },
                    "other": { "callbackUrls": ["https://app.example.com/*"], "scopes": ["openid", "orders/raed"] }
                  },
                  "identityProviders": {
                    "Google": { "type": "google", "clientId": 5, "clientSecret": { "secret": "a b" }, "attributes": { "emial": "email" } },
                    "Okta": { "type": "oidc", "issuer": "okta.example.com", "clientId": "x", "scopes": ["email"], "attributes": { "email": "email" } }
                  },
                  "resourceServers": { "orders": { "identifier": "my api", "scopes": { "read": "Read" } } },
                  "storage": { "tables": { "notes": { "sortKey": "id", "timeToLive": "id" } } }
                }
                """
            )
            .IsRefused(
                """$.clients.web.type: "sap" is not one of spa, mobile, web, machine. Did you mean "spa"?""",
                """$.clients.other.type: is required.""",
                """$.identityProviders.Google.clientId: must be a text, not 5.""",
                """$.identityProviders.Google.clientSecret.secret: must be the name or ARN of a secret in Secrets Manager, not the secret itself. What is there is not repeated here.""",
                """$.identityProviders.Okta.issuer: "okta.example.com" must be an https address.""",
                """$.resourceServers.orders.identifier: "my api" must be 1 to 256 printable characters without spaces, quotes and backslashes.""",
                """$.storage.tables.notes.partitionKey: is required.""",
                """$.clients.web.callbackUrls[0]: "https://*.example.com/" has a *, and Cognito compares addresses letter by letter: it would never match. List each address.""",
                """$.clients.web.identityProviders[1]: "Gogle" is not in identityProviders. Did you mean "Google"?""",
                """$.clients.web.scopes[1]: "ordrs" is not in resourceServers. Did you mean "orders"?""",
                """$.clients.other.callbackUrls[0]: "https://app.example.com/*" has a *, and Cognito compares addresses letter by letter: it would never match. List each address.""",
                """$.clients.other.scopes[1]: "raed" is not in resourceServers.orders.scopes. Did you mean "read"?""",
                """$.identityProviders.Google.attributes.emial: "emial" is not an attribute of the pool. Did you mean "email"?""",
                """$.identityProviders.Google.attributes: has no "email", which every user of the pool has or must have, so that those of "Google" would be without it, or refused. Map it.""",
                """$.identityProviders.Okta.scopes: has no "openid", without which the provider gives no ID token. Add it."""
            );

    [Fact]
    public void A_name_whose_own_entry_is_unreadable_is_no_second_error() =>
        Given
            .File(
                """
                {
                  "name": "dev", "identityProviders": { "Google": { "type": "google" } },
                  "clients": { "web": { "type": "spa", "callbackUrls": ["https://app.example.com"], "identityProviders": ["Google", "Goggle"] } }
                }
                """
            )
            .IsRefused(
                "$.identityProviders.Google.clientId: is required.",
                "$.identityProviders.Google.clientSecret: is required.",
                """$.clients.web.identityProviders[1]: "Goggle" is not in identityProviders. Did you mean "Google"?"""
            );

    [Theory]
    [InlineData(
        "a misspelt plan",
        """{ "userPool": { "plan": "light", "passwordPolicy": { "history": 5 }, "firstFactors": ["password", "passkey"] } }""",
        "$.userPool.plan"
    )]
    [InlineData("a misspelt alias", """{ "userPool": { "signInWith": ["usrname", "preferredUsername"] } }""", "$.userPool.signInWith[0]")]
    [InlineData(
        "an unreadable SMS",
        """{ "userPool": { "signInWith": ["phone"], "sms": true, "accountRecovery": "phone" } }""",
        "$.userPool.sms"
    )]
    [InlineData(
        "a wrong SMS Region",
        """{ "userPool": { "signInWith": ["phone"], "sms": { "region": "Ireland" } } }""",
        "$.userPool.sms.region"
    )]
    [InlineData(
        "an unreadable SES identity",
        """{ "userPool": { "mfa": { "factors": ["email"] }, "email": { "sesIdentityArn": "example.com", "from": "a@example.com" } } }""",
        "$.userPool.email.sesIdentityArn"
    )]
    [InlineData("an unreadable client", """{ "clients": { "web": [] } }""", "$.clients.web")]
    [InlineData("an unreadable type", """{ "clients": { "web": { "type": "spaa", "scopes": [] } } }""", "$.clients.web.type")]
    [InlineData(
        "an unreadable callback",
        """{ "clients": { "web": { "type": "spa", "callbackUrls": [1] } } }""",
        "$.clients.web.callbackUrls[0]"
    )]
    [InlineData(
        "an unreadable resource server",
        """{ "resourceServers": { "orders": 1 }, "clients": { "batch": { "type": "machine", "scopes": ["orders/read"] } } }""",
        "$.resourceServers.orders"
    )]
    [InlineData(
        "an unreadable bucket",
        """{ "storage": { "buckets": { "files": 1 } }, "access": { "roles": { "member": { "grants": [{ "bucket": "files", "prefix": "public/" }] } } } }""",
        "$.storage.buckets.files"
    )]
    [InlineData(
        "an unreadable role",
        """{ "access": { "guests": "guest", "roles": { "guest": [], "member": {} } } }""",
        "$.access.roles.guest"
    )]
    [InlineData(
        "an unreadable group",
        """{ "groups": { "admins": { "role": 1 } }, "access": { "roles": { "member": {}, "admin": {} } } }""",
        "$.groups.admins.role"
    )]
    [InlineData(
        "a misspelt role",
        """{ "groups": { "admins": { "role": "admni" } }, "access": { "roles": { "member": {}, "admin": {} } } }""",
        "$.groups.admins.role"
    )]
    [InlineData(
        "an unreadable prefix",
        """{ "access": { "roles": { "member": { "grants": [{ "bucket": "files", "prefix": "*", "access": "write" }] } } } }""",
        "$.access.roles.member.grants[0].prefix"
    )]
    [InlineData(
        "an unreadable sharing",
        """{ "access": { "roles": { "member": { "grants": [{ "bucket": "files", "prefix": "", "sharedWithRole": 1 }] } } } }""",
        "$.access.roles.member.grants[0].sharedWithRole"
    )]
    [InlineData(
        "an unreadable table key",
        """{ "storage": { "tables": { "t": { "partitionKey": 1, "sortKey": "a", "timeToLive": "a" } } }, "access": { "roles": { "member": {} } } }""",
        "$.storage.tables.t.partitionKey"
    )]
    public void One_mistake_is_one_error(string mistake, string environment, string path)
    {
        var error = Assert.Single(Given.Environment(environment).Errors);
        Assert.True(error.StartsWith(path + ": ", StringComparison.Ordinal), $"{mistake}: {error}");
    }

    [Fact]
    public void Indices_are_those_of_the_file_even_behind_items_that_are_left_out()
    {
        Given
            .Environment("""{ "userPool": { "signInWith": ["emial", "email", 1, "phone", "email"] } }""")
            .IsRefused(
                """$.userPool.signInWith[0]: "emial" is not one of email, phone, username, preferredUsername. Did you mean "email"?""",
                "$.userPool.signInWith[2]: must be one of email, phone, username, preferredUsername, not 1.",
                """$.userPool.signInWith[4]: "email" is already at [1]. Remove one.""",
                """$.userPool.signInWith[3]: "phone" needs userPool.sms, to verify numbers. Add it, or remove "phone"."""
            );
        Given
            .Environment(
                """{ "access": { "roles": { "member": { "grants": [7, { "bucket": "x", "prefix": "public/" }, 7, { "table": "y", "leadingKey": "public" }] } } } }"""
            )
            .IsRefused(
                "$.access.roles.member.grants[0]: must be an object, not 7.",
                "$.access.roles.member.grants[2]: must be an object, not 7.",
                """$.access.roles.member.grants[1].bucket: "x" is not in storage.buckets. Known: files.""",
                """$.access.roles.member.grants[3].table: "y" is not in storage.tables. Known: items."""
            );
    }

    [Theory]
    [InlineData("custom:x", "['custom:x']")]
    [InlineData("a.b", "['a.b']")]
    [InlineData("a'b", @"['a\'b']")]
    [InlineData(@"a\\b", @"['a\\b']")]
    [InlineData("a[0]", "['a[0]']")]
    [InlineData(@"a\nb", @"['a\u000ab']")]
    [InlineData("", "['']")]
    [InlineData("$plain_1", ".$plain_1")]
    public void A_path_quotes_what_is_not_a_plain_name(string key, string path) =>
        Assert.StartsWith(
            $"$.storage{path}: is not a known key.",
            Assert.Single(Given.Environment($$"""{ "storage": { "{{key}}": 1 } }""").Errors),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("name", """{ "name": "dev\n" }""")]
    [InlineData("account", """{ "name": "dev", "region": "eu-west-1", "account": "111122223333\n" }""")]
    [InlineData("tags.team", """{ "name": "dev", "tags": { "team": "identity\n" } }""")]
    public void A_line_break_at_the_end_passes_no_pattern_and_breaks_no_line(string path, string json)
    {
        var error = Assert.Single(Given.File(json).Errors);
        Assert.StartsWith($"$.{path}: \"", error, StringComparison.Ordinal);
        Assert.Contains("\\u000a\" m", error, StringComparison.Ordinal);
    }
}
