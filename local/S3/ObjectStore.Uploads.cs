using System.Security.Cryptography;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.S3;

/// <content>Uploads in parts.</content>
internal sealed partial class ObjectStore
{
    public void Begin(Upload upload) =>
        Run(
            "INSERT INTO uploads VALUES ($0, $1, $2, $3, $4, $5, $6)",
            upload.Id,
            upload.Bucket,
            upload.Key,
            upload.Started.ToUnixTimeMilliseconds(),
            Text(upload.Headers),
            Text(upload.Tags),
            upload.Before
        );

    /// <summary>An upload of this very object: whoever may write one object must not end the upload of another.</summary>
    public Upload? FindUpload(string bucket, string key, string id) =>
        Uploads("id = $0 AND bucket = $1 AND key = $2", id, bucket, key).FirstOrDefault();

    /// <summary>The upload that a call is about.</summary>
    /// <exception cref="AwsException"><c>NoSuchUpload</c>.</exception>
    public Upload FindUpload(S3Call call) =>
        FindUpload(call.Bucket, call.Key, call.Target["uploadId"] ?? string.Empty) ?? throw NoSuchUpload(call.Target["uploadId"]);

    public static AwsException NoSuchUpload(string? id) =>
        S3Errors.With(
            "NoSuchUpload",
            "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.",
            404,
            ("UploadId", id)
        );

    public IReadOnlyList<Upload> UploadsOf(string bucket) => Uploads("bucket = $0", bucket);

    public IReadOnlyList<UploadPart> Parts(string upload) =>
        Rows(
            "SELECT number, file, size, etag, modified, checksums FROM parts WHERE upload = $0 ORDER BY number",
            r => new UploadPart(r.GetInt32(0), r.GetString(1), r.GetInt64(2), r.GetString(3), Time(r, 4), Pairs(r, 5)),
            upload
        );

    /// <summary>Adds a part, or replaces it; false where the upload has ended meanwhile.</summary>
    public bool PutPart(string upload, UploadPart part)
    {
        lock (sql.Gate)
        {
            if (Rows("SELECT id FROM uploads WHERE id = $0", r => r.GetString(0), upload).Count == 0)
                return false;
            var before = Parts(upload).FirstOrDefault(p => p.Number == part.Number);
            Run(
                "INSERT OR REPLACE INTO parts VALUES ($0, $1, $2, $3, $4, $5, $6)",
                upload,
                part.Number,
                part.File,
                part.Size,
                part.ETag,
                part.Modified.ToUnixTimeMilliseconds(),
                Text(part.Checksums)
            );
            if (before is not null)
                Discard(before.File);
            return true;
        }
    }

    public void Abort(string upload)
    {
        lock (sql.Gate)
        {
            var parts = Parts(upload);
            Forget(upload);
            foreach (var part in parts)
                Discard(part.File);
        }
    }

    public static string NewUploadId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    private void Forget(string upload)
    {
        Run("DELETE FROM uploads WHERE id = $0", upload);
        Run("DELETE FROM parts WHERE upload = $0", upload);
    }

    private List<Upload> Uploads(string where, params ReadOnlySpan<object> values) =>
        Rows(
            $"SELECT id, bucket, key, started, headers, tags, before FROM uploads WHERE {where} ORDER BY key, started",
            r => new Upload(r.GetString(0), r.GetString(1), r.GetString(2), Time(r, 3), Pairs(r, 4), Pairs(r, 5), r.GetString(6)),
            values
        );
}
