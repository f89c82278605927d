using System.Text.Json.Nodes;
using CognitoStack.Local.Access;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Front;
using CognitoStack.Local.Http;
using CognitoStack.Local.Parameters;
using CognitoStack.Local.Tests.Access;
using CognitoStack.Local.Tests.Deployment;

namespace CognitoStack.Local.Tests.Parameters;

public sealed class ParameterStoreTests : IDisposable
{
    private readonly Bench bench = new();
    private readonly FakeAuthorizer authorizer = new();

    [Fact]
    public async Task A_parameter_is_read_by_name()
    {
        var answer = await CallAsync("GetParameter", """{"Name": "/app/a"}""");

        var parameter = answer["Parameter"]!;
        Assert.Equal(
            ("/app/a", "one", "String", "text", 1),
            (
                parameter["Name"]!.ToString(),
                parameter["Value"]!.ToString(),
                parameter["Type"]!.ToString(),
                parameter["DataType"]!.ToString(),
                parameter["Version"]!.GetValue<int>()
            )
        );
        Assert.Equal("arn:aws:ssm:us-east-1:111122223333:parameter/app/a", parameter["ARN"]!.ToString());
        Assert.Equal(
            ("ssm:GetParameter", "arn:aws:ssm:us-east-1:111122223333:parameter/app/a"),
            Assert.Single(authorizer.Asked.Select(a => (a.Action, a.Resource)))
        );
    }

    [Theory]
    [InlineData("arn:aws:ssm:us-east-1:111122223333:parameter/app/a")]
    [InlineData("/app/a:1")]
    [InlineData("arn:aws:ssm:us-east-1:111122223333:parameter/app/a:1")]
    public async Task A_parameter_is_read_by_ARN_and_version(string name) =>
        Assert.Equal("one", (await CallAsync("GetParameter", $$"""{"Name": "{{name}}"}"""))["Parameter"]!["Value"]!.ToString());

    [Fact]
    public async Task The_version_counts_the_values()
    {
        await CallAsync("GetParameter", """{"Name": "/app/a"}""");
        await CallAsync("GetParameter", """{"Name": "/app/a"}""");

        Assert.Equal(
            2,
            (await CallAsync("GetParameter", """{"Name": "/app/a"}""", value: "other"))["Parameter"]!["Version"]!.GetValue<int>()
        );
    }

    [Theory]
    [InlineData("GetParameter", """{"Name": "/app/none"}""", "ParameterNotFound")]
    [InlineData("GetParameter", """{"Name": "/app/a:2"}""", "ParameterVersionNotFound")]
    [InlineData("GetParameter", """{}""", "ValidationException")]
    [InlineData("GetParameters", """{"Names": []}""", "ValidationException")]
    [InlineData("GetParameters", """{"Names": ["1","2","3","4","5","6","7","8","9","10","11"]}""", "ValidationException")]
    [InlineData("GetParametersByPath", """{"Path": "app"}""", "ValidationException")]
    [InlineData("GetParametersByPath", """{"Path": "/app", "MaxResults": 11}""", "ValidationException")]
    [InlineData("GetParametersByPath", """{"Path": "/app", "NextToken": "?"}""", "InvalidNextToken")]
    [InlineData("GetParametersByPath", """{"Path": "/app", "ParameterFilters": [{"Key": "Type"}]}""", "InvalidFilterKey")]
    [InlineData("PutParameter", """{"Name": "/app/a"}""", "UnknownOperationException")]
    public async Task What_cannot_be_answered_is_refused_in_SSMs_words(string operation, string input, string code) =>
        Assert.Equal(code, (await Assert.ThrowsAsync<AwsException>(() => CallAsync(operation, input))).Code);

    [Theory]
    [InlineData("GetParameter", """{"Name": "/app/a"}""")]
    [InlineData("GetParameters", """{"Names": ["/app/a"]}""")]
    [InlineData("GetParametersByPath", """{"Path": "/app"}""")]
    public async Task Nobody_reads_without_a_signature(string operation, string input)
    {
        Assert.Equal(
            "MissingAuthenticationTokenException",
            (await Assert.ThrowsAsync<AwsException>(() => CallAsync(operation, input, new Anonymous()))).Code
        );
        Assert.Empty(authorizer.Asked);
    }

