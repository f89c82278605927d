using System.Xml.Linq;
using CognitoStack.Local.Access;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.S3;

/// <summary>Deleting objects: of many at once every one is decided for itself.</summary>
internal sealed class Deleting(ObjectStore store, S3Access access, IAuthorizer authorizer, TimeProvider time)
{
    private const int Most = 1000;

    /// <summary>Decided at once; the decisions of others get their turn in between.</summary>
    private const int AtOnce = 20;

    public async Task OneAsync(S3Call call)
    {
        var bucket = access.BucketOf(call.Bucket);
        var (version, match) = (call.VersionId, call.Header("If-Match"));
        await access.RequireAsync(call, RequestsOf(call, bucket, call.Key, version, match));
        Versions.Tell(call, bucket, Delete(bucket, call.Key, version, match));
        call.Http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    public async Task ManyAsync(S3Call call)
    {
        var bucket = access.BucketOf(call.Bucket);
        var body = await S3Xml.ReadAsync(call);
        if (body.Descendants().FirstOrDefault(e => e.Name.LocalName is "LastModifiedTime" or "Size") is { } condition)
            throw S3Call.NotImplemented($"Deleting by {condition.Name.LocalName}, as directory buckets do,");
        var isQuiet = body.Elements().Any(e => e.Name.LocalName == "Quiet" && e.Value == "true");
        var objects = body.Elements()
            .Where(e => e.Name.LocalName == "Object")
            .Select(o => (Key: S3Xml.Text(o, "Key"), Version: S3Xml.Find(o, "VersionId"), ETag: S3Xml.Find(o, "ETag")))
            .ToList();
        if (objects.Count is 0 or > Most || objects.Any(o => o.Key.Length == 0))
            throw S3Xml.Malformed();
        var results = new List<XElement?>();
        foreach (var some in objects.Chunk(AtOnce))
            results.AddRange(await Task.WhenAll(some.Select(DeleteAsync)));
        await S3Xml.WriteAsync(call, S3Xml.Element("DeleteResult", results));

        async Task<XElement?> DeleteAsync((string Key, string? Version, string? ETag) o)
        {
            var requests = RequestsOf(call, bucket, o.Key, o.Version, o.ETag);
            var decision = await authorizer.DecideAsync(call.Caller, requests, call.Cancel);
            if (!decision.Allowed)
                return Error(o.Key, "AccessDenied", S3Access.Denied(call, decision.Refused ?? requests[0], decision).Message);
            StoredObject? gone;
            try
            {
                gone = Delete(bucket, o.Key, o.Version, o.ETag);
            }
            catch (AwsException e)
            {
                return Error(o.Key, e.Code, e.Message);
            }

            return isQuiet
                ? null
                : S3Xml.Element(
                    "Deleted",
                    S3Xml.Element("Key", o.Key),
                    o.Version is null ? null : S3Xml.Element("VersionId", o.Version),
                    gone is { IsMarker: true }
                        ? new object[] { S3Xml.Element("DeleteMarker", true), S3Xml.Element("DeleteMarkerVersionId", gone.Version) }
                        : null
                );
        }
    }

    /// <summary>Deletes a version for good, or marks an object as deleted where its bucket keeps versions: what was deleted, or the mark.</summary>
    private StoredObject? Delete(Resource bucket, string key, string? version, string? match)
    {
        void Require(StoredObject? before) => Preconditions.RequireForDelete(match, before);
        if (version is not null)
            return store.Delete(bucket.Name, key, version, Require);
        if (Versions.Next(bucket) is { } next)
            return store.Mark(bucket.Name, key, next, time.GetUtcNow(), Require);
        store.Delete(bucket.Name, key, Require);
        return null;
    }

    /// <summary>Whoever deletes by an ETag learns whether it is that of the object: that is a right to read. That there is an object is none.</summary>
    private AccessRequest[] RequestsOf(S3Call call, Resource bucket, string key, string? version, string? match)
    {
        var delete = access.OnObject(call, version is null ? "DeleteObject" : "DeleteObjectVersion", bucket, key);
        if (version is not null)
            delete.Context!["s3:versionid"] = version;
        if (match is not null)
            delete.Context!["s3:if-match"] = match;
        return match is null or "*"
            ? [delete]
            : [delete, access.OnObject(call, "GetObject", bucket, key, store.Find(bucket.Name, key)?.Tags)];
    }

    private static XElement Error(string key, string code, string message) =>
        S3Xml.Element("Error", S3Xml.Element("Key", key), S3Xml.Element("Code", code), S3Xml.Element("Message", message));
}
