using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using CognitoStack.Local.Http;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CognitoStack.Local.Functions;

/// <summary>
/// The Lambda Runtime API, version 2018-06-01, for one process: a function knows it by host and port alone, so each process has a port
/// of its own. Other processes of this machine can find that port: who connects must be the function, or be started by it. Where the system
/// does not tell who connects, the address has a path that only the function knows; Linux's does not, as some runtimes take it for host and port.
/// Source: AWS, "Using the Lambda runtime API for custom runtimes" (https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html).
/// </summary>
internal sealed class RuntimeApi : IHttpApplication<HttpContext>, IAsyncDisposable
{
    /// <summary>Largest event, and largest answer, of a synchronous invocation.</summary>
    public const int LargestPayload = 6 * 1024 * 1024;

    private const string Root = "/2018-06-01/runtime/";
    private readonly KestrelServer server;
    private readonly string secret;
    private readonly TaskCompletionSource<int> function = NewSource<int>();
    private readonly Channel<RuntimeEvent> events = Channel.CreateUnbounded<RuntimeEvent>();
    private readonly TaskCompletionSource<RuntimeAnswer> initError = NewSource<RuntimeAnswer>();
    private volatile TaskCompletionSource<bool> ready = NewSource<bool>();
    private volatile RuntimeEvent? current;
    private int waiting;

