using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace CognitoStack.Lambda.Tests.Support;

/// <summary>Stands between a function and DynamoDB, and does to its calls what networks and quotas do.</summary>
internal sealed class FaultyProxy : IAsyncDisposable
{
    private readonly HttpClient http = new();
    private WebApplication server = null!;
    private int requests;

    /// <summary>What becomes of a call, by its number since the function was started; null passes it on.</summary>
    public Func<int, Fault?> FaultOf { get; set; } = _ => null;

    /// <summary>The DynamoDB behind it.</summary>
    public string Target { get; set; } = "";

    public string Endpoint => server.Urls.Single();

    public static async Task<FaultyProxy> StartAsync(string target)
    {
        var proxy = new FaultyProxy { Target = target };
        proxy.server = await LocalServer.StartAsync(proxy.AnswerAsync);
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        http.Dispose();
    }

    private async Task<HttpResponseMessage?> SendAsync(HttpRequestMessage request)
    {
        try
        {
            return await http.SendAsync(request);
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var fault = FaultOf(Interlocked.Increment(ref requests));
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        if (fault is { Throttles: true })
        {
            context.Response.StatusCode = 400;
            await context.Response.WriteAsync(
                """{"__type":"com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException","message":"Slow down."}"""
            );
            return;
        }
        if (fault is { Aborts: true })
        {
            context.Abort();
            return;
        }
        if (fault is { DelayBefore: var before })
            await Task.Delay(before);

        using var request = new HttpRequestMessage(HttpMethod.Post, Target) { Content = new ByteArrayContent(body.ToArray()) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(context.Request.ContentType!);
        foreach (var name in new[] { "X-Amz-Target", "X-Amz-Date", "Authorization" })
            request.Headers.TryAddWithoutValidation(name, context.Request.Headers[name].ToString());
        using var answer = await SendAsync(request);
        if (answer is null)
        {
            context.Abort();
            return;
        }
        if (fault is { LosesAnswer: true })
        {
            context.Abort();
            return;
        }
        context.Response.StatusCode = (int)answer.StatusCode;
        foreach (var name in new[] { "x-amzn-RequestId", "x-amz-crc32" })
            if (answer.Headers.TryGetValues(name, out var values))
                context.Response.Headers[name] = values.ToArray();
        await context.Response.Body.WriteAsync(await answer.Content.ReadAsByteArrayAsync());
    }
}

/// <summary>What goes wrong with one call.</summary>
internal sealed record Fault
{
    /// <summary>DynamoDB refuses it for the moment.</summary>
    public bool Throttles { get; init; }

    /// <summary>It is not done, as its connection breaks.</summary>
    public bool Aborts { get; init; }

    /// <summary>It is done, but nobody hears of it.</summary>
    public bool LosesAnswer { get; init; }

    /// <summary>It is done only then.</summary>
    public TimeSpan DelayBefore { get; init; }
}
