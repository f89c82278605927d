using System.Text.Json.Nodes;

namespace CognitoStack.Local.Tests.Logs;

public sealed class LogsTests : IDisposable
{
    private const string Name = "/aws/lambda/gate";
    private static readonly string[] TwoStreams = ["y1", "x2"];
    private readonly LogBench bench = new(LogBench.Group("activity", 7), LogBench.Group("empty"));

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task Groups_of_templates_and_of_functions_are_described_by_their_names()
    {
        bench.Logs.Put(Name, "one", "hello");

        var groups = (await bench.CallAsync("DescribeLogGroups", new { }))["logGroups"]!.AsArray();
        Assert.Equal([Name, "activity", "empty"], groups.Select(g => g!["logGroupName"]!.ToString()));
        Assert.Equal(
            ("7", $"arn:aws:logs:eu-west-1:111122223333:log-group:{Name}:*", $"arn:aws:logs:eu-west-1:111122223333:log-group:{Name}", "5"),
            (
                groups[1]!["retentionInDays"]!.ToString(),
                groups[0]!["arn"]!.ToString(),
                groups[0]!["logGroupArn"]!.ToString(),
                groups[0]!["storedBytes"]!.ToString()
            )
        );
        Assert.Equal([Name], Names(await bench.CallAsync("DescribeLogGroups", new { logGroupNamePrefix = "/aws/" })));
        Assert.Equal(["activity"], Names(await bench.CallAsync("DescribeLogGroups", new { logGroupNamePattern = "TIVI" })));
        var first = await bench.CallAsync("DescribeLogGroups", new { limit = 2 });
        Assert.Equal([Name, "activity"], Names(first));
        Assert.Equal(
            ["empty"],
            Names(await bench.CallAsync("DescribeLogGroups", new { limit = 2, nextToken = first["nextToken"]!.ToString() }))
        );
    }

    [Fact]
    public async Task Streams_are_in_the_order_that_is_asked_for()
    {
        foreach (var stream in new[] { "b", "c", "a", "b" })
        {
            bench.Logs.Put(Name, stream, stream);
            bench.Time.Advance(TimeSpan.FromSeconds(1));
        }

        async Task<IEnumerable<string>> StreamsAsync(object input) =>
            (await bench.CallAsync("DescribeLogStreams", input))["logStreams"]!.AsArray().Select(s => s!["logStreamName"]!.ToString());
        Assert.Equal(["a", "b", "c"], await StreamsAsync(new { logGroupName = Name }));
        Assert.Equal(
            ["b", "a", "c"],
            await StreamsAsync(
                new
                {
                    logGroupName = Name,
                    orderBy = "LastEventTime",
                    descending = true,
                }
            )
        );
        Assert.Equal(
            ["c"],
            await StreamsAsync(
                new { logGroupIdentifier = $"arn:aws:logs:eu-west-1:111122223333:log-group:{Name}:*", logStreamNamePrefix = "c" }
            )
        );
        var described = (await bench.CallAsync("DescribeLogStreams", new { logGroupName = Name }))["logStreams"]![1]!;
        Assert.Equal(3000, (long)described["lastEventTimestamp"]! - (long)described["firstEventTimestamp"]!);
    }

    [Fact]
    public async Task Events_of_a_stream_are_read_from_either_end_page_by_page()
    {
        for (var i = 0; i < 10; i++)
            bench.Logs.Put(Name, "one", $"{i}");
        bench.Logs.Put(Name, "two", "elsewhere");
        Task<JsonObject> GetAsync(string? token = null, bool startFromHead = false) =>
            bench.CallAsync(
                "GetLogEvents",
                new
                {
                    logGroupName = Name,
                    logStreamName = "one",
                    limit = 4,
                    startFromHead,
                    nextToken = token,
                }
            );

        var newest = await GetAsync();
        Assert.Equal(["6", "7", "8", "9"], LogBench.Messages(newest));
        var older = await GetAsync(newest["nextBackwardToken"]!.ToString());
        Assert.Equal(["2", "3", "4", "5"], LogBench.Messages(older));
        Assert.Equal(["6", "7", "8", "9"], LogBench.Messages(await GetAsync(older["nextForwardToken"]!.ToString())));

        List<string> all = [];
        for (
            var (page, token) = (await GetAsync(startFromHead: true), "");
            page["nextForwardToken"]!.ToString() != token;
            page = await GetAsync(token)
        )
        {
            all.AddRange(LogBench.Messages(page));
            token = page["nextForwardToken"]!.ToString();
        }
        Assert.Equal(Enumerable.Range(0, 10).Select(i => $"{i}"), all);
    }

