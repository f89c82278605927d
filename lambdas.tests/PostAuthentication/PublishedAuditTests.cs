using System.Globalization;
using System.Text.Json.Nodes;
using Amazon.DynamoDBv2.Model;
using CognitoStack.Lambda.Tests.Support;
using static CognitoStack.Lambda.Tests.Support.TriggerEvent;

namespace CognitoStack.Lambda.Tests.PostAuthentication;

[Collection(SharedDynalite.Name)]
public sealed class PublishedAuditTests(Dynalite dynalite)
{
    private readonly string user = Guid.NewGuid().ToString();

    [PublishedFact]
    public async Task A_repeated_event_is_one_record_and_another_sign_in_a_second()
    {
        await using var audit = await StartAsync(("AWS_ENDPOINT_URL_DYNAMODB", dynalite.Endpoint));
        var trigger = SignIn(With("futureField", new JsonObject { ["depth"] = 2.50 }));
        var other = SignIn(json => json["callerContext"]!["clientId"] = "2example23456789");

        foreach (var attempt in new[] { trigger, trigger, other })
        {
            var answer = await audit.InvokeAsync(attempt);
            Assert.False(answer.IsError);
            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(attempt), answer.Json));
        }

        var records = await dynalite.RecordsOfAsync(user);
        Assert.Equal(2, records.Count);
        Assert.Equal("2", records.Single(record => record["clientId"].S == "1example23456789")["attempts"].N);
        Assert.Equal("1", records.Single(record => record["clientId"].S == "2example23456789")["attempts"].N);
        var log = await audit.StopAsync();
        Assert.Equal(3, log.Count);
        Assert.All(log, line => Assert.Equal("INFO", line.Text("level")));
        Assert.Equal(3, log.Select(line => line.Text("requestId")).Distinct().Count());
    }

    [PublishedFact]
    public async Task A_first_federated_sign_in_leaves_a_whole_record()
    {
        await using var audit = await StartAsync(("AWS_ENDPOINT_URL", dynalite.Endpoint));
        var before = DateTimeOffset.UtcNow.AddMilliseconds(-1);

        var answer = await audit.InvokeAsync(Read(FederatedConfirmation, With("userName", user)));

        var record = Assert.Single(await dynalite.RecordsOfAsync(user));
        var at = DateTimeOffset.Parse(record["at"].S, CultureInfo.InvariantCulture);
        Assert.InRange(at, before, DateTimeOffset.UtcNow);
        Assert.Matches("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9][05]:00Z#[0-9a-f]{16}$", record["signIn"].S);
        Assert.Equal(
            new Dictionary<string, object?>
            {
                ["user"] = user,
                ["signIn"] = record["signIn"].S,
                ["sub"] = "9a8b7c6d-1234-4321-8888-0a1b2c3d4e5f",
                ["clientId"] = "1example23456789",
                ["userPoolId"] = "eu-central-1_EXAMPLE01",
                ["provider"] = "Google",
                ["triggerSource"] = "PostConfirmation_ConfirmSignUp",
                ["at"] = record["at"].S,
                ["newDevice"] = false,
                ["attempts"] = 1L,
                ["expiresAt"] = at.AddDays(30).ToUnixTimeSeconds(),
                ["requestId"] = answer.RequestId,
                ["requestIds"] = answer.RequestId,
            },
            record.ToDictionary(field => field.Key, field => Value(field.Value))
        );
    }

    [PublishedFact]
    public async Task A_confirmation_that_signs_nobody_in_goes_back_without_a_record_and_that_of_a_linked_user_has_one()
    {
        await using var audit = await StartAsync(("AWS_ENDPOINT_URL", dynalite.Endpoint));
        var ordinary = WithAttribute("cognito:user_status", "CONFIRMED");
        var none = WithAttribute("identities", null);
        var linked = WithAttribute("identities", """[{"providerName":"Google","userId":"1048","primary":false}]""");
        Action<JsonNode> deep = json => json["response"] = new JsonObject { ["depth"] = new JsonArray(2.50, null) };

        foreach (
            var (changes, records) in new (Action<JsonNode>[], int)[]
            {
                ([ordinary, none, deep], 0),
                ([With("triggerSource", "PostConfirmation_ConfirmForgotPassword"), deep], 0),
                ([ordinary, linked, deep], 1),
            }
        )
        {
            var trigger = Read(FederatedConfirmation, [With("userName", user), .. changes]);
            Assert.Equal(trigger, (await audit.InvokeAsync(trigger)).Body);
            Assert.Equal(records, (await dynalite.RecordsOfAsync(user)).Count);
        }

        Assert.Equal("COGNITO", Assert.Single(await audit.StopAsync()).Text("provider"));
    }

    [PublishedFact]
    public async Task The_line_of_a_sign_in_counts_it_by_client_and_by_provider_and_that_of_its_repetition_does_not()
    {
        await using var audit = await StartAsync(("AWS_ENDPOINT_URL", dynalite.Endpoint));
        var trigger = Read(FederatedConfirmation, With("userName", user));
        await audit.InvokeAsync(trigger);
        await audit.InvokeAsync(trigger);

        var log = await audit.StopAsync();

        Assert.Equal([false, true], log.Select(line => (bool?)line["repeated"]));
        Assert.Equal(
            """
            [{"Namespace":"CognitoStack","Dimensions":[["FunctionName"],["FunctionName","ClientId"],["FunctionName","Provider"]],"Metrics":[{"Name":"SignIns","Unit":"Count"}]}]
            """,
            log[0]["_aws"]!["CloudWatchMetrics"]!.ToJsonString()
        );
        Assert.Equal(
            ("PostAuthentication", "1example23456789", "Google", 1),
            (log[0].Text("FunctionName"), log[0].Text("ClientId"), log[0].Text("Provider"), (int?)log[0]["SignIns"])
        );
        Assert.Empty(log[1].Select(field => field.Key).Intersect(["_aws", "FunctionName", "ClientId", "Provider", "SignIns"]));
    }

    [PublishedTheory]
    [InlineData(-14, 1)]
    [InlineData(-16, 2)]
    public async Task A_sign_in_is_told_again_if_its_record_is_less_than_15_seconds_old(double age, int records)
    {
        await using var audit = await StartAsync(("AWS_ENDPOINT_URL", dynalite.Endpoint));
        await AuditWindow.PastItsStartAsync();
        await audit.InvokeAsync(SignIn());
        var record = Assert.Single(await dynalite.RecordsOfAsync(user));

        // As if it had been told then.
        record["at"] = new(Iso8601.Milliseconds(DateTimeOffset.UtcNow.AddSeconds(age)));
        await dynalite.Client.PutItemAsync(Dynalite.Table, record);
        await audit.InvokeAsync(SignIn());
        await audit.InvokeAsync(SignIn());

        Assert.Equal(records == 1 ? ["3"] : ["1", "2"], (await dynalite.RecordsOfAsync(user)).Select(one => one["attempts"].N));
    }

    [PublishedFact]
    public async Task A_malformed_event_is_given_back_and_the_next_recorded()
    {
        await using var audit = await StartAsync(("AWS_ENDPOINT_URL", dynalite.Endpoint));

        var malformed = await audit.InvokeAsync("{ \"request\": "u8.ToArray());
        var answer = await audit.InvokeAsync(SignIn());

        Assert.Equal("{ \"request\": "u8.ToArray(), malformed.Body);
        Assert.False(malformed.IsError);
        Assert.False(answer.IsError);
        Assert.Single(await dynalite.RecordsOfAsync(user));
        AssertReported((await audit.StopAsync())[0]);
    }

    [PublishedFact]
    public async Task A_table_that_does_not_exist_does_not_fail_the_sign_in()
    {
        await using var audit = await StartAsync(("AWS_ENDPOINT_URL", dynalite.Endpoint), ("AUDIT_TABLE_NAME", "elsewhere"));

        await AssertLetsPassAsync(audit);

        var report = Assert.Single(await audit.StopAsync());
        AssertReported(report);
        Assert.Equal("CognitoStack.Lambda.DynamoDb.DynamoDbException", report.Text("errorType"));
        Assert.StartsWith("ResourceNotFoundException: ", report.Text("errorMessage"), StringComparison.Ordinal);
        // Whose it is, without a name or an address.
        Assert.Equal(
            ("3f2b6c1e-7d54-4a58-9c0b-5f1a2e8d9b10", "1example23456789", "COGNITO", "PostAuthentication_Authentication", true),
            (report.Text("sub"), report.Text("clientId"), report.Text("provider"), report.Text("triggerSource"), (bool?)report["newDevice"])
        );
        Assert.DoesNotContain(
            report,
            field =>
                field.Value?.ToJsonString() is { } value
                && (value.Contains(user, StringComparison.Ordinal) || value.Contains("example.com", StringComparison.Ordinal))
        );
    }

    [PublishedFact]
    public async Task Missing_settings_are_reported_at_the_start_and_at_each_sign_in_which_passes()
    {
        await using var audit = await PublishedFunction.StartAsync("PostAuthentication");

        await AssertLetsPassAsync(audit);

        var log = await audit.StopAsync();
        Assert.Equal(["ERROR", "ERROR"], log.Select(line => line.Text("level")));
        Assert.All(log, line => Assert.StartsWith("AUDIT_TABLE_NAME is not set", line.Text("errorMessage"), StringComparison.Ordinal));
        AssertReported(log[1]);
    }

    private byte[] SignIn(params Action<JsonNode>[] changes) => Read(TriggerEvent.PostAuthentication, [With("userName", user), .. changes]);

    private static object? Value(AttributeValue value) =>
        value.N is { } number
            ? long.Parse(number, CultureInfo.InvariantCulture)
            : (object?)value.BOOL ?? value.S ?? Assert.Single(value.SS);

    private async Task AssertLetsPassAsync(PublishedFunction audit)
    {
        var trigger = SignIn();
        var answer = await audit.InvokeAsync(trigger);
        Assert.False(answer.IsError);
        Assert.Equal(trigger, answer.Body);
    }

    private static void AssertReported(JsonObject line)
    {
        Assert.Equal("A sign-in has no audit record.", line.Text("message"));
        Assert.Equal(1, (int?)line["AuditFailures"]);
        Assert.Equal("PostAuthentication", line.Text("FunctionName"));
        Assert.True(Guid.TryParse(line.Text("requestId"), out _));
    }

    private static Task<PublishedFunction> StartAsync(params (string Name, string Value)[] environment) =>
        PublishedFunction.StartAsync(
            "PostAuthentication",
            [
                ("AUDIT_TABLE_NAME", Dynalite.Table),
                ("AUDIT_RETENTION_DAYS", "30"),
                ("AWS_REGION", "eu-central-1"),
                ("AWS_ACCESS_KEY_ID", "local"),
                ("AWS_SECRET_ACCESS_KEY", "local"),
                .. environment,
            ]
        );
}
