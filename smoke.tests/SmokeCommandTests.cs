using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using CognitoStack.Smoke.People;
using CognitoStack.Smoke.Target;
using Spectre.Console;

namespace CognitoStack.Smoke.Tests;

/// <summary>What is told before anything is checked, and exit codes.</summary>
public sealed class SmokeCommandTests
{
    [Theory]
    [InlineData("--outputs o.json", false)]
    [InlineData("--endpoint https://aws.example --outputs o.json", false)]
    [InlineData("--outputs o.json --i-know", true)]
    [InlineData("--outputs o.json --read-only", true)]
    [InlineData("", true)]
    [InlineData("--endpoint http://localhost:4566", true)]
    public async Task Production_is_refused_on_AWS_unless_told(string args, bool isLetThrough)
    {
        await CommandLine.RunAsync(
            args.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            (options, _) =>
            {
                var act = () => SmokeCommand.RefuseProduction(Worlds.Shipped("prod"), options);
                if (isLetThrough)
                    act();
                else
                    Assert.Contains("--i-know", Assert.Throws<SmokeException>(act).Message, StringComparison.Ordinal);
                SmokeCommand.RefuseProduction(Worlds.Shipped("staging"), options);
                return Task.FromResult(0);
            },
            TextWriter.Null
        );
    }

    [Theory]
    [InlineData("--outputs o.json", "AWS_ENDPOINT_URL of this shell")]
    [InlineData("--outputs o.json", "AWS_ENDPOINT_URL and AWS_ENDPOINT_URL_S3 of this shell", "AWS_ENDPOINT_URL_S3")]
    [InlineData("--outputs o.json --endpoint http://127.0.0.1:4566", null)]
    [InlineData("", null)]
    public async Task A_shell_that_leads_elsewhere_is_refused_where_AWS_is_meant(string args, string? told, params string[] more)
    {
        await CommandLine.RunAsync(
            args.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            (options, _) =>
            {
                var act = () => SmokeCommand.RefuseOtherEndpoints(options, ["PATH", "AWS_REGION", .. more, "AWS_ENDPOINT_URL"]);
                if (told is null)
                    act();
                else
                    Assert.Contains(told, Assert.Throws<SmokeException>(act).Message, StringComparison.Ordinal);
                SmokeCommand.RefuseOtherEndpoints(options, ["PATH", "AWS_REGION"]);
                return Task.FromResult(0);
            },
            TextWriter.Null
        );
    }

    [Theory]
    [InlineData("", "", null, "example.com")]
    [InlineData("", "example.com", null, "example.org")]
    [InlineData("", "example.com, example.org, example.net", null, "\"test\" denies every domain")]
    [InlineData("a.example, b.example", "a.example", null, "b.example")]
    [InlineData("a.example, b.example", "", "B.example", "B.example")]
    [InlineData("a.example", "", "b.example", "--email-domain b.example: \"test\" lets in a.example only")]
    [InlineData("a.example", "", "sub.a.example", "lets in a.example only")]
    [InlineData("", "a.example", "sub.A.example", "denies it (signInRules.denyEmailDomains has a.example)")]
    [InlineData("", "a.example", "nota.example", "nota.example")]
    public void Made_up_users_are_of_a_domain_that_is_let_in(string allowed, string denied, string? chosen, string told)
    {
        string[] Domains(string list) => list.Split(", ", StringSplitOptions.RemoveEmptyEntries);
        var environment = Worlds.Shipped("local") with
        {
            Name = "test",
            SignInRules = new() { AllowEmailDomains = [.. Domains(allowed)], DenyEmailDomains = [.. Domains(denied)] },
        };
        var act = () => EmailDomains.Of(environment, chosen);
        if (told.Contains('"') || told.Contains(' '))
            Assert.Contains(told, Assert.Throws<SmokeException>(act).Message, StringComparison.Ordinal);
        else
            Assert.Equal(told, act());
    }

