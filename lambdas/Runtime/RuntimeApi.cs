using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace CognitoStack.Lambda;

/// <summary>The four calls of the Lambda Runtime API, version 2018-06-01.</summary>
internal sealed class RuntimeApi(HttpClient http, Log log)
{
    // Relative: the address may have a path of its own.
    private const string Root = "2018-06-01/runtime/";

    public async Task<Invocation> NextAsync(CancellationToken stop)
    {
        using var next = await http.GetAsync(Root + "invocation/next", HttpCompletionOption.ResponseHeadersRead, stop)
            .ConfigureAwait(false);
        next.EnsureSuccessStatusCode();

        // The AWS SDK reads the trace ID from here and passes it on.
        Environment.SetEnvironmentVariable("_X_AMZN_TRACE_ID", Header(next, "Lambda-Runtime-Trace-Id"));
        var requestId =
            Header(next, "Lambda-Runtime-Aws-Request-Id") ?? throw new InvalidDataException("The invocation has no request ID.");
        var deadline = long.Parse(Header(next, "Lambda-Runtime-Deadline-Ms") ?? "", CultureInfo.InvariantCulture);
        return new Invocation
        {
            RequestId = requestId,
            Deadline = DateTimeOffset.FromUnixTimeMilliseconds(deadline),
            // An event that has begun to come is answered, whatever is asked of the function meanwhile.
            Event = await next.Content.ReadAsByteArrayAsync(CancellationToken.None).ConfigureAwait(false),
            Log = log.ForRequest(requestId),
        };
    }

    public Task RespondAsync(Invocation invocation, ReadOnlyMemory<byte> answer) =>
        PostAsync($"invocation/{invocation.RequestId}/response", answer, null, invocation.Log);

    public Task FailAsync(Invocation invocation, string message, string type) =>
        PostErrorAsync($"invocation/{invocation.RequestId}/error", message, type, invocation.Log);

    public Task FailInitAsync(string message, string type) => PostErrorAsync("init/error", message, type, log);

    private Task PostErrorAsync(string path, string message, string type, Log of)
    {
        // No stack trace: Cognito's caller reads this.
        using var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteString("errorMessage", message);
            json.WriteString("errorType", type);
            json.WriteEndObject();
        }
        return PostAsync(path, body.ToArray(), type, of);
    }

    private async Task PostAsync(string path, ReadOnlyMemory<byte> body, string? errorType, Log of)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Root + path) { Content = new ReadOnlyMemoryContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (errorType is not null)
            request.Headers.Add("Lambda-Runtime-Function-Error-Type", errorType);
        using var answer = await http.SendAsync(request).ConfigureAwait(false);

        // 4xx: this answer came too late or was too large, the next may be well. 5xx: the sandbox is lost.
        if (answer.StatusCode is >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError)
            of.Error(
                "The Runtime API refused an answer.",
                fields: json =>
                {
                    json.WriteString("path", path);
                    json.WriteNumber("status", (int)answer.StatusCode);
                }
            );
        else
            answer.EnsureSuccessStatusCode();
    }

    private static string? Header(HttpResponseMessage message, string name) =>
        message.Headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;
}
