using CognitoStack.Local.Functions;

namespace CognitoStack.Local.Tests.Functions;

/// <summary>How many processes there are, and how long they live.</summary>
public sealed class EnvironmentTests : FunctionTests
{
    private const string Pid = "serve(async (event) => { await sleep(event.sleep ?? 0); return process.pid; })";

    [ProcessFact]
    public async Task A_warm_process_is_used_again_and_two_events_at_once_have_two()
    {
        var function = Bench.Node(Pid);
        var first = await Bench.InvokeAsync(function);
        Assert.Equal(first, await Bench.InvokeAsync(function));

        var both = await Task.WhenAll(Bench.InvokeAsync(function, """{"sleep":300}"""), Bench.InvokeAsync(function, """{"sleep":300}"""));
        Assert.NotEqual(both[0], both[1]);
        Assert.Contains(first, both);
    }

    [ProcessFact]
    public async Task Reserved_concurrency_lets_events_wait_for_a_process_as_long_as_their_callers_do()
    {
        var function = Bench.Node(Pid, """{"ReservedConcurrentExecutions":1}""");
        var busy = Bench.InvokeAsync(function, """{"sleep":600}""");
        Assert.Equal(FunctionFailure.TimedOut, (await Bench.FailAsync(function, patience: TimeSpan.FromMilliseconds(100))).Kind);
        Assert.Equal(await Bench.InvokeAsync(function), await busy);
        Assert.Equal("Rate Exceeded.", (await Bench.FailAsync(Bench.Node(Pid, """{"ReservedConcurrentExecutions":0}"""))).Message);
    }

    [ProcessFact]
    public async Task Many_events_are_answered_each_with_its_own_answer_by_ten_processes_at_most()
    {
        var function = Bench.Node("serve((event) => ({ n: event.n, pid: process.pid }))");
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(n => Bench.InvokeAsync(function, $$"""{"n":{{n}}}""")));

        Assert.All(answers, (answer, n) => Assert.StartsWith($$"""{"n":{{n}},""", answer, StringComparison.Ordinal));
        Assert.InRange(answers.Select(answer => answer[answer.IndexOf("pid", StringComparison.Ordinal)..]).Distinct().Count(), 2, 10);
    }

    [ProcessFact]
    public async Task Another_deployment_has_processes_of_its_own_and_the_old_one_ends_after_its_event()
    {
        const string script = "serve(async (event) => { await sleep(event.sleep ?? 0); return [process.pid, process.env.RULE ?? '']; })";
        var old = Bench.Node(script);
        var busy = Bench.InvokeAsync(old, """{"sleep":500}""");
        await Bench.Log.WaitForAsync("START");
        var next = Bench.Node(script, """{"Environment":{"Variables":{"RULE":"new"}}}""");

        Assert.EndsWith(",\"new\"]", await Bench.InvokeAsync(next), StringComparison.Ordinal);
        var answer = await busy;
        Assert.EndsWith(",\"\"]", answer, StringComparison.Ordinal);
        await FunctionBench.UntilAsync(() => !FunctionBench.Lives(answer.Trim('[', ']').Split(',')[0]), "the old process has ended");
    }

    [ProcessFact]
    public async Task A_process_whose_credentials_are_about_to_end_gets_no_more_events()
    {
        var function = Bench.Node(Pid);
        var first = await Bench.InvokeAsync(function);
        Bench.Clock.Ahead = TimeSpan.FromMinutes(54);
        Assert.Equal(first, await Bench.InvokeAsync(function));
        Bench.Clock.Ahead = TimeSpan.FromMinutes(56);
        Assert.NotEqual(first, await Bench.InvokeAsync(function));
        Assert.Equal(2, Bench.Sessions.Count);
    }

    [ProcessFact]
    public async Task An_idle_process_ends_after_some_minutes()
    {
        var process = await Bench.InvokeAsync(Bench.Node(Pid));
        await FunctionBench.UntilAsync(
            () => Bench.Log.All.Any(line => line.Text.Contains("END", StringComparison.Ordinal)),
            "the event ended"
        );
        Bench.Clock.Ahead = TimeSpan.FromMinutes(4);
        Bench.Clock.Repeat();
        await Task.Delay(100);
        Assert.True(FunctionBench.Lives(process));
        Bench.Clock.Ahead = TimeSpan.FromMinutes(6);
        await FunctionBench.UntilAsync(
            () =>
            {
                Bench.Clock.Repeat();
                return !FunctionBench.Lives(process);
            },
            "the process has ended"
        );
    }

    [ProcessFact]
    public async Task All_end_with_the_host_whatever_they_are_doing()
    {
        var function = Bench.Node(
            "process.on('SIGTERM', () => {}); serve(async (event) => { await sleep(event.sleep ?? 0); return process.pid; })"
        );
        var idle = await Bench.InvokeAsync(function);
        var busy = Bench.FailAsync(function, """{"sleep":100000}""");
        await FunctionBench.UntilAsync(
            () => Bench.Log.All.Count(line => line.Text.Contains("START", StringComparison.Ordinal)) == 2,
            "it is busy"
        );
        await Bench.DisposeAsync();

        Assert.False(FunctionBench.Lives(idle));
        Assert.Equal(FunctionFailure.Crashed, (await busy).Kind);
        Bench.Clock.Repeat();
    }
}
