using CognitoStack.Local.Deployment;

namespace CognitoStack.Local.S3;

/// <summary>How buckets end: empty.</summary>
internal sealed class BucketLife(ObjectStore store) : IResourceLife
{
    public IReadOnlyCollection<string> Types => ["AWS::S3::Bucket"];

    public Task RemoveAsync(Resource resource, CancellationToken cancel)
    {
        if (store.Any(resource.Name))
            throw new DeploymentException("The bucket you tried to delete is not empty", resource);
        foreach (var upload in store.UploadsOf(resource.Name))
            store.Abort(upload.Id);
        return Task.CompletedTask;
    }
}