    [Theory]
    [InlineData("GetParameter", """{"Name": "/app/a"}""", "parameter/app/a")]
    [InlineData("GetParameter", """{"Name": "/app/none"}""", "parameter/app/none")]
    [InlineData("GetParameters", """{"Names": ["/app/a", "/app/b"]}""", "parameter/app/b")]
    [InlineData("GetParametersByPath", """{"Path": "/app"}""", "parameter/app")]
    public async Task Who_is_not_allowed_is_refused_and_does_not_learn_whether_there_is_one(string operation, string input, string refused)
    {
        authorizer.Refused.Add($"arn:aws:ssm:us-east-1:111122223333:{refused}");

        var error = await Assert.ThrowsAsync<AwsException>(() => CallAsync(operation, input));

        Assert.Equal("AccessDeniedException", error.Code);
        Assert.Contains(
            $"ssm:{operation} on resource: arn:aws:ssm:us-east-1:111122223333:{refused}",
            error.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Several_parameters_are_read_and_unknown_ones_named()
    {
        var answer = await CallAsync("GetParameters", """{"Names": ["/app/b", "/none", "/app/a"]}""");

        Assert.Equal(["/app/b", "/app/a"], answer["Parameters"]!.AsArray().Select(p => p!["Name"]!.ToString()));
        Assert.Equal("""["/none"]""", answer["InvalidParameters"]!.ToJsonString());
    }

    [Theory]
    [InlineData("/app", false, "/app/a /app/b")]
    [InlineData("/app/", false, "/app/a /app/b")]
    [InlineData("/app", true, "/app/a /app/b /app/deep/c")]
    [InlineData("/ap", true, "")]
    [InlineData("/", true, "/app/a /app/b /app/deep/c /other")]
    public async Task Parameters_are_read_by_path(string path, bool recursive, string expected)
    {
        var answer = await CallAsync("GetParametersByPath", new JsonObject { ["Path"] = path, ["Recursive"] = recursive }.ToJsonString());

        Assert.Equal(expected, string.Join(' ', answer["Parameters"]!.AsArray().Select(p => p!["Name"]!.ToString())));
    }

    [Fact]
    public async Task Pages_give_every_parameter_once()
    {
        List<string> names = [];
        string? token = null;
        do
        {
            var answer = await CallAsync(
                "GetParametersByPath",
                new JsonObject
                {
                    ["Path"] = "/",
                    ["Recursive"] = true,
                    ["MaxResults"] = 1,
                    ["NextToken"] = token,
                }.ToJsonString()
            );
            names.Add(Assert.Single(answer["Parameters"]!.AsArray())!["Name"]!.ToString());
            token = answer["NextToken"]?.ToString();
        } while (token is not null);

        Assert.Equal(["/app/a", "/app/b", "/app/deep/c", "/other"], names);
    }

    public void Dispose() => bench.Dispose();

    private async Task<JsonObject> CallAsync(string operation, string input, Caller? caller = null, string value = "one")
    {
        using var deployer = bench
            .With(
                (
                    "One",
                    $$$"""
                    {"Resources": {
                      "B": {"Type": "AWS::SSM::Parameter", "Properties": {"Name": "/app/b", "Type": "String", "Value": "two"}},
                      "A": {"Type": "AWS::SSM::Parameter", "Properties": {"Name": "/app/a", "Type": "String", "Value": "{{{value}}}"}},
                      "C": {"Type": "AWS::SSM::Parameter", "Properties": {"Name": "/app/deep/c", "Type": "String", "Value": "three"}},
                      "O": {"Type": "AWS::SSM::Parameter", "Properties": {"Name": "/other", "Type": "String", "Value": "four"}},
                      "T": {"Type": "AWS::DynamoDB::Table", "Properties": {"TableName": "/app/table"} } } }
                    """
                )
            )
            .Deployer();
        await deployer.DeployAsync(bench.Assembly);
        var call = new JsonCall(
            operation,
            JsonNode.Parse(input)!.AsObject(),
            caller ?? new Administrator("111122223333"),
            "127.0.0.1",
            "test"
        );
        return await new ParameterStore(deployer, authorizer).InvokeAsync(call, CancellationToken.None);
    }
}
