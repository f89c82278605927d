using System.Text;
using System.Xml;
using System.Xml.Linq;
using CognitoStack.Local.S3;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace CognitoStack.Local.Tests.Recording;

/// <summary>Notes of the services of XML what tests send them, where it is answered and not refused, and what they answer.</summary>
internal static class Exchanges
{
    private const int Longest = 64 * 1024;

    /// <summary>Notes what S3 is sent and answers; what an operation is called stands in no request, so its method and query do.</summary>
    public static IApplicationBuilder Record(this IApplicationBuilder app) =>
        app.Use(
            async (http, next) =>
            {
                if (http.Request.Headers.ContainsKey("X-Amz-Target"))
                {
                    await next();
                    return;
                }
                using var sent = new Copying(http.Request.Body);
                using var answered = new Copying(http.Response.Body);
                (http.Request.Body, http.Response.Body) = (sent, answered);
                await next();
                if (http.Response.StatusCode is >= 300 and not 304 and not 412)
                    return;
                var call = new S3Call(http);
                Note("s3", Operation(call), "reads", [.. call.Sent.Select(h => h.Key), .. call.Target.Query.Select(q => q.Key)], sent);
                Note("s3", Operation(call), "answers", http.Response.Headers.Keys.Select(h => h.ToLowerInvariant()), answered);
            }
        );

    /// <summary>Notes what a form of the Query protocol says, and what its answer has.</summary>
    public static void Record(string service, IReadOnlyDictionary<string, string> form, XElement answer)
    {
        if (!form.TryGetValue("Action", out var operation) || answer.Name.LocalName != $"{operation}Response")
            return;
        foreach (var parts in form.Keys.Select(k => k.Split('.').Where(p => p != "member" && !int.TryParse(p, out _)).ToList()))
        foreach (var length in Enumerable.Range(1, parts.Count))
            Recorder.Note(service, operation, "reads", string.Join('.', parts.Take(length)));
        foreach (var path in Paths(answer.Elements().First(), string.Empty))
            Recorder.Note(service, operation, "answers", path);
    }

    private static string Operation(S3Call call)
    {
        var on =
            call.Key.Length > 0 ? "object"
            : call.Bucket.Length > 0 ? "bucket"
            : "service";
        var variant =
            call.Header("x-amz-copy-source") is not null ? "copy"
            : call.Target["list-type"] == "2" ? "2"
            : string.Empty;
        return $"{call.Method}:{on}:{call.Subresource}:{variant}";
    }

    private static void Note(string service, string operation, string what, IEnumerable<string> headers, Copying body)
    {
        foreach (var header in headers)
            Recorder.Note(service, operation, what, header);
        foreach (var path in body.Xml is { } xml ? Paths(xml, string.Empty) : [])
            Recorder.Note(service, operation, what, path);
    }

    private static IEnumerable<string> Paths(XElement parent, string prefix) =>
        parent
            .Elements()
            .SelectMany(e =>
                e.Name.LocalName == "member"
                    ? Paths(e, prefix)
                    : Paths(e, $"{prefix}{e.Name.LocalName}.").Prepend(prefix + e.Name.LocalName)
            );

    /// <summary>A body of which a copy is kept, where it is short.</summary>
    private sealed class Copying(Stream body) : Stream
    {
        private readonly MemoryStream copy = new();

        public XElement? Xml
        {
            get
            {
                try
                {
                    return copy.Length is > 0 and < Longest ? XElement.Parse(Encoding.UTF8.GetString(copy.ToArray())) : null;
                }
                catch (XmlException)
                {
                    return null;
                }
            }
        }

        public override bool CanRead => body.CanRead;
        public override bool CanSeek => false;
        public override bool CanWrite => body.CanWrite;
        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await body.ReadAsync(buffer, cancellationToken);
            Keep(buffer.Span[..read]);
            return read;
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Keep(buffer.Span);
            return body.WriteAsync(buffer, cancellationToken);
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override Task FlushAsync(CancellationToken cancellationToken) => body.FlushAsync(cancellationToken);

        public override void Flush() => body.Flush();

        public override int Read(byte[] buffer, int offset, int count) => body.Read(buffer, offset, count);

        public override void Write(byte[] buffer, int offset, int count) => body.Write(buffer, offset, count);

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        private void Keep(ReadOnlySpan<byte> bytes)
        {
            if (copy.Length < Longest)
                copy.Write(bytes);
        }
    }
}
