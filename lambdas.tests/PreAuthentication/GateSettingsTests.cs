using CognitoStack.Lambda.PreAuthentication;

namespace CognitoStack.Lambda.Tests.PreAuthentication;

public sealed class GateSettingsTests
{
    [Fact]
    public void Without_variables_nothing_is_looked_up_and_failures_deny()
    {
        foreach (
            var settings in new[]
            {
                Read(),
                Read(
                    ("DENY_LIST_TABLE_NAME", ""),
                    ("ON_FAILURE", ""),
                    ("ALLOWED_GROUPS_BY_CLIENT", ""),
                    ("LINK_TRUSTED_PROVIDERS", ""),
                    ("LINK_SUBJECT_ATTRIBUTES", "")
                ),
            }
        )
        {
            Assert.Equal("", settings.DenyListTable);
            Assert.False(settings.AllowOnFailure);
            Assert.Empty(settings.AllowedGroupsByClient);
            Assert.Empty(settings.TrustedProviders);
            Assert.Empty(settings.SubjectAttributes);
        }
    }

    [Fact]
    public void The_environment_gives_the_settings()
    {
        var settings = Read(
            ("DENY_LIST_TABLE_NAME", "deny-list"),
            ("ON_FAILURE", "allow"),
            ("LINK_TRUSTED_PROVIDERS", "Google, Corp_SAML"),
            ("LINK_SUBJECT_ATTRIBUTES", """{"Okta":"custom:subject"}"""),
            ("ALLOWED_GROUPS_BY_CLIENT", """{"portal":["admins","staff"],"batch":["robots"]}"""),
            ("DENY_EMAIL_DOMAINS", "evil.com")
        );

        Assert.Equal("deny-list", settings.DenyListTable);
        Assert.True(settings.AllowOnFailure);
        Assert.Equal(["Google", "Corp_SAML"], settings.TrustedProviders.AsEnumerable());
        Assert.Equal("custom:subject", settings.SubjectAttributes["Okta"]);
        Assert.Equal(["admins", "staff"], settings.AllowedGroupsByClient["portal"].AsEnumerable());
        Assert.Equal(["robots"], settings.AllowedGroupsByClient["batch"].AsEnumerable());
        Assert.Equal(["evil.com"], settings.Rules.DenyEmailDomains.AsEnumerable());
    }

    [Fact]
    public void Failures_can_be_told_to_deny() => Assert.False(Read(("ON_FAILURE", "deny")).AllowOnFailure);

    [Theory]
    [InlineData("ON_FAILURE", "Allow")]
    [InlineData("ON_FAILURE", "true")]
    [InlineData("LINK_TRUSTED_PROVIDERS", ",")]
    [InlineData("LINK_TRUSTED_PROVIDERS", "Google,")]
    [InlineData("ALLOWED_GROUPS_BY_CLIENT", "portal")]
    [InlineData("ALLOWED_GROUPS_BY_CLIENT", "[]")]
    [InlineData("ALLOWED_GROUPS_BY_CLIENT", "null")]
    [InlineData("ALLOWED_GROUPS_BY_CLIENT", """{"portal":"admins"}""")]
    [InlineData("ALLOWED_GROUPS_BY_CLIENT", """{"portal":[]}""")]
    [InlineData("ALLOWED_GROUPS_BY_CLIENT", """{"portal":[1]}""")]
    [InlineData("ALLOWED_GROUPS_BY_CLIENT", """{"portal":[""]}""")]
    [InlineData("ALLOWED_GROUPS_BY_CLIENT", """{"portal":["a"],"portal":["b"]}""")]
    [InlineData("LINK_SUBJECT_ATTRIBUTES", "Okta")]
    [InlineData("LINK_SUBJECT_ATTRIBUTES", """["Okta"]""")]
    [InlineData("LINK_SUBJECT_ATTRIBUTES", """{"Okta":""}""")]
    [InlineData("LINK_SUBJECT_ATTRIBUTES", """{"Okta":["custom:subject"]}""")]
    public void A_value_that_is_no_setting_is_an_error_that_names_both(string variable, string value)
    {
        var error = Assert.Throws<ConfigurationException>(() => Read((variable, value)));

        Assert.StartsWith($"{variable} is \"{value}\": expected ", error.Message, StringComparison.Ordinal);
    }

    private static GateSettings Read(params (string Name, string Value)[] variables) =>
        GateSettings.FromEnvironment(variables.ToDictionary(variable => variable.Name, variable => variable.Value));
}
