using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using CognitoStack.Local.Http;
using CognitoStack.Local.Processes;

namespace CognitoStack.Local.DynamoDb;

/// <summary>Does operations on items and tables, whoever asks; nothing but this host reaches it.</summary>
internal interface IItemStore
{
    /// <exception cref="AwsException">The store's own errors, unchanged.</exception>
    Task<JsonObject> CallAsync(string operation, JsonObject input, CancellationToken cancel);
}

/// <summary>The child process dynalite.</summary>
internal sealed class Dynalite(IChildProcesses processes, StateFolder state, TimeSpan? patience = null) : IItemStore, IDisposable
{
    private static readonly MediaTypeHeaderValue Format = new("application/x-amz-json-1.0");
    private readonly TimeSpan patience = patience ?? TimeSpan.FromSeconds(20);
    private readonly Lazy<IChildProcess> process = new(() =>
        processes.Start(new("dynalite", "local/children/dynalite.mjs", state["dynamodb"]))
    );
    private readonly HttpClient http = new(
        new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
        }
    );

    /// <inheritdoc/>
    public async Task<JsonObject> CallAsync(string operation, JsonObject input, CancellationToken cancel)
    {
        var child = await process.Value.ReachAsync(cancel);
        using var request = new HttpRequestMessage(HttpMethod.Post, child.Uri) { Content = new ByteArrayContent(Json.Bytes(input)) };
        request.Content.Headers.ContentType = Format;
        request.Headers.Add("X-Amz-Target", $"DynamoDB_20120810.{operation}");
        request.Headers.Add("x-local-secret", child.Secret);
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        waiting.CancelAfter(patience);
        try
        {
            using var response = await http.SendAsync(request, waiting.Token);
            var answer =
                await JsonNode.ParseAsync(
                    await response.Content.ReadAsStreamAsync(waiting.Token),
                    documentOptions: Json.Deep,
                    cancellationToken: waiting.Token
                ) as JsonObject
                ?? [];
            return response.IsSuccessStatusCode ? answer : throw Told(answer, (int)response.StatusCode);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            // It has one thread: while one call hangs, all do.
            process.Value.Kill(child.Uri);
            throw Unavailable();
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or IOException)
        {
            throw Unavailable();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    private static AwsException Unavailable() =>
        new("ServiceUnavailable", "DynamoDB does not answer at the moment. Please try again.", 503);

    private static AwsException Told(JsonObject answer, int status)
    {
        var type = answer["__type"]?.ToString() ?? "InternalServerError";
        var message = answer["message"] ?? answer["Message"];
        answer.Remove("message");
        answer.Remove("Message");
        return new(type[(type.IndexOf('#', StringComparison.Ordinal) + 1)..], message?.ToString() ?? string.Empty, status)
        {
            Details = answer,
        };
    }
}
