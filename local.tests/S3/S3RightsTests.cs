using System.Net;
using System.Text;
using Amazon.S3;
using Amazon.S3.Model;
using CognitoStack.Local.Tests.Access;
using CognitoStack.Local.Tests.Http;
using static CognitoStack.Local.Tests.S3.S3Tests;

namespace CognitoStack.Local.Tests.S3;

/// <summary>What a member may do with objects and what is refused, by AWS's own SDK.</summary>
[Collection(TestHostCollection.Name)]
public sealed class S3RightsTests(TestHost host)
{
    private readonly string mine = $"users/{TestResources.Ann}/{Guid.NewGuid():N}/";
    private readonly string another = $"users/{TestResources.Bob}/{Guid.NewGuid():N}/";

    [Fact]
    public async Task Anothers_objects_are_refused_in_every_way()
    {
        using var bob = host.S3(host.Credentials(person: TestResources.Bob));
        await bob.PutObjectAsync(
            new PutObjectRequest
            {
                BucketName = "files",
                Key = another + "secret",
                ContentBody = "secret",
            }
        );
        using var s3 = host.S3();
        await s3.PutObjectAsync(
            new PutObjectRequest
            {
                BucketName = "files",
                Key = mine + "own",
                ContentBody = "own",
            }
        );
        await DeniedAsync(() => s3.GetObjectAsync("files", another + "secret"));
        await DeniedAsync(() => s3.GetObjectAsync("files", $"users/{TestResources.Ann}/../{another[6..]}secret"));
        await DeniedAsync(() =>
            s3.PutObjectAsync(
                new PutObjectRequest
                {
                    BucketName = "files",
                    Key = another + "secret",
                    ContentBody = "x",
                }
            )
        );
        await DeniedAsync(() => s3.DeleteObjectAsync("files", another + "secret"));
        await DeniedAsync(() => s3.CopyObjectAsync("files", another + "secret", "files", mine + "copy"));
        await DeniedAsync(() => s3.CopyObjectAsync("files", mine + "own", "files", another + "copy"));
        await DeniedAsync(() => s3.ListObjectsV2Async(new ListObjectsV2Request { BucketName = "files", Prefix = another }));
        await DeniedAsync(() => s3.ListObjectsV2Async(new ListObjectsV2Request { BucketName = "files" }));
        await DeniedAsync(() => s3.ListObjectsV2Async(new ListObjectsV2Request { BucketName = "files", Prefix = "users/" }));
        await DeniedAsync(() =>
            s3.ListObjectsV2Async(new ListObjectsV2Request { BucketName = "files", Prefix = $"users/{TestResources.Ann}" })
        );
        await DeniedAsync(() => s3.ListObjectsV2Async(new ListObjectsV2Request { BucketName = "files", Prefix = "*" }));
        await DeniedAsync(() => s3.InitiateMultipartUploadAsync("files", another + "parts"));
        await DeniedAsync(() => s3.ListBucketsAsync());
        await DeniedAsync(() => s3.GetObjectTaggingAsync(new GetObjectTaggingRequest { BucketName = "files", Key = mine + "own" }));
        using var read = await bob.GetObjectAsync("files", another + "secret");
        Assert.Equal("secret", await new StreamReader(read.ResponseStream).ReadToEndAsync());
    }

    [Fact]
    public async Task Who_may_not_list_is_not_told_that_an_object_is_missing()
    {
        using var member = host.S3();
        using var admin = host.S3(host.Credentials("Admin"));
        await DeniedAsync(() => member.GetObjectAsync("files", mine + "missing"));
        Assert.Equal("NoSuchKey", (await Assert.ThrowsAsync<NoSuchKeyException>(() => admin.GetObjectAsync("files", "missing"))).ErrorCode);
        Assert.Equal(
            "NoSuchBucket",
            (await Assert.ThrowsAnyAsync<AmazonS3Exception>(() => member.GetObjectAsync("nowhere", "x"))).ErrorCode
        );
    }

