using Amazon.DynamoDBv2;
using Amazon.Runtime;
using CognitoStack.Local.Processes;
using CognitoStack.Local.Tests.Functions;

namespace CognitoStack.Local.Tests.Processes;

/// <summary>Child processes in a folder of their own, and clients that ask them as the host does.</summary>
public sealed class Children : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("children-");
    private readonly List<ChildProcess> started = [];

    internal LogLines<ChildProcess> Log { get; } = new();

    internal string Folder => folder.FullName;

    internal ChildProcess Start(string script, string name = "child", TimeProvider? clock = null)
    {
        var child = new ChildProcess(
            new ChildProcessStart(name, script, Path.Combine(folder.FullName, name)),
            clock ?? TimeProvider.System,
            Log
        );
        started.Add(child);
        return child;
    }

    /// <summary>A child of a script of this text.</summary>
    internal ChildProcess StartText(string script, TimeProvider? clock = null)
    {
        var file = Path.Combine(folder.FullName, $"{Guid.NewGuid():N}.mjs");
        File.WriteAllText(file, script);
        return Start(file, clock: clock);
    }

    internal static async Task<AmazonDynamoDBClient> DynamoDbAsync(ChildProcess child)
    {
        var (uri, secret) = await child.ReachAsync(CancellationToken.None);
        return new(
            new BasicAWSCredentials("host", "host"),
            new AmazonDynamoDBConfig
            {
                ServiceURL = uri.AbsoluteUri,
                AuthenticationRegion = "eu-central-1",
                HttpClientFactory = new Clients(secret),
                MaxErrorRetry = 0,
            }
        );
    }

    /// <summary>Ends a child as the system does when it is out of memory, and waits until it is gone.</summary>
    internal static async Task KillAsync(ChildProcess child)
    {
        using var process = System.Diagnostics.Process.GetProcessById(child.ProcessId!.Value);
        process.Kill();
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(started.Select(child => child.DisposeAsync().AsTask()));
        folder.Delete(recursive: true);
    }

    private sealed class Clients(string secret) : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) =>
            new(new SocketsHttpHandler()) { DefaultRequestHeaders = { { "x-local-secret", secret } } };

        public override string GetConfigUniqueString(IClientConfig clientConfig) => secret + clientConfig.ServiceURL;
    }
}

/// <summary>Children by where they listen.</summary>
internal static class ChildAddresses
{
    public static async Task<Uri> AddressAsync(this ChildProcess child, CancellationToken cancel) => (await child.ReachAsync(cancel)).Uri;
}
