using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CognitoStack.Lambda.DynamoDb;

/// <summary>
/// Signs a POST, which is how AWS JSON calls every operation.
/// Source: AWS, "Create a signed AWS API request" (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html)
/// (Signature Version 4).
/// </summary>
public sealed class SignatureV4(AwsCredentials credentials, string region, string service)
{
    private const string Algorithm = "AWS4-HMAC-SHA256";

    // A key is good for a day; a function lives for hours.
    private DayKey? last;

    /// <summary>A time as the header <c>x-amz-date</c> has it.</summary>
    public static string Stamp(DateTimeOffset time) => time.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    /// <summary>The value of the header <c>Authorization</c>.</summary>
    /// <param name="path">Where the request goes, as its address has it: the root, but for what stands between here and AWS.</param>
    /// <param name="stamp">When the request is made; one of the headers too.</param>
    /// <param name="body">What is sent.</param>
    /// <param name="headers">What is signed beside it, "host" among it: names in lower case and alphabetical order.</param>
    public string Authorization(
        string path,
        string stamp,
        ReadOnlySpan<byte> body,
        params ReadOnlySpan<(string Name, string Value)> headers
    )
    {
        // What is escaped is escaped once more.
        var canonical = new StringBuilder("POST\n", 1024).Append(path.Replace("%", "%25", StringComparison.Ordinal)).Append("\n\n");
        var names = new StringBuilder(64);
        foreach (var (name, value) in headers)
        {
            canonical.Append(name).Append(':').Append(value).Append('\n');
            names.Append(names.Length == 0 ? "" : ";").Append(name);
        }
        canonical.Append('\n').Append(names).Append('\n').Append(Hash(body));

        var date = stamp[..8];
        var scope = $"{date}/{region}/{service}/aws4_request";
        var toSign = $"{Algorithm}\n{stamp}\n{scope}\n{Hash(Encoding.UTF8.GetBytes(canonical.ToString()))}";
        var signature = Convert.ToHexStringLower(Mac(KeyOf(date), toSign));
        return $"{Algorithm} Credential={credentials.AccessKeyId}/{scope}, SignedHeaders={names}, Signature={signature}";
    }

    private byte[] KeyOf(string date)
    {
        if (last is { } known && known.Date == date)
            return known.Key;
        var ofDate = Mac(Encoding.UTF8.GetBytes($"AWS4{credentials.SecretAccessKey}"), date);
        var key = Mac(Mac(Mac(ofDate, region), service), "aws4_request");
        last = new DayKey(date, key);
        return key;
    }

    private static byte[] Mac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    private static string Hash(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private sealed record DayKey(string Date, byte[] Key);
}
