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
public sealed partial class DynamoDbClientTests : IAsyncLifetime
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
            calls.Add(
                (
                    new HeaderDictionary(http.Request.Headers.ToDictionary(StringComparer.OrdinalIgnoreCase)),
                    await reader.ReadToEndAsync(),
                    http.Features.Get<IHttpRequestFeature>()!.RawTarget
                )
            );
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
            "/",
            "20260504T030201Z",
            """{"TableName":"t"}"""u8,
            ("content-type", headers.ContentType!),
            ("host", headers.Host!),
            ("x-amz-date", "20260504T030201Z"),
            ("x-amz-security-token", "token"),
            ("x-amz-target", "DynamoDB_20120810.GetItem")
        );
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
            new BasicAWSCredentials("key", "secret"),
            new AmazonDynamoDBConfig { ServiceURL = address, AuthenticationRegion = "eu-central-1" }
        );
        await sdk.ListTablesAsync();
        using var own = new DynamoDbClient(Dynalite.AccessTo(address) with { Credentials = new AwsCredentials("key", "secret") });
        await CallAsync(own);

        foreach (var (headers, body, target) in calls)
        {
            var authorization = headers.Authorization.ToString();
            var signed = Regex
                .Match(authorization, "SignedHeaders=([^,]+)")
                .Groups[1]
                .Value.Split(';')
                .Select(name => (name, headers[name].ToString()))
                .ToArray();
            Assert.Equal(
                authorization,
                new SignatureV4(new AwsCredentials("key", "secret"), "eu-central-1", "dynamodb").Authorization(
                    target,
                    headers["X-Amz-Date"].ToString(),
                    Encoding.UTF8.GetBytes(body),
                    signed
                )
            );
        }
        Assert.Equal(new Uri(address).AbsolutePath, calls[1].Path);
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
        using var connection = await listener.AcceptTcpClientAsync().WaitAsync(TimeSpan.FromMinutes(1));

        var call = CallAsync(early);
        var request = new byte[4096];
        var length = await connection.GetStream().ReadAsync(request).AsTask().WaitAsync(TimeSpan.FromMinutes(1));
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

    private DynamoDbClient Client(string? token) =>
        new(Dynalite.AccessTo(server.Urls.Single()) with { Credentials = new AwsCredentials("key", "secret", token) }, new FixedClock(Now));

    private Task<JsonDocument> CallAsync(DynamoDbClient? caller = null, CancellationToken cancellation = default) =>
        (caller ?? client).CallAsync("GetItem", json => json.WriteString("TableName", "t"), cancellation);

    private static Task WriteAsync(HttpContext http, int status, string body)
    {
        http.Response.StatusCode = status;
        return http.Response.WriteAsync(body);
    }
}
