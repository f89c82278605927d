using CognitoStack.Operate.Aws;
using CognitoStack.Operate.Reports;

namespace CognitoStack.Operate.Users;

/// <summary>How users come into a pool.</summary>
/// <param name="Command">The command, for the report.</param>
/// <param name="File">Where they are read from.</param>
/// <param name="Map">Where it is written what became of each.</param>
/// <param name="ByJob">Whether Cognito's import job makes them.</param>
/// <param name="Role">The role by which the job logs.</param>
/// <param name="Hashes">How passwords are hashed.</param>
internal sealed record LoadOptions(string Command, FileInfo File, string Map, bool ByJob, string? Role, string? Hashes);

/// <summary>Brings users of a file into a pool: by Cognito's import job where it is asked for and can make them, one by one otherwise.</summary>
internal sealed class UserLoad(Pace pools, AwsCall logs, string poolId, IWatch watch, TimeSpan? betweenLooks = null)
{
    // As many users as are at work at once: their calls take turns all the same.
    private const int AtOnce = 16;

    public async Task<Report> RunAsync(LoadOptions options, CancellationToken cancel)
    {
        var lines = UserFile.Read(options.File);
        var facts = await PoolFacts.ReadAsync(pools, poolId, cancel);
        await CheckAsync(facts, lines, options, cancel);
        using var journal = Journal.Open(options.Map, Journal.SourceOf(options.File), poolId);
        var before = journal.Lines.Count(l => l.Value.IsDone);
        foreach (var line in lines.Where(l => l.Fault is not null))
            journal.Append(
                new Entry
                {
                    Line = line.Number,
                    Outcome = Entry.Failed,
                    Why = line.Fault,
                }
            );
        var wanted = lines.Where(l => l.User is not null).Select(l => (Line: l.Number, User: l.User!)).ToList();
        var byJob = options.ByJob ? wanted.Where(w => IsForJob(facts, w.User)).ToList() : [];
        var others = await RunJobsAsync(options, facts, journal, byJob, cancel);
        var ofJob = byJob.Select(w => w.Line).ToHashSet();
        await WriteAsync(facts, journal, wanted, ofJob, others, cancel);
        journal.Complete();
        return Told(options, journal, lines, before, ofJob.Count, facts);
    }

    private static bool IsForJob(PoolFacts facts, UserLine user) =>
        !user.IsExternal && user.Status != "UNCONFIRMED" && user.Password is null && UserCsv.Unfit(facts, user) is null;

    // Told before anything is made: what the file needs and the pool has not.
    private async Task CheckAsync(PoolFacts facts, List<ReadLine> lines, LoadOptions options, CancellationToken cancel)
    {
        var users = lines.Where(l => l.User is not null).Select(l => l.User!).ToList();
        var faults = new List<string>();
        var unknown = users.SelectMany(u => u.Attributes.Keys).Distinct().Except(facts.Attributes).ToList();
        if (unknown.Count > 0)
            faults.Add($"attributes {string.Join(", ", unknown)}");
        if (users.SelectMany(u => u.Groups).Distinct().ToList() is { Count: > 0 } groups)
        {
            var has = await PoolFacts.AllAsync(pools, "ListGroups", new() { ["UserPoolId"] = poolId }, "Groups", cancel);
            if (groups.Except(has.Select(g => g["GroupName"]!.ToString())).ToList() is { Count: > 0 } missing)
                faults.Add($"groups {string.Join(", ", missing)}");
        }
        if (
            users.Where(u => !u.IsExternal).SelectMany(u => u.Identities).Select(i => i.ProviderName).Distinct().ToList() is
            { Count: > 0 } used
        )
        {
            var has = await PoolFacts.AllAsync(pools, "ListIdentityProviders", new() { ["UserPoolId"] = poolId }, "Providers", cancel);
            if (used.Except(has.Select(p => p["ProviderName"]!.ToString())).ToList() is { Count: > 0 } missing)
                faults.Add($"identity providers {string.Join(", ", missing)}");
        }
        if (faults.Count > 0)
            throw new OperateException(
                $"The user pool {poolId} has not all that {options.File.Name} needs: {string.Join("; ", faults)}. Declare them in the environment file, and deploy. Nothing was made."
            );
        if (options.Hashes is null && users.Any(u => u.PasswordHash is not null))
            throw new OperateException(
                "The file has password hashes: say with --hashes how they were made, and import them with --by job.",
                ExitCode.Usage
            );
        if (options.Hashes is not null && users.FirstOrDefault(u => !PasswordHashes.IsOf(options.Hashes, u.PasswordHash)) is { } other)
            throw new OperateException(
                $"The password hash of {other.Username} is {(other.PasswordHash is null ? "missing" : $"not one of {options.Hashes}")}: {PasswordHashes.Form(options.Hashes)}",
                ExitCode.Usage
            );
    }

