using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using CognitoStack.Lambda.DynamoDb;
using CognitoStack.Lambda.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace CognitoStack.Lambda.Tests.Runtime.DynamoDb;

/// <summary>What the client does with every answer that is not a success, and with none at all.</summary>
public sealed class DynamoDbClientTests : IAsyncLifetime
{
    private const string Throttled = """{"__type":"x#ThrottlingException","message":"Slow down."}""";

    private static readonly DateTimeOffset Now = new(2026, 5, 4, 3, 2, 1, TimeSpan.Zero);

    private readonly List<(IHeaderDictionary Headers, string Body, string Path)> calls = [];
    private Func<int, HttpContext, Task> answer = (_, http) => http.Response.WriteAsync("""{"Item":{}}""");
    private WebApplication server = null!;
    private DynamoDbClient client = null!;

    public async Task InitializeAsync()
    {
        server = await LocalServer.StartAsync(async http =>
        {
            using var reader = new StreamReader(http.Request.Body);
            calls.Add((new HeaderDictionary(http.Request.Headers.ToDictionary(StringComparer.OrdinalIgnoreCase)), await reader.ReadToEndAsync(),
                http.Features.Get<IHttpRequestFeature>()!.RawTarget));
            await answer(calls.Count, http);
        });
        client = Client("token");
    }

