using System.Diagnostics;
using CognitoStack.Lambda.DynamoDb;
using CognitoStack.Lambda.PostAuthentication;
using CognitoStack.Lambda.Tests.Support;

namespace CognitoStack.Lambda.Tests.PostAuthentication;

[Collection(SharedDynalite.Name)]
public sealed class SignInTableTests(Dynalite dynalite)
{
    // The start of a window of 15 seconds in the midst of one of five minutes.
    private static readonly DateTimeOffset Start = new(2026, 5, 4, 3, 2, 15, TimeSpan.Zero);
    private const double End = 165;

    private readonly SignInTable table = Table(dynalite.Functions);
    private readonly string user = Guid.NewGuid().ToString();

    [Fact]
    public async Task A_record_has_every_field()
    {
        await RecordAsync(4.25);

        var record = Assert.Single(await dynalite.RecordsOfAsync(user));
        Assert.Equal(
            [
                "at",
                "attempts",
                "clientId",
                "expiresAt",
                "newDevice",
                "provider",
                "requestId",
                "requestIds",
                "signIn",
                "sub",
                "triggerSource",
                "user",
                "userPoolId",
            ],
            record.Keys.Order(StringComparer.Ordinal)
        );
        Assert.Equal("2026-05-04T03:00:00Z#0123456789abcdef", record["signIn"].S);
        Assert.Equal("2026-05-04T03:02:19.250Z", record["at"].S);
        Assert.Equal($"{Start.AddSeconds(4).AddDays(30).ToUnixTimeSeconds()}", record["expiresAt"].N);
        Assert.Equal("1", record["attempts"].N);
        Assert.Equal(["request-at-4.25"], record["requestIds"].SS);
        Assert.Equal("Google", record["provider"].S);
        Assert.True(record["newDevice"].BOOL);
    }

    [Fact]
    public async Task What_the_event_did_not_tell_is_not_in_the_record()
    {
        await table.RecordAsync(SignInAt(0) with { Sub = null, ClientId = null, UserPoolId = null }, CancellationToken.None);

        Assert.Empty(Assert.Single(await dynalite.RecordsOfAsync(user)).Keys.Intersect(["sub", "clientId", "userPoolId"]));
    }

    [Theory]
    [InlineData(0, 5, 10)] // all in one window
    [InlineData(14.999, 19.999, 24.999)]
    [InlineData(End - 8, End - 3, End + 2)] // the last in the next window
    [InlineData(End - 3, End + 2, End + 7)] // the last two in the next window
    [InlineData(End - 0.5, End + 4.5, End + 9.5)]
    [InlineData(0, 5, 10, -135.0)] // after a sign-in of the same content: at the window's start,
    [InlineData(0, 5, 10, -16.0)] // shortly before,
    [InlineData(7, 12, 17, -16.0)] // the last in the next short window,
    [InlineData(12, 17, 22, -16.0)] // the last two,
    [InlineData(End - 8, End - 3, End + 2, 0.0)] // and the last in the next window
    [InlineData(End - 3, End + 2, End + 7, 0.0)]
    public async Task Cognitos_three_attempts_are_one_record(double first, double second, double third, double? before = null)
    {
        if (before is { } earlier)
            Assert.True(await RecordAsync(earlier));
        Assert.True(await RecordAsync(first));
        Assert.False(await RecordAsync(second));
        Assert.False(await RecordAsync(third));

        var records = await dynalite.RecordsOfAsync(user);
        Assert.Equal(before is null ? 1 : 2, records.Count);
        var record = records.Single(one => one["requestId"].S == $"request-at-{first}");
        Assert.Equal("3", record["attempts"].N);
        Assert.Equal(SignInAt(first).At, DateTimeOffset.Parse(record["at"].S, null));
    }

    [Theory]
    [InlineData(0, 15.01)]
    [InlineData(0, 29)]
    [InlineData(0, 45)]
    [InlineData(0, 300)]
    [InlineData(End - 0.1, End + 15)]
    [InlineData(End - 15, End + 0.01)]
    public async Task The_same_sign_in_after_the_window_is_another_record(double first, double second)
    {
        await RecordAsync(first);
        await RecordAsync(second);

        Assert.All(await dynalite.RecordsOfAsync(user), record => Assert.Equal("1", record["attempts"].N));
        Assert.Equal(2, (await dynalite.RecordsOfAsync(user)).Count);
    }

    [Theory]
    [InlineData(20, 1)]
    [InlineData(End + 1, 3)] // where a window has just begun, after a look for the attempt before in both of its places
    public async Task A_sign_in_takes_one_write(double second, int calls)
    {
        await using var proxy = await FaultyProxy.StartAsync(dynalite.Endpoint);
        var counted = 0;
        proxy.FaultOf = number =>
        {
            counted = number;
            return null;
        };
        using var client = new DynamoDbClient(Dynalite.AccessTo(proxy.Endpoint));

        var watch = Stopwatch.StartNew();
        Assert.True(await Table(client).RecordAsync(SignInAt(second), CancellationToken.None));

        // On a busy machine a call may be so late that another is made beside it.
        Assert.True(watch.Elapsed.TotalSeconds > 0.15 || counted == calls, $"There were {counted} calls.");
    }