    [Theory]
    [InlineData("", "a error,b ERROR one,c two ERROR,d")]
    [InlineData("ERROR", "b ERROR one,c two ERROR")]
    [InlineData("ERROR one", "b ERROR one")]
    [InlineData("ERROR -one", "c two ERROR")]
    [InlineData("?one ?two", "b ERROR one,c two ERROR")]
    [InlineData("\"two ERROR\"", "c two ERROR")]
    [InlineData("-ERROR", "a error,d")]
    [InlineData("nothing", "")]
    public async Task A_pattern_of_words_finds_what_has_them(string filterPattern, string found)
    {
        foreach (var message in new[] { "a error", "b ERROR one", "c two ERROR", "d" })
            bench.Logs.Put(Name, message[..1], message);

        Assert.Equal(
            found,
            string.Join(',', LogBench.Messages(await bench.CallAsync("FilterLogEvents", new { logGroupName = Name, filterPattern })))
        );
    }

    [Fact]
    public async Task Events_of_all_streams_are_found_by_time_stream_and_page()
    {
        var start = bench.Time.GetUtcNow().ToUnixTimeMilliseconds();
        foreach (var (stream, message) in new[] { ("x1", "1"), ("y1", "2"), ("x2", "3"), ("x1", "4") })
        {
            bench.Logs.Put(Name, stream, message);
            bench.Time.Advance(TimeSpan.FromSeconds(1));
        }

        async Task<string> FoundAsync(object input) => string.Join(',', LogBench.Messages(await bench.CallAsync("FilterLogEvents", input)));
        Assert.Equal("1,2,3,4", await FoundAsync(new { logGroupName = Name, interleaved = true }));
        Assert.Equal("1,3,4", await FoundAsync(new { logGroupName = Name, logStreamNamePrefix = "x" }));
        Assert.Equal("2,3", await FoundAsync(new { logGroupName = Name, logStreamNames = TwoStreams }));
        Assert.Equal(
            "2,3",
            await FoundAsync(
                new
                {
                    logGroupName = Name,
                    startTime = start + 1000,
                    endTime = start + 2000,
                }
            )
        );
        var first = await bench.CallAsync("FilterLogEvents", new { logGroupName = Name, limit = 3 });
        Assert.Equal("1,2,3", string.Join(',', LogBench.Messages(first)));
        Assert.Equal(
            "4",
            await FoundAsync(
                new
                {
                    logGroupName = Name,
                    limit = 3,
                    nextToken = first["nextToken"]!.ToString(),
                }
            )
        );
        Assert.Equal(
            4,
            (await bench.CallAsync("FilterLogEvents", new { logGroupName = Name }))["events"]!
                .AsArray()
                .Select(e => e!["eventId"]!.ToString())
                .Distinct()
                .Count()
        );
    }

    [Fact]
    public async Task A_group_keeps_events_as_long_as_its_template_says()
    {
        bench.Logs.Put("activity", "pool", "old");
        bench.Logs.Put(Name, "one", "old");
        bench.Time.Advance(TimeSpan.FromDays(8));
        bench.Logs.Put("activity", "pool", "new");

        Assert.Equal(["new"], LogBench.Messages(await bench.CallAsync("FilterLogEvents", new { logGroupName = "activity" })));
        Assert.Equal(["old"], LogBench.Messages(await bench.CallAsync("FilterLogEvents", new { logGroupName = Name })));
    }

