using CognitoStack.Lambda.PostAuthentication;

namespace CognitoStack.Lambda.Tests.PostAuthentication;

public sealed class AuditSettingsTests
{
    [Theory]
    [InlineData("1", 1)]
    [InlineData("3653", 3653)]
    public void The_environment_gives_the_settings(string days, int expected) =>
        Assert.Equal(new AuditSettings { TableName = "sign-ins", RetentionDays = expected }, Read("sign-ins", days));

    [Theory]
    [InlineData(null, "30", "AUDIT_TABLE_NAME is not set")]
    [InlineData("", "30", "AUDIT_TABLE_NAME is \"\"")]
    [InlineData("sign-ins", null, "AUDIT_RETENTION_DAYS is not set")]
    [InlineData("sign-ins", "", "AUDIT_RETENTION_DAYS is \"\"")]
    [InlineData("sign-ins", "0", "AUDIT_RETENTION_DAYS is \"0\"")]
    [InlineData("sign-ins", "3654", "AUDIT_RETENTION_DAYS is \"3654\"")]
    [InlineData("sign-ins", "-1", "AUDIT_RETENTION_DAYS is \"-1\"")]
    [InlineData("sign-ins", "30d", "AUDIT_RETENTION_DAYS is \"30d\"")]
    public void A_setting_that_is_missing_or_wrong_is_named(string? table, string? days, string message)
    {
        var error = Assert.Throws<ConfigurationException>(() => Read(table, days));

        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    private static AuditSettings Read(string? table, string? days)
    {
        var environment = new Dictionary<string, string>();
        if (table is not null)
            environment["AUDIT_TABLE_NAME"] = table;
        if (days is not null)
            environment["AUDIT_RETENTION_DAYS"] = days;
        return AuditSettings.FromEnvironment(environment);
    }
}
