using CognitoStack.Tests.Support;

namespace CognitoStack.Tests.Authentication.Triggers;

/// <summary>The function that brings users over from an older pool.</summary>
[Collection(SynthesisCollection.Name)]
public sealed class UserMigrationTests(Synthesis synthesis)
{
    private const string Migration = "Brings users over from an older user pool";

    private SynthesizedEnvironment Moving => synthesis.Of(OtherEnvironments.Migration);

    [Fact]
    public void No_rule_pack_and_no_validator_finds_anything() => Assert.Equal("[]", Moving.Findings.ToJsonString());

    [Fact]
    public void The_function_stands_at_its_trigger_and_learns_where_the_users_are()
    {
        Assert.Equal(
            $"<AWS::Lambda::Function {Migration}.Arn>",
            Moving.Only(TemplateJson.Authentication, "AWS::Cognito::UserPool")["LambdaConfig"]!["UserMigration"]!.ToString()
        );
        Moving.Only(TemplateJson.Authentication, "AWS::Lambda::Function", "Description", Migration)["Environment"]!["Variables"]!
            .AsObject()
            .Has(
                """{ "OLD_USER_POOL_ID": "eu-central-1_Older", "OLD_CLIENT_ID": "1example23456789", "CUSTOM_ATTRIBUTES": "custom:level,custom:tenant" }"""
            );
    }

    [Fact]
    public void It_may_ask_the_old_pool_and_nothing_else() =>
        Moving
            .Statements(TemplateJson.Authentication, Migration)
            .Is(
                """
                [{ "Action": ["logs:CreateLogStream", "logs:PutLogEvents"], "Effect": "Allow", "Resource": "<AWS::Logs::LogGroup UserMigrationLogs.Arn>" },
                 { "Action": ["cognito-idp:AdminGetUser", "cognito-idp:AdminInitiateAuth"], "Effect": "Allow",
                   "Resource": "arn:aws:cognito-idp:eu-central-1:111122223333:userpool/eu-central-1_Older" }]
                """
            );

    [Fact]
    public void A_client_of_the_pool_may_send_the_password_itself_and_no_other()
    {
        Assert.Contains("ALLOW_USER_PASSWORD_AUTH", Flows(Moving, "web"));
        Assert.DoesNotContain("ALLOW_USER_PASSWORD_AUTH", Flows(Moving, "partner"));
        Assert.DoesNotContain("ALLOW_USER_PASSWORD_AUTH", Flows(synthesis.Of(Environments.Minimal), "web"));
    }

    [Fact]
    public void Where_nobody_comes_over_there_is_no_function_and_no_output()
    {
        var minimal = synthesis.Of(Environments.Minimal);
        Assert.Null(minimal.Only(TemplateJson.Authentication, "AWS::Cognito::UserPool")["LambdaConfig"]!["UserMigration"]);
        Assert.DoesNotContain("MigrationFunctionName", minimal.Outputs(TemplateJson.Authentication).Keys);
        Assert.Contains("MigrationFunctionName", Moving.Outputs(TemplateJson.Authentication).Keys);
    }

    [Fact]
    public void A_wrong_password_raises_no_alarm_and_a_failure_does()
    {
        var alarms = Moving.Properties(TemplateJson.Operations, "AWS::CloudWatch::Alarm").Select(a => a.ToJsonString()).ToList();
        Assert.Contains(alarms, a => a.Contains("MigrationFailures", StringComparison.Ordinal));
        var errors = Assert.Single(alarms, a => a.Contains("nobody comes over", StringComparison.Ordinal));
        Assert.Contains("errors - FILL(refused, 0)", errors, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Flows(SynthesizedEnvironment environment, string client) =>
        environment.Only(TemplateJson.Authentication, "AWS::Cognito::UserPoolClient", "ClientName", client)["ExplicitAuthFlows"]!
            .AsArray()
            .Select(f => f!.ToString());
}
