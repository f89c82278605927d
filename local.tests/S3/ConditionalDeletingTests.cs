using Amazon.S3;
using Amazon.S3.Model;
using CognitoStack.Local.Tests.Access;

namespace CognitoStack.Local.Tests.S3;

/// <summary>Deleting what has an ETag.</summary>
[Collection(TestHostCollection.Name)]
public sealed class ConditionalDeletingTests(TestHost host) : IDisposable
{
    private readonly string mine = $"users/{TestResources.Ann}/{Guid.NewGuid():N}/";

    public void Dispose() => host.Deployment.Current = TestResources.All();

    [Fact]
    public async Task What_has_another_ETag_stays()
    {
        using var s3 = host.S3();
        var (a, b) = (await PutAsync(s3, "a"), await PutAsync(s3, "b"));
        await S3Tests.FailedAsync(
            "PreconditionFailed",
            () =>
                s3.DeleteObjectAsync(
                    new DeleteObjectRequest
                    {
                        BucketName = "files",
                        Key = mine + "a",
                        IfMatch = b,
                    }
                )
        );
        var error = await Assert.ThrowsAsync<DeleteObjectsException>(() =>
            s3.DeleteObjectsAsync(
                new DeleteObjectsRequest
                {
                    BucketName = "files",
                    Objects =
                    [
                        new() { Key = mine + "a", ETag = b },
                        new() { Key = mine + "b", ETag = b },
                        new() { Key = mine + "missing", ETag = b },
                    ],
                }
            )
        );
        Assert.Equal([(mine + "a", "PreconditionFailed")], error.Response.DeleteErrors.Select(e => (e.Key, e.Code)));
        Assert.Equal([mine + "b", mine + "missing"], error.Response.DeletedObjects.Select(d => d.Key));
        await s3.DeleteObjectAsync(
            new DeleteObjectRequest
            {
                BucketName = "files",
                Key = mine + "a",
                IfMatch = a,
            }
        );
        Assert.Empty((await s3.ListObjectsV2Async(new ListObjectsV2Request { BucketName = "files", Prefix = mine })).S3Objects ?? []);
    }

    [Fact]
    public async Task Who_may_not_read_does_not_delete_by_an_ETag()
    {
        string etag;
        using (var member = host.S3())
            etag = await PutAsync(member, "a");
        host.Deployment.Current = new(
            TestResources.Account,
            "us-east-1",
            [
                .. TestResources.All().Resources,
                TestResources.Role("R", TestResources.Statement("Allow", "*", "*"), TestResources.Statement("Deny", "s3:GetObject", "*")),
            ],
            new Dictionary<string, IReadOnlyDictionary<string, string>>()
        );
        using var s3 = host.S3(host.Credentials("R"));
        await S3Tests.DeniedAsync(() =>
            s3.DeleteObjectAsync(
                new DeleteObjectRequest
                {
                    BucketName = "files",
                    Key = mine + "a",
                    IfMatch = etag,
                }
            )
        );
        var error = await Assert.ThrowsAsync<DeleteObjectsException>(() =>
            s3.DeleteObjectsAsync(new DeleteObjectsRequest { BucketName = "files", Objects = [new() { Key = mine + "a", ETag = etag }] })
        );
        Assert.Equal(["AccessDenied"], error.Response.DeleteErrors.Select(e => e.Code));
        Assert.Single((await s3.ListObjectsV2Async(new ListObjectsV2Request { BucketName = "files", Prefix = mine })).S3Objects);
        await s3.DeleteObjectAsync(
            new DeleteObjectRequest
            {
                BucketName = "files",
                Key = mine + "a",
                IfMatch = "*",
            }
        );
    }

    private async Task<string> PutAsync(AmazonS3Client s3, string name) =>
        (
            await s3.PutObjectAsync(
                new PutObjectRequest
                {
                    BucketName = "files",
                    Key = mine + name,
                    ContentBody = name,
                }
            )
        ).ETag;
}
