namespace CognitoStack.Local.Tests.Deployment;

public sealed class SecretTests : IDisposable
{
    private readonly Bench bench = new();

    [Theory]
    [InlineData("{{resolve:secretsmanager:prod/google:SecretString:clientSecret::}}", "s3cret")]
    [InlineData("{{resolve:secretsmanager:prod/google:SecretString:clientSecret}}", "s3cret")]
    [InlineData("{{resolve:secretsmanager:prod/apple}}", "key")]
    [InlineData("{{resolve:secretsmanager:prod/text:SecretString:a}}", "1")]
    [InlineData("{{resolve:secretsmanager:prod/google:SecretString}}", """{"clientSecret":"s3cret"}""")]
    [InlineData(
        "{{resolve:secretsmanager:arn:aws:secretsmanager:us-east-1:111122223333:secret:prod/google-AbCdEf:SecretString:clientSecret::}}",
        "s3cret"
    )]
    [InlineData("{{resolve:secretsmanager:arn:aws:secretsmanager:us-east-1:111122223333:secret:prod/apple}}", "key")]
    [InlineData("{{resolve:ssm:/host:2}}", "example.com")]
    [InlineData("{{resolve:ssm:/made}}", "made here")]
    [InlineData("{{resolve:ssm-secure:/host}}", "example.com")]
    [InlineData("https://{{resolve:ssm:/host}}/{{resolve:secretsmanager:prod/apple}}", "https://example.com/key")]
    public async Task A_dynamic_reference_is_read_from_the_file(string reference, string expected)
    {
        bench
            .WithSecrets(
                """{"prod/google": {"clientSecret": "s3cret"}, "prod/apple": "key", "prod/text": "{\"a\": 1}", "/host": "example.com"}"""
            )
            .With(("One", Template("AWS::SSM::Parameter", reference)));

        Assert.Equal(expected, (await bench.DeployAsync()).Resources.Single(r => r.LogicalId == "R").Text("Value"));
    }

    [Theory]
    [InlineData(
        "{{resolve:secretsmanager:prod/google:SecretString:other}}",
        "no secret prod/google with the field other: add {\"prod/google\":{\"other\":\"…\"}} to "
    )]
    [InlineData("{{resolve:secretsmanager:prod/apple:SecretString:other}}", "no secret prod/apple with the field other: add ")]
    [InlineData("{{resolve:secretsmanager:nowhere}}", "no secret nowhere: add {\"nowhere\":\"…\"} to ")]
    [InlineData("{{resolve:ssm:/nowhere}}", "no SSM parameter /nowhere: add {\"/nowhere\":\"…\"} to ")]
    [InlineData("{{resolve:ssm-secure:/made}}", "no SSM parameter /made: add ")]
    public async Task A_missing_secret_of_an_honoured_property_is_refused_with_what_to_add(string reference, string expected)
    {
        bench
            .WithSecrets("""{"prod/google": {"clientSecret": "s3cret"}, "prod/apple": "key"}""")
            .With(("One", Template("AWS::SSM::Parameter", reference)));

        var refusal = await bench.RefusalAsync();

        Assert.StartsWith("One: R: Value: " + expected, refusal, StringComparison.Ordinal);
        Assert.EndsWith(bench.State["secrets.json"] + ".", refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AWS::Cognito::UserPoolIdentityProvider")]
    [InlineData("Nobody::Looks::After")]
    public async Task A_missing_secret_of_a_type_without_effect_is_told_and_left_out(string type)
    {
        bench.With(("One", Template(type, "{{resolve:secretsmanager:prod/google:SecretString:clientSecret}}")));

        var deployed = await bench.DeployAsync();

        var omission = Assert.Single(deployed.Omissions);
        Assert.Equal(("One", "R", type, "Value"), (omission.Stack, omission.LogicalId, omission.Type, omission.Property));
        Assert.StartsWith("no secret prod/google with the field clientSecret: add ", omission.Because, StringComparison.Ordinal);
        Assert.Null(deployed.Resources.Single(r => r.LogicalId == "R").Properties["Value"]);
    }

    [Theory]
    [InlineData("{{resolve:vault:x}}", "{{resolve:vault:…}} is not understood here")]
    [InlineData("{{resolve:secretsmanager:x:SecretBinary}}", "gives SecretString alone, not SecretBinary")]
    [InlineData("{{resolve:}}", "this dynamic reference is not understood")]
    public async Task A_dynamic_reference_that_is_not_understood_is_refused(string reference, string expected)
    {
        bench.With(("One", Template("Nobody::Looks::After", reference)));

        Assert.Contains(expected, await bench.RefusalAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_output_that_is_not_to_be_had_is_told_and_left_out()
    {
        bench.With(
            (
                "One",
                """{"Resources": {"D": {"Type": "AWS::CloudFront::Distribution"}}, "Outputs": {"Url": {"Value": {"Fn::GetAtt": ["D", "DomainName"]}}, "Name": {"Value": "x"}}}"""
            )
        );

        var deployed = await bench.DeployAsync();

        Assert.Equal(["Name"], deployed.Outputs["One"].Keys);
        Assert.Equal(
            "AWS::CloudFront::Distribution has no attribute DomainName here (Fn::GetAtt of D)",
            Assert.Single(deployed.Omissions).Because
        );
    }

    [Fact]
    public async Task Secrets_may_stand_in_another_file_and_are_not_copied()
    {
        var file = Path.Combine(bench.Assembly, "mine.json");
        bench.Write("mine.json", """{"a": "not to be copied"}""");
        bench.Options = bench.Options with { SecretsFile = file };
        bench.With(("One", Template("Nobody::Looks::After", "{{resolve:secretsmanager:a}}")));

        Assert.Equal("not to be copied", (await bench.DeployAsync()).Resources.Single(r => r.LogicalId == "R").Text("Value"));
        Assert.DoesNotContain(
            Directory.EnumerateFiles(bench.State.Path),
            f => File.ReadAllText(f).Contains("not to be copied", StringComparison.Ordinal)
        );
    }

    public void Dispose() => bench.Dispose();

    private static string Template(string type, string value) =>
        $$$"""
            {"Resources": {
              "Made": {"Type": "AWS::SSM::Parameter", "Properties": {"Name": "/made", "Value": "made here"}},
              "R": {"Type": "{{{type}}}", "Properties": {"Value": "{{{value}}}"} } } }
            """;
}
