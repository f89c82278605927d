namespace CognitoStack.Configuration.Tests;

public sealed class OperationsRulesTests
{
    private const string Topic = "arn:aws:sns:eu-west-1:111122223333:alarms";

    [Fact]
    public void Alarms_go_to_addresses_or_to_a_topic_and_not_to_both() =>
        With($$""" "alarmEmails": ["a@example.com"], "alarmTopicArn": "{{Topic}}" """)
            .IsRefused(
                "$.operations.alarmTopicArn: a topic of yours has its own subscribers, so nobody would subscribe alarmEmails to it. Give one of the two."
            );

    [Theory]
    [InlineData("mailto:a@example.com")]
    [InlineData("a@example.com,")]
    [InlineData("oncall@example")]
    [InlineData("a..b@example.com")]
    public void What_is_no_address_hears_of_no_alarm(string address) =>
        With($$""" "alarmEmails": ["b@example.com", "{{address}}"] """)
            .IsRefused($"$.operations.alarmEmails[1]: \"{address}\" is no address that mail could reach. Correct it.");

    [Fact]
    public void An_address_stands_once() =>
        With(""" "alarmEmails": ["a@example.com", "b@example.com", "a@example.com"] """)
            .IsRefused("$.operations.alarmEmails[2]: \"a@example.com\" is already at [0]. Remove one.");

    [Theory]
    [InlineData(""" "alarmEmails": ["a@example.com", "b@example.com"] """)]
    [InlineData($$""" "alarmTopicArn": "{{Topic}}" """)]
    [InlineData(""" "alarmTopicArn": "arn:aws-us-gov:sns:us-gov-west-1:111122223333:x" """)]
    public void Addresses_or_a_topic_are_accepted(string alarms) => With(alarms).IsAccepted();

    [Theory]
    [InlineData("alarms")]
    [InlineData("arn:aws:sqs:eu-west-1:111122223333:alarms")]
    [InlineData("arn:aws:sns:eu-west-1:111122223333:alarms.fifo")]
    [InlineData("arn:aws:sns:eu-west-1:1111:alarms")]
    public void What_is_no_topic_for_alarms_is_refused(string arn) =>
        With($$""" "alarmTopicArn": "{{arn}}" """)
            .IsRefused(
                $"$.operations.alarmTopicArn: \"{arn}\" must be the ARN of an SNS topic, such as arn:aws:sns:eu-west-1:111122223333:alarms."
            );

    [Fact]
    public void A_topic_of_another_Region_is_refused() =>
        Given
            .Environment($$"""{ "account": "111122223333", "region": "eu-central-1", "operations": { "alarmTopicArn": "{{Topic}}" } }""")
            .IsRefused(
                "$.operations.alarmTopicArn: is in the Region eu-west-1, but the alarms are in eu-central-1, and an alarm reaches topics of its own Region only. Name a topic in eu-central-1."
            );

    [Theory]
    [InlineData("http://git.example.com/runbooks/")]
    [InlineData("https://git.example.com/runbooks")]
    [InlineData("https://git.example.com/?at=/")]
    [InlineData("docs/runbooks/")]
    public void Runbooks_are_in_a_folder_of_the_web(string url) =>
        With($$""" "runbooksUrl": "{{url}}" """)
            .IsRefused(
                $"$.operations.runbooksUrl: \"{url}\" is not the https address of a folder. Let it begin with https:// and end with \"/\": the names of the runbooks follow."
            );

    [Theory]
    [InlineData("essentials", "cloudWatch")]
    [InlineData("lite", "s3")]
    public void User_activity_needs_the_Plus_plan(string plan, string destination) =>
        Given
            .Environment(
                $$"""{ "userPool": { "plan": "{{plan}}", "mfa": { "mode": "off" } }, "operations": { "logDelivery": { "userAuthEvents": "{{destination}}" } } }"""
            )
            .IsRefused(
                $"$.operations.logDelivery.userAuthEvents: \"{destination}\" needs the Plus plan, but userPool.plan is \"{plan}\". Make the plan \"plus\", or userAuthEvents \"off\"."
            );

    [Fact]
    public void A_delivery_of_nothing_is_refused() =>
        With(""" "logDelivery": { "notificationErrors": false } """)
            .IsRefused(
                "$.operations.logDelivery: delivers nothing. Set notificationErrors to true, give userAuthEvents a destination, or remove it."
            );

    [Theory]
    [InlineData("""{ "operations": { "logDelivery": {} } }""")]
    [InlineData(
        """{ "userPool": { "plan": "plus" }, "operations": { "logDelivery": { "userAuthEvents": "s3", "notificationErrors": false } } }"""
    )]
    [InlineData(
        """{ "operations": { "alarmEmails": [], "alarmTopicArn": null, "dashboard": null, "waf": null, "logDelivery": null, "monthlyUsers": null, "runbooksUrl": null } }"""
    )]
    public void A_delivery_of_something_and_defaults_that_are_written_down_are_accepted(string environment) =>
        Given.Environment(environment).IsAccepted();

    private static Outcome With(string operations) => Given.Environment($$"""{ "operations": { {{operations}} } }""");
}
