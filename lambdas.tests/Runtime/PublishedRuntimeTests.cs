using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using CognitoStack.Lambda.Tests.Support;
using static CognitoStack.Lambda.Tests.Support.TriggerEvent;

namespace CognitoStack.Lambda.Tests.Runtime;

public sealed class PublishedRuntimeTests
{
    // Lambda's largest event; Cognito's are a thousandth of it.
    private const int LargestEvent = 6 * 1024 * 1024;

    [PublishedFact]
    public async Task The_largest_event_goes_back_byte_for_byte()
    {
        await using var gate = await PublishedFunction.StartAsync("PreAuthentication");
        var trigger = Read(TriggerEvent.PreAuthentication, With("padding", ""));
        var padded = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(trigger).Replace(
            "\"padding\":\"\"", $"\"padding\":\"{new string('x', LargestEvent - trigger.Length)}\"", StringComparison.Ordinal));
        Assert.Equal(LargestEvent, padded.Length);

        var answer = await gate.InvokeAsync(padded);

        Assert.True(answer.Body.AsSpan().SequenceEqual(padded));
    }

    [PublishedFact]
    public async Task An_event_that_comes_in_pieces_is_waited_for()
    {
        await using var gate = await PublishedFunction.StartAsync("PreAuthentication");
        gate.Api.EventPause = TimeSpan.FromMilliseconds(300);
        var trigger = Encoding.UTF8.GetBytes("{ \"request\" :\r\n{ \"userAttributes\": { \"n\\u0061me\": \"\\u00fc ü 1.50\" } }, \"n\": 1.50e+01 }");

        Assert.Equal(trigger, (await gate.InvokeAsync(trigger)).Body);
    }

    [PublishedFact]
    public async Task Waiting_for_an_event_it_ends_well_on_SIGTERM()
    {
        await using var gate = await PublishedFunction.StartAsync("PreAuthentication");
        await gate.InvokeAsync(Read(TriggerEvent.PreAuthentication));

        await TerminateAsync(gate);

        Assert.Equal(0, await gate.ExitCodeAsync());
        Assert.Empty(await gate.StopAsync());
    }

    [PublishedFact]
    public async Task An_event_at_hand_is_answered_before_it_ends_on_SIGTERM()
    {
        await using var cognito = await FakeCognito.StartAsync();
        var asked = new TaskCompletionSource();
        cognito.Groups["jane"] = ["admins"];
        cognito.Script = call =>
        {
            if (call.Operation != "AdminListGroupsForUser")
                return null;
            asked.TrySetResult();
            return new CognitoReply(200, """{"Groups":[{"GroupName":"admins"}]}""", TimeSpan.FromMilliseconds(400));
        };
        await using var gate = await PublishedFunction.StartAsync("PreAuthentication",
            ("AWS_ENDPOINT_URL", cognito.Endpoint), ("AWS_REGION", "eu-central-1"), ("AWS_ACCESS_KEY_ID", "local"),
            ("AWS_SECRET_ACCESS_KEY", "local"), ("ALLOWED_GROUPS_BY_CLIENT", """{"portal":["admins"]}"""));
        var trigger = Read(TriggerEvent.PreAuthentication, With("userName", (JsonNode)"jane"));

        var answer = gate.InvokeAsync(trigger);
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(10));
        await TerminateAsync(gate);

        Assert.Equal(trigger, (await answer).Body);
        Assert.Equal(0, await gate.ExitCodeAsync());
    }

    private static async Task TerminateAsync(PublishedFunction function)
    {
        using var kill = Process.Start("kill", ["-TERM", $"{function.ProcessId}"]);
        await kill.WaitForExitAsync();
    }
}
