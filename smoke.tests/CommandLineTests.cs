namespace CognitoStack.Smoke.Tests;

public sealed class CommandLineTests
{
    [Fact]
    public async Task Without_arguments_it_is_the_local_AWS()
    {
        var options = await ParseAsync();
        Assert.Equal(
            ("local", new Uri("http://127.0.0.1:4566"), ".local/outputs.local.json", true),
            (options.Environment, options.EffectiveEndpoint, options.EffectiveOutputs, options.IsLocal)
        );
        Assert.True(options.Parallel > 1);
        Assert.False(options.IKnow);
    }

    [Fact]
    public async Task Outputs_without_an_endpoint_are_of_AWS()
    {
        var options = await ParseAsync(
            "-e",
            "staging",
            "--outputs",
            "cdk-outputs.json",
            "--region",
            "eu-west-1",
            "--i-know",
            "--junit",
            "out.xml",
            "--email-domain",
            "test.example"
        );
        Assert.Null(options.EffectiveEndpoint);
        Assert.False(options.IsLocal);
        Assert.Equal(
            ("staging", "cdk-outputs.json", "eu-west-1", true, "out.xml", "test.example"),
            (options.Environment, options.EffectiveOutputs, options.Region, options.IKnow, options.JUnit, options.EmailDomain)
        );
    }

    [Theory]
    [InlineData("http://localhost:9999", true)]
    [InlineData("http://[::1]:9999", true)]
    [InlineData("https://aws.internal.example", false)]
    public async Task Only_loopback_is_local(string endpoint, bool isLocal) =>
        Assert.Equal(isLocal, (await ParseAsync("--endpoint", endpoint, "--outputs", "o.json")).IsLocal);

    [Theory]
    [InlineData(8, "--parallel")]
    [InlineData(1, "--parallel", "1")]
    public async Task Checks_run_in_parallel_unless_told_otherwise(int expected, params string[] args) =>
        Assert.Equal(expected, (await ParseAsync(args)).Parallel);

    [Theory]
    [InlineData("Unrecognized command or argument '--enviroment'.", "--enviroment", "dev")]
    [InlineData("--parallel must be 1 to 64.", "--parallel", "0")]
    [InlineData("--parallel must be 1 to 64.", "--parallel", "many")]
    [InlineData("not \"127.0.0.1:4566\"", "--endpoint", "127.0.0.1:4566")]
    public async Task What_is_not_understood_ends_with_2(string told, params string[] args)
    {
        var error = new StringWriter();
        var exit = await CommandLine.RunAsync(args, (_, _) => throw new InvalidOperationException("It should not have run."), error);
        Assert.Equal(2, exit);
        Assert.Contains(told, error.ToString(), StringComparison.Ordinal);
        Assert.Contains("--help", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task The_exit_code_is_the_run_s(int code) =>
        Assert.Equal(code, await CommandLine.RunAsync([], (_, _) => Task.FromResult(code), TextWriter.Null));

    [Fact]
    public void Help_teaches_with_examples()
    {
        Assert.Contains("--outputs cdk-outputs.json", CommandLine.Description, StringComparison.Ordinal);
        var command = CommandLine.Create((_, _) => Task.FromResult(0));
        Assert.All(command.Options, option => Assert.False(string.IsNullOrEmpty(option.Description)));
    }

    private static async Task<SmokeOptions> ParseAsync(params string[] args)
    {
        SmokeOptions? parsed = null;
        var exit = await CommandLine.RunAsync(
            args,
            (options, _) =>
            {
                parsed = options;
                return Task.FromResult(0);
            },
            TextWriter.Null
        );
        Assert.Equal(0, exit);
        return parsed!;
    }
}
