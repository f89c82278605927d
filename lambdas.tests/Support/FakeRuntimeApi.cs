using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CognitoStack.Lambda.Tests.Support;

/// <summary>What a function answered.</summary>
internal sealed record Answer(bool IsError, byte[] Body, string? ErrorType)
{
    /// <summary>The request ID of the event, or null where it answers none.</summary>
    public string? RequestId { get; init; }

    public JsonNode Json => JsonNode.Parse(Body)!;

    public string? ErrorMessage => (string?)Json["errorMessage"];
}

/// <summary>The Lambda Runtime API on a port of this machine.</summary>
internal sealed class FakeRuntimeApi : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Channel<(string Id, byte[] Body, DateTimeOffset Deadline)> events = Channel.CreateUnbounded<(
        string,
        byte[],
        DateTimeOffset
    )>();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<Answer>> answers = new();
    private readonly TaskCompletionSource<Answer> initError = new();
    private readonly TaskCompletionSource asked = new();
    private readonly TaskCompletionSource eventBegun = new();
    private readonly WebApplication server;

    private FakeRuntimeApi()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        server = builder.Build();
        server.Urls.Add("http://127.0.0.1:0");
        const string root = "/2018-06-01/runtime";
        server.MapGet($"{root}/invocation/next", NextAsync);
        server.MapPost(
            $"{root}/invocation/{{id}}/response",
            (HttpContext http, string id) => AnswerAsync(http, answers[id], isError: false)
        );
        server.MapPost($"{root}/invocation/{{id}}/error", (HttpContext http, string id) => AnswerAsync(http, answers[id], isError: true));
        server.MapPost($"{root}/init/error", (HttpContext http) => AnswerAsync(http, initError, isError: true));
    }

    public Uri Address => new(server.Urls.Single());

    /// <summary>The report of a function that could not start.</summary>
    public Task<Answer> InitError => initError.Task.WaitAsync(Patience);

    /// <summary>What the Runtime API says to the next answer, before it accepts any.</summary>
    public int? RefuseOnceWith { get; set; }

    /// <summary>The function has asked for its first event, which ends its start.</summary>
    public Task Asked => asked.Task.WaitAsync(Patience);

    /// <summary>The first half of the first event is on its way.</summary>
    public Task EventBegun => eventBegun.Task.WaitAsync(Patience);

    /// <summary>How much time an event's deadline leaves the function.</summary>
    public TimeSpan TimeLeft { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the second half of an event stays behind the first.</summary>
    public TimeSpan EventPause { get; set; }

    public static async Task<FakeRuntimeApi> StartAsync()
    {
        var api = new FakeRuntimeApi();
        await api.server.StartAsync();
        return api;
    }

    /// <summary>Hands an event to the function and waits for its answer. Each has its own request ID, as Cognito's retries have.</summary>
    public async Task<Answer> InvokeAsync(byte[] body)
    {
        var id = Guid.NewGuid().ToString();
        var answer = answers[id] = new TaskCompletionSource<Answer>(TaskCreationOptions.RunContinuationsAsynchronously);
        events.Writer.TryWrite((id, body, DateTimeOffset.UtcNow + TimeLeft));
        return await answer.Task.WaitAsync(Patience);
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private async Task NextAsync(HttpContext http)
    {
        asked.TrySetResult();
        var (id, body, deadline) = await events.Reader.ReadAsync(http.RequestAborted);
        http.Response.Headers["Lambda-Runtime-Aws-Request-Id"] = id;
        http.Response.Headers["Lambda-Runtime-Deadline-Ms"] = $"{deadline.ToUnixTimeMilliseconds()}";
        http.Response.Headers["Lambda-Runtime-Invoked-Function-Arn"] = "arn:aws:lambda:eu-central-1:111122223333:function:trigger";
        http.Response.Headers["Lambda-Runtime-Trace-Id"] = "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=1";
        http.Response.ContentType = "application/json";
        await http.Response.Body.WriteAsync(body.AsMemory(..(body.Length / 2)));
        await http.Response.Body.FlushAsync();
        eventBegun.TrySetResult();
        await Task.Delay(EventPause);
        await http.Response.Body.WriteAsync(body.AsMemory((body.Length / 2)..));
    }

    private async Task AnswerAsync(HttpContext http, TaskCompletionSource<Answer> answer, bool isError)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        http.Response.StatusCode = RefuseOnceWith ?? StatusCodes.Status202Accepted;
        RefuseOnceWith = null;
        answer.TrySetResult(
            new Answer(isError, body.ToArray(), http.Request.Headers["Lambda-Runtime-Function-Error-Type"])
            {
                RequestId = (string?)http.Request.RouteValues["id"],
            }
        );
    }
}
