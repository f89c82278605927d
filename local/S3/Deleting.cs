using System.Xml.Linq;
using CognitoStack.Local.Access;

namespace CognitoStack.Local.S3;

/// <summary>Deleting many objects at once: every one is decided for itself.</summary>
internal sealed class Deleting(ObjectStore store, S3Access access, IAuthorizer authorizer)
{
    private const int Most = 1000;

    /// <summary>Decided at once; the decisions of others get their turn in between.</summary>
    private const int AtOnce = 20;

    public async Task ManyAsync(S3Call call)
    {
        var bucket = access.BucketOf(call.Bucket);
        var body = await S3Xml.ReadAsync(call);
        var isQuiet = body.Elements().Any(e => e.Name.LocalName == "Quiet" && e.Value == "true");
        var objects = body.Elements().Where(e => e.Name.LocalName == "Object")
            .Select(o => (Key: S3Xml.Text(o, "Key"), Version: o.Elements().FirstOrDefault(e => e.Name.LocalName == "VersionId")?.Value)).ToList();
        if (objects.Count is 0 or > Most || objects.Any(o => o.Key.Length == 0)) throw S3Xml.Malformed();
        var results = new List<XElement?>();
        foreach (var some in objects.Chunk(AtOnce)) results.AddRange(await Task.WhenAll(some.Select(DeleteAsync)));
        await S3Xml.WriteAsync(call, S3Xml.Element("DeleteResult", results));

        async Task<XElement?> DeleteAsync((string Key, string? Version) o)
        {
            var request = access.OnObject(call, o.Version is null ? "DeleteObject" : "DeleteObjectVersion", bucket, o.Key);
            var decision = await authorizer.DecideAsync(call.Caller, [request], call.Cancel);
            if (!decision.Allowed) return Error(o.Key, "AccessDenied", S3Access.Denied(call, request, decision).Message);
            if (o.Version is not (null or "null")) return Error(o.Key, "NoSuchVersion", "The version ID specified in the request does not match an existing version.");
            store.Delete(bucket.Name, o.Key, _ => { });
            return isQuiet ? null : S3Xml.Element("Deleted", S3Xml.Element("Key", o.Key));
        }
    }

    private static XElement Error(string key, string code, string message) =>
        S3Xml.Element("Error", S3Xml.Element("Key", key), S3Xml.Element("Code", code), S3Xml.Element("Message", message));
}
