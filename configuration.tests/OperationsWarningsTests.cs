using CognitoStack.Configuration;

namespace CognitoStack.Configuration.Tests;

public sealed class OperationsWarningsTests
{
    private const string Live =
        """ "name": "dev", "production": true, "clients": { "web": { "type": "spa", "callbackUrls": ["https://app.example.com/"] } } """;

    [Theory]
    [InlineData(
        """ "waf": {} """,
        "$.operations.alarmEmails: warning: is missing, and this is a production environment: nobody would hear of throttled sign-ins, a failing gate or lost records. Give addresses, or alarmTopicArn."
    )]
    [InlineData(
        """ "alarmEmails": ["a@example.com"], "waf": { "mode": "off" } """,
        "$.operations.waf.mode: warning: is \"off\", and this is a production environment: nothing limits how often one address may try passwords or sign up. Make it \"count\" or \"block\"."
    )]
    [InlineData(
        """ "alarmEmails": ["a@example.com"] """,
        "$.operations.waf: warning: is missing, so the firewall limits rates, and its managed rules count only. Look for two weeks at what they would have blocked (the dashboard, and the log), then write { \"mode\": \"block\" }."
    )]
    public void Production_without_alarms_or_a_firewall_that_blocks_is_told_what_it_lacks(string operations, string warning) =>
        Assert.Equal([warning], Warnings($$"""{ {{Live}}, "operations": { {{operations}} } }"""));

    [Theory]
    [InlineData(
        $$"""{ {{Live}}, "operations": { "alarmTopicArn": "arn:aws:sns:eu-west-1:111122223333:alarms", "waf": { "mode": "block" } } }"""
    )]
    [InlineData("""{ "name": "dev", "operations": { "waf": { "mode": "off" } } }""")]
    [InlineData("""{ "name": "dev" }""")]
    public void Production_that_is_watched_and_what_is_no_production_are_told_nothing(string environment) =>
        Assert.Empty(Warnings(environment));

    [Fact]
    public void A_log_of_what_nobody_looks_at_is_said_to_stay_empty() =>
        Assert.Equal(
            [
                "$.operations.logDelivery.userAuthEvents: warning: logs what threat protection sees, and threatProtection is off: the log stays empty. Make its mode \"audit\".",
            ],
            Warnings(
                """{ "name": "dev", "userPool": { "plan": "plus" }, "operations": { "logDelivery": { "userAuthEvents": "cloudWatch" } } }"""
            )
        );

    [Theory]
    [InlineData(51, 1)]
    [InlineData(50, 0)]
    public void More_users_than_Cognito_s_own_mails_reach_are_told(int users, int warnings)
    {
        var told = Warnings($$"""{ "name": "dev", "operations": { "monthlyUsers": {{users}} } }""");
        Assert.Equal(warnings, told.Count);
        Assert.All(
            told,
            w =>
                Assert.Equal(
                    "$.operations.monthlyUsers: warning: 51 users would need more than the 50 mails a day that Cognito sends for a whole account. Give userPool.email.",
                    w
                )
        );
    }

    private static List<string> Warnings(string json) =>
        [.. EnvironmentWarnings.Of(Given.Load(json), "dev.json").Select(w => w.Replace("dev.json: ", "", StringComparison.Ordinal))];
}
