using System.Globalization;
using System.Text.Json.Nodes;
using CognitoStack.Local.Access;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Http;
using CognitoStack.Local.Kms;

namespace CognitoStack.Local.S3;

/// <summary>Asks whether a call may do what it wants to.</summary>
internal sealed class S3Access(IAuthorizer authorizer, IDeployment deployment, TimeProvider time)
{
    private static readonly string[] HeadersAsKeys =
    [
        "x-amz-acl",
        "x-amz-content-sha256",
        "x-amz-copy-source",
        "x-amz-metadata-directive",
        "x-amz-server-side-encryption",
        "x-amz-server-side-encryption-aws-kms-key-id",
        "x-amz-server-side-encryption-customer-algorithm",
        "x-amz-storage-class",
        "x-amz-website-redirect-location",
        "x-amz-grant-full-control",
        "x-amz-grant-read",
        "x-amz-grant-read-acp",
        "x-amz-grant-write",
        "x-amz-grant-write-acp",
        "if-match",
        "if-none-match",
    ];

    /// <summary>The bucket of a call.</summary>
    /// <exception cref="AwsException"><c>InvalidBucketName</c>: no bucket can be called so. <c>NoSuchBucket</c>: it is not deployed.</exception>
    public Resource BucketOf(string name) =>
        name.Length > 255 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_')
            ? throw new AwsException("InvalidBucketName", "The specified bucket is not valid.")
            {
                Details = new() { ["BucketName"] = name },
            }
            : deployment.Current.Find("AWS::S3::Bucket", name)
                ?? throw new AwsException("NoSuchBucket", "The specified bucket does not exist", 404)
                {
                    Details = new() { ["BucketName"] = name },
                };

    /// <summary>Whoever says whose the buckets are that they mean, is right.</summary>
    /// <exception cref="AwsException"><c>AccessDenied</c>: the bucket is another account's, as far as they know.</exception>
    public void RequireOwner(S3Call call)
    {
        foreach (var name in new[] { "x-amz-expected-bucket-owner", "x-amz-source-expected-bucket-owner" })
            if (call.Header(name) is { } owner && owner != deployment.Current.Account)
                throw new AwsException("AccessDenied", "Access Denied", 403);
    }

    /// <summary>An action on no bucket of all.</summary>
    public AccessRequest OnService(S3Call call, string action) => new($"s3:{action}", "*", ContextOf(call, null));

    /// <summary>An action on an object.</summary>
    public AccessRequest OnObject(
        S3Call call,
        string action,
        Resource bucket,
        string key,
        IReadOnlyDictionary<string, string>? tags = null
    ) => new($"s3:{action}", $"{bucket.Arn}/{key}", ContextOf(call, tags), bucket);

    /// <summary>An action on a bucket; the parameters of listings are condition keys.</summary>
    public AccessRequest OnBucket(S3Call call, string action, Resource bucket)
    {
        var context = ContextOf(call, null);
        foreach (var name in new[] { "prefix", "delimiter", "max-keys" })
            if (call.Target[name] is { } value)
                context[$"s3:{name}"] = value;
        return new($"s3:{action}", bucket.Arn, context, bucket);
    }

    /// <summary>What an encrypted bucket's key is used for; S3 asks for it in the caller's name.</summary>
    public IEnumerable<AccessRequest> OnKey(Resource bucket, string key, params string[] actions)
    {
        var deployed = deployment.Current;
        if (KeyOf(bucket) is not { } master)
            return [];
        return actions.Select(action =>
        {
            var conditions = KeyAccess.KeysOf(deployed, KmsKey.Symmetric);
            KeyAccess.AddOf(master, conditions);
            new EncryptionContext(new Dictionary<string, string> { ["aws:s3:arn"] = $"{bucket.Arn}/{key}" }).AddTo(conditions);
            conditions["kms:ViaService"] = $"s3.{deployed.Region}.amazonaws.com";
            return new AccessRequest($"kms:{action}", master.Arn, conditions, master.Resource);
        });
    }

    public bool IsKeyOf(Resource bucket, string key) => KeyOf(bucket) is { } master && (key == master.Arn || key == master.Id);

    public async Task<bool> AllowsAsync(S3Call call, params AccessRequest[] requests) =>
        (await authorizer.DecideAsync(call.Caller, requests, call.Cancel)).Allowed;

    /// <summary>Does nothing where every request is allowed.</summary>
    /// <exception cref="AwsException"><c>AccessDenied</c>.</exception>
    public async Task RequireAsync(S3Call call, params AccessRequest[] requests)
    {
        var decision = await authorizer.DecideAsync(call.Caller, requests, call.Cancel);
        if (!decision.Allowed)
            throw Denied(call, decision.Refused ?? requests[0], decision);
    }

    public static AwsException Denied(S3Call call, AccessRequest request, Decision decision) =>
        new(
            "AccessDenied",
            call.Caller is Anonymous
                ? "Access Denied"
                : $"User: {call.Caller.Arn} is not authorized to perform: {request.Action} on resource: \"{request.Resource}\" "
                    + (
                        decision.By.Length > 0
                            ? "with an explicit deny"
                            : $"because no identity-based policy allows the {request.Action} action"
                    ),
            403
        );

    private KmsKey? KeyOf(Resource bucket) =>
        bucket
            .Properties["BucketEncryption"]
            ?["ServerSideEncryptionConfiguration"]?[0]?["ServerSideEncryptionByDefault"]?["KMSMasterKeyID"]?.ToString()
            is { } id
            ? KmsKey.Find(deployment.Current, id)
            : null;

    private JsonObject ContextOf(S3Call call, IReadOnlyDictionary<string, string>? existingTags)
    {
        var context = new JsonObject
        {
            ["s3:ResourceAccount"] = deployment.Current.Account,
            // Neither beginning an upload nor sending a part of it makes an object.
            ["s3:ObjectCreationOperation"] =
                call.Subresource == "uploads" || (call.Method == "PUT" && call.Subresource == "uploadId") ? "false" : "true",
        };
        if (call.Target["versionId"] is { } version)
            context["s3:versionid"] = version;
        foreach (var name in HeadersAsKeys)
            if (call.Header(name) is { } value)
                context[$"s3:{name}"] = value;
        if (call.Signature is { Claim: var claim })
        {
            context["s3:signatureversion"] = SignatureV4.Algorithm;
            context["s3:authType"] = claim switch
            {
                { IsOfForm: true } => "POST",
                { Expires: null } => "REST-HEADER",
                _ => "REST-QUERY-STRING",
            };
            context["s3:signatureAge"] = ((long)(time.GetUtcNow() - claim.Time).TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
        }

        if (call.Header("x-amz-tagging") is { } tagging)
        {
            var tags = Tagging.OfHeader(tagging);
            foreach (var (tag, value) in tags)
                context[$"s3:RequestObjectTag/{tag}"] = value;
            context["s3:RequestObjectTagKeys"] = new JsonArray([.. tags.Keys.Select(k => (JsonNode?)k)]);
        }

        foreach (var (tag, value) in existingTags ?? new Dictionary<string, string>())
            context[$"s3:ExistingObjectTag/{tag}"] = value;
        return context;
    }
}
