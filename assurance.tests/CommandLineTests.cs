using CognitoStack.Assurance;

namespace CognitoStack.Assurance.Tests;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("--environment")]
    [InlineData("--environment", "--json")]
    [InlineData("--nonsense")]
    [InlineData("prod")]
    public void A_command_line_that_is_not_understood_runs_nothing_and_names_the_help(params string[] args)
    {
        using var error = new StringWriter();
        Assert.Equal(2, CommandLine.Run(args, _ => throw new InvalidOperationException("It ran."), error));
        Assert.Contains($"'{args[0]}'", error.ToString(), StringComparison.Ordinal);
        Assert.EndsWith($"npm run prove -- --help says what there is.{Environment.NewLine}", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Options_are_read() =>
        Assert.Equal(
            new ProveOptions
            {
                Environment = "prod",
                Output = "x",
                IsSynthesized = true,
                Json = true,
            },
            Read("-e", "prod", "--templates", "x", "--json")
        );

    [Fact]
    public void Without_options_dev_is_synthesized() => Assert.Equal(new ProveOptions { Environment = "dev", Output = "cdk.out" }, Read());

    private static ProveOptions Read(params string[] args)
    {
        ProveOptions? read = null;
        using var error = new StringWriter();
        Assert.Equal(
            7,
            CommandLine.Run(
                args,
                options =>
                {
                    read = options;
                    return 7;
                },
                error
            )
        );
        return read!;
    }
}
