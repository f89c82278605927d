using Amazon.S3;
using Amazon.S3.Model;
using CognitoStack.Local.Tests.Access;

namespace CognitoStack.Local.Tests.S3;

/// <summary>What a bucket was deployed with, and what is known of an object.</summary>
[Collection(TestHostCollection.Name)]
public sealed class BucketSettingsTests(TestHost host)
{
    private readonly string mine = $"users/{TestResources.Ann}/{Guid.NewGuid():N}";

    [Fact]
    public async Task The_settings_of_a_bucket_are_those_of_its_template()
    {
        using var s3 = host.S3(host.Administrator());
        Assert.Contains("files/locked/*", (await s3.GetBucketPolicyAsync("files")).Policy, StringComparison.Ordinal);
        var block = (
            await s3.GetPublicAccessBlockAsync(new GetPublicAccessBlockRequest { BucketName = "files" })
        ).PublicAccessBlockConfiguration;
        Assert.Equal((true, false), (block.RestrictPublicBuckets, block.BlockPublicAcls));
        var by = (await s3.GetBucketEncryptionAsync(new GetBucketEncryptionRequest { BucketName = "keyed" }))
            .ServerSideEncryptionConfiguration
            .ServerSideEncryptionRules[0]
            .ServerSideEncryptionByDefault;
        Assert.Equal(("aws:kms", "key-1"), (by.ServerSideEncryptionAlgorithm.Value, by.ServerSideEncryptionKeyManagementServiceKeyId));
        var rule = (await s3.GetCORSConfigurationAsync("files")).Configuration.Rules[0];
        Assert.Equal(
            "GET PUT http://localhost:3000 ETag 3000",
            string.Join(" ", [.. rule.AllowedMethods, .. rule.AllowedOrigins, .. rule.ExposeHeaders, $"{rule.MaxAgeSeconds}"])
        );
        Assert.Equal(
            "BucketOwnerEnforced",
            (await s3.GetBucketOwnershipControlsAsync(new GetBucketOwnershipControlsRequest { BucketName = "files" }))
                .OwnershipControls
                .Rules[0]
                .ObjectOwnership
                .Value
        );
        Assert.Equal(VersionStatus.Off, (await s3.GetBucketVersioningAsync("files")).VersioningConfig.Status);
        var acl = await s3.GetBucketAclAsync(new GetBucketAclRequest { BucketName = "files" });
        Assert.Equal([(TestResources.Account, "FULL_CONTROL")], acl.Grants.Select(g => (g.Grantee.CanonicalUser, g.Permission.Value)));
        Assert.Contains("NoSuchBucketPolicy", (await s3.GetBucketPolicyAsync("keyed")).Policy, StringComparison.Ordinal);
        await S3Tests.FailedAsync(
            "NoSuchPublicAccessBlockConfiguration",
            () => s3.GetPublicAccessBlockAsync(new GetPublicAccessBlockRequest { BucketName = "keyed" })
        );
    }

    [Fact]
    public async Task The_right_to_list_is_none_to_know_the_settings()
    {
        using var s3 = host.S3(host.Credentials("Admin"));
        await S3Tests.DeniedAsync(() => s3.GetBucketPolicyAsync("files"));
        await S3Tests.DeniedAsync(() => s3.GetBucketVersioningAsync("files"));
        await S3Tests.DeniedAsync(() => s3.GetBucketAclAsync(new GetBucketAclRequest { BucketName = "files" }));
        await S3Tests.DeniedAsync(() => s3.GetBucketEncryptionAsync(new GetBucketEncryptionRequest { BucketName = "keyed" }));
    }

    [Fact]
    public async Task The_attributes_of_an_object_are_told_to_who_may_read_it_and_know_them()
    {
        using var member = host.S3();
        var put = await member.PutObjectAsync(
            new PutObjectRequest
            {
                BucketName = "files",
                Key = mine,
                ContentBody = "0123456789",
                ChecksumAlgorithm = ChecksumAlgorithm.CRC32,
            }
        );
        var request = new GetObjectAttributesRequest
        {
            BucketName = "files",
            Key = mine,
            ObjectAttributes =
            [
                ObjectAttributes.ETag,
                ObjectAttributes.ObjectSize,
                ObjectAttributes.StorageClass,
                ObjectAttributes.Checksum,
                ObjectAttributes.ObjectParts,
            ],
        };
        await S3Tests.DeniedAsync(() => member.GetObjectAttributesAsync(request));
        using var administrator = host.S3(host.Administrator());
        var told = await administrator.GetObjectAttributesAsync(request);
        Assert.Equal(
            (put.ETag.Trim('"'), 10L, "STANDARD", "poTHxg=="),
            (told.ETag, told.ObjectSize, told.StorageClass.Value, told.Checksum.ChecksumCRC32)
        );
        Assert.Null(told.ObjectParts);
        Assert.Equal(
            ["FULL_CONTROL"],
            (await administrator.GetObjectAclAsync(new GetObjectAclRequest { BucketName = "files", Key = mine })).Grants.Select(g =>
                g.Permission.Value
            )
        );
    }
}
