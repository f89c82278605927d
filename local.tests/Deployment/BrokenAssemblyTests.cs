namespace CognitoStack.Local.Tests.Deployment;

public sealed class BrokenAssemblyTests : IDisposable
{
    private const string Empty = """{"Resources": {}}""";
    private readonly Bench bench = new();

    [Fact]
    public async Task A_folder_that_is_not_there_is_refused()
    {
        Directory.Delete(bench.Assembly);

        Assert.Equal($"{bench.Assembly}: there is no such folder. Synthesize again: npx cdk synth.", await bench.RefusalAsync());
    }

    [Fact]
    public async Task A_folder_without_manifest_is_refused() =>
        Assert.Equal(
            $"{Path.Combine(bench.Assembly, "manifest.json")}: there is no such file, so this is no cloud assembly. Synthesize again: npx cdk synth.",
            await bench.RefusalAsync()
        );

    [Theory]
    [InlineData("manifest.json", "{\n  \"version\": \"55\",\n  \"artifacts\": {\n")]
    [InlineData("One.template.json", "{\n\"Resources\": {},\n\n oops }")]
    public async Task Broken_JSON_is_refused_with_its_line(string file, string content)
    {
        bench.With(("One", Empty)).Write(file, content);

        Assert.Matches(
            $"^{System.Text.RegularExpressions.Regex.Escape(Path.Combine(bench.Assembly, file))}, line 4: not JSON: .* Synthesize again: npx cdk synth\\.$",
            await bench.RefusalAsync()
        );
    }

    [Fact]
    public async Task A_property_that_is_there_twice_is_refused()
    {
        bench.With(("One", """{"Resources": {}, "Resources": {}}"""));

        Assert.Matches("One.template.json: not JSON: .*Resources.* Synthesize again: npx cdk synth\\.$", await bench.RefusalAsync());
    }

    [Theory]
    [InlineData("""{}""", "unknown schema: it has no \"version\" or no \"artifacts\"")]
    [InlineData("""[]""", "not a JSON object")]
    [InlineData("""{"version": "55.0.0", "artifacts": {}}""", "there is no stack in it")]
    [InlineData(
        """{"version": "99.0.0", "artifacts": {"One": {"type": "aws:cloudformation:stack", "environment": "aws://1/2", "properties": {}}}}""",
        "unknown schema (version 99.0.0): One has no \"templateFile\""
    )]
    [InlineData(
        """{"version": "55.0.0", "artifacts": {"One": {"type": "aws:cloudformation:stack", "environment": "mars", "properties": {"templateFile": "One.template.json"}}}}""",
        "the environment is mars, not aws://ACCOUNT/REGION"
    )]
    [InlineData(
        """{"version": "55.0.0", "artifacts": {"One": {"type": "aws:cloudformation:stack", "environment": "aws://1/2", "properties": {"templateFile": "Gone.template.json"}}}}""",
        "Gone.template.json: cannot be read"
    )]
    [InlineData(
        """{"version": "55.0.0", "artifacts": {"One": {"type": "aws:cloudformation:stack", "environment": "aws://111122223333/us-gov-west-1", "properties": {"templateFile": "One.template.json"}}}}""",
        "the stacks are for us-gov-west-1, of the partition aws-us-gov, and this machine stands for a Region of the partition aws. Try the environment from a copy of its file without account and region."
    )]
    [InlineData(
        """{"version": "55.0.0", "artifacts": {"Prod": {"type": "cdk:cloud-assembly", "properties": {"directoryName": "assembly-Prod"}}}}""",
        "is a stage with an assembly of its own. Deploy that folder"
    )]
    public async Task A_manifest_that_is_not_understood_is_refused(string manifest, string expected)
    {
        bench.With(("One", Empty)).Write("manifest.json", manifest);

        Assert.Contains(expected, await bench.RefusalAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"Resources": []}""")]
    [InlineData("""{"Resources": {"A": {}}}""")]
    [InlineData("""{"Resources": {"A": {"Type": "AWS::S3::Bucket", "Properties": []}}}""")]
    [InlineData("""{"Resources": {}, "Outputs": {"Name": "text"}}""")]
    [InlineData("""{"Resources": {}, "Conditions": true}""")]
    public async Task What_is_no_template_is_refused(string template)
    {
        bench.With(("One", template));

        Assert.StartsWith(
            $"{Path.Combine(bench.Assembly, "One.template.json")}: not a template: ",
            await bench.RefusalAsync(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Stacks_of_several_accounts_are_refused()
    {
        bench
            .With(("One", Empty), ("Two", Empty))
            .Write(
                "manifest.json",
                """
                {"version": "55.0.0", "artifacts": {
                  "One": {"type": "aws:cloudformation:stack", "environment": "aws://111111111111/us-east-1", "properties": {"templateFile": "One.template.json"}},
                  "Two": {"type": "aws:cloudformation:stack", "environment": "aws://222222222222/us-east-1", "properties": {"templateFile": "Two.template.json"}}}}
                """
            );

        Assert.Contains("One is made for account 111111111111, Two for 222222222222", await bench.RefusalAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stacks_of_one_name_are_refused()
    {
        bench
            .With(("One", Empty))
            .Write(
                "manifest.json",
                """
                {"version": "55.0.0", "artifacts": {
                  "A": {"type": "aws:cloudformation:stack", "environment": "aws://unknown-account/unknown-region", "properties": {"templateFile": "One.template.json", "stackName": "Same"}},
                  "B": {"type": "aws:cloudformation:stack", "environment": "aws://unknown-account/unknown-region", "properties": {"templateFile": "One.template.json", "stackName": "Same"}}}}
                """
            );

        Assert.Contains("2 stacks are called Same", await bench.RefusalAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stack_that_leaves_its_account_open_gets_that_of_the_options()
    {
        bench.Options = bench.Options with { Account = "999988887777", Region = "eu-central-1" };
        bench.With("aws://unknown-account/eu-west-1", ("One", Empty));

        var deployed = await bench.DeployAsync();

        Assert.Equal(("999988887777", "eu-west-1"), (deployed.Account, deployed.Region));
    }

    public void Dispose() => bench.Dispose();
}
