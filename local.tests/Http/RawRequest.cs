using System.Globalization;
using System.Net.Sockets;
using System.Text;
using CognitoStack.Local.Access;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.Tests.Http;

/// <summary>A request as it goes over the wire, signed here or not: what no SDK would send must be tried, too.</summary>
internal sealed class RawRequest
{
    private readonly List<(string Name, string Value)> headers = [];

    public RawRequest(string method, string target, Uri host)
    {
        (Method, Target, Server) = (method, target, host);
        Header("Host", $"{host.Host}:{host.Port}");
    }

    public string Method { get; }

    public string Target { get; private set; }

    public Uri Server { get; }

    public byte[] Body { get; set; } = [];

    public RawRequest Header(string name, string? value)
    {
        headers.RemoveAll(h => h.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (value is not null)
            headers.Add((name, value));
        return this;
    }

    /// <summary>Signs; what is added afterwards is not signed.</summary>
    public RawRequest Sign(Credentials credentials, string service, string? payload = null, DateTimeOffset? at = null)
    {
        var time = SignatureV4.Format(at ?? DateTimeOffset.UtcNow);
        var hash = payload ?? SignatureV4.Hex(System.Security.Cryptography.SHA256.HashData(Body));
        Header("X-Amz-Date", time);
        if (credentials.SessionToken.Length > 0)
            Header("X-Amz-Security-Token", credentials.SessionToken);
        if (service == "s3")
            Header("x-amz-content-sha256", hash);
        var names = headers.Select(h => h.Name.ToLowerInvariant()).Order(StringComparer.Ordinal).ToList();
        var scope = $"{time[..8]}/us-east-1/{service}/aws4_request";
        var canonical = SignatureV4.CanonicalRequest(
            Method,
            RawTarget.Of(Target),
            service == "s3",
            names.Select(n => KeyValuePair.Create(n, SignatureV4.CanonicalHeader([Value(n)]))),
            hash
        );
        Seed = SignatureV4.Hex(SignatureV4.Hmac(Key(credentials, service, time), SignatureV4.StringToSign(time, scope, canonical)));
        return Header(
            "Authorization",
            $"AWS4-HMAC-SHA256 Credential={credentials.AccessKeyId}/{scope}, SignedHeaders={string.Join(';', names)}, Signature={Seed}"
        );
    }

    /// <summary>Signs in the query.</summary>
    public RawRequest Presign(Credentials credentials, TimeSpan lifetime, DateTimeOffset? at = null)
    {
        var time = SignatureV4.Format(at ?? DateTimeOffset.UtcNow);
        var scope = $"{time[..8]}/us-east-1/s3/aws4_request";
        Target +=
            $"{(Target.Contains('?', StringComparison.Ordinal) ? '&' : '?')}X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential={Uri.EscapeDataString($"{credentials.AccessKeyId}/{scope}")}&X-Amz-Date={time}"
            + $"&X-Amz-Expires={((long)lifetime.TotalSeconds).ToString(CultureInfo.InvariantCulture)}&X-Amz-SignedHeaders=host&X-Amz-Security-Token={Uri.EscapeDataString(credentials.SessionToken)}";
        var canonical = SignatureV4.CanonicalRequest(
            Method,
            RawTarget.Of(Target),
            true,
            [KeyValuePair.Create("host", Value("host"))],
            "UNSIGNED-PAYLOAD"
        );
        Target +=
            $"&X-Amz-Signature={SignatureV4.Hex(SignatureV4.Hmac(Key(credentials, "s3", time), SignatureV4.StringToSign(time, scope, canonical)))}";
        return this;
    }

    /// <summary>The signature that those of chunks follow.</summary>
    public string Seed { get; private set; } = string.Empty;

    public RawRequest At(string target)
    {
        Target = target;
        return this;
    }

    /// <summary>A body of chunks, each with its signature.</summary>
    public RawRequest Chunks(Credentials credentials, string[] chunks, string? trailer = null)
    {
        var (previous, body, time) = (Seed, new StringBuilder(), Value("x-amz-date"));
        var key = Key(credentials, "s3", time);
        string Next(string kind, string hashes) =>
            previous = SignatureV4.Hex(
                SignatureV4.Hmac(key, $"AWS4-HMAC-SHA256-{kind}\n{time}\n{time[..8]}/us-east-1/s3/aws4_request\n{previous}\n{hashes}")
            );
        foreach (var chunk in chunks.Append(string.Empty))
            body.Append(
                CultureInfo.InvariantCulture,
                $"{chunk.Length:x};chunk-signature={Next("PAYLOAD", $"{SignatureV4.EmptyHash}\n{SignatureV4.Hash(chunk)}")}\r\n{chunk}{(chunk.Length > 0 ? "\r\n" : string.Empty)}"
            );
        if (trailer is not null)
            body.Append(
                CultureInfo.InvariantCulture,
                $"{trailer}\r\nx-amz-trailer-signature:{Next("TRAILER", SignatureV4.Hash($"{trailer}\n"))}\r\n"
            );
        Body = Encoding.UTF8.GetBytes(body.Append("\r\n").ToString());
        return this;
    }

    /// <summary>What goes over the wire before the body, with some unsigned headers.</summary>
    public string Head(params string[] unsigned) =>
        $"{Method} {Target} HTTP/1.1\r\n{string.Concat(headers.Select(h => $"{h.Name}: {h.Value}\r\n"))}{string.Join("\r\n", unsigned)}\r\n\r\n";

    public async Task<(int Status, string Head, string Body)> SendAsync()
    {
        using var client = new TcpClient();
        await client.ConnectAsync(Server.Host, Server.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes(Head($"Content-Length: {Body.Length}", "Connection: close")));
        try
        {
            await stream.WriteAsync(Body);
        }
        catch (IOException)
        {
            // The server has answered already, and reads no more.
        }

        var text = await new StreamReader(stream, Encoding.UTF8).ReadToEndAsync();
        var parts = text.Split("\r\n\r\n", 2);
        return (int.Parse(parts[0].Split(' ')[1], CultureInfo.InvariantCulture), parts[0], parts.Length > 1 ? parts[1] : string.Empty);
    }

    private static byte[] Key(Credentials credentials, string service, string time) =>
        SignatureV4.SigningKey(credentials.SecretAccessKey, time[..8], "us-east-1", service);

    private string Value(string name) => headers.First(h => h.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
}
