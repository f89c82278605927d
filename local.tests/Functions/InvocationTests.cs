using System.Text.Json.Nodes;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Functions;

namespace CognitoStack.Local.Tests.Functions;

/// <summary>What functions are told, and what becomes of what they say.</summary>
public sealed class InvocationTests : FunctionTests
{
    [ProcessFact]
    public async Task An_event_reaches_the_function_and_its_answer_the_caller()
    {
        var echo = Bench.Node(
            "serve((event, headers) => ({ ...event, seen: Object.fromEntries([...headers].filter(([name]) => name.startsWith('lambda-'))) }))"
        );
        var answer = JsonNode.Parse(await Bench.InvokeAsync(echo, """{"userName":"Jörg €"}"""))!;
        var seen = answer["seen"]!;

        Assert.Equal("Jörg €", (string?)answer["userName"]);
        Assert.True(Guid.TryParse((string?)seen["lambda-runtime-aws-request-id"], out _));
        Assert.Equal(echo.Arn, (string?)seen["lambda-runtime-invoked-function-arn"]);
        var left =
            DateTimeOffset.FromUnixTimeMilliseconds(long.Parse((string)seen["lambda-runtime-deadline-ms"]!, null)) - DateTimeOffset.UtcNow;
        Assert.InRange(left.TotalSeconds, 0, 120);
        Assert.Matches("^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0$", (string?)seen["lambda-runtime-trace-id"]);
    }

