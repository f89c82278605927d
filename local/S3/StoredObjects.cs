using CognitoStack.Local.Deployment;

namespace CognitoStack.Local.S3;

/// <inheritdoc/>
internal sealed class StoredObjects(ObjectStore store) : IStoredObjects
{
    /// <inheritdoc/>
    public byte[]? Read(string bucket, string key)
    {
        var (found, content) = store.Open(bucket, key);
        if (found is null || content is null)
            return null;
        using (content)
        {
            using var copy = new MemoryStream();
            content.CopyTo(copy);
            return copy.ToArray();
        }
    }
}
