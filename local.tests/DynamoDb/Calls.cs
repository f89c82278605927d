using System.Text;
using System.Text.Json.Nodes;
using CognitoStack.Local.Http;
using CognitoStack.Local.Tests.Access;
using CognitoStack.Local.Tests.Http;

namespace CognitoStack.Local.Tests.DynamoDb;

/// <summary>Calls of DynamoDB in the words of its protocol, as the administrator.</summary>
internal static class Calls
{
    public static async Task<JsonObject> DynamoDbAsync(this TestHost host, string operation, string body)
    {
        var (status, answer) = await host.TryDynamoDbAsync(operation, body);
        Assert.True(status == 200, Short(answer));
        return answer;
    }

    /// <summary>The name of the error and its message.</summary>
    public static async Task<(string Code, string Message)> RefusedDynamoDbAsync(this TestHost host, string operation, string body)
    {
        var (status, answer) = await host.TryDynamoDbAsync(operation, body);
        Assert.True(status == 400, Short(answer));
        return (answer["__type"]!.ToString().Split('#')[^1], answer["message"]!.ToString());
    }

    private static string Short(JsonObject answer) => answer.ToJsonString() is { Length: > 500 } text ? text[..500] : answer.ToJsonString();

    private static async Task<(int Status, JsonObject Answer)> TryDynamoDbAsync(this TestHost host, string operation, string body)
    {
        var request = new RawRequest("POST", "/", host.Address) { Body = Encoding.UTF8.GetBytes(body) }
            .Header("X-Amz-Target", $"DynamoDB_20120810.{operation}")
            .Header("Content-Type", "application/x-amz-json-1.0");
        var answer = await request.Sign(host.Administrator(), "dynamodb").SendAsync();
        return (answer.Status, JsonNode.Parse(answer.Body, documentOptions: Json.Deep)!.AsObject());
    }
}
