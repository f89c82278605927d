using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.S3;
using CognitoStack.Local.Tests.Access;
using CognitoStack.Local.Tests.Http;
using Microsoft.Extensions.DependencyInjection;

namespace CognitoStack.Local.Tests.S3;

/// <summary>Versions of objects.</summary>
[Collection(TestHostCollection.Name)]
public sealed class VersionTests : IDisposable
{
    private readonly TestHost host;
    private readonly AmazonS3Client s3;
    private readonly string bucket = $"versioned-{Guid.NewGuid():N}";

    public VersionTests(TestHost host)
    {
        this.host = host;
        s3 = host.S3(host.Administrator());
        Keep("Enabled");
    }

    public void Dispose()
    {
        s3.Dispose();
        host.Deployment.Current = TestResources.All();
    }

    [Fact]
    public async Task Each_version_is_read_by_its_id_and_the_last_one_without()
    {
        var (one, two) = (await PutAsync("a", "one"), await PutAsync("a", "two"));

        Assert.NotEqual(one, two);
        Assert.Equal("two", await ReadAsync("a"));
        Assert.Equal("one", await ReadAsync("a", one));
        Assert.Equal(two, (await s3.GetObjectMetadataAsync(bucket, "a")).VersionId);
        Assert.Equal(one, (await s3.GetObjectMetadataAsync(bucket, "a", one)).VersionId);
        await S3Tests.FailedAsync("NoSuchVersion", () => ReadAsync("a", new string('a', 32)));
        Assert.Equal(["a"], (await s3.ListObjectsV2Async(new() { BucketName = bucket })).S3Objects.Select(o => o.Key));
        Assert.Equal([$"a {two} latest", $"a {one}"], await ListAsync());
    }

    [Fact]
    public async Task What_is_deleted_is_marked_and_comes_back_without_its_mark()
    {
        var one = await PutAsync("a", "one");

        var deleted = await s3.DeleteObjectAsync(bucket, "a");

        Assert.Equal("true", deleted.DeleteMarker);
        await S3Tests.FailedAsync("NoSuchKey", () => ReadAsync("a"));
        Assert.Equal("one", await ReadAsync("a", one));
        Assert.Equal([$"a {deleted.VersionId} latest mark", $"a {one}"], await ListAsync());
        var error = await Assert.ThrowsAsync<AmazonS3Exception>(() => ReadAsync("a", deleted.VersionId));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, error.StatusCode);

