using System.Threading.Channels;
using CognitoStack.Local.Metrics;

namespace CognitoStack.Local.Logs;

/// <summary>An event of a stream.</summary>
internal sealed record LogEvent(long Id, string Stream, long Timestamp, string Message);

/// <summary>A stream of a group.</summary>
internal sealed record LogStream(string Name, long Created, long? First, long? Last);

/// <summary>Keeps events in <c>logs.db</c>. Whoever logs does not wait for the disk; whoever reads sees what was logged before. The oldest events go.</summary>
internal sealed class LogStore : ILogs, IDisposable, IAsyncDisposable
{
    private const int Most = 100_000;
    private readonly Channel<Entry> waiting = Channel.CreateUnbounded<Entry>(new() { SingleReader = true });
    private readonly Sql sql;
    private readonly IMetrics metrics;
    private readonly TimeProvider time;
    private readonly Task writing;

    public LogStore(StateFolder state, IMetrics metrics, TimeProvider time)
    {
        (this.metrics, this.time) = (metrics, time);
        sql = new(state["logs.db"]);
        sql.Execute(
            """
            CREATE TABLE IF NOT EXISTS groups (name TEXT PRIMARY KEY, created INTEGER NOT NULL);
            CREATE TABLE IF NOT EXISTS streams (grp TEXT NOT NULL, name TEXT NOT NULL, created INTEGER NOT NULL, PRIMARY KEY (grp, name));
            CREATE TABLE IF NOT EXISTS events (id INTEGER PRIMARY KEY AUTOINCREMENT, grp TEXT NOT NULL, stream TEXT NOT NULL, timestamp INTEGER NOT NULL, message TEXT NOT NULL);
            CREATE INDEX IF NOT EXISTS events_of ON events (grp, stream, id);
            """
        );
        writing = Task.Run(WriteAsync);
    }

    /// <inheritdoc/>
    public void Put(string group, string stream, string message)
    {
        waiting.Writer.TryWrite(new(group, stream, Now, message));
        foreach (var (metric, value, unit) in EmbeddedMetrics.In(message))
            metrics.Put(metric, value, unit);
    }

    /// <summary>Makes a group where there is none.</summary>
    public void AddGroup(string name)
    {
        sql.Execute("INSERT OR IGNORE INTO groups VALUES ($name, $now)", ("$name", name), ("$now", Now));
    }

    /// <summary>When the groups were made, by name.</summary>
    public async Task<Dictionary<string, long>> GroupsAsync()
    {
        await SettleAsync();
        return sql.Query("SELECT name, created FROM groups", r => (r.GetString(0), r.GetInt64(1))).ToDictionary();
    }

    /// <summary>How many bytes the messages of a group have.</summary>
    public long BytesOf(string group)
    {
        return sql.Query(
            "SELECT coalesce(sum(length(CAST(message AS BLOB))), 0) FROM events WHERE grp = $group",
            r => r.GetInt64(0),
            ("$group", group)
        )[0];
    }

    public async Task<List<LogStream>> StreamsAsync(string group)
    {
        await SettleAsync();
        return sql.Query(
            "SELECT s.name, s.created, min(e.timestamp), max(e.timestamp) FROM streams s LEFT JOIN events e ON e.grp = s.grp AND e.stream = s.name WHERE s.grp = $group GROUP BY s.name ORDER BY s.name",
            r => new LogStream(r.GetString(0), r.GetInt64(1), r.IsDBNull(2) ? null : r.GetInt64(2), r.IsDBNull(3) ? null : r.GetInt64(3)),
            ("$group", group)
        );
    }

    /// <summary>Events of a group, in the order in which they were logged.</summary>
    /// <param name="group">The group.</param>
    /// <param name="asked">Which of them.</param>
    public async Task<List<LogEvent>> EventsAsync(string group, EventRange asked)
    {
        await SettleAsync();
        var rows = sql.Query(
            $"""
            SELECT id, stream, timestamp, message FROM events WHERE grp = $group AND ($stream IS NULL OR stream = $stream) AND timestamp >= $start AND timestamp < $end AND id > $after AND id < $before
            ORDER BY id {(asked.IsNewestFirst ? "DESC" : "")} LIMIT $limit
            """,
            r => new LogEvent(r.GetInt64(0), r.GetString(1), r.GetInt64(2), r.GetString(3)),
            ("$group", group),
            ("$stream", asked.Stream),
            ("$start", asked.Start),
            ("$end", asked.End),
            ("$after", asked.After),
            ("$before", asked.Before),
            ("$limit", asked.Limit)
        );
        if (asked.IsNewestFirst)
            rows.Reverse();
        return rows;
    }

    public async ValueTask DisposeAsync()
    {
        waiting.Writer.TryComplete();
        await writing;
        sql.Dispose();
    }

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Waits until what was logged before is kept.</summary>
    private async Task SettleAsync()
    {
        var mark = new Entry("", "", 0, "") { Kept = new(TaskCreationOptions.RunContinuationsAsynchronously) };
        if (waiting.Writer.TryWrite(mark))
            await mark.Kept.Task;
    }

    private async Task WriteAsync()
    {
        while (await waiting.Reader.WaitToReadAsync())
        {
            List<Entry> batch = [];
            while (waiting.Reader.TryRead(out var entry))
                batch.Add(entry);
            if (batch.FindAll(e => e.Kept is null) is { Count: > 0 } events)
                sql.Transact(() => Keep(events));
            foreach (var mark in batch)
                mark.Kept?.TrySetResult();
        }
    }

    private void Keep(List<Entry> batch)
    {
        foreach (var (group, stream, now) in batch.Select(e => (e.Group, e.Stream, e.Timestamp)).DistinctBy(e => (e.Group, e.Stream)))
        {
            sql.Execute("INSERT OR IGNORE INTO groups VALUES ($group, $now)", ("$group", group), ("$now", now));
            sql.Execute(
                "INSERT OR IGNORE INTO streams VALUES ($group, $stream, $now)",
                ("$group", group),
                ("$stream", stream),
                ("$now", now)
            );
        }
        foreach (var entry in batch)
            sql.Execute(
                "INSERT INTO events (grp, stream, timestamp, message) VALUES ($group, $stream, $at, $message)",
                ("$group", entry.Group),
                ("$stream", entry.Stream),
                ("$at", entry.Timestamp),
                ("$message", entry.Message)
            );
        sql.Execute("DELETE FROM events WHERE id <= (SELECT max(id) FROM events) - $most", ("$most", Most));
    }

    private sealed record Entry(string Group, string Stream, long Timestamp, string Message)
    {
        /// <summary>Set once everything before it is kept, of what is no event but a mark.</summary>
        public TaskCompletionSource? Kept { get; init; }
    }
}

/// <summary>Which events of a group are asked for.</summary>
/// <param name="Stream">The stream; null for all.</param>
/// <param name="Start">Not before, in milliseconds.</param>
/// <param name="End">Before, in milliseconds.</param>
/// <param name="Limit">How many at most.</param>
internal sealed record EventRange(string? Stream, long Start, long End, int Limit)
{
    /// <summary>Only events after that one.</summary>
    public long After { get; init; }

    /// <summary>Only events before that one.</summary>
    public long Before { get; init; } = long.MaxValue;

    /// <summary>Whether, of more than the limit, the newest are wanted.</summary>
    public bool IsNewestFirst { get; init; }
}