    private async Task<Dictionary<int, string?>> RunJobsAsync(
        LoadOptions options,
        PoolFacts facts,
        Journal journal,
        List<(int Line, UserLine User)> users,
        CancellationToken cancel
    )
    {
        var others = new Dictionary<int, string?>();
        if (users.TrueForAll(u => journal.Lines.GetValueOrDefault(u.Line) is { IsDone: true }))
            return others;
        foreach (var (number, part) in Parts(users).Index())
        {
            if (journal.Job(number) is { JobStatus: "Succeeded" })
                continue;
            watch.Say($"import job {number + 1} with {part.Count} users");
            var found = await new ImportJob(pools, logs, facts, watch, betweenLooks).RunAsync(
                journal,
                number,
                options.Role!,
                options.Hashes,
                part,
                cancel
            );
            foreach (var (line, why) in found)
                others[line] = why;
        }
        return others;
    }

    private static IEnumerable<List<(int Line, UserLine User)>> Parts(List<(int Line, UserLine User)> users)
    {
        var (part, bytes) = (new List<(int, UserLine)>(), 0L);
        foreach (var user in users)
        {
            // Attributes and the separators between them: never more than this.
            var size = 200 + 4L * user.User.Attributes.Sum(a => a.Value.Length + 1) + (user.User.PasswordHash?.Length ?? 0);
            if (part.Count > 0 && (part.Count >= ImportJob.MostUsers || bytes + size > ImportJob.MostBytes))
            {
                yield return part;
                (part, bytes) = ([], 0);
            }
            part.Add(user);
            bytes += size;
        }
        if (part.Count > 0)
            yield return part;
    }

    private async Task WriteAsync(
        PoolFacts facts,
        Journal journal,
        List<(int Line, UserLine User)> wanted,
        HashSet<int> ofJob,
        Dictionary<int, string?> others,
        CancellationToken cancel
    )
    {
        var left = wanted.Where(w => journal.Lines.GetValueOrDefault(w.Line) is not { IsDone: true }).ToList();
        var done = wanted.Count - left.Count;
        // Pages have sixty users: where a job has made many, that is far fewer calls than one for each.
        var known = left.Any(l => ofJob.Contains(l.Line)) ? await Directory.ReadAsync(pools, facts, cancel) : null;
        var writer = new UserWriter(pools, facts, known);
        watch.At(done, wanted.Count);
        await Parallel.ForEachAsync(
            left,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel },
            async (one, stop) =>
            {
                journal.Append(
                    others.TryGetValue(one.Line, out var why) && why is not null
                        ? new Entry
                        {
                            Line = one.Line,
                            Username = one.User.Username,
                            OldSub = one.User.Sub,
                            Outcome = Entry.Failed,
                            Why = why,
                        }
                        : await writer.WriteAsync(one.Line, one.User, ofJob.Contains(one.Line) && !others.ContainsKey(one.Line), stop)
                );
                watch.At(Interlocked.Increment(ref done), wanted.Count);
            }
        );
    }

    private Report Told(LoadOptions options, Journal journal, List<ReadLine> lines, int before, int ofJob, PoolFacts facts)
    {
        int Count(string outcome) => journal.Lines.Values.Count(l => l.Outcome == outcome);
        var report = new Report(options.Command)
        {
            Figures =
            {
                ["file"] = options.File.FullName,
                ["user pool"] = facts.Id,
                ["users in the file"] = lines.Count,
                ["made"] = Count(Entry.Made),
                ["were there already"] = Count(Entry.There),
                ["skipped"] = Count(Entry.Skipped),
                ["failed"] = Count(Entry.Failed),
                ["by import job"] = ofJob,
                ["done by earlier runs"] = before,
                ["map from old to new sub"] = options.Map,
                ["throttled"] = pools.Throttled,
            },
        };
        foreach (var line in journal.Lines.Values.Where(l => l.Outcome is Entry.Failed).OrderBy(l => l.Line))
            report.Problems.Add($"line {line.Line}: {(line.Username is null ? "" : $"{line.Username} ")}{line.Why}");
        foreach (var why in journal.Lines.Values.Where(l => l.Outcome is Entry.Skipped).GroupBy(l => l.Why))
            Add(report, "Skipped", $"{why.Count()}: each {why.Key}");
        var totp = lines.Count(l => l.User?.Mfa.Contains("SOFTWARE_TOKEN_MFA") == true);
        if (totp > 0)
            Add(report, "To be done by users", $"{totp} set up their authenticator app anew");
        var invited = lines.Count(l => l.User?.Status == "FORCE_CHANGE_PASSWORD");
        if (invited > 0 && !options.ByJob)
            Add(
                report,
                "To be done by you",
                $"{invited} had not used their invitation yet: AdminCreateUser with MessageAction RESEND sends another"
            );
        return report;
    }

    private static void Add(Report report, string heading, string item)
    {
        if (!report.Lists.TryGetValue(heading, out var list))
            report.Lists[heading] = list = [];
        list.Add(item);
    }
}
