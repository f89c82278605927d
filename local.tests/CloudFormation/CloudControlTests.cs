using System.Text.Json.Nodes;
using CognitoStack.Local.Access;
using CognitoStack.Local.CloudFormation;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Http;
using CognitoStack.Local.Tests.Access;

namespace CognitoStack.Local.Tests.CloudFormation;

public sealed class CloudControlTests
{
    private const string Id = "us-east-1_AbCdEfGhI";
    private const string Arn = $"arn:aws:cognito-idp:us-east-1:111122223333:userpool/{Id}";
    private const string Asked = $$"""{"TypeName": "AWS::Cognito::UserPool", "Identifier": "{{Id}}"}""";

    private readonly Gate gate = new();
    private readonly FakeDeployment deployment = new(
        new(
            "111122223333",
            "us-east-1",
            [
                new Resource
                {
                    Stack = "one",
                    LogicalId = "Pool",
                    Type = "AWS::Cognito::UserPool",
                    Name = Id,
                    Arn = Arn,
                    Attributes = new Dictionary<string, string>
                    {
                        ["ProviderName"] = $"cognito-idp.us-east-1.amazonaws.com/{Id}",
                        ["ProviderURL"] = $"https://cognito-idp.us-east-1.amazonaws.com/{Id}",
                        ["UserPoolId"] = Id,
                    },
                    Properties = new() { ["MfaConfiguration"] = "OFF" },
                },
            ],
            new Dictionary<string, IReadOnlyDictionary<string, string>>()
        )
    );

    [Fact]
    public async Task A_user_pool_is_read_as_CloudFormation_reads_it()
    {
        var found = (await CallAsync("GetResource", Asked))["ResourceDescription"]!;
        Assert.Equal(Id, found["Identifier"]!.ToString());
        Assert.Equal(
            $$"""{"MfaConfiguration":"OFF","Arn":"{{Arn}}","ProviderName":"cognito-idp.us-east-1.amazonaws.com/{{Id}}","ProviderURL":"https://cognito-idp.us-east-1.amazonaws.com/{{Id}}","UserPoolId":"{{Id}}"}""",
            found["Properties"]!.ToString()
        );
    }

    [Theory]
    [InlineData("GetResource", """{"TypeName": "AWS::Cognito::UserPool", "Identifier": "us-east-1_Other"}""", "ResourceNotFoundException")]
    [InlineData("GetResource", """{"TypeName": "AWS::S3::Bucket", "Identifier": "files"}""", "UnsupportedActionException")]
    [InlineData("GetResource", """{"TypeName": "AWS::Cognito::UserPool"}""", "ValidationException")]
    [InlineData("ListResources", """{"TypeName": "AWS::Cognito::UserPool"}""", "UnknownOperationException")]
    public async Task What_is_not_there_is_told(string operation, string input, string code) =>
        Assert.Equal(code, await RefusalAsync(operation, input));

    [Theory]
    [InlineData("cloudformation:GetResource")]
    [InlineData("cognito-idp:DescribeUserPool")]
    public async Task Who_may_not_learns_nothing(string action)
    {
        gate.Forbidden = action;
        Assert.Equal("AccessDeniedException", await RefusalAsync("GetResource", Asked));
    }

    private Task<JsonObject> CallAsync(string operation, string input) =>
        new CloudControlService(deployment, gate).InvokeAsync(
            new(operation, JsonNode.Parse(input)!.AsObject(), new Administrator("111122223333"), "127.0.0.1", "tests"),
            CancellationToken.None
        );

    private async Task<string> RefusalAsync(string operation, string input) =>
        (await Assert.ThrowsAsync<AwsException>(() => CallAsync(operation, input))).Code;
}
