using System.Buffers;
using System.Text.Json;

namespace CognitoStack.Lambda.DynamoDb;

/// <summary>
/// Calls DynamoDB, and nothing else: the functions use two of its operations, for which an SDK made for all of AWS takes up to a third
/// of a function's start. Source: AWS, "DynamoDB low-level API" (AWS JSON 1.0).
/// </summary>
public sealed class DynamoDbClient : IDisposable
{
    private const string ContentType = "application/x-amz-json-1.0";

    private readonly AwsAccess access;
    private readonly TimeProvider clock;
    private readonly SignatureV4 signature;
    private readonly Connections connections;
    private readonly HttpClient http;

    /// <param name="access">Where it is and as whom it is called.</param>
    /// <param name="clock">The system's clock where it is not given.</param>
    public DynamoDbClient(AwsAccess access, TimeProvider? clock = null)
    {
        this.access = access;
        this.clock = clock ?? TimeProvider.System;
        signature = new SignatureV4(access.Credentials, access.Region, "dynamodb");
        connections = new Connections(access.Endpoint);
        var handler = connections.Handler();
        handler.ConnectTimeout = RepeatedCall.Patience;
        http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>With what the environment says.</summary>
    /// <exception cref="ConfigurationException">It does not say enough.</exception>
    public static DynamoDbClient Open(IReadOnlyDictionary<string, string> environment) => new(AwsAccess.FromEnvironment(environment));

    /// <summary>Starts to connect; the next call takes this connection, and can be signed meanwhile.</summary>
    public void Connect() => connections.Begin();

    /// <summary>Calls an operation, again and again where throttling, the network, DynamoDB itself or its silence fails it.</summary>
    /// <param name="operation">Its name in the API.</param>
    /// <param name="request">Writes the members of its request.</param>
    /// <param name="cancellation">Ends the call, its pauses and repetitions; one that never does leaves it three tries.</param>
    /// <exception cref="DynamoDbException">DynamoDB refuses it.</exception>
    /// <exception cref="HttpRequestException">DynamoDB is out of reach.</exception>
    /// <exception cref="TimeoutException">DynamoDB does not answer.</exception>
    public Task<JsonDocument> CallAsync(string operation, Action<Utf8JsonWriter> request, CancellationToken cancellation)
    {
        var body = Json(request);
        return new RepeatedCall(rest => TryAsync(operation, body, rest)).AnswerAsync(cancellation);
    }

    /// <summary>Calls an operation once, for the sake of the connection.</summary>
    public Task<JsonDocument> CallOnceAsync(string operation, Action<Utf8JsonWriter> request, CancellationToken cancellation) =>
        TryAsync(operation, Json(request), cancellation);

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

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
        return response.IsSuccessStatusCode ? JsonDocument.Parse(answer) : throw DynamoDbException.Of(response.StatusCode, answer);
    }

    private HttpRequestMessage Request(string operation, byte[] body)
    {
        var stamp = SignatureV4.Stamp(clock.GetUtcNow());
        var target = $"DynamoDB_20120810.{operation}";
        var host = access.Endpoint.Authority;
        var token = access.Credentials.SessionToken;
        ReadOnlySpan<(string, string)> signed = token is null
            ? [("content-type", ContentType), ("host", host), ("x-amz-date", stamp), ("x-amz-target", target)]
            : [("content-type", ContentType), ("host", host), ("x-amz-date", stamp), ("x-amz-security-token", token), ("x-amz-target", target)];

        var request = new HttpRequestMessage(HttpMethod.Post, access.Endpoint) { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", ContentType);
        request.Headers.TryAddWithoutValidation("X-Amz-Date", stamp);
        request.Headers.TryAddWithoutValidation("X-Amz-Target", target);
        if (token is not null)
            request.Headers.TryAddWithoutValidation("X-Amz-Security-Token", token);
        request.Headers.TryAddWithoutValidation("Authorization", signature.Authorization(access.Endpoint.AbsolutePath, stamp, body, signed));
        return request;
    }
}