    [Theory]
    [InlineData(End + 1)] // where a window has just begun
    [InlineData(40, 20.0)] // after a sign-in of the same content
    public async Task A_slow_table_keeps_the_record_at_any_time_of_the_window(double second, double? before = null)
    {
        if (before is { } earlier)
            await RecordAsync(earlier);
        await using var proxy = await FaultyProxy.StartAsync(dynalite.Endpoint);
        proxy.FaultOf = _ => new Fault { DelayBefore = TimeSpan.FromSeconds(0.7) };
        using var client = new DynamoDbClient(Dynalite.AccessTo(proxy.Endpoint));
        // As long as the audit waits.
        using var budget = new CancellationTokenSource(TimeSpan.FromSeconds(3.5));

        Assert.True(await Table(client).RecordAsync(SignInAt(second), budget.Token));
    }

    [Theory]
    [InlineData(20)]
    [InlineData(End + 1)] // where a window has just begun
    [InlineData(0, -16.0)] // beside an earlier sign-in of the same content,
    [InlineData(16, -16.0)]
    [InlineData(5, 0.0)] // and as the repetition of one: in its window,
    [InlineData(End + 2, End - 3)] // in the next
    [InlineData(2, 0.0, -16.0)] // and of one beside another
    public async Task A_write_whose_answer_is_lost_counts_once(double second, double? before = null, double? earlier = null)
    {
        foreach (var told in new[] { earlier, before }.OfType<double>())
            await RecordAsync(told);
        var expected = await dynalite.RecordsOfAsync(user);
        await using var proxy = await FaultyProxy.StartAsync(dynalite.Endpoint);
        proxy.FaultOf = number => new Fault { LosesAnswer = number % 2 == 1 };
        using var client = new DynamoDbClient(Dynalite.AccessTo(proxy.Endpoint));
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));

        var isFirst = await Table(client).RecordAsync(SignInAt(second), patience.Token);

        var records = await dynalite.RecordsOfAsync(user);
        Assert.Equal(isFirst ? expected.Count + 1 : expected.Count, records.Count);
        Assert.Equal(expected.Sum(Attempts) + 1, records.Sum(Attempts));
        Assert.Equal(before is null || before <= second - 15, isFirst);

        static int Attempts(Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue> record) => int.Parse(record["attempts"].N, null);
    }

    [Fact]
    public async Task A_record_of_an_earlier_version_counts_on()
    {
        await RecordAsync(0);
        var record = Assert.Single(await dynalite.RecordsOfAsync(user));
        record.Remove("requestIds");
        await dynalite.Client.PutItemAsync(Dynalite.Table, record);

        Assert.False(await RecordAsync(5));

        Assert.Equal("2", Assert.Single(await dynalite.RecordsOfAsync(user))["attempts"].N);
    }

    [Fact]
    public async Task Sign_ins_that_differ_are_two_records_even_at_the_same_time()
    {
        await RecordAsync(0);
        await table.RecordAsync(SignInAt(0) with { Fingerprint = "fedcba9876543210" }, CancellationToken.None);

        Assert.Equal(2, (await dynalite.RecordsOfAsync(user)).Count);
    }

    [Fact]
    public async Task Attempts_at_the_same_time_are_one_record_and_one_of_them_is_the_first()
    {
        var areFirst = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(one => table.RecordAsync(SignInAt(3) with { RequestId = $"request-{one}" }, CancellationToken.None))
        );

        Assert.Single(areFirst, isFirst => isFirst);
        Assert.Equal("8", Assert.Single(await dynalite.RecordsOfAsync(user))["attempts"].N);
    }

    [Fact]
    public async Task Warming_up_writes_nothing()
    {
        await table.WarmUpAsync(CancellationToken.None);

        Assert.Empty(await dynalite.RecordsOfAsync("-"));
    }

    private static SignInTable Table(DynamoDbClient client) =>
        new(client, new AuditSettings { TableName = Dynalite.Table, RetentionDays = 30 });

    private Task<bool> RecordAsync(double second) => table.RecordAsync(SignInAt(second), CancellationToken.None);

    private SignIn SignInAt(double second) =>
        new()
        {
            User = user,
            Sub = "9a8b7c6d-1234-4321-8888-0a1b2c3d4e5f",
            ClientId = "1example23456789",
            UserPoolId = "eu-central-1_EXAMPLE01",
            Provider = "Google",
            TriggerSource = "PostAuthentication_Authentication",
            At = Start.AddSeconds(second),
            NewDevice = true,
            Fingerprint = "0123456789abcdef",
            RequestId = $"request-at-{second}",
        };
}
