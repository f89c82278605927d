using CognitoStack.Local.Functions;

namespace CognitoStack.Local.Tests.Functions;

/// <summary>Processes that end, hang, or take too much.</summary>
public sealed class FailureTests : FunctionTests
{
    [ProcessTheory]
    [InlineData("process.exit(3)", "Runtime exited with error: exit status 3")]
    [InlineData("process.exit(0)", "Runtime exited without providing a reason")]
    [InlineData("process.kill(process.pid, 'SIGKILL')", "Runtime exited with error: signal: killed")]
    [InlineData("process.kill(process.pid, 'SIGSEGV')", "Runtime exited with error: signal: segmentation fault")]
    public async Task A_crash_fails_the_event_and_the_next_one_has_a_new_process(string crash, string expected)
    {
        var function = Bench.Node($$"""serve(async (event) => { if (event.bad) { {{crash}}; await sleep(1000); } return process.pid; })""");
        var before = await Bench.InvokeAsync(function);
        var failure = await Bench.FailAsync(function, """{"bad":true}""");

        Assert.Equal(FunctionFailure.Crashed, failure.Kind);
        Assert.Matches($"^RequestId: [0-9a-f-]{{36}} Error: {expected}$", failure.Message);
        Assert.NotEqual(before, await Bench.InvokeAsync(function));
    }

    [ProcessFact]
    public async Task The_timeout_of_the_template_ends_the_process()
    {
        var pid = Path.Combine(Bench.Folder, "pid");
        var function = Bench.Node(
            $$"""serve(async () => { require('fs').writeFileSync('{{pid}}', String(process.pid)); for (;;) await sleep(1000); })""",
            """{"Timeout":1}"""
        );
        var failure = await Bench.FailAsync(function);

        Assert.Equal(FunctionFailure.TimedOut, failure.Kind);
        Assert.EndsWith("Task timed out after 1.00 seconds", failure.Message, StringComparison.Ordinal);
        await FunctionBench.UntilAsync(() => !FunctionBench.Lives(File.ReadAllText(pid)), "the process has ended");
    }

    [ProcessFact]
    public async Task The_patience_of_the_caller_ends_the_waiting_alone()
    {
        var (go, marker) = (Path.Combine(Bench.Folder, "go"), Path.Combine(Bench.Folder, "marker"));
        var function = Bench.Node(
            $$"""const fs = require('fs'); serve(async (event) => { if (event.slow) { while (!fs.existsSync('{{go}}')) await sleep(20); fs.writeFileSync('{{marker}}', ''); } return process.pid; })"""
        );
        var process = await Bench.InvokeAsync(function);
        var failure = await Bench.FailAsync(function, """{"slow":true}""", TimeSpan.FromMilliseconds(100));

        Assert.Equal((FunctionFailure.TimedOut, "trigger did not answer within 0.1 seconds"), (failure.Kind, failure.Message));
        Assert.False(File.Exists(marker));
        await File.WriteAllTextAsync(go, string.Empty);
        await FunctionBench.UntilAsync(() => File.Exists(marker), "the function went on");
        await FunctionBench.UntilAsync(
            () => Bench.Log.All.Count(line => line.Text.Contains("REPORT", StringComparison.Ordinal)) == 2,
            "its event ended"
        );
        Assert.Equal(process, await Bench.InvokeAsync(function));
    }

    [ProcessFact]
    public async Task More_memory_than_the_template_gives_ends_the_process()
    {
        if (!OperatingSystem.IsLinux())
            return;
        var function = Bench.Node(
            "serve(async () => { const all = []; for (let i = 0; i < 40; i++) { all.push(Buffer.alloc(10e6, 1)); await sleep(10); } await sleep(100000); return all.length; })",
            """{"MemorySize":128}"""
        );
        var failure = await Bench.FailAsync(function);

        Assert.Equal(FunctionFailure.Crashed, failure.Kind);
        Assert.EndsWith("signal: killed", failure.Message, StringComparison.Ordinal);
        Assert.Contains("128 MB", (await Bench.Log.WaitForAsync("it has more than")).Text, StringComparison.Ordinal);
    }

    [ProcessFact]
    public async Task A_function_that_cannot_start_says_why_to_the_event_that_waits()
    {
        var function = Bench.Node(
            "post('init/error', { errorMessage: 'TABLE is not set', errorType: 'Function.InitError' }).then(() => process.exit(1))"
        );
        var failure = await Bench.FailAsync(function);
        Assert.Equal((FunctionFailure.Reported, "TABLE is not set"), (failure.Kind, failure.Message));
    }

    [ProcessFact]
    public async Task A_function_that_ends_before_it_starts_has_crashed_and_its_last_words_are_in_the_log()
    {
        var failure = await Bench.FailAsync(Bench.Function("#!/bin/sh\necho 'no such library' >&2\nexit 127\n"));
        Assert.Equal(FunctionFailure.Crashed, failure.Kind);
        Assert.EndsWith("exit status 127", failure.Message, StringComparison.Ordinal);
        Assert.Contains(Bench.Log.All, line => line.Text.EndsWith("no such library", StringComparison.Ordinal));
    }

    [ProcessFact]
    public async Task A_program_that_cannot_be_run_is_a_crash_and_takes_no_room()
    {
        var function = Bench.Function("no program at all", """{"ReservedConcurrentExecutions":1}""");
        Assert.Contains("fork/exec", (await Bench.FailAsync(function)).Message, StringComparison.Ordinal);
        Assert.Equal(FunctionFailure.Crashed, (await Bench.FailAsync(function)).Kind);
    }

    [ProcessFact]
    public async Task An_error_response_without_a_message_is_told_as_it_is()
    {
        var function = Bench.Node(
            "fetch(api + 'invocation/next').then((next) => post(`invocation/${next.headers.get('lambda-runtime-aws-request-id')}/error`, 'just text'))"
        );
        Assert.Equal("just text", (await Bench.FailAsync(function)).Message);
    }
}
