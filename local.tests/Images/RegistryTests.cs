using System.Text.Json.Nodes;
using CognitoStack.Local.Access;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Http;
using CognitoStack.Local.Images;
using CognitoStack.Local.Tests.Access;
using CognitoStack.Local.Tests.CloudFormation;

namespace CognitoStack.Local.Tests.Images;

public sealed class RegistryTests
{
    private readonly Gate gate = new();
    private readonly FakeDeployment deployment = new(
        new(
            "111122223333",
            "us-east-1",
            [
                new Resource
                {
                    Stack = "CDKToolkit",
                    LogicalId = "Images",
                    Type = "AWS::ECR::Repository",
                    Name = "images",
                    Arn = "arn:aws:ecr:us-east-1:111122223333:repository/images",
                    Properties = [],
                },
            ],
            new Dictionary<string, IReadOnlyDictionary<string, string>>()
        )
    );

    [Fact]
    public async Task A_repository_is_there_and_empty()
    {
        var all = (await CallAsync("DescribeRepositories", "{}"))["repositories"]!.AsArray();
        Assert.Equal("arn:aws:ecr:us-east-1:111122223333:repository/images", all.Single()!["repositoryArn"]!.ToString());
        Assert.True(
            JsonNode.DeepEquals(all, (await CallAsync("DescribeRepositories", """{"repositoryNames": ["images"]}"""))["repositories"])
        );
        Assert.Empty((await CallAsync("ListImages", """{"repositoryName": "images"}"""))["imageIds"]!.AsArray());
    }

    [Theory]
    [InlineData("DescribeRepositories", """{"repositoryNames": ["other"]}""", "RepositoryNotFoundException")]
    [InlineData("ListImages", """{"repositoryName": "other"}""", "RepositoryNotFoundException")]
    [InlineData("ListImages", "{}", "RepositoryNotFoundException")]
    [InlineData("PutImage", "{}", "UnknownOperationException")]
    public async Task What_is_not_there_is_told(string operation, string input, string code) =>
        Assert.Equal(code, await RefusalAsync(operation, input));

    [Theory]
    [InlineData("DescribeRepositories", "{}")]
    [InlineData("ListImages", """{"repositoryName": "images"}""")]
    public async Task Who_may_not_learns_nothing(string operation, string input)
    {
        gate.Forbidden = $"ecr:{operation}";
        Assert.Equal("AccessDeniedException", await RefusalAsync(operation, input));
    }

    private Task<JsonObject> CallAsync(string operation, string input) =>
        new RegistryService(deployment, gate).InvokeAsync(
            new(operation, JsonNode.Parse(input)!.AsObject(), new Administrator("111122223333"), "127.0.0.1", "test"),
            CancellationToken.None
        );

    private async Task<string> RefusalAsync(string operation, string input) =>
        (await Assert.ThrowsAsync<AwsException>(() => CallAsync(operation, input))).Code;
}
