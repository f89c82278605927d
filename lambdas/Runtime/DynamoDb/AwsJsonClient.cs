using System.Buffers;
using System.Net;
using System.Text.Json;

namespace CognitoStack.Lambda.DynamoDb;

/// <summary>
/// Calls one service of AWS, and no other: the functions use a few operations, for which an SDK made for all of AWS takes up to a third
/// of a function's start. Sources: AWS, "DynamoDB low-level API"; Smithy, "AWS JSON 1.0 protocol" and "AWS JSON 1.1 protocol".
/// </summary>
public abstract class AwsJsonClient : IDisposable
{
    private readonly AwsService service;
    private readonly AwsAccess access;
    private readonly TimeProvider clock;
    private readonly SignatureV4 signature;
    private readonly Connections connections;
    private readonly HttpClient http;

    private protected AwsJsonClient(AwsService service, AwsAccess access, TimeProvider? clock)
    {
        this.service = service;
        this.access = access;
        this.clock = clock ?? TimeProvider.System;
        signature = new SignatureV4(access.Credentials, access.Region, service.Name);
        connections = new Connections(access.Endpoint);
        var handler = connections.Handler();
        handler.ConnectTimeout = RepeatedCall.Patience;
        http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Starts to connect; the next call takes this connection, and can be signed meanwhile.</summary>
    public void Connect() => connections.Begin();

    /// <summary>Calls an operation, again and again where throttling, the network, the service itself or its silence fails it.</summary>
    /// <param name="operation">Its name in the API.</param>
    /// <param name="request">Writes the members of its request.</param>
    /// <param name="cancellation">Ends the call, its pauses and repetitions; one that never does leaves it three tries.</param>
    /// <exception cref="AwsServiceException">The service refuses it.</exception>
    /// <exception cref="HttpRequestException">The service is out of reach.</exception>
    /// <exception cref="TimeoutException">The service does not answer.</exception>
    public Task<JsonDocument> CallAsync(string operation, Action<Utf8JsonWriter> request, CancellationToken cancellation)
    {
        var body = Json(request);
        return new RepeatedCall(service.Name, rest => TryAsync(operation, body, rest)).AnswerAsync(cancellation);
    }

    /// <summary>Calls an operation once, for the sake of the connection.</summary>
    public Task<JsonDocument> CallOnceAsync(string operation, Action<Utf8JsonWriter> request, CancellationToken cancellation) =>
        TryAsync(operation, Json(request), cancellation);

    /// <inheritdoc/>
    public void Dispose()
    {
        http.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Its word for why it refuses a call.</summary>
    private protected abstract AwsServiceException ErrorOf(HttpStatusCode status, byte[] body);

    private static byte[] Json(Action<Utf8JsonWriter> request)
    {
        var body = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            request(json);
            json.WriteEndObject();
        }
        return body.WrittenSpan.ToArray();
    }

    private async Task<JsonDocument> TryAsync(string operation, byte[] body, CancellationToken cancellation)
    {
        using var request = Request(operation, body);
        using var response = await http.SendAsync(request, cancellation).ConfigureAwait(false);
        var answer = await response.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false);
        return response.IsSuccessStatusCode ? JsonDocument.Parse(answer) : throw ErrorOf(response.StatusCode, answer);
    }

    private HttpRequestMessage Request(string operation, byte[] body)
    {
        var stamp = SignatureV4.Stamp(clock.GetUtcNow());
        var target = $"{service.Target}.{operation}";
        var host = access.Endpoint.Authority;
        var token = access.Credentials.SessionToken;
        ReadOnlySpan<(string, string)> signed = token is null
            ? [("content-type", service.ContentType), ("host", host), ("x-amz-date", stamp), ("x-amz-target", target)]
            :
            [
                ("content-type", service.ContentType),
                ("host", host),
                ("x-amz-date", stamp),
                ("x-amz-security-token", token),
                ("x-amz-target", target),
            ];

        var request = new HttpRequestMessage(HttpMethod.Post, access.Endpoint) { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", service.ContentType);
        request.Headers.TryAddWithoutValidation("X-Amz-Date", stamp);
        request.Headers.TryAddWithoutValidation("X-Amz-Target", target);
        if (token is not null)
            request.Headers.TryAddWithoutValidation("X-Amz-Security-Token", token);
        request.Headers.TryAddWithoutValidation(
            "Authorization",
            signature.Authorization(access.Endpoint.AbsolutePath, stamp, body, signed)
        );
        return request;
    }
}
