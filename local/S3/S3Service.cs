using CognitoStack.Local.Access;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Front;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.S3;

/// <summary>S3: every request is decided by the deployed policies before anything is read or written.</summary>
internal sealed class S3Service(
    SignatureVerifier verifier,
    IDeployment deployment,
    S3Access access,
    Reading reading,
    Writing writing,
    Deleting deleting,
    Multipart multipart,
    Parts parts,
    Listing listing,
    BucketSettings settings,
    Attributes attributes,
    Posting posting,
    ILogger<S3Service> log
) : IHttpService
{
    /// <inheritdoc/>
    public string SigningName => "s3";

    /// <inheritdoc/>
    public async Task HandleAsync(HttpContext http)
    {
        http.Response.Headers["x-amz-request-id"] = http.Response.Headers["x-amzn-requestid"];
        http.Response.Headers["x-amz-id-2"] = http.Response.Headers["x-amzn-requestid"];
        var call = new S3Call(http);
        var deployed = deployment.Current;
        if (HttpMethods.IsOptions(call.Method))
        {
            BucketCors.Preflight(call, deployed, log);
            return;
        }

        BucketCors.Apply(call, deployed.Find("AWS::S3::Bucket", call.Bucket));
        try
        {
            call.Signature = verifier.Verify(http.Request, call.Target, SigningName, Payload.HashOf(call));
        }
        catch (SignatureException e)
        {
            throw e.ForS3();
        }

        access.RequireOwner(call);
        KnownHeaders.Require(call);
        await (
            call switch
            {
                { Bucket: "" } => OnService(call),
                { Key: "" } => OnBucket(call),
                _ => OnObject(call),
            }
        );
    }

    private Task OnService(S3Call call) =>
        call.Method == "GET"
            ? listing.BucketsAsync(call)
            : throw S3Errors.With(
                "MethodNotAllowed",
                "The specified method is not allowed against this resource.",
                405,
                ("Method", call.Method),
                ("ResourceType", "SERVICE")
            );

    private Task OnBucket(S3Call call) =>
        (call.Method, call.Subresource) switch
        {
            ("GET" or "HEAD", "")
                when call.Target.Query.FirstOrDefault(p =>
                    !Listing.Parameters.Contains(p.Key.ToLowerInvariant())
                    && !p.Key.StartsWith("X-Amz-", StringComparison.OrdinalIgnoreCase)
                )
                    is { Key: { } unknown } => throw S3Call.NotImplemented($"{call.Method} of a bucket's \"{unknown}\""),
            ("GET", "") => listing.ObjectsAsync(call),
            ("HEAD", "") => listing.HeadBucketAsync(call),
            ("GET", "location") => listing.LocationAsync(call),
            ("GET", "versions") => listing.VersionsAsync(call),
            ("GET", "uploads") => multipart.ListAsync(call),
            ("GET", "acl") => settings.AclAsync(call),
            ("GET", "cors") => settings.CorsAsync(call),
            ("GET", "encryption") => settings.EncryptionAsync(call),
            ("GET", "lifecycle") => settings.LifecycleAsync(call),
            ("GET", "logging") => settings.LoggingAsync(call),
            ("GET", "ownershipControls") => settings.OwnershipAsync(call),
            ("GET", "policy") => settings.PolicyAsync(call),
            ("PUT", "policy") => settings.PutPolicyAsync(call),
            ("DELETE", "policy") => settings.DeletePolicyAsync(call),
            ("GET", "publicAccessBlock") => settings.PublicAccessAsync(call),
            ("GET", "tagging") => settings.TagsAsync(call),
            ("GET", "versioning") => settings.VersioningAsync(call),
            ("POST", "delete") => deleting.ManyAsync(call),
            ("POST", "") => posting.PostAsync(call),
            ("PUT", "") => throw S3Call.NotImplemented("CreateBucket: buckets are made by deploying their template. It"),
            ("DELETE", "") => throw S3Call.NotImplemented("DeleteBucket: buckets are made by deploying their template. It"),
            var (method, subresource) => throw S3Call.NotImplemented($"{method} of a bucket's \"{subresource}\""),
        };

    private Task OnObject(S3Call call) =>
        (call.Method, call.Subresource) switch
        {
            ("GET" or "HEAD", "") => reading.GetAsync(call),
            ("PUT", "") => call.Header("x-amz-copy-source") is { } source ? writing.CopyAsync(call, source) : writing.PutAsync(call),
            ("DELETE", "") => deleting.OneAsync(call),
            ("GET", "acl") => settings.ObjectAclAsync(call),
            ("GET", "attributes") => attributes.GetAsync(call),
            ("GET", "tagging") => reading.GetTagsAsync(call),
            ("PUT" or "DELETE", "tagging") => writing.TagAsync(call),
            ("POST", "uploads") => multipart.BeginAsync(call),
            ("PUT", "uploadId") => call.Header("x-amz-copy-source") is { } source ? parts.CopyAsync(call, source) : parts.PutAsync(call),
            ("POST", "uploadId") => multipart.CompleteAsync(call),
            ("DELETE", "uploadId") => multipart.AbortAsync(call),
            ("GET", "uploadId") => parts.ListAsync(call),
            var (method, subresource) => throw S3Call.NotImplemented($"{method} of an object's \"{subresource}\""),
        };
}
