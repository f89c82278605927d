using System.Text.Json.Nodes;
using System.Xml.Linq;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.S3;

/// <summary>What the deployed template says of a bucket, as S3 tells it to those who may know.</summary>
internal sealed class BucketSettings(S3Access access, IDeployment deployment, IResourceChanges changes, Reading reading)
{
    private static readonly XNamespace Schema = "http://www.w3.org/2001/XMLSchema-instance";
    private static readonly string[] Blocks = ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"];

    public Task AclAsync(S3Call call) => WriteAsync(call, "GetBucketAcl", _ => Acl);

    public async Task ObjectAclAsync(S3Call call)
    {
        await reading.FindAsync(call, access.BucketOf(call.Bucket), "GetObjectAcl");
        await S3Xml.WriteAsync(call, Acl);
    }

    public Task VersioningAsync(S3Call call) =>
        WriteAsync(
            call,
            "GetBucketVersioning",
            bucket =>
                S3Xml.Element(
                    "VersioningConfiguration",
                    bucket.Properties["VersioningConfiguration"]?["Status"] is { } status ? S3Xml.Element("Status", status) : null
                )
        );

    public Task TagsAsync(S3Call call) =>
        WriteAsync(
            call,
            "GetBucketTagging",
            bucket =>
                ResourceTags.Of(bucket) is { Count: > 0 } tags
                    ? Tagging.Xml(tags)
                    : throw new AwsException("NoSuchTagSet", "The TagSet does not exist", 404)
        );

    public async Task PolicyAsync(S3Call call)
    {
        var bucket = await RequireAsync(call, "GetBucketPolicy");
        var policy =
            Policy(bucket)?.Properties["PolicyDocument"]
            ?? throw new AwsException("NoSuchBucketPolicy", "The bucket policy does not exist", 404);
        call.Http.Response.ContentType = "application/json";
        await call.Http.Response.WriteAsync(policy.ToJsonString(), call.Cancel);
    }

