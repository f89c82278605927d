using CognitoStack.Configuration;

namespace CognitoStack.Configuration.Tests;

public sealed class EnvironmentWarningsTests
{
    private const string Plus =
        """ "userPool": { "plan": "plus" }, "threatProtection": { "mode": "audit", "compromisedCredentials": "block" } """;

    [Fact]
    public void Compromised_credentials_are_said_to_be_seen_in_managed_login_only() =>
        Assert.Equal(
            [
                "dev.json: $.threatProtection.compromisedCredentials: warning: leaked passwords are seen on the managed login pages only: a client that signs in through an SDK uses SRP, which never sends the password.",
            ],
            Warnings($$"""{ "name": "dev", {{Plus}} }""")
        );

    [Fact]
    public void Federated_users_are_said_not_to_be_covered() =>
        Assert.Contains(
            "dev.json: $.threatProtection: warning: users of Google are not covered: the risk of a federated sign-in is for the provider to judge.",
            Warnings(
                $$"""
                { "name": "dev", {{Plus}},
                  "identityProviders": { "Google": { "type": "google", "clientId": "1", "clientSecret": { "secret": "google" } } },
                  "clients": { "web": { "type": "spa", "callbackUrls": ["https://app.example.com"], "identityProviders": ["Google"] } } }
                """
            )
        );

