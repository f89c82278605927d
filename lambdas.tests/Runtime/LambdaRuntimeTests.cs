using System.Text;
using CognitoStack.Lambda.Tests.Support;

namespace CognitoStack.Lambda.Tests.Runtime;

public sealed class LambdaRuntimeTests
{
    [Fact]
    public async Task What_the_handler_returns_is_the_answer_byte_for_byte()
    {
        await using var function = await StartAsync(invocation => Task.FromResult(invocation.Event));
        var trigger = Encoding.UTF8.GetBytes("{ \"b\": 1.50,\r\n \"a\": \"\\u00fc\" }");

        var answer = await function.InvokeAsync(trigger);

        Assert.False(answer.IsError);
        Assert.Equal(trigger, answer.Body);
        Assert.Empty(await function.StopAsync());
    }

    [Fact]
    public async Task An_invocation_has_its_deadline_and_its_trace()
    {
        var seen = new TaskCompletionSource<(TimeSpan Left, string? Trace)>();
        await using var function = await StartAsync(invocation =>
        {
            seen.SetResult((invocation.Deadline - DateTimeOffset.UtcNow, Environment.GetEnvironmentVariable("_X_AMZN_TRACE_ID")));
            return Task.FromResult(invocation.Event);
        });

        await function.InvokeAsync("{}"u8.ToArray());

        var (left, trace) = await seen.Task;
        Assert.InRange(left, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.StartsWith("Root=1-5bef4de7", trace, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_reaches_the_caller_in_its_own_words()
    {
        await using var function = await StartAsync(_ => throw new RefusalException("Not today"));

        var answer = await function.InvokeAsync("{}"u8.ToArray());

        Assert.True(answer.IsError);
        Assert.Equal("Function.Refused", answer.ErrorType);
        Assert.Equal("""{"errorMessage":"Not today","errorType":"Function.Refused"}""", Encoding.UTF8.GetString(answer.Body));
    }

    [Fact]
    public async Task Any_other_failure_reaches_the_log_only_and_the_loop_goes_on()
    {
        await using var function = await StartAsync(invocation =>
            invocation.Event.Length > 2 ? throw new InvalidOperationException("the password is hunter2") : Task.FromResult(invocation.Event)
        );

        var answer = await function.InvokeAsync("[1]"u8.ToArray());
        var next = await function.InvokeAsync("{}"u8.ToArray());

        Assert.Equal(
            """{"errorMessage":"Sign-in is not possible right now","errorType":"Function.Error"}""",
            Encoding.UTF8.GetString(answer.Body)
        );
        Assert.False(next.IsError);
        var line = Assert.Single(await function.StopAsync());
        Assert.Equal("the password is hunter2", line.Text("errorMessage"));
        Assert.True(Guid.TryParse(line.Text("requestId"), out _));
    }

    [Fact]
    public async Task A_failed_start_is_an_init_error_and_ends_the_function()
    {
        await using var function = await InProcessFunction.StartAsync(host =>
            LambdaRuntime.RunAsync(host, _ => throw new ConfigurationException("COLOUR", "mauve", "red or blue"))
        );

        var error = await function.Api.InitError;
        Assert.Equal(1, await function.ExitCodeAsync());
        Assert.Equal("Function.InitError", error.ErrorType);
        Assert.Equal("Sign-in is not possible right now", error.ErrorMessage);
        Assert.Equal("COLOUR is \"mauve\": expected red or blue.", Assert.Single(function.Log).Text("errorMessage"));
    }

    [Fact]
    public async Task An_answer_that_comes_too_late_does_not_end_the_loop()
    {
        await using var function = await StartAsync(invocation => Task.FromResult(invocation.Event));
        function.Api.RefuseOnceWith = 400;

        await function.InvokeAsync("{}"u8.ToArray());
        var next = await function.InvokeAsync("{}"u8.ToArray());

        Assert.False(next.IsError);
        var line = Assert.Single(await function.StopAsync());
        Assert.Equal(400, (int?)line["status"]);
        Assert.Contains(line.Text("requestId")!, line.Text("path"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_that_has_begun_to_come_is_answered_before_the_function_stops()
    {
        await using var function = await StartAsync(invocation => Task.FromResult(invocation.Event));
        function.Api.EventPause = TimeSpan.FromSeconds(1);

        var answer = function.InvokeAsync("""{"half":1,"other":2}"""u8.ToArray());
        await function.Api.EventBegun;
        // Its headers are there by then, its end is not.
        await Task.Delay(300);
        await function.StopAsync();

        Assert.Equal("""{"half":1,"other":2}""", Encoding.UTF8.GetString((await answer).Body));
    }

    [Fact]
    public async Task A_broken_sandbox_ends_the_function()
    {
        await using var function = await StartAsync(invocation => Task.FromResult(invocation.Event));
        function.Api.RefuseOnceWith = 500;

        await function.InvokeAsync("{}"u8.ToArray());

        Assert.Equal(1, await function.ExitCodeAsync());
    }

    private static Task<InProcessFunction> StartAsync(InvocationHandler handler) =>
        InProcessFunction.StartAsync(host => LambdaRuntime.RunAsync(host, _ => Task.FromResult(handler)));
}
