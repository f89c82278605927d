using System.Buffers;
using System.Runtime.ExceptionServices;
using System.Text.Json;

namespace CognitoStack.Lambda.DynamoDb;

/// <summary>
/// Calls DynamoDB, and nothing else: the functions use two of its operations, for which an SDK made for all of AWS takes up to a third
/// of a function's start. Source: AWS, "DynamoDB low-level API" (AWS JSON 1.0).
/// </summary>
public sealed class DynamoDbClient : IDisposable
{
    // Where nothing but an answer would end a call.
    private const int MostAttempts = 3;
    private const string ContentType = "application/x-amz-json-1.0";

    // Short enough for a second try within the time that a sign-in may wait.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(900);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(400);

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
        handler.ConnectTimeout = Patience;
        http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>With what the environment says.</summary>
    /// <exception cref="ConfigurationException">It does not say enough.</exception>
    public static DynamoDbClient Open(IReadOnlyDictionary<string, string> environment) => new(AwsAccess.FromEnvironment(environment));

    /// <summary>Starts to connect; the next call takes this connection, and can be signed meanwhile.</summary>
    public void Connect() => connections.Begin();

    /// <summary>Calls an operation, again and again where throttling, the network or DynamoDB itself fails it.</summary>
    /// <param name="operation">Its name in the API.</param>
    /// <param name="request">Writes the members of its request.</param>
    /// <param name="cancellation">Ends the call, its pauses and repetitions; one that never does leaves it three attempts.</param>
    /// <exception cref="DynamoDbException">DynamoDB refuses it.</exception>
    /// <exception cref="HttpRequestException">DynamoDB is out of reach.</exception>
    /// <exception cref="TimeoutException">DynamoDB does not answer.</exception>
    public async Task<JsonDocument> CallAsync(string operation, Action<Utf8JsonWriter> request, CancellationToken cancellation)
    {
        var body = Json(request);
        var longest = FirstPause;
        Exception? failure = null;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await TryAsync(operation, body, cancellation).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (failure is not null)
            {
                // What failed it says more than that the time is over.
                ExceptionDispatchInfo.Throw(failure);
            }
            catch (Exception e) when ((cancellation.CanBeCanceled || attempt < MostAttempts)
                && e is HttpRequestException or TimeoutException or DynamoDbException { IsTransient: true })
            {
                failure = e;
                // Functions that failed together should not come back together.
                await Task.Delay(longest * Random.Shared.NextDouble(), cancellation)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (cancellation.IsCancellationRequested)
                    throw;
                longest = longest < LongestPause ? longest * 2 : LongestPause;
            }
        }
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
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeout.CancelAfter(Patience);
        try
        {
            using var request = Request(operation, body);
            using var response = await http.SendAsync(request, timeout.Token).ConfigureAwait(false);
            var answer = await response.Content.ReadAsByteArrayAsync(timeout.Token).ConfigureAwait(false);
            return response.IsSuccessStatusCode ? JsonDocument.Parse(answer) : throw DynamoDbException.Of(response.StatusCode, answer);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new TimeoutException("DynamoDB does not answer.", e);
        }
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
