using System.Text.Json.Nodes;
using CognitoStack.Local.Access;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Front;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.Logs;

/// <summary>CloudWatch Logs, to read.</summary>
/// <remarks>Source: Amazon CloudWatch Logs API Reference. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_Operations.html</remarks>
internal sealed class LogsService(LogGroups groups, LogStore store, IAuthorizer authorizer) : IJsonService
{
    private const int MostEvents = 10_000,
        MostDescribed = 50;

    /// <inheritdoc/>
    public string Target => "Logs_20140328";

    /// <inheritdoc/>
    public string SigningName => "logs";

    /// <inheritdoc/>
    public bool IsSignedOnly => true;

    /// <inheritdoc/>
    public async Task<JsonObject> InvokeAsync(JsonCall call, CancellationToken cancel)
    {
        var request = new LogsCall(call);
        // What is asked for in IAM: all streams of a group, or one stream; of what lists all groups IAM knows no resource.
        async Task RequireAsync(string group, string stream) =>
            await authorizer.RequireAsync(
                call.Caller,
                new($"logs:{call.Operation}", $"{groups.ArnOf(LogGroups.NameOf(group))}:log-stream:{stream}"),
                cancel
            );
        switch (call.Operation)
        {
            case "DescribeLogGroups":
                await authorizer.RequireAsync(call.Caller, new("logs:DescribeLogGroups", "*"), cancel);
                return await DescribeGroupsAsync(request);
            case "DescribeResourcePolicies":
                await authorizer.RequireAsync(call.Caller, new("logs:DescribeResourcePolicies", "*"), cancel);
                return ResourcePolicies(request);
            case "DescribeLogStreams":
                await RequireAsync(request.Group(), string.Empty);
                return await DescribeStreamsAsync(request);
            case "DescribeMetricFilters":
                await RequireAsync(request.Group(), string.Empty);
                return await MetricFiltersAsync(request);
            case "FilterLogEvents":
                await RequireAsync(request.Group(), string.Empty);
                return await FilterAsync(request);
            case "GetLogEvents":
                var stream = request.Text("logStreamName") ?? throw LogsCall.Violated("logStreamName", "null", "Member must not be null");
                await RequireAsync(request.Group(), stream);
                return await GetAsync(request, stream);
            case "ListTagsForResource":
                var name = LogGroups.NameOf(
                    request.Text("resourceArn") ?? throw LogsCall.Violated("resourceArn", "null", "Member must not be null")
                );
                await authorizer.RequireAsync(call.Caller, new("logs:ListTagsForResource", groups.ArnOf(name)), cancel);
                return new() { ["tags"] = groups.Declared(name) is { } declared ? ResourceTags.Map(declared) : [] };
            default:
                throw new AwsException(
                    "UnknownOperationException",
                    $"{call.Operation} is not among what this machine's CloudWatch Logs does: DescribeLogGroups, DescribeLogStreams, DescribeMetricFilters, DescribeResourcePolicies, FilterLogEvents, GetLogEvents, ListTagsForResource"
                );
        }
    }

    private async Task<JsonObject> DescribeGroupsAsync(LogsCall call)
    {
        call.RequireOnly("logGroupNamePrefix", "logGroupNamePattern", "limit", "nextToken");
        var (prefix, pattern) = (call.Text("logGroupNamePrefix"), call.Text("logGroupNamePattern"));
        if (prefix is not null && pattern is not null)
            throw LogsCall.Invalid("LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.");
        var all = (await groups.AllAsync()).FindAll(g =>
            g.Name.StartsWith(prefix ?? string.Empty, StringComparison.Ordinal)
            && g.Name.Contains(pattern ?? string.Empty, StringComparison.OrdinalIgnoreCase)
        );
        return Page(call, all, "logGroups", groups.Describe);
    }