    private RuntimeApi(bool knowsPeers)
    {
        secret = knowsPeers ? string.Empty : $"/{RandomNumberGenerator.GetHexString(32, lowercase: true)}";
        // Its readiness, its long wait and its end are the process's: nothing here to log, and no time limits.
        var options = new KestrelServerOptions
        {
            AddServerHeader = false,
            Limits =
            {
                MaxRequestBodySize = null,
                MinRequestBodyDataRate = null,
                MinResponseDataRate = null,
            },
        };
        options.Listen(IPAddress.Loopback, 0);
        server = new KestrelServer(
            Options.Create(options),
            new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance),
            NullLoggerFactory.Instance
        );
    }

    /// <summary>Where the function finds it: host and port, and perhaps a path.</summary>
    public string Address => Authority + secret;

    private string Authority => new Uri(server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single()).Authority;

    /// <summary>Completes when the function waits for an event: it is initialized, and has answered whatever it was handed before.</summary>
    public Task Ready => ready.Task;

    /// <summary>Completes when the function says that it cannot start.</summary>
    public Task<RuntimeAnswer> InitError => initError.Task;

    /// <param name="knowsPeers">Whether the system tells who connects; null to ask it.</param>
    public static async Task<RuntimeApi> StartAsync(bool? knowsPeers = null)
    {
        var api = new RuntimeApi(knowsPeers ?? LoopbackPeer.IsKnown);
        await api.server.StartAsync(api, CancellationToken.None);
        return api;
    }

    /// <summary>Says which process the function is; until then nobody is answered.</summary>
    public void Admit(int process) => function.TrySetResult(process);

    /// <summary>Hands an event to the function, which is ready.</summary>
    public Task<RuntimeAnswer> HandAsync(RuntimeEvent invocation)
    {
        ready = NewSource<bool>();
        current = invocation;
        events.Writer.TryWrite(invocation);
        return invocation.Answer.Task;
    }

    public async ValueTask DisposeAsync()
    {
        // Nobody waits for a function that has ended.
        await server.StopAsync(new CancellationToken(canceled: true));
        server.Dispose();
    }

    HttpContext IHttpApplication<HttpContext>.CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    void IHttpApplication<HttpContext>.DisposeContext(HttpContext context, Exception? exception) { }

    async Task IHttpApplication<HttpContext>.ProcessRequestAsync(HttpContext http)
    {
        try
        {
            // A page in a browser may try all ports, and give this machine a name of its own (DNS rebinding): it must neither take events nor answer them.
            if (http.Request.Host.Value != Authority || http.Request.IsOfPage() || !await IsFunctionAsync(http))
            {
                await RefuseAsync(http, StatusCodes.Status403Forbidden, "Forbidden", "Only the function may ask");
                return;
            }

            var path = http.Request.Path.Value![secret.Length..];
            var parts = path.StartsWith(Root, StringComparison.Ordinal) ? path[Root.Length..].Split('/') : [];
            await (
                (http.Request.Method, parts) switch
                {
                    ("GET", ["invocation", "next"]) => NextAsync(http),
                    ("POST", ["invocation", var id, "response"]) => AnswerAsync(http, id, isError: false),
                    ("POST", ["invocation", var id, "error"]) => AnswerAsync(http, id, isError: true),
                    ("POST", ["init", "error"]) => FailInitAsync(http),
                    _ => RefuseAsync(http, StatusCodes.Status404NotFound, "NotFound", "The Runtime API does not know this path"),
                }
            );
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or Microsoft.AspNetCore.Http.BadHttpRequestException)
        {
            // The process has ended, which its environment sees by itself.
            http.Abort();
        }
    }

    /// <summary>A connection is asked once: it stays the one of who made it.</summary>
    private async Task<bool> IsFunctionAsync(HttpContext http)
    {
        if (secret.Length > 0)
            return http.Request.Path.Value is { } path
                && path.Length > secret.Length
                && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(path[..secret.Length]), Encoding.UTF8.GetBytes(secret));
        var known = http.Features.GetRequiredFeature<IConnectionItemsFeature>().Items;
        if (known.ContainsKey(function))
            return true;
        var process = await function.Task.WaitAsync(http.RequestAborted);
        if (!LoopbackPeer.IsOf(process, http.Connection.RemotePort, http.Connection.LocalPort))
            return false;
        known[function] = true;
        return true;
    }

    private static TaskCompletionSource<T> NewSource<T>() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task NextAsync(HttpContext http)
    {
        if (current is not null && events.Reader.Count == 0)
        {
            await RefuseAsync(http, StatusCodes.Status403Forbidden, "InvalidStateTransition", "The event before has not been answered");
            return;
        }
        // A process that the function has started must not wait in its place.
        if (Interlocked.Exchange(ref waiting, 1) == 1)
        {
            await RefuseAsync(http, StatusCodes.Status403Forbidden, "InvalidStateTransition", "The function waits for an event already");
            return;
        }
        RuntimeEvent next;
        try
        {
            if (current is null)
                ready.TrySetResult(true);
            next = await events.Reader.ReadAsync(http.RequestAborted);
        }
        finally
        {
            Volatile.Write(ref waiting, 0);
        }
        var headers = http.Response.Headers;
        headers["Lambda-Runtime-Aws-Request-Id"] = next.RequestId;
        headers["Lambda-Runtime-Deadline-Ms"] = $"{next.Deadline.ToUnixTimeMilliseconds()}";
        headers["Lambda-Runtime-Invoked-Function-Arn"] = next.FunctionArn;
        headers["Lambda-Runtime-Trace-Id"] = next.TraceId;
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = next.Body.Length;
        await http.Response.Body.WriteAsync(next.Body);
    }

    private async Task AnswerAsync(HttpContext http, string requestId, bool isError)
    {
        if (current is not { } invocation || invocation.RequestId != requestId)
        {
            await RefuseAsync(http, StatusCodes.Status400BadRequest, "InvalidRequestID", "Invalid request ID");
            return;
        }
        if (await ReadAsync(http) is not { } body)
        {
            current = null;
            await RefuseAsync(
                http,
                StatusCodes.Status413PayloadTooLarge,
                "RequestEntityTooLarge",
                "Exceeded maximum allowed payload size (6291556 bytes)."
            );
            invocation.Answer.TrySetResult(
                new(
                    IsError: true,
                    """{"errorMessage":"Response payload size exceeded maximum allowed payload size (6291556 bytes)."}"""u8.ToArray()
                )
            );
            return;
        }
        // First, as the process may end once it knows that its answer has come.
        current = null;
        invocation.Answer.TrySetResult(new(isError, body));
        await AcceptAsync(http);
    }

    private async Task FailInitAsync(HttpContext http)
    {
        var body = await ReadAsync(http) ?? [];
        initError.TrySetResult(new(IsError: true, body));
        await AcceptAsync(http);
    }

    private static async Task<byte[]?> ReadAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        var buffer = new byte[81920];
        for (int count; (count = await http.Request.Body.ReadAsync(buffer, http.RequestAborted)) > 0; )
        {
            if (body.Length + count > LargestPayload)
                return null;
            body.Write(buffer, 0, count);
        }
        return body.ToArray();
    }

    private static Task AcceptAsync(HttpContext http) =>
        WriteAsync(http, StatusCodes.Status202Accepted, new JsonObject { ["status"] = "OK" });

    private static Task RefuseAsync(HttpContext http, int status, string type, string message) =>
        WriteAsync(http, status, new JsonObject { ["errorMessage"] = message, ["errorType"] = type });

    private static async Task WriteAsync(HttpContext http, int status, JsonObject body)
    {
        var bytes = Encoding.UTF8.GetBytes(body.ToJsonString());
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = bytes.Length;
        await http.Response.Body.WriteAsync(bytes);
    }
}
