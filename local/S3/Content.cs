namespace CognitoStack.Local.S3;

/// <summary>Content on its way from one place to another.</summary>
internal static class Content
{
    /// <summary>Copies so many bytes, or as many as there are, and shows every piece.</summary>
    public static async Task CopyAsync(Stream from, Stream into, long length, Action<ReadOnlyMemory<byte>>? seen, CancellationToken cancel)
    {
        var buffer = new byte[81920];
        while (length > 0 && await from.ReadAsync(buffer.AsMemory(0, (int)Math.Min(length, buffer.Length)), cancel) is var read and > 0)
        {
            seen?.Invoke(buffer.AsMemory(0, read));
            await into.WriteAsync(buffer.AsMemory(0, read), cancel);
            length -= read;
        }
    }
}