    private async Task<JsonObject> MetricFiltersAsync(LogsCall call)
    {
        call.RequireOnly("logGroupName", "filterNamePrefix", "limit", "nextToken");
        var group = await groups.GetAsync(call.Group());
        var prefix = call.Text("filterNamePrefix") ?? string.Empty;
        return Page(
            call,
            groups.FiltersOf(group).FindAll(f => f.Name.StartsWith(prefix, StringComparison.Ordinal)),
            "metricFilters",
            filter =>
                new()
                {
                    ["filterName"] = filter.Name,
                    ["filterPattern"] = filter.Text("FilterPattern") ?? string.Empty,
                    ["logGroupName"] = group.Name,
                    ["creationTime"] = group.Created,
                    ["metricTransformations"] = new JsonArray([
                        .. (filter.Properties["MetricTransformations"] as JsonArray ?? [])
                            .OfType<JsonObject>()
                            .Select(t => new JsonObject(
                                t.Select(p => KeyValuePair.Create($"{char.ToLowerInvariant(p.Key[0])}{p.Key[1..]}", p.Value?.DeepClone()))
                            )),
                    ]),
                }
        );
    }

    private JsonObject ResourcePolicies(LogsCall call)
    {
        call.RequireOnly("limit", "nextToken", "policyScope", "resourceArn");
        return Page(
            call,
            groups.Policies,
            "resourcePolicies",
            policy => new() { ["policyName"] = policy.Text("PolicyName"), ["policyDocument"] = policy.Text("PolicyDocument") }
        );
    }

    private async Task<JsonObject> DescribeStreamsAsync(LogsCall call)
    {
        call.RequireOnly("logGroupName", "logGroupIdentifier", "logStreamNamePrefix", "orderBy", "descending", "limit", "nextToken");
        var group = await groups.GetAsync(call.Group());
        var prefix = call.Text("logStreamNamePrefix");
        var byTime = call.Text("orderBy") switch
        {
            null or "LogStreamName" => false,
            "LastEventTime" => true,
            var other => throw LogsCall.Violated(
                "orderBy",
                $"'{other}'",
                "Member must satisfy enum value set: [LogStreamName, LastEventTime]"
            ),
        };
        if (byTime && prefix is not null)
            throw LogsCall.Invalid("Cannot order by LastEventTime with a logStreamNamePrefix.");
        var all = (await store.StreamsAsync(group.Name)).FindAll(s => s.Name.StartsWith(prefix ?? string.Empty, StringComparison.Ordinal));
        if (byTime)
            all = [.. all.OrderBy(s => s.Last ?? 0)];
        if (call.Flag("descending"))
            all.Reverse();
        return Page(
            call,
            all,
            "logStreams",
            stream =>
            {
                var described = new JsonObject
                {
                    ["logStreamName"] = stream.Name,
                    ["creationTime"] = stream.Created,
                    ["arn"] = $"{group.Arn}:log-stream:{stream.Name}",
                    ["storedBytes"] = 0,
                };
                if (stream is { First: { } first, Last: { } last })
                    (described["firstEventTimestamp"], described["lastEventTimestamp"], described["lastIngestionTime"]) = (
                        first,
                        last,
                        last
                    );
                return described;
            }
        );
    }