    [Fact]
    public async Task A_domain_that_is_refused_ends_with_2_before_anything_is_asked()
    {
        var (exit, output, error) = await RunAsync(
            new()
            {
                Environment = Local,
                EmailDomain = "mail.denied.example",
                Outputs = "/nowhere/outputs.json",
            }
        );
        Assert.Equal((2, string.Empty), (exit, output));
        Assert.Contains("--email-domain mail.denied.example", Assert.Single(Lines(error)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_environment_that_is_not_there_ends_with_2()
    {
        var (exit, _, error) = await RunAsync(new() { Environment = "nowhere" });
        Assert.Equal(2, exit);
        Assert.Contains("nowhere", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_outputs_end_with_2_and_the_way_out()
    {
        var (exit, _, error) = await RunAsync(
            new()
            {
                Environment = Local,
                Outputs = "/nowhere/outputs.json",
                Endpoint = new("http://127.0.0.1:9"),
            }
        );
        Assert.Equal(2, exit);
        Assert.Contains("cdk deploy --all --outputs-file", Assert.Single(Lines(error)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_where_nothing_answers_ends_with_2_and_the_way_out()
    {
        var (exit, _, error) = await RunAsync(Deployed("http://127.0.0.1:9"));
        Assert.Equal(2, exit);
        Assert.Equal(
            "Nothing answers at http://127.0.0.1:9/. Start the local AWS with \"npm start\", or name another address with --endpoint URL.",
            Assert.Single(Lines(error))
        );
    }

    [Fact]
    public async Task An_address_that_takes_calls_and_never_answers_is_one_where_nothing_answers()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var silent = new Aws("us-east-1", new($"http://{listener.LocalEndpoint}"), new BasicAWSCredentials("key", "secret"))
        {
            Patience = TimeSpan.FromMilliseconds(50),
        };
        var said = await Assert.ThrowsAsync<SmokeException>(() => silent.ProbeAsync("us-east-1_Pool", CancellationToken.None));
        Assert.StartsWith($"Nothing answers at http://{listener.LocalEndpoint}/. ", said.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Credentials_without_a_key_end_with_2_and_the_way_out()
    {
        var options = Deployed("http://127.0.0.1:9");
        File.WriteAllText(Path.Combine(Path.GetDirectoryName(options.Outputs)!, "credentials"), "[other]\naws_access_key_id = a\n");
        var (exit, _, error) = await RunAsync(options);
        Assert.Equal(2, exit);
        Assert.Contains("[default]", Assert.Single(Lines(error)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ResourceNotFoundException", "There is no user pool us-east-1_Pool in us-east-1 at http")]
    [InlineData("UnrecognizedClientException", "The administrator's credentials do not do: UnrecognizedClientException")]
    public async Task What_the_first_call_meets_ends_with_2_and_the_way_out(string code, string told)
    {
        await using var fake = await FakeAws.StartAsync();
        fake.Answer = (_, _) => (400, new JsonObject { ["__type"] = code, ["message"] = "No." }.ToJsonString());
        var (exit, _, error) = await RunAsync(Deployed(fake.Endpoint));
        Assert.Equal(2, exit);
        Assert.StartsWith(told, Assert.Single(Lines(error)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nothing_works_it_ends_with_1_a_total_and_no_stack_trace()
    {
        await using var fake = await FakeAws.StartAsync();
        fake.Allows = _ => false;
        fake.Answer = (operation, _) =>
            operation switch
            {
                "DescribeUserPool" => (200, "{}"),
                "DescribeUserPoolClient" => (200, """{"UserPoolClient":{"ExplicitAuthFlows":["ALLOW_USER_SRP_AUTH"]}}"""),
                "AdminDeleteUser" or "AdminGetUser" => (400, """{"__type":"UserNotFoundException","message":"User does not exist."}"""),
                _ => (400, """{"__type":"InvalidParameterException","message":"No."}"""),
            };
        var junit = Path.Combine(Directory.CreateTempSubdirectory().FullName, "results.xml");
        var (exit, output, error) = await RunAsync(Deployed(fake.Endpoint) with { JUnit = junit });
        Assert.Equal(1, exit);
        Assert.Empty(error);
        Assert.Contains("✗ ada signs up and confirms the address", output, StringComparison.Ordinal);
        Assert.Contains("expected   every step to be allowed", output, StringComparison.Ordinal);
        Assert.Contains("InvalidParameterException: No.", output, StringComparison.Ordinal);
        Assert.Contains("needs that ada has an account, which failed", output, StringComparison.Ordinal);
        Assert.Contains("✓ nothing of this run is left", output, StringComparison.Ordinal);
        Assert.Matches(@"\d+ checks passed, \d+ failed, \d+ skipped, \d+\.\d s", output);
        Assert.DoesNotContain("   at CognitoStack", output, StringComparison.Ordinal);
        Assert.True(File.Exists(junit));
    }

    private static string Local => Path.Combine(Worlds.Root, "cdk", "environments", "local.json");

    private static SmokeOptions Deployed(string endpoint)
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        File.WriteAllText(Path.Combine(folder, "credentials"), "[default]\naws_access_key_id = AKIA\naws_secret_access_key = secret\n");
        File.WriteAllText(
            Path.Combine(folder, "outputs.json"),
            """
            {
              "CognitoStack-local-Authentication": { "UserPoolId": "us-east-1_Pool", "Region": "us-east-1", "ClientIdWeb": "w", "ClientIdPortal": "p", "ClientIdMobile": "m", "DenyListTableName": "deny" },
              "CognitoStack-local-Storage": { "BucketNameFiles": "files", "TableNameNotes": "notes" },
              "CognitoStack-local-Authorization": { "IdentityPoolId": "us-east-1:pool" }
            }
            """
        );
        return new()
        {
            Environment = Local,
            Outputs = Path.Combine(folder, "outputs.json"),
            Endpoint = new(endpoint),
        };
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static async Task<(int Exit, string Output, string Error)> RunAsync(SmokeOptions options)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var console = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Ansi = AnsiSupport.No,
                Interactive = InteractionSupport.No,
                Out = new AnsiConsoleOutput(output),
            }
        );
        console.Profile.Width = 160;
        return (await new SmokeCommand(console, output, error).RunAsync(options, default), output.ToString(), error.ToString());
    }
}
