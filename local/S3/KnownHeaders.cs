namespace CognitoStack.Local.S3;

/// <summary>The headers of S3's own that an operation honours here. One that it does not is refused by its name, not dropped: whoever sends it counts on it.</summary>
internal static class KnownHeaders
{
    private static readonly HashSet<string> Everywhere =
    [
        "x-amz-content-sha256",
        "x-amz-date",
        "x-amz-security-token",
        "x-amz-algorithm",
        "x-amz-credential",
        "x-amz-expires",
        "x-amz-signature",
        "x-amz-signedheaders",
        "x-amz-decoded-content-length",
        "x-amz-trailer",
        "x-amz-sdk-checksum-algorithm",
        "x-amz-expected-bucket-owner",
        // What SDKs say of themselves.
        "x-amz-api-version",
        "x-amz-te",
        "x-amz-user-agent",
        // Nobody pays here.
        "x-amz-request-payer",
    ];

    private static readonly HashSet<string> Making =
    [
        "x-amz-acl",
        "x-amz-grant-full-control",
        "x-amz-grant-read",
        "x-amz-grant-read-acp",
        "x-amz-grant-write",
        "x-amz-grant-write-acp",
        "x-amz-storage-class",
        "x-amz-tagging",
        "x-amz-server-side-encryption",
        "x-amz-server-side-encryption-aws-kms-key-id",
    ];

    private static readonly HashSet<string> Copying =
    [
        "x-amz-copy-source-if-match",
        "x-amz-copy-source-if-modified-since",
        "x-amz-copy-source-if-none-match",
        "x-amz-copy-source-if-unmodified-since",
        "x-amz-source-expected-bucket-owner",
    ];

    /// <summary>Does nothing where every header is known.</summary>
    /// <exception cref="Http.AwsException"><c>NotImplemented</c>, with the name of one that is not.</exception>
    public static void Require(S3Call call)
    {
        var isCopy = call.Method == "PUT" && call.Header("x-amz-copy-source") is not null;
        var isMade = (call.Method, call.Subresource) is ("PUT" or "POST", "") or ("POST", "uploads");
        var isSent = call.Method is "PUT" or "POST";
        bool IsKnown(string name) =>
            Everywhere.Contains(name)
            || name switch
            {
                "x-amz-checksum-mode" => call.Method is "GET" or "HEAD",
                "x-amz-object-attributes" or "x-amz-max-parts" or "x-amz-part-number-marker" => call.Subresource == "attributes",
                Checksum.AlgorithmHeader => isCopy || call.Subresource == "uploads",
                Checksum.TypeHeader => call.Subresource is "uploads" or "uploadId",
                "x-amz-copy-source" => isCopy,
                "x-amz-copy-source-range" => isCopy && call.Subresource == "uploadId",
                "x-amz-metadata-directive" or "x-amz-tagging-directive" => isCopy && isMade,
                "x-amz-mp-object-size" => call.Subresource == "uploadId",
                _ => (isMade && (Making.Contains(name) || name.StartsWith("x-amz-meta-", StringComparison.Ordinal)))
                    || (isCopy && Copying.Contains(name))
                    || (isSent && Checksum.IsKnown(name)),
            };
        if (call.Headers("x-amz-").Keys.FirstOrDefault(n => !IsKnown(n)) is { } unknown)
            throw S3Call.NotImplemented($"The header {unknown}", unknown);
    }
}
