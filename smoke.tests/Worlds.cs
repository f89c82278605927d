using System.Collections.Concurrent;
using Amazon.Runtime;
using CognitoStack.Configuration;
using CognitoStack.Smoke.Target;

namespace CognitoStack.Smoke.Tests;

/// <summary>Environments that are deployed nowhere, or on a fake.</summary>
internal static class Worlds
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    private static readonly ConcurrentDictionary<string, EnvironmentConfiguration> Read = [];

    public static EnvironmentConfiguration Shipped(string name) =>
        Read.GetOrAdd(
            name,
            _ =>
                EnvironmentFile.Read(Path.Combine(Root, "cdk", "environments", $"{name}.json"), new ProjectFiles(Path.Combine(Root, "cdk")))
        );

    public static EnvironmentConfiguration Environment(string json) => EnvironmentLoader.Load(json, "test.json");

    /// <summary>All that an environment can have, at an address where nothing answers unless a fake does.</summary>
    public static World Of(
        EnvironmentConfiguration environment,
        string endpoint = "http://127.0.0.1:9",
        SmokeOptions? options = null,
        CancellationToken stop = default
    )
    {
        var outputs = new Dictionary<string, string>
        {
            ["UserPoolId"] = "us-east-1_Pool",
            ["IdentityPoolId"] = "us-east-1:pool",
            ["Region"] = "us-east-1",
            ["DenyListTableName"] = "deny-list",
        };
        foreach (var client in environment.Clients.Keys)
            outputs[$"ClientId{Naming.Pascal(client)}"] = $"{client}-id";
        foreach (var bucket in environment.Storage.Buckets.Keys)
            outputs[$"BucketName{Naming.Pascal(bucket)}"] = $"{bucket}-bucket";
        foreach (var table in environment.Storage.Tables.Keys)
            outputs[$"TableName{Naming.Pascal(table)}"] = $"{table}-table";
        var text = System.Text.Json.JsonSerializer.Serialize(
            new Dictionary<string, object> { [$"CognitoStack-{environment.Name}-Authentication"] = outputs }
        );
        return new World(
            environment,
            options ?? new SmokeOptions { Endpoint = new(endpoint) },
            StackOutputs.Parse(text, "outputs.json", environment.Name),
            new Aws("us-east-1", new(endpoint), new BasicAWSCredentials("AKIA", "secret")),
            stop
        );
    }

    private static string Find(string? folder) =>
        folder switch
        {
            null => throw new InvalidOperationException("CognitoStack.sln is in no folder above the tests."),
            _ when File.Exists(Path.Combine(folder, "CognitoStack.sln")) => folder,
            _ => Find(Path.GetDirectoryName(folder)),
        };
}