    /// <summary>Puts another policy in the place of a bucket's, or of none.</summary>
    public async Task PutPolicyAsync(S3Call call)
    {
        var bucket = await RequireAsync(call, "PutBucketPolicy");
        using var reader = new StreamReader(call.Http.Request.Body);
        var text = await reader.ReadToEndAsync(call.Cancel);
        if (Parsed(text) is not { } document)
            throw new AwsException("MalformedPolicy", "Policies must be valid JSON and the first byte must be '{'");
        void Say(JsonObject policy) => policy["PolicyDocument"] = document;
        if (Policy(bucket) is { } there)
            await changes.ChangeAsync(there, Say, call.Cancel);
        else if (!await changes.RestoreAsync(r => IsPolicy(r, bucket), Say, call.Cancel))
            throw S3Call.NotImplemented("A policy by hand of a bucket whose template has none");
        call.Http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    /// <summary>Takes a bucket's policy away; that there is none is no error.</summary>
    public async Task DeletePolicyAsync(S3Call call)
    {
        var bucket = await RequireAsync(call, "DeleteBucketPolicy");
        if (Policy(bucket) is { } policy)
            await changes.RemoveAsync(policy, call.Cancel);
        call.Http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    public Task PublicAccessAsync(S3Call call) =>
        WriteAsync(
            call,
            "GetBucketPublicAccessBlock",
            bucket =>
                bucket.Properties["PublicAccessBlockConfiguration"] is not { } block
                    ? throw new AwsException(
                        "NoSuchPublicAccessBlockConfiguration",
                        "The public access block configuration was not found",
                        404
                    )
                    : S3Xml.Element("PublicAccessBlockConfiguration", Blocks.Select(name => S3Xml.Element(name, IsTrue(block[name]))))
        );

    public Task EncryptionAsync(S3Call call) =>
        WriteAsync(
            call,
            "GetEncryptionConfiguration",
            bucket =>
            {
                var rule = bucket.Properties["BucketEncryption"]?["ServerSideEncryptionConfiguration"]?[0];
                var by = rule?["ServerSideEncryptionByDefault"];
                return S3Xml.Element(
                    "ServerSideEncryptionConfiguration",
                    S3Xml.Element(
                        "Rule",
                        S3Xml.Element(
                            "ApplyServerSideEncryptionByDefault",
                            S3Xml.Element("SSEAlgorithm", by?["SSEAlgorithm"]?.ToString() ?? "AES256"),
                            by?["KMSMasterKeyID"] is { } key ? S3Xml.Element("KMSMasterKeyID", key) : null
                        ),
                        S3Xml.Element("BucketKeyEnabled", IsTrue(rule?["BucketKeyEnabled"]))
                    )
                );
            }
        );

    public Task CorsAsync(S3Call call) =>
        WriteAsync(
            call,
            "GetBucketCORS",
            bucket =>
                bucket.Properties["CorsConfiguration"]?["CorsRules"] is not JsonArray rules
                    ? throw new AwsException("NoSuchCORSConfiguration", "The CORS configuration does not exist", 404)
                    : S3Xml.Element(
                        "CORSConfiguration",
                        rules
                            .OfType<JsonObject>()
                            .Select(rule =>
                                S3Xml.Element(
                                    "CORSRule",
                                    rule["Id"] is { } id ? S3Xml.Element("ID", id) : null,
                                    Each(rule, "AllowedOrigins", "AllowedOrigin"),
                                    Each(rule, "AllowedMethods", "AllowedMethod"),
                                    Each(rule, "AllowedHeaders", "AllowedHeader"),
                                    Each(rule, "ExposedHeaders", "ExposeHeader"),
                                    rule["MaxAge"] is { } age ? S3Xml.Element("MaxAgeSeconds", age) : null
                                )
                            )
                    )
        );

    /// <summary>What the template says: objects stay here.</summary>
    public Task LifecycleAsync(S3Call call) =>
        WriteAsync(
            call,
            "GetLifecycleConfiguration",
            bucket =>
                bucket.Properties["LifecycleConfiguration"]?["Rules"] is JsonArray { Count: > 0 } rules
                    ? S3Xml.Element("LifecycleConfiguration", rules.OfType<JsonObject>().Select(LifecycleRules.Of))
                    : throw new AwsException("NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist", 404)
        );

    /// <summary>What the template says: the host logs every decision itself.</summary>
    public Task LoggingAsync(S3Call call) =>
        WriteAsync(
            call,
            "GetBucketLogging",
            bucket =>
                S3Xml.Element(
                    "BucketLoggingStatus",
                    bucket.Properties["LoggingConfiguration"] is { } logging
                        ? S3Xml.Element(
                            "LoggingEnabled",
                            S3Xml.Element("TargetBucket", logging["DestinationBucketName"] ?? bucket.Name),
                            S3Xml.Element("TargetPrefix", logging["LogFilePrefix"] ?? string.Empty)
                        )
                        : null
                )
        );

    public Task OwnershipAsync(S3Call call) =>
        WriteAsync(
            call,
            "GetBucketOwnershipControls",
            bucket =>
                S3Xml.Element(
                    "OwnershipControls",
                    S3Xml.Element(
                        "Rule",
                        S3Xml.Element(
                            "ObjectOwnership",
                            bucket.Properties["OwnershipControls"]?["Rules"]?[0]?["ObjectOwnership"]?.ToString() ?? "BucketOwnerEnforced"
                        )
                    )
                )
        );

    private static JsonObject? Parsed(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject;
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }

    // A policy is a resource of its own to templates.
    private Resource? Policy(Resource bucket) => deployment.Current.Resources.LastOrDefault(r => IsPolicy(r, bucket));

    private static bool IsPolicy(Resource policy, Resource bucket) =>
        policy.Type == "AWS::S3::BucketPolicy" && policy.Text("Bucket") == bucket.Name;

    /// <summary>There are no ACLs: the owner has everything.</summary>
    private XElement Acl =>
        S3Xml.Element(
            "AccessControlPolicy",
            S3Xml.Element("Owner", S3Xml.Element("ID", deployment.Current.Account)),
            S3Xml.Element(
                "AccessControlList",
                S3Xml.Element(
                    "Grant",
                    S3Xml.Element(
                        "Grantee",
                        new XAttribute(XNamespace.Xmlns + "xsi", Schema.NamespaceName),
                        new XAttribute(Schema + "type", "CanonicalUser"),
                        S3Xml.Element("ID", deployment.Current.Account)
                    ),
                    S3Xml.Element("Permission", "FULL_CONTROL")
                )
            )
        );

    private async Task WriteAsync(S3Call call, string action, Func<Resource, XElement> tell) =>
        await S3Xml.WriteAsync(call, tell(await RequireAsync(call, action)));

    private async Task<Resource> RequireAsync(S3Call call, string action)
    {
        var bucket = access.BucketOf(call.Bucket);
        await access.RequireAsync(call, access.OnBucket(call, action, bucket));
        return bucket;
    }

    private static bool IsTrue(JsonNode? value) => value?.ToString() is "true" or "True";

    private static IEnumerable<XElement> Each(JsonObject rule, string property, string name) =>
        (rule[property] as JsonArray ?? []).Select(value => S3Xml.Element(name, value));
}
