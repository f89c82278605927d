namespace CognitoStack.Local.Tests.CloudFormation;

/// <summary>Dynamic references to secrets that the same template makes.</summary>
public sealed class SecretReferenceTests : IAsyncDisposable
{
    private const string Template =
        """{"Resources": {"S": {"Type": "AWS::SecretsManager::Secret", "Properties": {NAME"GenerateSecretString": {"SecretStringTemplate": "{\"user\": \"app\"}", "GenerateStringKey": "password"}}}, "P": {"Type": "AWS::SSM::Parameter", "DependsOn": "S", "Properties": {"Type": "String", "Value": REFERENCE}}}}""";
    private const string ByArn = """{"Fn::Join": ["", ["{{resolve:secretsmanager:", {"Ref": "S"}, ":SecretString:password::}}"]]}""";
    private readonly Cloud cloud = new();

    [Theory]
    [InlineData("", ByArn)]
    [InlineData("\"Name\": \"app\", ", "\"{{resolve:secretsmanager:app:SecretString:password}}\"")]
    public async Task They_stand_for_what_is_made_and_are_kept_as_references(string name, string reference)
    {
        List<string?> seen = [];
        cloud.Bench.Steps.Add(new Deployment.Step(next => seen.Add(next.Resources.FirstOrDefault(r => r.LogicalId == "P")?.Text("Value"))));

        Assert.Equal("CREATE_COMPLETE", await cloud.CreateAsync("one", Of(name, reference)));

        Assert.Matches("^[^{}]{32}$|^.{32}$", Value);
        Assert.DoesNotContain("resolve", Value, StringComparison.Ordinal);
        Assert.Equal([Value], seen);
        var drift = await cloud.CallAsync("DetectStackResourceDrift", ("StackName", "one"), ("LogicalResourceId", "P"));
        Assert.Contains("{{resolve:secretsmanager:", drift.Descendants("ExpectedProperties").Single().Value, StringComparison.Ordinal);

        var before = Value;
        await cloud.RestartAsync();
        Assert.Equal(before, Value);
        Assert.Equal(
            "UPDATE_COMPLETE",
            await cloud.UpdateAsync(
                "one",
                Of(name, reference).Replace("String\", \"Value", "String\", \"Description\": \"x\", \"Value", StringComparison.Ordinal)
            )
        );
        Assert.Equal(before, Value);
    }

    [Fact]
    public async Task One_that_nobody_makes_is_missing_all_the_same()
    {
        var (code, message) = await cloud.RefusalAsync(
            "CreateStack",
            ("StackName", "one"),
            ("TemplateBody", Of(string.Empty, "\"{{resolve:secretsmanager:other}}\""))
        );

        Assert.Equal("ValidationError", code);
        Assert.Contains("no secret other: add ", message, StringComparison.Ordinal);
    }

    public ValueTask DisposeAsync() => cloud.DisposeAsync();

    private string Value => cloud.Current.Resources.Single(r => r.LogicalId == "P").Text("Value")!;

    private static string Of(string name, string reference) =>
        Template.Replace("NAME", name, StringComparison.Ordinal).Replace("REFERENCE", reference, StringComparison.Ordinal);
}
