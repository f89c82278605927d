using System.Text.Json.Nodes;
using CognitoStack.Local.Front;
using CognitoStack.Local.Functions;
using CognitoStack.Local.Http;
using Microsoft.Extensions.DependencyInjection;

namespace CognitoStack.Local.Tests.UserPools;

/// <summary>Logs that a user pool exports to log groups.</summary>
public sealed class LogDeliveryTests(PoolHost host) : IClassFixture<PoolHost>
{
    private readonly string group = $"activity-{Guid.NewGuid():N}";

    [Fact]
    public async Task What_users_do_is_exported_as_AWS_shows_it()
    {
        host.Deploy(Risks.Pool(), null, Risks.Settings(), Delivery("userAuthEvents", "INFO"));
        var email = await host.UserAsync();
        host.From("192.0.2.7", "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36");
        await host.SignInAsync(email);

        var (begun, passed) = await LoggedAsync() is [var first, var second]
            ? (first, second)
            : throw new InvalidOperationException("There are not two events.");
        Assert.Equal(
            ("USER_ACTIVITY", "INFO", Templates.PoolId),
            (begun["eventSource"]!.ToString(), begun["logLevel"]!.ToString(), begun["logSourceId"]!["userPoolId"]!.ToString())
        );
        Assert.Equal(
            host.Time.GetUtcNow().ToUnixTimeMilliseconds().ToString(System.Globalization.CultureInfo.InvariantCulture),
            begun["eventTimestamp"]!.ToString()
        );
        var message = begun["message"]!.AsObject();
        Assert.Equal(
            [
                "version",
                "eventId",
                "eventType",
                "userSub",
                "userName",
                "userPoolId",
                "clientId",
                "creationDate",
                "eventResponse",
                "riskLevel",
                "riskDecision",
                "challenges",
                "deviceName",
                "ipAddress",
                "requestId",
                "idpName",
                "compromisedCredentialDetected",
                "city",
                "country",
                "eventFeedbackValue",
                "eventFeedbackDate",
                "eventFeedbackProvider",
                "hasContextData",
            ],
            message.Select(m => m.Key)
        );
        Assert.Equal(
            ("SignIn", "web", "InProgress", "PASS", "Password:Success", "Chrome, Linux", "192.0.2.7", "false", "Seattle"),
            (
                message["eventType"]!.ToString(),
                message["clientId"]!.ToString(),
                message["eventResponse"]!.ToString(),
                message["riskDecision"]!.ToString(),
                message["challenges"]![0]!.ToString(),
                message["deviceName"]!.ToString(),
                message["ipAddress"]!.ToString(),
                message["compromisedCredentialDetected"]!.ToString(),
                message["city"]!.ToString()
            )
        );
        Assert.Equal("Mon May 04 10:00:00 UTC 2026", message["creationDate"]!.ToString());
        Assert.Equal(
            (message["eventId"]!.ToString(), "Pass"),
            (passed["message"]!["eventId"]!.ToString(), passed["message"]!["eventResponse"]!.ToString())
        );
    }

    [Theory]
    [InlineData("high", "BLOCK", "High", "Fail")]
    [InlineData("medium", "PASS", "Medium", "InProgress")]
    public async Task A_risk_and_what_was_decided_are_in_it(string level, string decision, string logged, string response)
    {
        host.Deploy(Risks.Pool(), null, Risks.Settings(actions: ["NO_ACTION", "NO_ACTION", "BLOCK"]), Delivery("userAuthEvents", "INFO"));
        var email = await host.UserAsync();
        host.At(level);
        await host.OutcomeAsync(email);

        var message = (await LoggedAsync())[0]["message"]!;
        Assert.Equal(
            (decision, logged, response),
            (message["riskDecision"]!.ToString(), message["riskLevel"]!.ToString(), message["eventResponse"]!.ToString())
        );
    }

