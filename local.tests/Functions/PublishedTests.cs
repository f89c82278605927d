using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Functions;
using CognitoStack.Local.Processes;

namespace CognitoStack.Local.Tests.Functions;

/// <summary>The project's own functions, as they are published.</summary>
public sealed class PublishedTests : FunctionTests
{
    private const string SignIn = """
        {"version":"1","triggerSource":"PreAuthentication_Authentication","region":"eu-central-1","userPoolId":"eu-central-1_EXAMPLE01","userName":"jane",
         "callerContext":{"awsSdkVersion":"aws-sdk-unknown-unknown","clientId":"1example23456789"},
         "request":{"userAttributes":{"sub":"3f2b6c1e-7d54-4a58-9c0b-5f1a2e8d9b10","email":"jane@DOMAIN","email_verified":"true","cognito:user_status":"CONFIRMED"}},"response":{}}
        """;

    private const string Rules = """
        {"Environment":{"Variables":{"ALLOW_EMAIL_DOMAINS":"","DENY_EMAIL_DOMAINS":"denied.example","REQUIRE_VERIFIED_EMAIL":"true","ON_FAILURE":"deny",
         "SSL_CERT_FILE":"/var/task/amazon-roots.pem","SSL_CERT_DIR":"/var/task/none"}},"LoggingConfig":{"LogFormat":"JSON"},"MemorySize":512}
        """;

    private static string Folder(string name) => Path.Combine(ProjectRoot.Path, "artifacts", "functions", name);

    [PublishedFact("PreAuthentication")]
    public async Task The_gate_lets_a_sign_in_pass_and_refuses_one_by_its_rules()
    {
        var gate = Bench.Function(Folder("PreAuthentication"), "gate", Rules, "gate");
        var passed = JsonNode.Parse(await Bench.InvokeAsync(gate, SignIn.Replace("DOMAIN", "example.com", StringComparison.Ordinal)))!;
        var refused = await Bench.FailAsync(gate, SignIn.Replace("DOMAIN", "denied.example", StringComparison.Ordinal));

        Assert.Equal("jane", (string?)passed["userName"]);
        Assert.Equal(FunctionFailure.Reported, refused.Kind);
        Assert.DoesNotContain("exception", refused.Message, StringComparison.OrdinalIgnoreCase);
        var log = await Bench.Log.WaitForAsync("A sign-in was refused");
        Assert.Equal(Microsoft.Extensions.Logging.LogLevel.Warning, log.Level);
        Assert.DoesNotContain("_aws", log.Text, StringComparison.Ordinal);
    }

    [PublishedFact("PreAuthentication")]
    public async Task The_gate_with_rules_it_cannot_read_fails_to_start_with_a_message_for_its_user()
    {
        var gate = Bench.Function(
            Folder("PreAuthentication"),
            "gate",
            Rules.Replace("\"true\"", "\"perhaps\"", StringComparison.Ordinal),
            "gate"
        );
        var failure = await Bench.FailAsync(gate, SignIn);
        Assert.Equal((FunctionFailure.Reported, "Sign-in is not possible right now"), (failure.Kind, failure.Message));
        Assert.Contains(
            "REQUIRE_VERIFIED_EMAIL",
            (await Bench.Log.WaitForAsync("The function cannot start")).Text,
            StringComparison.Ordinal
        );
    }

    [PublishedFact("PostAuthentication")]
    public async Task The_audit_whose_table_cannot_be_reached_lets_the_sign_in_pass_and_says_so_in_the_log()
    {
        var audit = Bench.Function(
            Folder("PostAuthentication"),
            "audit",
            """
            {"Environment":{"Variables":{"AUDIT_TABLE_NAME":"sign-ins","AUDIT_RETENTION_DAYS":"1"}},"Timeout":120,"MemorySize":512}
            """,
            "audit"
        );
        var trigger = SignIn.Replace("PreAuthentication", "PostAuthentication", StringComparison.Ordinal);
        // Nobody listens at the host's endpoint in this test.
        Assert.Equal("jane", (string?)JsonNode.Parse(await Bench.InvokeAsync(audit, trigger))!["userName"]);
        Assert.Equal(Microsoft.Extensions.Logging.LogLevel.Error, (await Bench.Log.WaitForAsync("no audit record")).Level);
    }

    [PublishedFact("PreAuthentication")]
    public async Task A_function_ends_when_its_host_is_killed()
    {
        const string host = """
            const server = require('http').createServer(() => {}).listen(0, '127.0.0.1', () => {
              const environment = { AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${server.address().port}`, ...JSON.parse(process.argv[2]) };
              const child = require('child_process').spawn(process.argv[1], { env: environment, stdio: 'ignore' });
              server.on('request', () => console.log(child.pid));
            });
            """;
        var variables = JsonNode.Parse(Rules)!["Environment"]!["Variables"]!.ToJsonString();
        using var parent = Process.Start(
            new ProcessStartInfo("node", ["-e", host, Path.Combine(Folder("PreAuthentication"), "bootstrap"), variables])
            {
                RedirectStandardOutput = true,
            }
        )!;
        var function = (await parent.StandardOutput.ReadLineAsync())!;
        Assert.True(FunctionBench.Lives(function));
        parent.Kill();
        await FunctionBench.UntilAsync(() => !FunctionBench.Lives(function), "the function has ended");
    }

    /// <summary>A test of a published function, where it is published and runs.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class PublishedFactAttribute : FactAttribute
    {
        public PublishedFactAttribute(string name) =>
            Skip =
                OperatingSystem.IsLinux() && RuntimeInformation.OSArchitecture == Architecture.X64
                    ? File.Exists(Path.Combine(Folder(name), "bootstrap"))
                        ? null
                        : "Run 'npm run build' first."
                    : "A published function runs on Linux x64 only.";
    }
}
