using CognitoStack.App;

namespace CognitoStack.Tests.App;

public sealed class RejectionTests
{
    [Theory]
    [InlineData(
        "Unsupported feature flag '@aws-cdk/core:x'. This flag existed on CDKv1.",
        "Take that flag out of the context of cdk.json, or update the CDK (package.json and Directory.Packages.props)."
    )]
    [InlineData(
        "Number of resources: 501 is greater than allowed maximum of 500",
        "Use fewer clients, groups, buckets or tables, or a second environment."
    )]
    [InlineData(
        "There is already a Construct with name 'X' in Stack [Y]",
        "This is no mistake of the file that the app knows: take the last change back, and report it with the file."
    )]
    public void What_the_CDK_throws_is_a_line_with_the_way_out(string message, string wayOut) =>
        Assert.Equal(
            $"dev.json: $: the CDK rejects the environment: {message} {wayOut}",
            Rejection.Of(new InvalidOperationException($"{message}\n    at Kernel.create (file.js:1:1)\n   at Amazon.JSII"), "dev.json")
        );

    [Fact]
    public async Task An_exception_of_the_CDK_ends_the_app_with_a_line_and_no_trace()
    {
        using var app = new CommandLine().Write("cdk/environments/dev.json", """{ "name": "dev" }""");
        var (exitCode, error) = await app.Run(
            "dev",
            ("CDK_CONTEXT_JSON", """{ "environment": "dev", "@aws-cdk/core:enableStackNameDuplicates": true }""")
        );
        Assert.Equal(1, exitCode);
        Assert.StartsWith("dev.json: $: the CDK rejects the environment: ", error, StringComparison.Ordinal);
        Assert.Contains("Take that flag out of the context of cdk.json", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }
}
