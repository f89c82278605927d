using Microsoft.AspNetCore.Http.Features;

namespace CognitoStack.Local.Http;

/// <summary>Requests whose client waits for <c>100 Continue</c> before it sends the body. Where the answer comes instead, nobody knows whether the body still follows:
/// the next request on the connection could be taken for it, so the connection ends with the answer.</summary>
/// <remarks>Source: RFC 9110, section 10.1.1, "Expect"; RFC 9112, section 9.6, "Tear-down".</remarks>
internal sealed class ContentExpectation(RequestDelegate next, TimeProvider time)
{
    /// <summary>How long a body is still taken in that was under way when the answer went out: a connection that ends over it would take the answer with it.</summary>
    private static readonly TimeSpan Lingering = TimeSpan.FromSeconds(5);

    public async Task InvokeAsync(HttpContext http)
    {
        if (
            http.Request.Protocol != HttpProtocol.Http11
            || !http.Request.Headers.Expect.ToString().Equals("100-continue", StringComparison.OrdinalIgnoreCase)
        )
        {
            await next(http);
            return;
        }

        var awaited = new AwaitedContent(http.Request.Body, http.Request.ContentLength != 0);
        http.Request.Body = awaited;
        http.Response.OnStarting(() =>
        {
            if (!awaited.IsAskedFor)
                http.Response.Headers.Connection = "close";
            return Task.CompletedTask;
        });
        await next(http);
        if (!awaited.IsAskedFor)
            await LingerAsync(http, awaited);
    }

    private async Task LingerAsync(HttpContext http, AwaitedContent awaited)
    {
        try
        {
            await http.Response.CompleteAsync();
            if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
                limit.MaxRequestBodySize = null;
            using var end = new CancellationTokenSource(Lingering, time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(end.Token, http.RequestAborted);
            await awaited.CopyToAsync(Stream.Null, both.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or BadHttpRequestException)
        {
            // The client has closed the connection, as it should.
        }
    }

    /// <summary>The body; it knows whether the client was told to send it, which the first read does.</summary>
    private sealed class AwaitedContent(Stream body, bool hasContent) : Stream
    {
        public bool IsAskedFor { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = await body.ReadAsync(buffer, cancellationToken);
            // Nobody is told to send a body of no length.
            IsAskedFor = hasContent;
            return count;
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