    private async Task<JsonObject> GetAsync(LogsCall call, string stream)
    {
        call.RequireOnly(
            "logGroupName",
            "logGroupIdentifier",
            "logStreamName",
            "startTime",
            "endTime",
            "limit",
            "nextToken",
            "startFromHead",
            "unmask"
        );
        var group = await groups.GetAsync(call.Group());
        if (!(await store.StreamsAsync(group.Name)).Exists(s => s.Name == stream))
            throw new AwsException("ResourceNotFoundException", "The specified log stream does not exist.");
        var (after, before) = (call.Token('f'), call.Token('b'));
        if (call.Text("nextToken") is not null && after is null && before is null)
            throw LogsCall.Invalid("The specified nextToken is invalid.");
        var isFromHead = after is not null || (before is null && call.Flag("startFromHead"));
        var events = await store.EventsAsync(
            group.Name,
            RangeOf(call, group, stream, call.Limit(MostEvents)) with
            {
                After = after ?? 0,
                Before = before ?? long.MaxValue,
                IsNewestFirst = !isFromHead,
            }
        );
        return new()
        {
            ["events"] = new JsonArray([
                .. events.Select(e => new JsonObject
                {
                    ["timestamp"] = e.Timestamp,
                    ["message"] = e.Message,
                    ["ingestionTime"] = e.Timestamp,
                }),
            ]),
            // At either end the same token comes back, by which clients know that it is the end.
            ["nextForwardToken"] = LogsCall.TokenOf('f', events.Count > 0 ? events[^1].Id : after ?? (before is { } b ? b - 1 : 0)),
            ["nextBackwardToken"] = LogsCall.TokenOf(
                'b',
                events.Count > 0 ? events[0].Id : before ?? (after is { } a ? a + 1 : long.MaxValue)
            ),
        };
    }

    private async Task<JsonObject> FilterAsync(LogsCall call)
    {
        call.RequireOnly(
            "logGroupName",
            "logGroupIdentifier",
            "logStreamNames",
            "logStreamNamePrefix",
            "startTime",
            "endTime",
            "filterPattern",
            "limit",
            "nextToken",
            "interleaved",
            "unmask"
        );
        var group = await groups.GetAsync(call.Group());
        var names = (call.Input["logStreamNames"] as JsonArray)?.Select(n => n!.ToString()).ToHashSet();
        var prefix = call.Text("logStreamNamePrefix");
        if (names is not null && prefix is not null)
            throw LogsCall.Invalid("logStreamNamePrefix and logStreamNames are mutually exclusive.");
        var pattern = new FilterPattern(call.Text("filterPattern") ?? string.Empty);
        var limit = call.Limit(MostEvents);
        // Here an event at the end of the time belongs to it.
        var range = RangeOf(call, group, null, int.MaxValue) with
        {
            After = call.Token('f') ?? 0,
        };
        var found = (await store.EventsAsync(group.Name, range with { End = range.End == long.MaxValue ? range.End : range.End + 1 }))
            .Where(e => names?.Contains(e.Stream) ?? e.Stream.StartsWith(prefix ?? string.Empty, StringComparison.Ordinal))
            .Where(e => pattern.Matches(e.Message))
            .Take(limit + 1)
            .ToList();
        var answer = new JsonObject
        {
            ["events"] = new JsonArray([
                .. found
                    .Take(limit)
                    .Select(e => new JsonObject
                    {
                        ["logStreamName"] = e.Stream,
                        ["timestamp"] = e.Timestamp,
                        ["message"] = e.Message,
                        ["ingestionTime"] = e.Timestamp,
                        ["eventId"] = $"{e.Id:d56}",
                    }),
            ]),
            ["searchedLogStreams"] = new JsonArray(),
        };
        if (found.Count > limit)
            answer["nextToken"] = LogsCall.TokenOf('f', found[limit - 1].Id);
        return answer;
    }

    private EventRange RangeOf(LogsCall call, LogGroup group, string? stream, int limit) =>
        new(stream, Math.Max(call.Number("startTime") ?? 0, groups.OldestOf(group)), call.Number("endTime") ?? long.MaxValue, limit);

    private static JsonObject Page<T>(LogsCall call, List<T> all, string member, Func<T, JsonObject> describe)
    {
        var (start, limit) = ((int)(call.Token('p') ?? 0), call.Limit(MostDescribed));
        var answer = new JsonObject { [member] = new JsonArray([.. all.Skip(start).Take(limit).Select(describe)]) };
        if (all.Count > start + limit)
            answer["nextToken"] = LogsCall.TokenOf('p', start + limit);
        return answer;
    }
}
