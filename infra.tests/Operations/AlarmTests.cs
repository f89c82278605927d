using System.Text.Json.Nodes;
using CognitoStack.Tests.Support;

namespace CognitoStack.Tests.Operations;

/// <summary>Alarms: what raises each, and whom it reaches.</summary>
[Collection(SynthesisCollection.Name)]
public sealed class AlarmTests(Synthesis synthesis)
{
    private const string Type = "AWS::CloudWatch::Alarm";

    private static readonly string[] OfEveryPool = ["SignInThrottles", "SignUpThrottles", "SignInSuccessWeb", "TokenRefreshThrottles"];

    [Fact]
    public void A_watched_environment_has_every_alarm() =>
        Assert.Equal(
            OfEveryPool
                .Concat([
                    "FederationThrottles",
                    "SignInSuccessPortal",
                    "AccountTakeoverRisk",
                    "CompromisedCredentialRisk",
                    "OverrideBlock",
                    "GateErrors",
                    "GateThrottles",
                    "GateDuration",
                    "GateFailures",
                    "SignInsRefused",
                    "DenyListThrottles",
                    "DenyListSystemErrors",
                    "AuditErrors",
                    "AuditThrottles",
                    "AuditDuration",
                    "AuditFailures",
                    "AuditTableThrottles",
                    "AuditTableSystemErrors",
                    "NotificationErrors",
                    "BlockedRequests",
                ])
                .Order(StringComparer.Ordinal),
            Names(OperatedEnvironments.Everything, "watched")
        );

    [Fact]
    public void What_an_environment_does_not_have_needs_no_alarm() =>
        Assert.Equal(OfEveryPool.Append("BlockedRequests").Order(StringComparer.Ordinal), Names(OperatedEnvironments.OwnTopic, "lean"));

    [Theory]
    [InlineData(Environments.Minimal)]
    [InlineData(Environments.Production)]
    public void Without_anybody_to_tell_there_are_no_alarms(string environment)
    {
        var stacks = synthesis.Of(environment);
        Assert.Empty(stacks.Stacks.SelectMany(s => stacks.Properties(s, Type)));
    }

    [Theory]
    [InlineData(OperatedEnvironments.Everything, "<AWS::SNS::Topic>")]
    [InlineData(OperatedEnvironments.OwnTopic, "arn:aws:sns:eu-west-1:111122223333:alarms")]
    public void Every_alarm_is_told_when_it_comes_and_when_it_goes(string environment, string topic) =>
        Assert.All(
            synthesis.Of(environment).Properties(TemplateJson.Operations, Type),
            alarm =>
            {
                alarm.Has($$"""{ "AlarmActions": ["{{topic}}"], "OKActions": ["{{topic}}"], "TreatMissingData": "notBreaching" }""");
                Assert.True(alarm["DatapointsToAlarm"]!.GetValue<int>() <= alarm["EvaluationPeriods"]!.GetValue<int>());
            }
        );

    /// <summary>The mail of an alarm has its description alone: it has to lead on.</summary>
    [Fact]
    public void Every_alarm_says_what_it_means_what_to_do_and_where_its_runbook_is() =>
        Assert.All(
            synthesis.Of(OperatedEnvironments.Everything).Properties(TemplateJson.Operations, Type),
            alarm =>
            {
                var description = alarm["AlarmDescription"]!.ToString();
                Assert.InRange(description.Length, 80, 1024);
                var parts = description.Split(" Runbook: https://git.example.com/runbooks/");
                Assert.Equal(2, parts.Length);
                Assert.True(parts[0].Split(". ").Length > 1, description);
                var runbook = File.ReadAllText(Repository.File($"docs/runbooks/{parts[1]}"));
                var name = alarm["AlarmName"]!.ToString().Split('-')[^1];
                Assert.Contains(
                    name.StartsWith("SignInSuccess", StringComparison.Ordinal) ? "`SignInSuccessNAME`" : $"`{name}`",
                    runbook,
                    StringComparison.Ordinal
                );
            }
        );

    [Theory]
    [InlineData(
        "SignInThrottles",
        "SELECT SUM(SignInThrottles) FROM SCHEMA(\"AWS/Cognito\", UserPool, UserPoolClient) WHERE UserPool = '<CognitoStack-watched-Authentication.UserPoolId>'"
    )]
    [InlineData(
        "FederationThrottles",
        "SELECT SUM(FederationThrottles) FROM SCHEMA(\"AWS/Cognito\", UserPool, UserPoolClient, IdentityProvider) WHERE UserPool = '<CognitoStack-watched-Authentication.UserPoolId>'"
    )]
    [InlineData(
        "AccountTakeoverRisk",
        "SELECT SUM(AccountTakeoverRisk) FROM SCHEMA(\"AWS/Cognito\", Operation, RiskLevel, UserPoolId) WHERE UserPoolId = '<CognitoStack-watched-Authentication.UserPoolId>' AND RiskLevel != 'low' AND RiskLevel != 'medium'"
    )]
    public void What_has_dimensions_that_nobody_can_list_is_summed_over_all_of_them(string name, string query) =>
        Alarm(name)["Metrics"]
            .Is(
                new JsonArray(
                    new JsonObject
                    {
                        ["Id"] = "total",
                        ["Expression"] = query,
                        ["Period"] = 300,
                        ["ReturnData"] = true,
                    }
                ).ToJsonString()
            );

