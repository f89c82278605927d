using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CognitoStack.Operate.Users;

/// <summary>What became of a line of the file of users, or of a job that makes some of them.</summary>
internal sealed record Entry
{
    public const string Made = "made",
        There = "there",
        Skipped = "skipped",
        Failed = "failed";

    /// <summary>Line of the file; 0 in what is said of jobs.</summary>
    public int Line { get; init; }
    public string? Username { get; init; }
    public string? OldSub { get; init; }
    public string? NewSub { get; init; }
    public string? Outcome { get; init; }
    public string? Why { get; init; }

    /// <summary>An import job, and how many lines of its part of the file it has.</summary>
    public string? Job { get; init; }
    public string? JobStatus { get; init; }
    public int? JobNumber { get; init; }

    /// <summary>What the first line says: which file went into which pool.</summary>
    public string? Source { get; init; }
    public string? Pool { get; init; }

    [JsonIgnore]
    public bool IsDone => Outcome is Made or There or Skipped;
}

/// <summary>
/// A file of JSON Lines that says what is done already. It grows line by line while a run is at work, and takes its name when the run is through. A later run skips what is
/// done, and tries again what failed.
/// </summary>
internal sealed class Journal : IDisposable
{
    private readonly FileStream file;
    private readonly string path;
    private readonly Lock gate = new();
    private readonly Dictionary<int, Entry> lines = [];
    private readonly Dictionary<int, Entry> jobs = [];

    private Journal(string path, FileStream file) => (this.path, this.file) = (path, file);

    /// <summary>What became of each line, by its number.</summary>
    public IReadOnlyDictionary<int, Entry> Lines => lines;

    public bool Resumed { get; private set; }

    /// <summary>Opens the journal of a file of users and a pool, or begins it.</summary>
    /// <exception cref="OperateException">It is of another file or pool, or another run is writing it.</exception>
    public static Journal Open(string path, string source, string pool)
    {
        var part = $"{path}.part";
        var entries = Read(new[] { $"{part}.kept", part, path }.FirstOrDefault(File.Exists) ?? path);
        if (entries is [{ Source: { } earlier } head, ..] && (earlier != source || head.Pool != pool))
            throw new OperateException(
                head.Pool != pool
                    ? $"{path} is of the user pool {head.Pool}. Name another with --map."
                    : $"{path} is of another file, or the file has changed since. Name another with --map.",
                ExitCode.Usage
            );
        var kept = entries.Skip(1).Where(e => e.Outcome != Entry.Failed).ToList();
        var journal = new Journal(path, Locked(part)) { Resumed = kept.Count > 0 };
        // What is known already is written beside, so that a kill here loses nothing.
        AtomicFile.Write($"{part}.kept", string.Concat(kept.Prepend(new Entry { Source = source, Pool = pool }).Select(Written)));
        journal.file.SetLength(0);
        using (var copy = File.OpenRead($"{part}.kept"))
            copy.CopyTo(journal.file);
        journal.file.Flush(flushToDisk: true);
        File.Delete($"{part}.kept");
        kept.ForEach(journal.Know);
        return journal;
    }

    /// <summary>The contents of a file in one word.</summary>
    public static string SourceOf(FileInfo source) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(source.FullName)));

    public Entry? Job(int number) => jobs.GetValueOrDefault(number);

    public void Append(Entry entry)
    {
        lock (gate)
        {
            Know(entry);
            file.Write(Encoding.UTF8.GetBytes(Written(entry)));
            file.Flush();
        }
    }

    /// <summary>Gives the file its name.</summary>
    public void Complete()
    {
        file.Flush(flushToDisk: true);
        file.Dispose();
        File.Move($"{path}.part", path, overwrite: true);
    }

    public void Dispose() => file.Dispose();

    private void Know(Entry entry)
    {
        if (entry.Line > 0)
            lines[entry.Line] = entry;
        if (entry.JobNumber is { } number)
            jobs[number] = entry;
    }

    private static string Written(Entry entry) => JsonSerializer.Serialize(entry, Json.Compact) + "\n";

    private static FileStream Locked(string path)
    {
        try
        {
            return new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new OperateException($"{path} cannot be written; another run may be at work: {e.Message}");
        }
    }

    // The last line of a run that was killed may be half.
    private static List<Entry> Read(string path)
    {
        if (!File.Exists(path))
            return [];
        var entries = new List<Entry>();
        foreach (var line in File.ReadLines(path))
        {
            try
            {
                entries.Add(JsonSerializer.Deserialize<Entry>(line, Json.Compact)!);
            }
            catch (JsonException)
            {
                if (entries.Count == 0)
                    throw new OperateException($"{path} is not a file of this program. Name another with --map.", ExitCode.Usage);
                break;
            }
        }
        return entries;
    }
}
