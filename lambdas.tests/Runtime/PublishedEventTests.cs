using System.Text;
using System.Text.Json.Nodes;
using CognitoStack.Lambda.Tests.Support;
using static CognitoStack.Lambda.Tests.Support.TriggerEvent;

namespace CognitoStack.Lambda.Tests.Runtime;

/// <summary>Events of a shape that Cognito may have one day: nobody is refused, or missing in the audit, for what no function needs.</summary>
public sealed class PublishedEventTests(Dynalite dynalite) : IClassFixture<Dynalite>
{
    [PublishedTheory]
    [InlineData("a later version")]
    [InlineData("no version")]
    [InlineData("a version of null")]
    [InlineData("a version that is a number")]
    [InlineData("more of the caller")]
    [InlineData("a response")]
    [InlineData("more than text of the client")]
    public async Task An_event_of_another_shape_is_allowed_and_recorded_and_goes_back_as_it_came(string shape)
    {
        var user = Guid.NewGuid().ToString();
        await using var gate = await StartAsync("PreAuthentication");
        await using var audit = await StartAsync("PostAuthentication");

        await AssertGoesBackAsync(gate, Read(TriggerEvent.PreAuthentication, With("userName", user), Of(shape)));
        foreach (var source in new[] { "PreSignUp_ExternalProvider", "PreSignUp_SignUp", "PreSignUp_AdminCreateUser" })
            await AssertGoesBackAsync(gate, Read(FederatedSignUp, With("triggerSource", source), Of(shape)));
        await AssertGoesBackAsync(audit, Read(TriggerEvent.PostAuthentication, With("userName", user), Of(shape)));
        await AssertGoesBackAsync(audit, Read(FederatedConfirmation, With("userName", user), Of(shape)));

        Assert.Equal(
            ["PostAuthentication_Authentication", "PostConfirmation_ConfirmSignUp"],
            (await dynalite.RecordsOfAsync(user)).Select(record => record["triggerSource"].S).Order(StringComparer.Ordinal)
        );
        Assert.Empty(await gate.StopAsync());
        Assert.Equal(["INFO", "INFO"], (await audit.StopAsync()).Select(line => line.Text("level")));
    }

    [PublishedTheory]
    [InlineData("half a character in a value", """{"screen":"\ud800"}""")]
    [InlineData("half a character in a name", """{"\udc00":"home"}""")]
    [InlineData("a name twice", """{"screen":"home","screen":"\ud800"}""")]
    [InlineData("more depth than a parser gives by itself", """{"a":[null]}""", 70)]
    [InlineData("as much depth as there may be", """{"a":[null]}""", 990)]
    public async Task What_a_client_sends_along_is_no_reason_to_refuse_or_to_lose_a_record(string what, string sent, int depth = 0)
    {
        var user = Guid.NewGuid().ToString();
        for (var one = 2; one < depth; one += 2)
            sent = $$"""{"a":[{{sent}}]}""";
        await using var gate = await StartAsync("PreAuthentication");
        await using var audit = await StartAsync("PostAuthentication");

        await AssertGoesBackAsync(gate, With(TriggerEvent.PreAuthentication));
        var trigger = With(TriggerEvent.PostAuthentication);
        await AssertGoesBackAsync(audit, trigger);
        await AssertGoesBackAsync(audit, trigger);

        var record = Assert.Single(await dynalite.RecordsOfAsync(user));
        Assert.Equal((what, "2"), (what, record["attempts"].N));
        Assert.Empty(await gate.StopAsync());

        byte[] With(string file) =>
            Encoding.UTF8.GetBytes(
                Encoding
                    .UTF8.GetString(Read(file, TriggerEvent.With("userName", user), json => json["request"]!["sent"] = "here"))
                    .Replace("\"here\"", sent, StringComparison.Ordinal)
            );
    }

    private static async Task AssertGoesBackAsync(PublishedFunction function, byte[] trigger)
    {
        var answer = await function.InvokeAsync(trigger);
        Assert.False(answer.IsError);
        Assert.Equal(trigger, answer.Body);
    }

    private static Action<JsonNode> Of(string shape) =>
        shape switch
        {
            "a later version" => With("version", "2"),
            "no version" => json => json.AsObject().Remove("version"),
            "a version of null" => With("version", null),
            "a version that is a number" => With("version", 2),
            "more of the caller" => Adding("callerContext"),
            "a response" => Adding("response"),
            "more than text of the client" => json =>
            {
                foreach (var sent in new[] { "validationData", "clientMetadata" })
                {
                    json["request"]![sent] ??= new JsonObject();
                    Adding(sent)(json["request"]!);
                }
            },
            _ => throw new ArgumentOutOfRangeException(nameof(shape), shape, null),
        };

    private static Action<JsonNode> Adding(string field) =>
        json =>
        {
            json[field]!["number"] = 2.50;
            json[field]!["object"] = new JsonObject { ["depth"] = new JsonArray(1, true, null) };
        };

    private Task<PublishedFunction> StartAsync(string name) =>
        PublishedFunction.StartAsync(
            name,
            ("AWS_ENDPOINT_URL", dynalite.Endpoint),
            ("AWS_REGION", "eu-central-1"),
            ("AWS_ACCESS_KEY_ID", "local"),
            ("AWS_SECRET_ACCESS_KEY", "local"),
            ("AUDIT_TABLE_NAME", Dynalite.Table),
            ("AUDIT_RETENTION_DAYS", "30"),
            ("DENY_LIST_TABLE_NAME", Dynalite.DenyList),
            ("DENY_EMAIL_DOMAINS", "evil.com"),
            ("ON_FAILURE", "deny")
        );
}