    [Fact]
    public void A_refusal_of_the_gate_is_no_error_of_its_function()
    {
        var metrics = Alarm("GateErrors")["Metrics"]!.AsArray();
        Assert.Equal(["Errors", "SignInsRefused"], metrics.Take(2).Select(m => m!["MetricStat"]!["Metric"]!["MetricName"]!.ToString()));
        Assert.All(
            metrics.Take(2),
            m =>
            {
                Assert.False(m!["ReturnData"]!.GetValue<bool>());
                m["MetricStat"]!["Metric"]!
                    ["Dimensions"]
                    .Is("""[{ "Name": "FunctionName", "Value": "<CognitoStack-watched-Authentication.GateFunctionName>" }]""");
            }
        );
        Assert.Equal("errors - FILL(refused, 0)", metrics[2]!["Expression"]!.ToString());
    }

    [Theory]
    [InlineData("SignInSuccessPortal", "success", "LessThanLowerThreshold")]
    [InlineData("BlockedRequests", "blocked", "GreaterThanUpperThreshold")]
    public void What_is_usual_is_learned(string name, string metric, string comparison)
    {
        var alarm = Alarm(name);
        alarm.Has($$"""{ "ThresholdMetricId": "usual", "Threshold": null, "ComparisonOperator": "{{comparison}}" }""");
        Assert.Equal($"ANOMALY_DETECTION_BAND({metric}, 3)", alarm["Metrics"]![1]!["Expression"]!.ToString());
        Assert.True(alarm["EvaluationPeriods"]!.GetValue<int>() > 1);
    }

    /// <summary>A million users a month: one wrong sign-in in five thousand users is their usual noise.</summary>
    [Theory]
    [InlineData("SignInsRefused", 200)]
    [InlineData("AccountTakeoverRisk", 200)]
    [InlineData("GateFailures", 1)]
    [InlineData("GateErrors", 3)]
    [InlineData("GateDuration", 3000)]
    [InlineData("NotificationErrors", 3)]
    public void A_burst_grows_with_the_users_and_a_failure_does_not(string name, double threshold) =>
        Assert.Equal(threshold, Alarm(name)["Threshold"]!.GetValue<double>());

    [Fact]
    public void Mails_go_by_an_encrypted_topic_that_only_alarms_of_the_account_write_to()
    {
        var environment = synthesis.Of(OperatedEnvironments.Everything);
        environment.Only(TemplateJson.Operations, "AWS::SNS::Topic").Has("""{ "KmsMasterKeyId": "<AWS::KMS::Key.Arn>" }""");
        Assert.Equal(
            ["email lead@example.com", "email oncall@example.com"],
            environment
                .Properties(TemplateJson.Operations, "AWS::SNS::Subscription")
                .Select(s => $"{s["Protocol"]} {s["Endpoint"]}")
                .Order(StringComparer.Ordinal)
        );
        var statements = environment.Only(TemplateJson.Operations, "AWS::SNS::TopicPolicy")["PolicyDocument"]!["Statement"]!.AsArray();
        statements.Single(s => s!["Effect"]!.ToString() == "Deny")!["Condition"].Is("""{ "Bool": { "aws:SecureTransport": "false" } }""");
        statements
            .Single(s => s!["Effect"]!.ToString() == "Allow")!
            .AsObject()
            .Has(
                """{ "Principal": { "Service": "cloudwatch.amazonaws.com" }, "Action": "sns:Publish", "Condition": { "StringEquals": { "aws:SourceAccount": "111122223333" } } }"""
            );
        environment.Only(TemplateJson.Operations, "AWS::KMS::Key")["KeyPolicy"]!["Statement"]!
            .AsArray()
            .Single(s => s!["Principal"]!["Service"] is not null)!
            .AsObject()
            .Has(
                """{ "Principal": { "Service": "cloudwatch.amazonaws.com" }, "Action": ["kms:Decrypt", "kms:GenerateDataKey*"], "Condition": { "StringEquals": { "aws:SourceAccount": "111122223333" } } }"""
            );
    }

    private JsonObject Alarm(string name) =>
        synthesis.Of(OperatedEnvironments.Everything).Only(TemplateJson.Operations, Type, "AlarmName", $"CognitoStack-watched-{name}");

    private IEnumerable<string> Names(string environment, string name) =>
        synthesis
            .Of(environment)
            .Properties(TemplateJson.Operations, Type)
            .Select(a => a["AlarmName"]!.ToString().Replace($"CognitoStack-{name}-", "", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);
}