    [Fact]
    public async Task Deleting_many_deletes_what_is_ones_own_and_tells_what_is_not()
    {
        using var s3 = host.S3();
        await s3.PutObjectAsync(
            new PutObjectRequest
            {
                BucketName = "files",
                Key = mine + "1",
                ContentBody = "x",
            }
        );
        using var bob = host.S3(host.Credentials(person: TestResources.Bob));
        await bob.PutObjectAsync(
            new PutObjectRequest
            {
                BucketName = "files",
                Key = another + "2",
                ContentBody = "x",
            }
        );
        var error = await Assert.ThrowsAsync<DeleteObjectsException>(() =>
            s3.DeleteObjectsAsync(
                new DeleteObjectsRequest
                {
                    BucketName = "files",
                    Objects = [new() { Key = mine + "1" }, new() { Key = another + "2" }, new() { Key = mine + "missing" }],
                }
            )
        );
        Assert.Equal([mine + "1", mine + "missing"], error.Response.DeletedObjects.Select(d => d.Key));
        Assert.Equal([(another + "2", "AccessDenied")], error.Response.DeleteErrors.Select(e => (e.Key, e.Code)));
        Assert.Equal(HttpStatusCode.OK, (await bob.GetObjectAsync("files", another + "2")).HttpStatusCode);
    }

    [Fact]
    public async Task The_right_to_put_is_not_the_right_to_tag_or_to_give_away()
    {
        using var s3 = host.S3();
        await DeniedAsync(() =>
            s3.PutObjectAsync(
                new PutObjectRequest
                {
                    BucketName = "files",
                    Key = mine + "t",
                    ContentBody = "x",
                    TagSet = [new() { Key = "a", Value = "b" }],
                }
            )
        );
        await DeniedAsync(() =>
            s3.PutObjectAsync(
                new PutObjectRequest
                {
                    BucketName = "files",
                    Key = mine + "t",
                    ContentBody = "x",
                    CannedACL = S3CannedACL.PublicRead,
                }
            )
        );
        using var administrator = host.S3(host.Administrator());
        await FailedAsync(
            "AccessControlListNotSupported",
            () =>
                administrator.PutObjectAsync(
                    new PutObjectRequest
                    {
                        BucketName = "files",
                        Key = mine + "t",
                        ContentBody = "x",
                        CannedACL = S3CannedACL.PublicRead,
                    }
                )
        );
        await administrator.PutObjectAsync(
            new PutObjectRequest
            {
                BucketName = "files",
                Key = mine + "t",
                ContentBody = "x",
                TagSet = [new() { Key = "a", Value = "b=c" }],
            }
        );
        Assert.Equal(
            ["a=b=c"],
            (
                await administrator.GetObjectTaggingAsync(new GetObjectTaggingRequest { BucketName = "files", Key = mine + "t" })
            ).Tagging.Select(t => $"{t.Key}={t.Value}")
        );
    }

    [Fact]
    public async Task An_encrypted_bucket_needs_its_key_too()
    {
        using var admin = host.S3(host.Credentials("Admin"));
        using var keyholder = host.S3(host.Credentials("Keyholder"));
        await DeniedAsync(() =>
            admin.PutObjectAsync(
                new PutObjectRequest
                {
                    BucketName = "keyed",
                    Key = "a",
                    ContentBody = "x",
                }
            )
        );
        await keyholder.PutObjectAsync(
            new PutObjectRequest
            {
                BucketName = "keyed",
                Key = "a",
                ContentBody = "x",
            }
        );
        await DeniedAsync(() => admin.GetObjectAsync("keyed", "a"));
        using var read = await keyholder.GetObjectAsync("keyed", "a");
        Assert.Equal("aws:kms", read.ServerSideEncryptionMethod.Value);
    }

    [Fact]
    public async Task Buckets_are_made_by_deploying_and_their_settings_stay()
    {
        using var administrator = host.S3(host.Administrator());
        await FailedAsync("NotImplemented", () => administrator.PutBucketAsync("another"));
        await FailedAsync("NotImplemented", () => administrator.DeleteBucketAsync("files"));
        await FailedAsync("NotImplemented", () => administrator.PutBucketPolicyAsync("keyed", "{}"));
        await FailedAsync("NotImplemented", () => administrator.GetBucketWebsiteAsync("files"));
        Assert.Equal(["files", "keyed", "open", "restricted"], (await administrator.ListBucketsAsync()).Buckets.Select(b => b.BucketName));
    }
}
