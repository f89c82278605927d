using Amazon.S3;
using CognitoStack.Local.Tests.Access;

namespace CognitoStack.Local.Tests.S3;

[Collection(TestHostCollection.Name)]
public sealed class BucketPolicyTests(TestHost host)
{
    [Fact]
    public async Task A_policy_of_a_bucket_is_changed_by_hand()
    {
        using var administrator = host.S3(host.Administrator());
        var before = (await administrator.GetBucketPolicyAsync("restricted")).Policy;
        var other = before.Replace("s3:GetObject", "s3:GetObjectVersion", StringComparison.Ordinal);

        await administrator.PutBucketPolicyAsync("restricted", other);

        Assert.Equal(other, (await administrator.GetBucketPolicyAsync("restricted")).Policy);
        Assert.Equal(
            "MalformedPolicy",
            (await Assert.ThrowsAsync<AmazonS3Exception>(() => administrator.PutBucketPolicyAsync("restricted", "["))).ErrorCode
        );
        using var member = host.S3();
        Assert.Equal(
            "AccessDenied",
            (await Assert.ThrowsAsync<AmazonS3Exception>(() => member.PutBucketPolicyAsync("restricted", before))).ErrorCode
        );
        await administrator.PutBucketPolicyAsync("restricted", before);
    }

    [Fact]
    public async Task A_policy_of_a_bucket_is_deleted_by_hand()
    {
        using var administrator = host.S3(host.Administrator());
        using var member = host.S3();
        await S3Tests.DeniedAsync(() => member.DeleteBucketPolicyAsync("restricted"));

        // That there is none is no error.
        foreach (var _ in Enumerable.Range(0, 2))
            await administrator.DeleteBucketPolicyAsync("restricted");

        Assert.Contains("NoSuchBucketPolicy", (await administrator.GetBucketPolicyAsync("restricted")).Policy, StringComparison.Ordinal);
        host.Deployment.Current = TestResources.All();
    }
}