    [Fact]
    public void The_traps_of_an_own_domain_are_told()
    {
        const string Domain =
            """ "domain": { "name": "auth.example.com", "certificateArn": "arn:aws:acm:us-east-1:111122223333:certificate/1" } """;
        const string Parent =
            """dev.json: $.domain.name: warning: Cognito takes "auth.example.com" only while its parent "example.com" has an A record; any address will do.""";
        Assert.Equal([Parent], Warnings($$"""{ "name": "dev", {{Domain}} }"""));
        Assert.Equal(
            [Parent],
            Warnings(
                $$"""{ "name": "dev", {{Domain}}, "userPool": { "firstFactors": ["password", "passkey"], "passkeys": { "relyingPartyId": "example.com" } } }"""
            )
        );
        var withPasskeys = Warnings($$"""{ "name": "dev", {{Domain}}, "userPool": { "firstFactors": ["password", "passkey"] } }""");
        Assert.Equal(2, withPasskeys.Count);
        Assert.Contains("passkeys are bound to \"auth.example.com\" by default", withPasskeys[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("deny", 1)]
    [InlineData("authenticated", 0)]
    public void Denying_users_without_a_group_is_told(string ambiguous, int warnings) =>
        Assert.Equal(
            warnings,
            Warnings(
                $$"""
                { "name": "dev", "access": { "ambiguous": "{{ambiguous}}", "roles": { "member": {}, "admin": {} } }, "groups": { "admins": { "role": "admin" } } }
                """
            ).Count
        );

    [Theory]
    [InlineData("email", "email", 1)]
    [InlineData("email", "none", 0)]
    [InlineData("sms", "phone", 1)]
    [InlineData("sms", "email", 0)]
    [InlineData("totp", "email", 0)]
    public void A_second_factor_that_cannot_recover_is_told(string factor, string recovery, int warnings) =>
        Assert.Equal(
            warnings,
            Warnings(
                $$"""
                { "name": "dev", "userPool": { "accountRecovery": "{{recovery}}", "mfa": { "factors": ["{{factor}}"] }, "sms": {},
                  "email": { "sesIdentityArn": "arn:aws:ses:eu-west-1:111122223333:identity/example.com", "from": "a@example.com" } } }
                """
            ).Count
        );

    [Theory]
    [InlineData("""{ "claim": "cognito:groups", "match": "equals", "value": "admins", "role": "admin" }""", 0)]
    [InlineData("""{ "claim": "sub", "value": "1", "role": "admin" }""", 1)]
    public void A_group_that_gives_no_role_beside_rules_is_told(string rule, int warnings) =>
        Assert.Equal(
            warnings,
            Warnings(
                $$"""
                { "name": "dev", "groups": { "admins": { "role": "admin" } },
                  "access": { "ambiguous": "authenticated", "rules": [{{rule}}], "roles": { "member": {}, "admin": {} } } }
                """
            ).Count
        );

    [Theory]
    [InlineData("""["COGNITO", "Google"]""", 2)]
    [InlineData("""["COGNITO"]""", 1)]
    public void What_groups_by_client_cannot_do_is_told(string providers, int warnings) =>
        Assert.Equal(
            warnings,
            Warnings(
                $$"""
                { "name": "dev", "userPool": { "mfa": { "mode": "off" } }, "groups": { "admins": {} }, "signInRules": { "allowedGroupsByClient": { "portal": ["admins"] } },
                  "identityProviders": { "Google": { "type": "google", "clientId": "1", "clientSecret": { "secret": "google" } } },
                  "clients": {
                    "portal": { "type": "web", "callbackUrls": ["https://portal.example.com"], "identityProviders": {{providers}} },
                    "web": { "type": "spa", "callbackUrls": ["https://app.example.com"], "identityProviders": ["Google"] } } }
                """
            ).Count
        );

    [Fact]
    public void Triggers_that_do_less_than_one_may_think_are_told()
    {
        const string Function = """{ "aliasArn": "arn:aws:lambda:eu-west-1:111122223333:function:f:live" }""";
        Assert.Equal(
            [
                "dev.json: $.triggers.userMigration: warning: is called on the managed login pages only: a client that signs in through an SDK uses SRP, and Cognito has no password to hand over.",
            ],
            Warnings($$"""{ "name": "dev", "triggers": { "userMigration": {{Function}} } }""")
        );
        const string CustomMode = """ "userPool": { "plan": "plus" }, "threatProtection": { "customAuthMode": "audit" } """;
        Assert.Contains(
            "dev.json: $.threatProtection.customAuthMode: warning: is about custom authentication, for which triggers has no functions yet.",
            Warnings($$"""{ "name": "dev", {{CustomMode}} }""")
        );
        Assert.Empty(
            Warnings(
                $$"""
                { "name": "dev", "signInRules": null, {{CustomMode}}, "triggers": { "createAuthChallenge": {{Function}}, "defineAuthChallenge": {{Function}}, "verifyAuthChallengeResponse": {{Function}} } }
                """
            )
        );
    }

    [Fact]
    public void Passwords_that_are_sent_while_users_come_over_are_told()
    {
        const string Old =
            """ "userMigration": { "userPoolArn": "arn:aws:cognito-idp:eu-west-1:111122223333:userpool/eu-west-1_Older", "clientId": "1example23456789" } """;
        Assert.Equal(
            [
                "dev.json: $.userMigration: warning: lets SDKs of every client send the password itself (USER_PASSWORD_AUTH), which SRP never does: Cognito has nothing to hand over otherwise. Remove it once those who still come are over.",
            ],
            Warnings($$"""{ "name": "dev", {{Old}} }""")
        );
        // Then leaked passwords are seen in SDKs too.
        const string Leaks = """ "userPool": { "plan": "plus" }, "threatProtection": { "compromisedCredentials": "block" } """;
        Assert.Contains(Warnings($$"""{ "name": "dev", {{Leaks}} }"""), w => w.Contains("leaked passwords", StringComparison.Ordinal));
        Assert.DoesNotContain(
            Warnings($$"""{ "name": "dev", {{Leaks}}, {{Old}} }"""),
            w => w.Contains("leaked passwords", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("""{ "allowEmailDomains": ["example.com"] }""", 1)]
    [InlineData("""{ "allowEmailDomains": ["example.com"], "requireVerifiedEmail": true }""", 0)]
    public void An_address_that_nobody_has_verified_is_told(string rules, int warnings) =>
        Assert.Equal(warnings, Warnings($$"""{ "name": "dev", "signInRules": {{rules}} }""").Count);

    [Theory]
    [InlineData("facebook", 1)]
    [InlineData("google", 0)]
    public void A_provider_that_verifies_nobody_is_told(string type, int warnings)
    {
        var name = type == "google" ? "Google" : "Facebook";
        Assert.Equal(
            warnings,
            Warnings(
                $$"""
                { "name": "dev", "signInRules": { "requireVerifiedEmail": true }, "userPool": { "mfa": { "mode": "off" } },
                  "identityProviders": { "{{name}}": { "type": "{{type}}", "clientId": "1", "clientSecret": { "secret": "s" } } },
                  "clients": { "web": { "type": "spa", "callbackUrls": ["https://app.example.com"], "identityProviders": ["{{name}}"] } } }
                """
            ).Count
        );
    }

    [Theory]
    [InlineData(60, 0)]
    [InlineData(61, 1)]
    public void A_session_of_more_than_an_hour_is_told_not_to_come(int minutes, int warnings) =>
        Assert.Equal(warnings, Warnings($$"""{ "name": "dev", "access": { "sessionMinutes": {{minutes}} } }""").Count);

    [Theory]
    [InlineData(
        "Okta",
        """ "type": "oidc", "issuer": "https://example.okta.com", "clientId": "1", "attributes": { "email": "email", "email_verified": "v" } """,
        "Map an attribute of your own to \"sub\", such as \"custom:subject\"."
    )]
    [InlineData(
        "LoginWithAmazon",
        """ "type": "amazon", "clientId": "1", "clientSecret": { "secret": "s" }, "attributes": { "email": "email", "email_verified": "v", "custom:subject": "sub" } """,
        "Map an attribute of your own to \"user_id\", such as \"custom:subject\"."
    )]
    [InlineData(
        "Corp",
        """ "type": "saml", "metadataUrl": "https://idp.example.com", "attributes": { "email": "mail", "email_verified": "v", "custom:subject": "sub" } """,
        "Let the provider send a NameID of digits, or link its users before they first sign in."
    )]
    public void Subjects_that_cannot_be_linked_are_told(string name, string provider, string advice) =>
        Assert.Equal(
            [
                $"dev.json: $.identityProviders.{name}.trustedForLinking: warning: links only users whose id at the provider has no letters, as the sign-up has it in lower case alone and a link needs its exact spelling. {advice}",
            ],
            WarningsOfTrusted(name, provider)
        );

    [Theory]
    [InlineData(
        "Okta",
        """ "type": "oidc", "issuer": "https://example.okta.com", "clientId": "1", "attributes": { "email": "email", "email_verified": "v", "custom:subject": "sub" } """
    )]
    [InlineData(
        "LoginWithAmazon",
        """ "type": "amazon", "clientId": "1", "clientSecret": { "secret": "s" }, "attributes": { "email": "email", "email_verified": "v", "custom:subject": "user_id" } """
    )]
    [InlineData(
        "Google",
        """ "type": "google", "clientId": "1", "clientSecret": { "secret": "s" }, "attributes": { "email": "email", "email_verified": "email_verified", "custom:subject": "hd" } """
    )]
    [InlineData(
        "SignInWithApple",
        """ "type": "apple", "servicesId": "1", "teamId": "ABCDE12345", "keyId": "FGHIJ67890", "privateKey": { "secret": "s" } """
    )]
    public void Subjects_whose_spelling_is_known_need_no_telling(string name, string provider) =>
        Assert.Empty(WarningsOfTrusted(name, provider));

    [Theory]
    [InlineData("Google", """ "type": "google", "clientId": "1", "clientSecret": { "secret": "s" } """)]
    [InlineData(
        "Workspace",
        """ "type": "oidc", "issuer": "https://accounts.google.com", "clientId": "1", "attributes": { "email": "email", "email_verified": "v", "custom:subject": "sub" } """
    )]
    public void Addresses_that_Google_does_not_vouch_for_are_told(string name, string provider) =>
        Assert.StartsWith(
            $"dev.json: $.identityProviders.{name}.trustedForLinking: warning: links only users whose address is at gmail.com",
            Assert.Single(WarningsOfTrusted(name, provider)),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("{}", 1)]
    [InlineData("null", 0)]
    public void Challenges_of_ones_own_are_said_to_pass_by_the_gate(string rules, int warnings)
    {
        const string Trigger = """{ "aliasArn": "arn:aws:lambda:eu-west-1:111122223333:function:f:live" }""";
        var all = Warnings(
            $$"""{ "name": "dev", "signInRules": {{rules}}, "triggers": { "defineAuthChallenge": {{Trigger}}, "createAuthChallenge": {{Trigger}}, "verifyAuthChallengeResponse": {{Trigger}} } }"""
        );
        Assert.Equal(
            warnings,
            all.Count(w =>
                w.StartsWith(
                    "dev.json: $.triggers.defineAuthChallenge: warning: may sign users in whom signInRules would refuse",
                    StringComparison.Ordinal
                )
            )
        );
    }

    [Theory]
    [InlineData("""["email", "phone"]""", "false", true)]
    [InlineData("""["username", "email"]""", "false", true)]
    [InlineData("""["username", "email"]""", "true", false)]
    [InlineData("""["email"]""", "false", false)]
    public void Users_without_an_address_are_told_to_be_refused(string names, string required, bool isTold)
    {
        var warnings = Warnings(
            $$"""
            { "name": "dev", "userPool": { "signInWith": {{names}}, "sms": {}, "attributes": { "email": { "required": {{required}} } } },
              "signInRules": { "requireVerifiedEmail": true, "allowEmailDomains": ["example.com"] } }
            """
        );
        foreach (var key in new[] { "requireVerifiedEmail", "allowEmailDomains" })
            Assert.Equal(
                isTold,
                warnings.Contains(
                    $"dev.json: $.signInRules.{key}: warning: refuses users who sign in with another name and have no email. Require userPool.attributes.email, if everybody has one."
                )
            );
    }

    [Fact]
    public void A_second_factor_that_federated_users_are_not_asked_for_is_told()
    {
        const string Ending =
            ": Cognito leaves that to their provider. Demand it there, or refuse who comes without it by a trigger of your own (inboundFederation).";
        Assert.Contains(
            "dev.json: $.userPool.mfa.mode: warning: users of Google are asked for no second factor, although it is \"required\"" + Ending,
            Federated("required")
        );
        Assert.Contains(
            "dev.json: $.userPool.mfa.mode: warning: users of Google are asked for no second factor, whatever they set up" + Ending,
            Federated("optional")
        );
        Assert.Empty(Federated("off"));

        static IReadOnlyList<string> Federated(string mode) =>
            Warnings(
                $$"""
                { "name": "dev", "userPool": { "mfa": { "mode": "{{mode}}" } }, "identityProviders": { "Google": { "type": "google", "clientId": "1", "clientSecret": { "secret": "google" } } },
                  "clients": { "web": { "type": "spa", "callbackUrls": ["https://app.example.com"], "identityProviders": ["Google"] } } }
                """
            );
    }

    [Fact]
    public void A_scheme_that_another_app_can_take_is_told_once_a_client() =>
        Assert.Equal(
            [
                "dev.json: $.clients.phone.callbackUrls: warning: another app on the device can take the scheme \"acme\" and the code with it. PKCE keeps the code useless there; where the platform has them, use https addresses that the system binds to your app (App Links, Universal Links).",
            ],
            Warnings(
                """{ "name": "dev", "clients": { "phone": { "type": "mobile", "callbackUrls": ["acme://a", "acme://b", "https://app.example.com/c"] } } }"""
            )
        );

    [Fact]
    public void A_secret_of_another_account_is_told()
    {
        Assert.Equal(
            [
                "dev.json: $.identityProviders.Google.clientSecret.secret: warning: is a secret of the account 999988887777, but the environment's is 111122223333: the secret's policy and a key of its own must let that account's CloudFormation role read it.",
            ],
            Of("999988887777")
        );
        Assert.Empty(Of("111122223333"));

        static IReadOnlyList<string> Of(string account) =>
            Warnings(
                $$"""
                { "name": "dev", "account": "111122223333", "region": "eu-west-1", "userPool": { "mfa": { "mode": "off" } },
                  "identityProviders": { "Google": { "type": "google", "clientId": "1", "clientSecret": { "secret": "arn:aws:secretsmanager:eu-west-1:{{account}}:secret:google-AbCdEf" } } },
                  "clients": { "web": { "type": "spa", "callbackUrls": ["https://app.example.com"], "identityProviders": ["Google"] } } }
                """
            );
    }

    [Fact]
    public void A_write_that_reads_is_told() =>
        Assert.Equal(
            [
                "dev.json: $.access.roles.member.grants[1].access: warning: \"write\" on the table \"items\" reads, too: a write whose condition fails may answer with the item that stood there (ReturnValuesOnConditionCheckFailure), and IAM has no key that holds it back. Let others' items stand under another leading key, or in a bucket.",
            ],
            Warnings(
                """
                { "name": "dev", "access": { "roles": { "member": { "grants": [
                  { "bucket": "files", "prefix": "in/{identityId}/", "access": "write" }, { "table": "items", "leadingKey": "{identityId}", "access": "write" } ] } } } }
                """
            )
        );

    [Fact]
    public void The_least_environment_has_none() => Assert.Empty(Warnings("""{ "name": "dev" }"""));

    private static IReadOnlyList<string> WarningsOfTrusted(string name, string provider) =>
        Warnings(
            $$"""
            { "name": "dev", "signInRules": { "linkTrustedProviders": true }, "userPool": { "mfa": { "mode": "off" }, "attributes": { "custom:subject": { "writableByUser": true } } },
              "identityProviders": { "{{name}}": { "trustedForLinking": true, {{provider}} } },
              "clients": { "web": { "type": "spa", "callbackUrls": ["https://app.example.com"], "identityProviders": ["{{name}}"] } } }
            """
        );

    private static IReadOnlyList<string> Warnings(string json) => EnvironmentWarnings.Of(Given.Load(json), "dev.json");
}