        Assert.Equal("true", (await s3.DeleteObjectAsync(bucket, "a", deleted.VersionId)).DeleteMarker);
        Assert.Equal("one", await ReadAsync("a"));
    }

    [Fact]
    public async Task A_version_that_is_deleted_is_gone_and_the_one_before_takes_its_place()
    {
        var (one, two) = (await PutAsync("a", "one"), await PutAsync("a", "two"));

        var deleted = await s3.DeleteObjectsAsync(
            new DeleteObjectsRequest { BucketName = bucket, Objects = [new() { Key = "a", VersionId = two }] }
        );

        Assert.Equal([("a", two)], deleted.DeletedObjects.Select(o => (o.Key, o.VersionId)));
        Assert.Equal("one", await ReadAsync("a"));
        await S3Tests.FailedAsync("NoSuchVersion", () => ReadAsync("a", two));
        Assert.Equal([$"a {one} latest"], await ListAsync());
    }

    [Theory]
    [InlineData("nonsense", "Invalid version id specified")]
    [InlineData("", "Version id cannot be the empty string")]
    public async Task What_is_no_id_of_a_version_is_refused(string id, string message)
    {
        await PutAsync("a", "one");

        foreach (var (method, source) in new[] { ("GET", ""), ("PUT", $"/{bucket}/a?versionId={id}") })
        {
            var raw = new RawRequest(method, $"/{bucket}/a{(source.Length == 0 ? $"?versionId={id}" : "-copy")}", host.Address);
            var answer = await (source.Length == 0 ? raw : raw.Header("x-amz-copy-source", source))
                .Sign(host.Administrator(), "s3")
                .SendAsync();
            Assert.Equal(400, answer.Status);
            Assert.Contains($"<Code>InvalidArgument</Code><Message>{message}</Message>", answer.Body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_older_version_comes_back_as_the_newest()
    {
        var one = await PutAsync("a", "one");
        await PutAsync("a", "two");

        Task<CopyObjectResponse> CopyAsync(string? version) =>
            s3.CopyObjectAsync(
                new CopyObjectRequest
                {
                    SourceBucket = bucket,
                    SourceKey = "a",
                    SourceVersionId = version,
                    DestinationBucket = bucket,
                    DestinationKey = "a",
                }
            );
        var copy = await CopyAsync(one);

        Assert.Equal("one", await ReadAsync("a"));
        Assert.Equal(one, copy.SourceVersionId);
        Assert.NotEqual(one, copy.VersionId);
        await S3Tests.FailedAsync("InvalidRequest", () => CopyAsync(null));
        var mark = await s3.DeleteObjectAsync(bucket, "a");
        await S3Tests.FailedAsync("InvalidRequest", () => CopyAsync(mark.VersionId));
    }

    [Fact]
    public async Task A_marker_of_a_version_is_one_of_a_key() =>
        await S3Tests.FailedAsync(
            "InvalidArgument",
            () => s3.ListVersionsAsync(new ListVersionsRequest { BucketName = bucket, VersionIdMarker = "null" })
        );

    [Fact]
    public async Task Who_may_not_delete_versions_marks_at_most()
    {
        var one = await PutAsync("a", "one");
        host.Deployment.Current = new(
            TestResources.Account,
            "us-east-1",
            [.. host.Deployment.Current.Resources, TestResources.Role("Cleaner", TestResources.Statement("Allow", "s3:DeleteObject", "*"))],
            new Dictionary<string, IReadOnlyDictionary<string, string>>()
        );
        using var cleaner = host.S3(host.Credentials("Cleaner"));

        await S3Tests.DeniedAsync(() => cleaner.DeleteObjectAsync(bucket, "a", one));
        await cleaner.DeleteObjectAsync(bucket, "a");

        Assert.Equal("one", await ReadAsync("a", one));
    }

    [Fact]
    public async Task Copies_tags_and_uploads_in_parts_have_versions()
    {
        var one = await PutAsync("a", "one");
        await PutAsync("a", "two");
        var copy = await s3.CopyObjectAsync(
            new CopyObjectRequest
            {
                SourceBucket = bucket,
                SourceKey = "a",
                SourceVersionId = one,
                DestinationBucket = bucket,
                DestinationKey = "b",
            }
        );
        Assert.Equal(one, copy.SourceVersionId);
        Assert.Equal("one", await ReadAsync("b", copy.VersionId));

        await s3.PutObjectTaggingAsync(
            new PutObjectTaggingRequest
            {
                BucketName = bucket,
                Key = "a",
                VersionId = one,
                Tagging = new Amazon.S3.Model.Tagging { TagSet = [new Tag { Key = "old", Value = "yes" }] },
            }
        );
        async Task<IEnumerable<string>> TagsAsync(string? version) =>
            (
                (
                    await s3.GetObjectTaggingAsync(
                        new()
                        {
                            BucketName = bucket,
                            Key = "a",
                            VersionId = version,
                        }
                    )
                ).Tagging
                ?? []
            ).Select(t => t.Key);
        Assert.Equal(["old"], await TagsAsync(one));
        Assert.Empty(await TagsAsync(null));

        var upload = await s3.InitiateMultipartUploadAsync(bucket, "c");
        var part = await s3.UploadPartAsync(
            new UploadPartRequest
            {
                BucketName = bucket,
                Key = "c",
                UploadId = upload.UploadId,
                PartNumber = 1,
                InputStream = new MemoryStream("part"u8.ToArray()),
            }
        );
        var completed = await s3.CompleteMultipartUploadAsync(
            new CompleteMultipartUploadRequest
            {
                BucketName = bucket,
                Key = "c",
                UploadId = upload.UploadId,
                PartETags = [new(part)],
            }
        );
        Assert.Equal("part", await ReadAsync("c", completed.VersionId));
    }

    [Fact]
    public async Task A_listing_goes_on_in_the_midst_of_a_key()
    {
        foreach (var i in Enumerable.Range(0, 5))
            await PutAsync("a", $"{i}");
        await PutAsync("b", "b");
        var whole = await ListAsync();

        Assert.Equal(6, whole.Count);
        foreach (var most in new[] { 1, 2, 4, 5 })
            Assert.Equal(whole, await ListAsync(most));
    }

    [Fact]
    public async Task A_bucket_that_keeps_versions_no_longer_overwrites_what_has_none()
    {
        var one = await PutAsync("a", "one");
        Keep("Suspended");

        Assert.Equal("null", await PutAsync("a", "two"));
        await PutAsync("a", "three");
        Assert.Equal(["a null latest", $"a {one}"], await ListAsync());
        await s3.DeleteObjectAsync(bucket, "a");

        Assert.Equal(["a null latest mark", $"a {one}"], await ListAsync());
        Assert.Equal("one", await ReadAsync("a", one));
    }

    [Fact]
    public async Task A_bucket_with_nothing_but_versions_is_not_empty()
    {
        var life = new BucketLife(host.Services.GetRequiredService<ObjectStore>());
        var resource = host.Deployment.Current.Find("AWS::S3::Bucket", bucket)!;
        var one = await PutAsync("a", "one");
        var mark = (await s3.DeleteObjectAsync(bucket, "a")).VersionId;

        await Assert.ThrowsAsync<DeploymentException>(() => life.RemoveAsync(resource, CancellationToken.None));
        await s3.DeleteObjectAsync(bucket, "a", one);
        await Assert.ThrowsAsync<DeploymentException>(() => life.RemoveAsync(resource, CancellationToken.None));
        await s3.DeleteObjectAsync(bucket, "a", mark);
        await life.RemoveAsync(resource, CancellationToken.None);
    }

    private void Keep(string status)
    {
        var all = TestResources.All();
        host.Deployment.Current = new(
            TestResources.Account,
            "us-east-1",
            [.. all.Resources, TestResources.Bucket(bucket, $$"""{"VersioningConfiguration": {"Status": "{{status}}" } }""")],
            new Dictionary<string, IReadOnlyDictionary<string, string>>()
        );
    }

    private async Task<string> PutAsync(string key, string content) =>
        (
            await s3.PutObjectAsync(
                new PutObjectRequest
                {
                    BucketName = bucket,
                    Key = key,
                    ContentBody = content,
                }
            )
        ).VersionId;

    private async Task<string> ReadAsync(string key, string? version = null)
    {
        using var found = await s3.GetObjectAsync(bucket, key, version);
        using var reader = new StreamReader(found.ResponseStream);
        return await reader.ReadToEndAsync();
    }

    /// <summary>Every version, page by page.</summary>
    private async Task<List<string>> ListAsync(int most = 1000)
    {
        var request = new ListVersionsRequest { BucketName = bucket, MaxKeys = most };
        List<string> all = [];
        while (true)
        {
            var page = await s3.ListVersionsAsync(request);
            all.AddRange(
                page.Versions.Select(v =>
                    $"{v.Key} {v.VersionId}{(v.IsLatest == true ? " latest" : string.Empty)}{(v.IsDeleteMarker == true ? " mark" : string.Empty)}"
                )
            );
            if (page.IsTruncated != true)
                return all;
            (request.KeyMarker, request.VersionIdMarker) = (page.NextKeyMarker, page.NextVersionIdMarker);
        }
    }
}