    [ProcessFact]
    public async Task A_function_knows_what_Lambda_tells_it_and_nothing_of_the_host()
    {
        Environment.SetEnvironmentVariable("OF_THE_HOST", "secret");
        var variables = Bench.Node(
            "serve(() => process.env)",
            """
            {"Environment":{"Variables":{"TABLE":"sign-ins","SSL_CERT_FILE":"/var/task/amazon-roots.pem","AWS_REGION":"nowhere"}},
             "LoggingConfig":{"LogFormat":"JSON","LogGroup":"trigger-logs"}}
            """,
            "my-trigger"
        );
        var seen = JsonNode.Parse(await Bench.InvokeAsync(variables))!.AsObject();
        var folder = Bench.CodeOf(variables);

        Assert.Equal(
            new Dictionary<string, string>
            {
                ["TABLE"] = "sign-ins",
                ["SSL_CERT_FILE"] = $"{folder}/amazon-roots.pem",
                ["AWS_REGION"] = "eu-central-1",
                ["AWS_DEFAULT_REGION"] = "eu-central-1",
                ["AWS_LAMBDA_FUNCTION_NAME"] = "my-trigger",
                ["AWS_LAMBDA_FUNCTION_VERSION"] = "$LATEST",
                ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] = "256",
                ["AWS_LAMBDA_INITIALIZATION_TYPE"] = "on-demand",
                ["AWS_LAMBDA_LOG_FORMAT"] = "JSON",
                ["AWS_LAMBDA_LOG_GROUP_NAME"] = "trigger-logs",
                ["AWS_ACCESS_KEY_ID"] = "ASIAEXAMPLE",
                ["AWS_SECRET_ACCESS_KEY"] = "secret",
                ["AWS_SESSION_TOKEN"] = "token 1",
                ["AWS_ENDPOINT_URL"] = "http://127.0.0.1:4566",
                ["_HANDLER"] = "bootstrap",
                ["LAMBDA_TASK_ROOT"] = folder,
                ["LAMBDA_RUNTIME_DIR"] = "/var/runtime",
                ["TZ"] = ":UTC",
                ["PATH"] = "/usr/local/bin:/usr/bin:/bin:/opt/bin",
                ["LANG"] = "en_US.UTF-8",
            }.OrderBy(variable => variable.Key, StringComparer.Ordinal),
            seen.Where(variable => variable.Key is not ("AWS_LAMBDA_RUNTIME_API" or "AWS_LAMBDA_LOG_STREAM_NAME"))
                .Select(variable => KeyValuePair.Create(variable.Key, variable.Value!.ToString()))
                .OrderBy(variable => variable.Key, StringComparer.Ordinal)
        );
        var session = Assert.Single(Bench.Sessions);
        Assert.Equal((FunctionBench.RoleArn, "my-trigger"), (session.RoleArn, session.SessionName));
    }

    [ProcessFact]
    public async Task Nobody_answers_for_a_function_under_another_name_or_from_a_page()
    {
        var function = Bench.Node(
            """
            serve(async (event, received) => {
              const { request } = await import('node:http');
              const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(':');
              const path = `/2018-06-01/runtime/invocation/${received.get('lambda-runtime-aws-request-id')}/response`;
              const forge = (headers) => new Promise((done) => request({ host, port, path, headers, method: 'POST' }, (answer) => done(answer.resume().statusCode)).end('"forged"'));
              return [await forge({ host: 'evil.example' }), await forge({ origin: 'https://evil.example' }), await forge({ 'sec-fetch-site': 'cross-site' })];
            })
            """
        );
        Assert.Equal("[403,403,403]", await Bench.InvokeAsync(function));
    }

    [ProcessFact]
    public async Task What_a_function_reports_is_its_failure_and_it_lives_on()
    {
        var function = Bench.Node("serve((event) => { if (event.bad) throw new Error('Sign-in is not allowed'); return process.pid; })");
        var before = await Bench.InvokeAsync(function);
        var failure = await Bench.FailAsync(function, """{"bad":true}""");

        Assert.Equal((FunctionFailure.Reported, "Sign-in is not allowed"), (failure.Kind, failure.Message));
        Assert.Equal(before, await Bench.InvokeAsync(function));
    }

    [ProcessFact]
    public async Task An_answer_that_is_not_JSON_is_a_failure_and_none_at_all_is_null()
    {
        var function = Bench.Node("serve((event) => event.text ?? null)");
        Assert.Equal(FunctionFailure.Reported, (await Bench.FailAsync(function, """{"text":"not JSON"}""")).Kind);
        Assert.Equal("null", await Bench.InvokeAsync(function));
    }

    [ProcessFact]
    public async Task Payloads_above_6_MB_are_refused_both_ways()
    {
        var function = Bench.Node("serve((event) => 'x'.repeat(event.size ?? 0))");
        var tooMuch = await Bench.FailAsync(function, $$"""{"filler":"{{new string('x', 6 * 1024 * 1024)}}"}""");
        Assert.Contains("payload is too large", tooMuch.Message, StringComparison.Ordinal);

        var answer = await Bench.FailAsync(function, """{"size":6291457}""");
        Assert.Equal("Response payload size exceeded maximum allowed payload size (6291556 bytes).", answer.Message);
    }

    [ProcessFact]
    public async Task The_Runtime_API_refuses_what_is_not_the_turn_of_the_function()
    {
        var function = Bench.Node(
            """
            serve(async () => {
              const status = async (path, init) => (await fetch(api + path, init)).status;
              return [await status('invocation/next'), await status('invocation/someone-elses/response', { method: 'POST', body: '{}' }), await status('invocation/next/error'), await status('nothing')];
            })
            """
        );
        Assert.Equal("[403,400,404,404]", await Bench.InvokeAsync(function));
    }

    [ProcessFact]
    public async Task An_alias_stands_for_its_function()
    {
        var function = Bench.Node("serve(() => [process.env.AWS_LAMBDA_FUNCTION_NAME])");
        Bench.Current = FunctionBench.Deploy(function);
        var alias = function with
        {
            Type = "AWS::Lambda::Alias",
            Arn = $"{function.Arn}:live",
            Properties = new JsonObject { ["FunctionName"] = function.Name },
        };
        await Assert.ThrowsAsync<FunctionException>(() =>
            Bench.InvokeAsync(alias with { Properties = new JsonObject { ["FunctionName"] = "nobody" } })
        );
        Assert.Equal("[\"trigger\"]", await Bench.InvokeAsync(alias));
    }

    [ProcessFact]
    public async Task The_log_has_lines_by_function_and_request_with_their_gravity_and_without_metrics()
    {
        var function = Bench.Node(
            """
            serve(() => {
              console.log('plain');
              console.error(JSON.stringify({ level: 'WARN', message: 'refused', requestId: 'x', _aws: { CloudWatchMetrics: [] }, Refused: 1 }));
              console.log(JSON.stringify({ _aws: { CloudWatchMetrics: [] }, SignIns: 1 }));
            })
            """
        );
        await Bench.InvokeAsync(function);

        var plain = await Bench.Log.WaitForAsync(": plain");
        Assert.Equal(Microsoft.Extensions.Logging.LogLevel.Information, plain.Level);
        Assert.Matches("^trigger [0-9a-f-]{36}: plain$", plain.Text);
        var refused = await Bench.Log.WaitForAsync("refused");
        Assert.Equal(Microsoft.Extensions.Logging.LogLevel.Warning, refused.Level);
        Assert.EndsWith("""{"level":"WARN","message":"refused","Refused":1}""", refused.Text, StringComparison.Ordinal);
        Assert.Equal(Microsoft.Extensions.Logging.LogLevel.Debug, (await Bench.Log.WaitForAsync("SignIns")).Level);
        Assert.Matches(
            @"REPORT RequestId: \S+ Duration: \d+\.\d\d ms Billed Duration: \d+ ms Memory Size: 256 MB Max Memory Used: [1-9]\d* MB Init Duration: \d+\.\d\d ms$",
            (await Bench.Log.WaitForAsync("REPORT")).Text
        );
    }
}