    [Fact]
    public async Task Feedback_is_exported_too()
    {
        host.Deploy(Risks.Pool(), null, Risks.Settings(), Delivery("userAuthEvents", "INFO"));
        var email = await host.UserAsync();
        await host.SignInAsync(email);
        await host.AdminAsync(
            "AdminUpdateAuthEventFeedback",
            new
            {
                Username = email,
                EventId = (await host.EventsAsync(email))[0]["EventId"]!.ToString(),
                FeedbackValue = "Invalid",
            }
        );

        var message = (await LoggedAsync())[^1]["message"]!;
        Assert.Equal(
            ("Invalid", "Admin", "Mon May 04 10:00:00 UTC 2026"),
            (
                message["eventFeedbackValue"]!.ToString(),
                message["eventFeedbackProvider"]!.ToString(),
                message["eventFeedbackDate"]!.ToString()
            )
        );
    }

    [Fact]
    public async Task Without_a_delivery_or_threat_protection_nothing_is_exported()
    {
        host.Deploy(null, null, Delivery("userAuthEvents", "INFO"));
        await host.SignInAsync(await host.UserAsync());
        host.Deploy(Risks.Pool(), null, Risks.Settings(), Delivery("userNotification", "ERROR"));
        await host.SignInAsync(await host.UserAsync());

        Assert.Empty(await LoggedAsync());
    }

    [Fact]
    public async Task A_message_that_its_sender_does_not_send_is_an_error_of_notifications()
    {
        const string KeyArn = "arn:aws:kms:eu-west-1:111122223333:key/codes";
        host.Deploy(
            new
            {
                LambdaConfig = new
                {
                    CustomEmailSender = new { LambdaArn = Templates.FunctionArn, LambdaVersion = "V1_0" },
                    KMSKeyID = KeyArn,
                },
            },
            null,
            [.. Templates.Function(), Templates.Resource("AWS::KMS::Key", "codes", [], KeyArn), Delivery("userNotification", "ERROR")]
        );
        host.Functions.Answer = _ => throw new FunctionException(FunctionFailure.Reported, "the provider is down");
        await host.CallAsync(
            "SignUp",
            new
            {
                ClientId = "web",
                Username = PoolHost.NewEmail(),
                PoolHost.Password,
            }
        );

        var logged = Assert.Single(await LoggedAsync());
        Assert.Equal(
            ("USER_NOTIFICATION", "ERROR", "CustomEmailSender failed with error the provider is down."),
            (logged["eventSource"]!.ToString(), logged["logLevel"]!.ToString(), logged["message"]!["details"]!.ToString())
        );
    }

    [Fact]
    public async Task Where_logs_go_the_API_tells()
    {
        host.Deploy(Risks.Pool(), null, Risks.Settings(), Delivery("userAuthEvents", "INFO"));

        var configuration = (await host.AdminAsync("GetLogDeliveryConfiguration", new { }))["LogDeliveryConfiguration"]!;
        Assert.Equal(
            (Templates.PoolId, "userAuthEvents"),
            (configuration["UserPoolId"]!.ToString(), configuration["LogConfigurations"]![0]!["EventSource"]!.ToString())
        );
    }

    private Resource Delivery(string source, string level) =>
        Templates.Resource(
            "AWS::Cognito::LogDeliveryConfiguration",
            "logs",
            Templates.Json(
                new
                {
                    UserPoolId = Templates.PoolId,
                    LogConfigurations = new[]
                    {
                        new
                        {
                            EventSource = source,
                            LogLevel = level,
                            CloudWatchLogsConfiguration = new { LogGroupArn = $"arn:aws:logs:eu-west-1:111122223333:log-group:{group}" },
                        },
                    },
                }
            )
        );

    private async Task<List<JsonObject>> LoggedAsync()
    {
        var logs = host.Services.GetServices<IJsonService>().Single(s => s.SigningName == "logs");
        try
        {
            var found = await logs.InvokeAsync(
                new(
                    "FilterLogEvents",
                    new JsonObject { ["logGroupName"] = group },
                    new Local.Access.Administrator("111122223333"),
                    "127.0.0.1",
                    "tests"
                ),
                CancellationToken.None
            );
            return [.. found["events"]!.AsArray().Select(e => JsonNode.Parse(e!["message"]!.ToString())!.AsObject())];
        }
        catch (AwsException e) when (e.Code == "ResourceNotFoundException")
        {
            return [];
        }
    }
}
