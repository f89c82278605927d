using System.Text.Json.Nodes;
using CognitoStack.Local.Access;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Front;
using CognitoStack.Local.Http;
using CognitoStack.Local.Secrets;
using CognitoStack.Local.Tests.Access;
using CognitoStack.Local.Tests.CloudFormation;

namespace CognitoStack.Local.Tests.Secrets;

public sealed class SecretsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("secrets-").FullName;
    private readonly Gate gate = new();
    private readonly SecretStore store;
    private readonly FakeDeployment deployment = new(
        new("111122223333", "us-east-1", [], new Dictionary<string, IReadOnlyDictionary<string, string>>())
    );

    public SecretsTests() => store = new(new StateFolder(folder), new DeploymentOptions());

    [Fact]
    public async Task A_secret_is_made_read_changed_and_deleted()
    {
        var made = await CallAsync("CreateSecret", """{ "Name": "prod/google", "SecretString": "{\"clientSecret\":\"one\"}" }""");
        Assert.Matches("^arn:aws:secretsmanager:us-east-1:111122223333:secret:prod/google-[0-9A-F]{6}$", made["ARN"]!.ToString());
        Assert.Equal(
            """{"clientSecret":"one"}""",
            (await CallAsync("GetSecretValue", $$"""{ "SecretId": "{{made["ARN"]}}" }"""))["SecretString"]!.ToString()
        );

        await CallAsync("PutSecretValue", """{ "SecretId": "prod/google", "SecretString": "two" }""");
        Assert.Equal("two", (await CallAsync("GetSecretValue", """{ "SecretId": "prod/google" }"""))["SecretString"]!.ToString());
        Assert.Equal("prod/google", (await CallAsync("ListSecrets", "{}"))["SecretList"]![0]!["Name"]!.ToString());
        Assert.NotNull((await CallAsync("DescribeSecret", """{ "SecretId": "prod/google" }"""))["VersionIdsToStages"]);

        await CallAsync("DeleteSecret", """{ "SecretId": "prod/google" }""");
        Assert.Equal("ResourceNotFoundException", await RefusalAsync("GetSecretValue", """{ "SecretId": "prod/google" }"""));
    }

    [Theory]
    [InlineData("CreateSecret", """{ "Name": "a b", "SecretString": "x" }""", "InvalidParameterException")]
    [InlineData("CreateSecret", "{}", "InvalidParameterException")]
    [InlineData("PutSecretValue", """{ "SecretId": "gone", "SecretString": "x" }""", "ResourceNotFoundException")]
    [InlineData("DescribeSecret", """{ "SecretId": "gone" }""", "ResourceNotFoundException")]
    [InlineData("CreateSecret", """{ "Name": "a", "SecretBinary": "eA==" }""", "InvalidParameterException")]
    [InlineData("RotateSecret", """{ "SecretId": "a" }""", "UnknownOperationException")]
    public async Task What_cannot_be_done_is_refused(string operation, string input, string code) =>
        Assert.Equal(code, await RefusalAsync(operation, input));

    [Fact]
    public async Task Who_may_not_read_a_secret_does_not()
    {
        await CallAsync("CreateSecret", """{ "Name": "a", "SecretString": "x" }""");
        gate.Forbidden = "secretsmanager:GetSecretValue";

        Assert.Equal("AccessDeniedException", await RefusalAsync("GetSecretValue", """{ "SecretId": "a" }"""));
    }

    [Fact]
    public async Task A_template_makes_a_secret_up_once_and_keeps_what_is_put_in_its_place()
    {
        var steps = new SecretSteps(store, deployment);
        var secret = new Resource
        {
            Stack = "one",
            LogicalId = "S",
            Type = SecretSteps.Type,
            Name = "arn:aws:secretsmanager:us-east-1:111122223333:secret:s",
            Arn = "arn:aws:secretsmanager:us-east-1:111122223333:secret:s",
            Properties = JsonNode
                .Parse(
                    """{ "GenerateSecretString": { "SecretStringTemplate": "{\"user\":\"me\"}", "GenerateStringKey": "password", "PasswordLength": 20, "ExcludePunctuation": true } }"""
                )!
                .AsObject(),
        };
        var next = new Deployed("111122223333", "us-east-1", [secret], new Dictionary<string, IReadOnlyDictionary<string, string>>());

        await steps.DeployAsync(next, CancellationToken.None);
        var made = store.Find("s")!;
        Assert.Matches("""^\{"user":"me","password":"(?=.*[a-z])(?=.*[A-Z])(?=.*\d)[A-Za-z\d]{20}"\}$""", made);
        deployment.Current = next;
        await steps.DeployAsync(next, CancellationToken.None);
        Assert.Equal(made, store.Find("s"));

        await steps.RemoveAsync(secret, CancellationToken.None);
        Assert.Null(store.Find("s"));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private Task<JsonObject> CallAsync(string operation, string input) =>
        new SecretsService(store, deployment, gate).InvokeAsync(
            new JsonCall(operation, JsonNode.Parse(input)!.AsObject(), new Administrator("111122223333"), "127.0.0.1", "tests"),
            CancellationToken.None
        );

    private async Task<string> RefusalAsync(string operation, string input) =>
        (await Assert.ThrowsAsync<AwsException>(() => CallAsync(operation, input))).Code;
}
