using Amazon.S3;
using CognitoStack.Local.Processes;

namespace CognitoStack.Local.Tests.Processes;

/// <summary>An S3 of its own folder.</summary>
public sealed class S3rver : IAsyncLifetime, IAsyncDisposable
{
    private readonly Children children = new();

    internal ChildProcess Child { get; private set; } = null!;

    internal AmazonS3Client Client { get; private set; } = null!;

    /// <summary>How many bodies it has on disk.</summary>
    internal int Bodies => Directory.GetFiles(Path.Combine(children.Folder, "s3rver", "bodies")).Length;

    public async Task InitializeAsync()
    {
        Child = children.Start("local/children/s3rver.mjs", "s3rver");
        Client = await Children.S3Async(Child);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await children.DisposeAsync();
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();
}
