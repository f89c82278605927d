using System.Text.Json.Nodes;

namespace CognitoStack.Local.Tests.Functions;

/// <summary>What a function's log group has: its own lines, and Lambda's around them.</summary>
public sealed class LogTests : FunctionTests
{
    [ProcessFact]
    public async Task Lines_of_a_function_stand_between_Lambdas_own()
    {
        var function = Bench.Node("serve((event) => { console.log('hello', event.n); console.error('to the other stream'); })");
        await Bench.InvokeAsync(function, """{"n":1}""");
        await FunctionBench.UntilAsync(() => Bench.Logged.Count >= 5, "five lines were logged");

        var lines = Bench.Logged.ToList();
        Assert.All(lines, line => Assert.Equal("/aws/lambda/trigger", line.Group));
        Assert.Matches(@"^\d{4}/\d\d/\d\d/\[\$LATEST\][0-9a-f]{32}$", Assert.Single(lines.Select(line => line.Stream).Distinct()));
        Assert.Matches(@"^START RequestId: [0-9a-f-]{36} Version: \$LATEST$", lines[0].Message);
        Assert.Contains("hello 1", lines.Select(line => line.Message));
        Assert.Contains("to the other stream", lines.Select(line => line.Message));
        Assert.Contains(lines, line => line.Message.StartsWith("END RequestId: ", StringComparison.Ordinal));
        Assert.Contains(
            lines,
            line =>
                System.Text.RegularExpressions.Regex.IsMatch(
                    line.Message,
                    @"^REPORT RequestId: [0-9a-f-]{36}\tDuration: [\d.]+ ms\tBilled Duration: \d+ ms\tMemory Size: 256 MB\tMax Memory Used: \d+ MB\tInit Duration: [\d.]+ ms$"
                )
        );
    }

    [ProcessFact]
    public async Task As_JSON_they_are_events_of_the_platform_in_the_group_that_the_template_names()
    {
        var function = Bench.Node(
            "serve(() => { throw new Error('no') })",
            """{"LoggingConfig":{"LogFormat":"JSON","LogGroup":"/team/gate"}}"""
        );
        await Bench.FailAsync(function);
        await FunctionBench.UntilAsync(() => Bench.Logged.Count >= 2, "two lines were logged");

        Assert.All(Bench.Logged, line => Assert.Equal("/team/gate", line.Group));
        var events = Bench.Logged.Select(line => JsonNode.Parse(line.Message)!).ToList();
        Assert.Equal(["platform.start", "platform.report"], events.Select(e => e["type"]!.ToString()));
        var record = events[1]["record"]!;
        Assert.Equal(
            (events[0]["record"]!["requestId"]!.ToString(), "error", 256),
            (record["requestId"]!.ToString(), record["status"]!.ToString(), (int)record["metrics"]!["memorySizeMB"]!)
        );
    }

    [ProcessFact]
    public async Task What_went_wrong_is_logged_before_the_end()
    {
        await Bench.FailAsync(Bench.Node("process.exit(3)"));
        await FunctionBench.UntilAsync(
            () => Bench.Logged.Any(line => line.Message.StartsWith("REPORT", StringComparison.Ordinal)),
            "the end was logged"
        );

        var measured = Bench.Measured.ToLookup(m => m.Metric.Name, m => m.Value);
        Assert.Equal((1, 1), (measured["Invocations"].Single(), measured["Errors"].Single()));
        Assert.All(
            Bench.Measured,
            m => Assert.Equal(("AWS/Lambda", ("FunctionName", "trigger")), (m.Metric.Namespace, m.Metric.Dimensions.All.Single()))
        );
        Assert.Contains(Bench.Logged, line => line.Message.Contains("Runtime exited with error: exit status 3", StringComparison.Ordinal));
    }
}
