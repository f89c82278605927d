using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CognitoStack.Smoke.Tests;

/// <summary>A request, as far as decisions need it.</summary>
/// <param name="Who">Access key of the caller; empty for nobody.</param>
/// <param name="Action">Name of the operation: <c>GetObject</c>, <c>Query</c> …</param>
/// <param name="Place">Key, prefix or body.</param>
internal sealed record FakeCall(string Who, string Action, string Place);

/// <summary>An S3 and a DynamoDB on a port of this machine that allow what a test says, with the administrator's key <c>AKIA</c> allowed everything.</summary>
internal sealed class FakeAws : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, string> objects = [];
    private WebApplication server = null!;

    /// <summary>Decides; null: the fake breaks down.</summary>
    public Func<FakeCall, bool?> Allows { get; set; } = _ => true;

    /// <summary>Answers JSON operations of other services.</summary>
    public Func<string, JsonObject, (int Status, string Body)> Answer { get; set; } = (_, _) => (200, "{}");

    /// <summary>Answers DynamoDB's operations where a test wants more than an item with the <see cref="Seed"/>; null: it does not.</summary>
    public Func<string, JsonObject, string?> Items { get; set; } = (_, _) => null;

    /// <summary>What came in.</summary>
    public ConcurrentQueue<FakeCall> Calls { get; } = [];

    /// <summary>Headers of what came in.</summary>
    public ConcurrentQueue<IReadOnlyDictionary<string, string>> Headers { get; } = [];

    public string Endpoint => server.Urls.Single();

    public static async Task<FakeAws> StartAsync()
    {
        var fake = new FakeAws();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        fake.server = builder.Build();
        fake.server.Urls.Add("http://127.0.0.1:0");
        fake.server.Run(fake.HandleAsync);
        await fake.server.StartAsync();
        return fake;
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private async Task HandleAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var body = await reader.ReadToEndAsync();
        Headers.Enqueue(http.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString()));
        var authorization = http.Request.Headers.Authorization.ToString();
        var who = authorization.Split("Credential=") is [_, var rest] ? rest.Split('/')[0] : string.Empty;
        http.Response.Headers["x-amzn-RequestId"] = http.Response.Headers["x-amz-request-id"] = $"req-{Calls.Count}";
        if (http.Request.Headers["X-Amz-Target"].ToString() is { Length: > 0 } target)
            await JsonAsync(http, who, target, body);
        else
            await S3Async(http, who, body);
    }

    private async Task JsonAsync(HttpContext http, string who, string target, string body)
    {
        var call = new FakeCall(who, target.Split('.')[1], body);
        Calls.Enqueue(call);
        var allowed = !target.StartsWith("DynamoDB", StringComparison.Ordinal) || who == "AKIA" ? true : Allows(call);
        int status;
        string answer;
        // Checks ask many things at once, and what a test says is written for one.
        lock (Calls)
            (status, answer) = allowed switch
            {
                null => (500, """{"__type":"InternalServerError","message":"Broken."}"""),
                false => (400, """{"__type":"com.amazon.coral.service#AccessDeniedException","Message":"User is not authorized"}"""),
                _ when target.StartsWith("DynamoDB", StringComparison.Ordinal) => (
                    200,
                    Items(call.Action, JsonNode.Parse(body)!.AsObject())
                        ?? call.Action switch
                        {
                            "GetItem" => """{"Item":{"smoke":{"S":"SEED"}}}""",
                            "Query" => """{"Count":1,"Items":[{"smoke":{"S":"SEED"}}]}""",
                            _ => "{}",
                        }
                ),
                _ => Answer(call.Action, JsonNode.Parse(body)!.AsObject()),
            };
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/x-amz-json-1.0";
        await http.Response.WriteAsync(answer.Replace("SEED", Seed, StringComparison.Ordinal));
    }

    /// <summary>What items hold.</summary>
    public string Seed { get; set; } = string.Empty;

    private async Task S3Async(HttpContext http, string who, string body)
    {
        var path = http.Request.Path.Value!.TrimStart('/');
        var key = path.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash ? path[(slash + 1)..] : string.Empty;
        var action = (http.Request.Method, key.Length) switch
        {
            ("GET", 0) => "ListBucket",
            ("GET", _) => "GetObject",
            ("PUT", _) => "PutObject",
            _ => "DeleteObject",
        };
        var call = new FakeCall(who, action, key.Length > 0 ? key : http.Request.Query["prefix"].ToString());
        Calls.Enqueue(call);
        var allowed = who == "AKIA" ? true : Allows(call);
        http.Response.ContentType = "application/xml";
        if (allowed != true)
        {
            http.Response.StatusCode = allowed is null ? 501 : 403;
            await http.Response.WriteAsync(
                $"<Error><Code>{(allowed is null ? "NotImplemented" : "AccessDenied")}</Code><Message>Access Denied</Message></Error>"
            );
            return;
        }

        switch (action)
        {
            case "PutObject":
                // The SDK sends text in signed chunks over plain HTTP.
                objects[key] = body.Contains(";chunk-signature=", StringComparison.Ordinal) ? body.Split("\r\n")[1] : body;
                break;
            case "GetObject":
                http.Response.ContentType = "text/plain";
                await http.Response.WriteAsync(objects.GetValueOrDefault(key, "nothing"));
                break;
            case "ListBucket":
                await http.Response.WriteAsync(
                    $"<ListBucketResult>{string.Concat(objects.Keys.Where(k => k.StartsWith(call.Place, StringComparison.Ordinal)).Select(k => $"<Contents><Key>{k}</Key><Size>1</Size></Contents>"))}</ListBucketResult>"
                );
                break;
            default:
                http.Response.StatusCode = 204;
                objects.TryRemove(key, out _);
                break;
        }
    }
}