    public async Task DisposeAsync()
    {
        client.Dispose();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task A_call_is_AWS_JSON_signed_with_all_that_it_says()
    {
        Assert.True((await CallAsync()).RootElement.TryGetProperty("Item", out _));

        var (headers, body, _) = Assert.Single(calls);
        Assert.Equal("""{"TableName":"t"}""", body);
        Assert.Equal("application/x-amz-json-1.0", headers.ContentType);
        Assert.Equal("DynamoDB_20120810.GetItem", headers["X-Amz-Target"]);
        Assert.Equal("20260504T030201Z", headers["X-Amz-Date"]);
        Assert.Equal("token", headers["X-Amz-Security-Token"]);
        var expected = new SignatureV4(new AwsCredentials("key", "secret", "token"), "eu-central-1", "dynamodb").Authorization(
            "/", "20260504T030201Z", """{"TableName":"t"}"""u8, ("content-type", headers.ContentType!), ("host", headers.Host!),
            ("x-amz-date", "20260504T030201Z"), ("x-amz-security-token", "token"), ("x-amz-target", "DynamoDB_20120810.GetItem"));
        Assert.Equal(expected, headers.Authorization);
    }

    [Fact]
    public async Task Keys_that_last_are_sent_without_a_token()
    {
        using var lasting = Client(null);
        await CallAsync(lasting);

        Assert.False(calls[0].Headers.ContainsKey("X-Amz-Security-Token"));
        Assert.DoesNotContain("security-token", calls[0].Headers.Authorization.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("/through/a-proxy_1.0~")]
    [InlineData("/through/a-proxy/")]
    public async Task A_call_through_a_path_is_signed_as_the_SDK_signs_it(string path)
    {
        var address = $"{server.Urls.Single()}{path}";
        using var sdk = new AmazonDynamoDBClient(
            new BasicAWSCredentials("key", "secret"), new AmazonDynamoDBConfig { ServiceURL = address, AuthenticationRegion = "eu-central-1" });
        await sdk.ListTablesAsync();
        using var own = new DynamoDbClient(Dynalite.AccessTo(address) with { Credentials = new AwsCredentials("key", "secret") });
        await CallAsync(own);

        foreach (var (headers, body, target) in calls)
        {
            var authorization = headers.Authorization.ToString();
            var signed = Regex.Match(authorization, "SignedHeaders=([^,]+)").Groups[1].Value.Split(';')
                .Select(name => (name, headers[name].ToString())).ToArray();
            Assert.Equal(authorization, new SignatureV4(new AwsCredentials("key", "secret"), "eu-central-1", "dynamodb").Authorization(
                target, headers["X-Amz-Date"].ToString(), Encoding.UTF8.GetBytes(body), signed));
        }
        Assert.Equal(new Uri(address).AbsolutePath, calls[1].Path);
    }

    [Theory]
    [InlineData(400, """{"__type":"com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException","message":"Slow down."}""")]
    [InlineData(400, """{"__type":"com.amazon.coral.availability#ThrottlingException","Message":"Slow down."}""")]
    [InlineData(400, """{"__type":"RequestLimitExceeded"}""")]
    [InlineData(429, "")]
    [InlineData(500, """{"__type":"com.amazonaws.dynamodb.v20120810#InternalServerError"}""")]
    [InlineData(502, "<html>Bad gateway</html>")]
    [InlineData(503, "[]")]
    public async Task What_passes_is_tried_again(int status, string body)
    {
        answer = (number, http) => WriteAsync(http, number < 3 ? status : 200, number < 3 ? body : "{}");

        await CallAsync();

        Assert.Equal(3, calls.Count);
    }

    [Fact]
    public async Task What_passes_late_is_tried_for_as_long_as_the_caller_waits()
    {
        var watch = Stopwatch.StartNew();
        answer = (_, http) => watch.Elapsed.TotalSeconds < 0.8 ? WriteAsync(http, 400, Throttled) : http.Response.WriteAsync("{}");
        using var budget = new CancellationTokenSource(TimeSpan.FromSeconds(5));

        await CallAsync(cancellation: budget.Token);

        Assert.InRange(calls.Count, 4, 40);
    }

    [Fact]
    public async Task What_does_not_pass_is_told_when_the_caller_waits_no_longer()
    {
        using var budget = new CancellationTokenSource();
        answer = (number, http) =>
        {
            if (number == 3)
                budget.CancelAfter(TimeSpan.FromSeconds(0.2));
            return WriteAsync(http, 400, Throttled);
        };

        Assert.Equal("ThrottlingException", (await Assert.ThrowsAsync<DynamoDbException>(() => CallAsync(cancellation: budget.Token))).Code);
    }

    [Fact]
    public async Task What_failed_a_try_is_told_when_the_next_one_is_given_up()
    {
        using var budget = new CancellationTokenSource();
        answer = async (number, http) =>
        {
            if (number == 1)
            {
                await WriteAsync(http, 400, Throttled);
                return;
            }
            await budget.CancelAsync();
            await Task.Delay(Timeout.Infinite, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        };

        Assert.Equal("ThrottlingException", (await Assert.ThrowsAsync<DynamoDbException>(() => CallAsync(cancellation: budget.Token))).Code);
    }

    [Fact]
    public async Task What_does_not_pass_is_told_after_three_tries_to_whoever_would_wait_for_ever()
    {
        answer = (_, http) => WriteAsync(http, 400, Throttled);

        var error = await Assert.ThrowsAsync<DynamoDbException>(() => CallAsync());

        Assert.Equal(("ThrottlingException", "ThrottlingException: Slow down.", 3), (error.Code, error.Message, calls.Count));
    }

    [Theory]
    [InlineData("""{"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException","message":"No."}""", DynamoDbException.ConditionFailed)]
    [InlineData("""{"__type":"com.amazon.coral.service#AccessDeniedException","Message":"No."}""", "AccessDeniedException")]
    [InlineData("""{"__type":7}""", "Http400")]
    [InlineData("", "Http400")]
    public async Task A_refusal_is_told_at_once(string body, string code)
    {
        answer = (_, http) => WriteAsync(http, 400, body);

        Assert.Equal(code, (await Assert.ThrowsAsync<DynamoDbException>(() => CallAsync())).Code);
        Assert.Single(calls);
    }

    [Fact]
    public async Task A_connection_that_breaks_is_made_again()
    {
        answer = (number, http) =>
        {
            if (number < 3)
                http.Abort();
            return http.Response.WriteAsync("{}");
        };

        await CallAsync();

        Assert.Equal(3, calls.Count);
    }

    [Fact]
    public async Task A_connection_that_was_started_early_is_the_one_of_the_call()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var early = new DynamoDbClient(Dynalite.AccessTo($"http://{listener.LocalEndpoint}"));
        early.Connect();
        using var connection = await listener.AcceptTcpClientAsync().WaitAsync(TimeSpan.FromSeconds(5));

        var call = CallAsync(early);
        var request = new byte[4096];
        var length = await connection.GetStream().ReadAsync(request).AsTask().WaitAsync(TimeSpan.FromSeconds(5));
        await connection.GetStream().WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"u8.ToArray());

        Assert.StartsWith("POST / HTTP/1.1", Encoding.ASCII.GetString(request, 0, length), StringComparison.Ordinal);
        await call;
        Assert.False(listener.Pending());
    }

    [Fact]
    public async Task Nobody_at_the_address_is_told_after_three_tries()
    {
        await server.StopAsync();
        client.Connect();

        await Assert.ThrowsAsync<HttpRequestException>(() => CallAsync());
    }

    [Fact]
    public async Task A_try_that_hangs_leaves_time_for_another()
    {
        answer = (number, http) => number == 1 ? Task.Delay(Timeout.Infinite, http.RequestAborted) : http.Response.WriteAsync("{}");
        var watch = Stopwatch.StartNew();

        await CallAsync();

        Assert.InRange(watch.Elapsed.TotalSeconds, 0.8, 1.8);
    }

    [Fact]
    public async Task Silence_is_a_timeout()
    {
        answer = (_, http) => Task.Delay(Timeout.Infinite, http.RequestAborted);

        await Assert.ThrowsAsync<TimeoutException>(() => CallAsync());

        Assert.Equal(3, calls.Count);
    }

    [Fact]
    public async Task Who_gives_up_is_not_kept_waiting()
    {
        answer = (_, http) => Task.Delay(Timeout.Infinite, http.RequestAborted);
        using var budget = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        var watch = Stopwatch.StartNew();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => CallAsync(cancellation: budget.Token));

        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 0.8);
        Assert.Single(calls);
    }

    private DynamoDbClient Client(string? token) => new(
        Dynalite.AccessTo(server.Urls.Single()) with { Credentials = new AwsCredentials("key", "secret", token) }, new FixedClock(Now));

    private Task<JsonDocument> CallAsync(DynamoDbClient? caller = null, CancellationToken cancellation = default) =>
        (caller ?? client).CallAsync("GetItem", json => json.WriteString("TableName", "t"), cancellation);

    private static Task WriteAsync(HttpContext http, int status, string body)
    {
        http.Response.StatusCode = status;
        return http.Response.WriteAsync(body);
    }
}