    [Fact]
    public async Task Events_outlive_the_host_in_a_file_that_nobody_else_reads()
    {
        bench.Logs.Put(Name, "one", "kept");
        bench.Restart();

        Assert.Equal(
            ["kept"],
            LogBench.Messages(await bench.CallAsync("GetLogEvents", new { logGroupName = Name, logStreamName = "one" }))
        );
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(bench.File));
    }

    [Theory]
    [InlineData(
        "GetLogEvents",
        """{ "logGroupName": "nowhere", "logStreamName": "x" }""",
        "ResourceNotFoundException",
        "The specified log group does not exist."
    )]
    [InlineData(
        "GetLogEvents",
        """{ "logGroupName": "empty", "logStreamName": "x" }""",
        "ResourceNotFoundException",
        "The specified log stream does not exist."
    )]
    [InlineData(
        "DescribeLogStreams",
        """{ "logGroupName": "nowhere" }""",
        "ResourceNotFoundException",
        "The specified log group does not exist."
    )]
    [InlineData(
        "FilterLogEvents",
        """{ "logGroupName": "empty", "limit": 0 }""",
        "InvalidParameterException",
        "1 validation error detected: Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1"
    )]
    [InlineData(
        "DescribeLogGroups",
        """{ "limit": 51 }""",
        "InvalidParameterException",
        "1 validation error detected: Value '51' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 50"
    )]
    [InlineData(
        "FilterLogEvents",
        "{}",
        "InvalidParameterException",
        "1 validation error detected: Value null at 'logGroupName' failed to satisfy constraint: Member must not be null"
    )]
    [InlineData(
        "DescribeLogStreams",
        """{ "logGroupName": "empty", "orderBy": "LastEventTime", "logStreamNamePrefix": "x" }""",
        "InvalidParameterException",
        "Cannot order by LastEventTime with a logStreamNamePrefix."
    )]
    [InlineData(
        "FilterLogEvents",
        """{ "logGroupName": "empty", "filterPattern": "{ $.a = %x% }" }""",
        "InvalidParameterException",
        "Invalid filter pattern: this machine knows words, phrases in quotes, ?word and -word, and comparisons of JSON's fields in braces; it does not read columns or regular expressions."
    )]
    [InlineData(
        "DescribeLogGroups",
        """{ "includeLinkedAccounts": true }""",
        "InvalidParameterException",
        "includeLinkedAccounts of DescribeLogGroups is not honoured by this machine's CloudWatch Logs."
    )]
    [InlineData(
        "PutLogEvents",
        "{}",
        "UnknownOperationException",
        "PutLogEvents is not among what this machine's CloudWatch Logs does: DescribeLogGroups, DescribeLogStreams, DescribeMetricFilters, DescribeResourcePolicies, FilterLogEvents, GetLogEvents, ListTagsForResource"
    )]
    public async Task What_cannot_be_is_told_as_CloudWatch_Logs_tells_it(string operation, string input, string code, string message) =>
        Assert.Equal((code, message), await bench.RefusedAsync(operation, JsonNode.Parse(input)!));

    [Fact]
    public async Task IAM_is_asked_for_the_group_or_the_stream_before_anybody_learns_of_it()
    {
        bench.Authorizer.Allows = false;
        Assert.Equal(
            "AccessDeniedException",
            (await bench.RefusedAsync("GetLogEvents", new { logGroupName = "nowhere", logStreamName = "one" })).Code
        );
        Assert.Equal("AccessDeniedException", (await bench.RefusedAsync("FilterLogEvents", new { logGroupName = "activity" })).Code);
        Assert.Equal("AccessDeniedException", (await bench.RefusedAsync("DescribeLogGroups", new { })).Code);

        Assert.Equal(
            [
                "logs:GetLogEvents arn:aws:logs:eu-west-1:111122223333:log-group:nowhere:log-stream:one",
                "logs:FilterLogEvents arn:aws:logs:eu-west-1:111122223333:log-group:activity:log-stream:",
                "logs:DescribeLogGroups *",
            ],
            bench.Authorizer.Asked.Select(r => $"{r.Action} {r.Resource}")
        );
    }

    private static IEnumerable<string> Names(JsonObject answer) =>
        answer["logGroups"]!.AsArray().Select(g => g!["logGroupName"]!.ToString());
}
