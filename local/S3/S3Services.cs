using CognitoStack.Local.Deployment;
using CognitoStack.Local.Front;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.S3;

/// <summary>What of buckets works here.</summary>
internal sealed class BucketSupport : ISupports
{
    /// <inheritdoc/>
    public IEnumerable<Support> Types =>
        [
            new(
                "AWS::S3::Bucket",
                [
                    "BucketName",
                    "CorsConfiguration",
                    "PublicAccessBlockConfiguration.RestrictPublicBuckets",
                    "OwnershipControls",
                    "Tags",
                    "VersioningConfiguration",
                ],
                new Dictionary<string, string>
                {
                    ["PublicAccessBlockConfiguration.BlockPublicAcls"] = "there are no ACLs",
                    ["PublicAccessBlockConfiguration.IgnorePublicAcls"] = "there are no ACLs",
                    ["PublicAccessBlockConfiguration.BlockPublicPolicy"] = "policies come with the template only",
                    ["BucketEncryption"] = "the state folder is not encrypted; the policies of a bucket's key have their say all the same",
                    ["AccessControl"] = "there are no ACLs",
                    ["LifecycleConfiguration"] = "objects and unfinished uploads stay",
                    ["LoggingConfiguration"] = "the host logs every decision itself",
                    ["NotificationConfiguration"] = "nobody is notified",
                }
            ),
            new("AWS::S3::BucketPolicy", ["Bucket", "PolicyDocument"], new Dictionary<string, string>()),
        ];
}

/// <summary>S3.</summary>
public static class S3Services
{
    /// <summary>Registers S3. A bucket is there once it is deployed; there is nothing to make.</summary>
    public static IServiceCollection AddS3(this IServiceCollection services) =>
        services
            .AddSingleton<ObjectStore>()
            .AddSingleton<Deployment.IStoredObjects, StoredObjects>()
            .AddSingleton<S3Access>()
            .AddSingleton<Reading>()
            .AddSingleton<Writing>()
            .AddSingleton<Deleting>()
            .AddSingleton<Multipart>()
            .AddSingleton<Parts>()
            .AddSingleton<Posting>()
            .AddSingleton<Listing>()
            .AddSingleton<BucketSettings>()
            .AddSingleton<Attributes>()
            .AddSingleton<IHttpService, S3Service>()
            .AddSingleton<IResourceLife, BucketLife>()
            .AddSingleton<ISupports, BucketSupport>();
}
