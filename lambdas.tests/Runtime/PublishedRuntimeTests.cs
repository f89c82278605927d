using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using CognitoStack.Lambda.Tests.Support;
using static CognitoStack.Lambda.Tests.Support.TriggerEvent;

namespace CognitoStack.Lambda.Tests.Runtime;

public sealed class PublishedRuntimeTests(Dynalite dynalite) : IClassFixture<Dynalite>
{
    // Lambda's largest event; Cognito's are a thousandth of it.
    private const int LargestEvent = 6 * 1024 * 1024;

    public static TheoryData<string, string> Functions =>
        new() { { "PreAuthentication", TriggerEvent.PreAuthentication }, { "PostAuthentication", TriggerEvent.PostAuthentication } };

    [PublishedTheory]
    [MemberData(nameof(Functions))]
    public async Task The_largest_event_goes_back_byte_for_byte(string name, string file)
    {
        await using var function = await StartAsync(name, dynalite.Endpoint);
        var trigger = Read(file, With("padding", ""));
        var padded = Encoding.UTF8.GetBytes(
            Encoding
                .UTF8.GetString(trigger)
                .Replace("\"padding\":\"\"", $"\"padding\":\"{new string('x', LargestEvent - trigger.Length)}\"", StringComparison.Ordinal)
        );
        Assert.Equal(LargestEvent, padded.Length);

        var answer = await function.InvokeAsync(padded);

        Assert.True(answer.Body.AsSpan().SequenceEqual(padded));
    }

    [PublishedTheory]
    [MemberData(nameof(Functions))]
    public async Task An_event_that_comes_in_pieces_is_waited_for(string name, string file)
    {
        await using var function = await StartAsync(name, dynalite.Endpoint);
        function.Api.EventPause = TimeSpan.FromMilliseconds(300);
        var trigger = Encoding.UTF8.GetBytes(
            Encoding
                .UTF8.GetString(Read(file))
                .Replace(
                    "\"response\":",
                    "\"n\\u0061me\" :\r\n\"\\u00fc ü 1.50\", \"n\": 1.50e+01 , \"response\":",
                    StringComparison.Ordinal
                )
        );

        Assert.Equal(trigger, (await function.InvokeAsync(trigger)).Body);

        Assert.All(await function.StopAsync(), line => Assert.Equal("INFO", line.Text("level")));
    }

    [PublishedTheory]
    [MemberData(nameof(Functions))]
    public async Task Waiting_for_an_event_it_ends_well_on_SIGTERM(string name, string file)
    {
        await using var function = await StartAsync(name, dynalite.Endpoint);
        await function.InvokeAsync(Read(file));

        await TerminateAsync(function);

        Assert.Equal(0, await function.ExitCodeAsync());
        Assert.All(await function.StopAsync(), line => Assert.Equal("INFO", line.Text("level")));
    }

    [PublishedTheory]
    [MemberData(nameof(Functions))]
    public async Task An_event_at_hand_is_answered_before_it_ends_on_SIGTERM(string name, string file)
    {
        var asked = new TaskCompletionSource();
        await using var proxy = await FaultyProxy.StartAsync(dynalite.Endpoint);
        await AuditWindow.PastItsStartAsync();
        // One call for the start, one an event.
        proxy.FaultOf = number =>
        {
            if (number != 2)
                return null;
            asked.TrySetResult();
            return new Fault { DelayBefore = TimeSpan.FromMilliseconds(400) };
        };
        await using var function = await StartAsync(name, proxy.Endpoint);
        var user = Guid.NewGuid().ToString();
        var trigger = Read(file, With("userName", user));

        var answer = function.InvokeAsync(trigger);
        await asked.Task.WaitAsync(TimeSpan.FromMinutes(1));
        await TerminateAsync(function);

        Assert.Equal(trigger, (await answer).Body);
        Assert.Equal(0, await function.ExitCodeAsync());
        Assert.All(await function.StopAsync(), line => Assert.Equal("INFO", line.Text("level")));
        Assert.Equal(name == "PreAuthentication" ? 0 : 1, (await dynalite.RecordsOfAsync(user)).Count);
    }

    [PublishedFact]
    public async Task An_error_says_what_the_user_may_read_and_nothing_of_its_cause()
    {
        await using var gate = await PublishedFunction.StartAsync("PreAuthentication", ("DENY_EMAIL_DOMAINS", "evil.com"));
        await using var misconfigured = await PublishedFunction.StartAsync("PreAuthentication", ("REQUIRE_VERIFIED_EMAIL", "hunter2"));

        AssertError(
            """{"errorMessage":"Sign-in is not allowed for this account. Contact your administrator","errorType":"Function.Refused"}""",
            await gate.InvokeAsync(Read(TriggerEvent.PreAuthentication, WithAttribute("email", "jane@evil.com")))
        );
        AssertError(
            """{"errorMessage":"Sign-in is not possible right now","errorType":"Function.Error"}""",
            await gate.InvokeAsync("""{"request":"hunter2"}"""u8.ToArray())
        );
        AssertError(
            """{"errorMessage":"Sign-in is not possible right now","errorType":"Function.InitError"}""",
            await misconfigured.InitError
        );
    }

    private static void AssertError(string body, Answer answer)
    {
        Assert.True(answer.IsError);
        Assert.Equal(body, Encoding.UTF8.GetString(answer.Body));
        Assert.Equal((string?)JsonNode.Parse(body)!["errorType"], answer.ErrorType);
    }

    private static Task<PublishedFunction> StartAsync(string name, string table) =>
        PublishedFunction.StartAsync(
            name,
            ("AWS_ENDPOINT_URL", table),
            ("AWS_REGION", "eu-central-1"),
            ("AWS_ACCESS_KEY_ID", "local"),
            ("AWS_SECRET_ACCESS_KEY", "local"),
            ("AUDIT_TABLE_NAME", Dynalite.Table),
            ("AUDIT_RETENTION_DAYS", "30"),
            ("DENY_LIST_TABLE_NAME", Dynalite.DenyList)
        );

    private static async Task TerminateAsync(PublishedFunction function)
    {
        using var kill = Process.Start("kill", ["-TERM", $"{function.ProcessId}"]);
        await kill.WaitForExitAsync();
    }
}
