using System.Text.Json.Nodes;
using CognitoStack.Local.Access;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Front;
using CognitoStack.Local.Http;
using CognitoStack.Local.Kms;
using CognitoStack.Local.Tests.Access;
using Microsoft.Extensions.DependencyInjection;

namespace CognitoStack.Local.Tests.Kms;

/// <summary>Keys of tests, with the evaluator that decides who may use them.</summary>
internal sealed class KeyHost : IDisposable
{
    public const string Codes = "0a1b2c3d-0000-4000-8000-00000000c0de";
    public const string Other = "0a1b2c3d-0000-4000-8000-0000000000ff";
    public const string Region = "us-east-1";
    private readonly TestHost host;
    private readonly Deployed before;

    public KeyHost(TestHost host, params IEnumerable<Resource> resources)
    {
        (this.host, before) = (host, host.Deployment.Current);
        host.Deployment.Current = new(TestResources.Account, Region, [.. before.Resources, .. resources], before.Outputs);
    }

    public static string ArnOf(string key) => $"arn:aws:kms:{Region}:{TestResources.Account}:key/{key}";

    /// <summary>A key whose policy lets the account's policies decide, unless it is another one.</summary>
    public static Resource Key(string id, string properties = "{}") =>
        TestResources.Of("AWS::KMS::Key", id, ArnOf(id), JsonNode.Parse(properties)!.AsObject());

    public static Resource Alias(string name, string target) =>
        TestResources.Of(
            "AWS::KMS::Alias",
            name,
            $"arn:aws:kms:{Region}:{TestResources.Account}:{name}",
            new() { ["AliasName"] = name, ["TargetKeyId"] = target }
        );

    public Task<JsonObject> CallAsync(string operation, object input, Caller? caller = null) =>
        host
            .Services.GetServices<IJsonService>()
            .Single(s => s.SigningName == "kms")
            .InvokeAsync(
                new(
                    operation,
                    System.Text.Json.JsonSerializer.SerializeToNode(input)!.AsObject(),
                    caller ?? new Administrator(TestResources.Account),
                    "127.0.0.1",
                    "tests"
                ),
                CancellationToken.None
            );

    public async Task<(string Code, string Message)> RefusedAsync(string operation, object input, Caller? caller = null)
    {
        var e = await Assert.ThrowsAsync<AwsException>(() => CallAsync(operation, input, caller));
        return (e.Code, e.Message);
    }

    public static RoleSession Session(string role) =>
        new()
        {
            RoleArn = $"arn:aws:iam::{TestResources.Account}:role/{role}",
            SessionName = "tests",
            Issued = DateTimeOffset.UtcNow,
            Expires = DateTimeOffset.UtcNow.AddHours(1),
        };

    public Task<byte[]> MessageAsync(string text, string key = Codes, string pool = "pool") =>
        host
            .Services.GetRequiredService<IMessageEncryption>()
            .EncryptAsync(
                key,
                "cognito-idp.amazonaws.com",
                $"arn:aws:cognito-idp:{Region}:{TestResources.Account}:userpool/{pool}",
                System.Text.Encoding.UTF8.GetBytes(text),
                new Dictionary<string, string> { ["userpool-id"] = pool },
                CancellationToken.None
            );

    public void Dispose() => host.Deployment.Current = before;
}
