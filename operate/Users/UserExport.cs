using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CognitoStack.Operate.Aws;
using CognitoStack.Operate.Reports;

namespace CognitoStack.Operate.Users;

/// <summary>Writes the users of a pool to a file of JSON Lines. A run that is stopped goes on at the page where it was.</summary>
internal sealed class UserExport(Pace pools, string poolId, IWatch watch, bool withFactors = true)
{
    private const int PageSize = 60;

    private sealed record Checkpoint(string Pool, long Bytes, int Users, string? Token);

    /// <summary>Exports to a file that is there only when it is whole.</summary>
    public async Task<Report> RunAsync(FileInfo to, CancellationToken cancel)
    {
        if (to.Exists)
            throw new OperateException(
                $"{to} is there already, and is not overwritten. Name another with --out, or remove it.",
                ExitCode.Usage
            );
        var facts = await PoolFacts.ReadAsync(pools, poolId, cancel);
        var groups = await GroupsAsync(cancel);
        var (part, checkpoint) = ($"{to.FullName}.part", $"{to.FullName}.checkpoint");
        var state = Read(checkpoint);
        if (state is not null && state.Pool != poolId)
            throw new OperateException(
                $"{checkpoint} is of the user pool {state.Pool}. Remove it, or name another file with --out.",
                ExitCode.Usage
            );
        var resumed = state is not null && File.Exists(part) && new FileInfo(part).Length >= state.Bytes;
        state = resumed ? state! : new(poolId, 0, 0, null);
        await using (var file = Open(part))
        {
            // A line that was half written when the last run ended is written anew.
            file.SetLength(state.Bytes);
            file.Seek(0, SeekOrigin.End);
            do
            {
                watch.At(state.Users, Math.Max(facts.Users, state.Users));
                state = await PageAsync(file, state, facts, groups, cancel);
                AtomicFile.Write(checkpoint, JsonSerializer.Serialize(state, Json.Compact));
            } while (state.Token is not null);
            watch.At(state.Users, state.Users);
            file.Flush(flushToDisk: true);
        }
        File.Move(part, to.FullName);
        File.Delete(checkpoint);
        return new Report("users export")
        {
            Figures =
            {
                ["file"] = to.FullName,
                ["users"] = state.Users,
                ["groups"] = groups.Values.SelectMany(g => g).Distinct().Count(),
                ["resumed"] = resumed,
                ["throttled"] = pools.Throttled,
            },
            Lists =
            {
                ["AWS never gives out, so the file has none of"] = [.. UserLine.NeverGiven],
                ["Left out"] = withFactors || facts.Mfa == "OFF" ? [] : ["which second factors users have"],
            },
        };
    }

    private async Task<Checkpoint> PageAsync(
        FileStream file,
        Checkpoint state,
        PoolFacts facts,
        Dictionary<string, List<string>> groups,
        CancellationToken cancel
    )
    {
        var input = new JsonObject { ["UserPoolId"] = poolId, ["Limit"] = PageSize };
        if (state.Token is not null)
            input["PaginationToken"] = state.Token;
        JsonObject page;
        try
        {
            page = await pools.CallAsync("ListUsers", input, cancel);
        }
        catch (AwsError e) when (e.ErrorCode == "InvalidParameterException" && state.Token is not null)
        {
            // Tokens of pages hold for a while only: the list begins anew.
            file.SetLength(0);
            return await PageAsync(file, new(poolId, 0, 0, null), facts, groups, cancel);
        }
        var users = (page["Users"] as JsonArray ?? []).Select(u => u!.AsObject()).ToList();
        // Only AdminGetUser tells second factors, and counts its user as active: a pool without them is not asked.
        var details =
            facts.Mfa == "OFF" || !withFactors
                ? []
                : await Task.WhenAll(users.Select(user => DetailAsync(user["Username"]!.ToString(), cancel)));
        var lines = users
            .Select((user, i) => (User: user, Detail: details.Length > 0 ? details[i] : null))
            .Where(u => details.Length == 0 || u.Detail is not null)
            .Select(u => UserLine.Of(u.User, groups.GetValueOrDefault(u.User["Username"]!.ToString()) ?? [], u.Detail).Write() + "\n")
            .ToList();
        await file.WriteAsync(Encoding.UTF8.GetBytes(string.Concat(lines)), cancel);
        await file.FlushAsync(cancel);
        return new(poolId, file.Length, state.Users + lines.Count, page["PaginationToken"]?.ToString());
    }

    // A user who was deleted since the page was read is no user any more.
    private async Task<JsonObject?> DetailAsync(string name, CancellationToken cancel)
    {
        try
        {
            return await pools.CallAsync("AdminGetUser", new() { ["UserPoolId"] = poolId, ["Username"] = name }, cancel);
        }
        catch (AwsError e) when (e.ErrorCode == "UserNotFoundException")
        {
            return null;
        }
    }

    // Members of groups by groups: a page has sixty, and asking for each user would be a call each.
    private async Task<Dictionary<string, List<string>>> GroupsAsync(CancellationToken cancel)
    {
        var of = new Dictionary<string, List<string>>();
        foreach (var group in await PoolFacts.AllAsync(pools, "ListGroups", new() { ["UserPoolId"] = poolId }, "Groups", cancel))
        {
            var name = group["GroupName"]!.ToString();
            var input = new JsonObject { ["UserPoolId"] = poolId, ["GroupName"] = name };
            foreach (var user in await PoolFacts.AllAsync(pools, "ListUsersInGroup", input, "Users", cancel))
            {
                var username = user["Username"]!.ToString();
                if (!of.TryGetValue(username, out var groups))
                    of[username] = groups = [];
                groups.Add(name);
            }
        }
        return of;
    }

    private static Checkpoint? Read(string path)
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<Checkpoint>(File.ReadAllText(path), Json.Compact) : null;
        }
        catch (JsonException)
        {
            throw new OperateException($"{path} is not a checkpoint of this program. Remove it to begin anew.", ExitCode.Usage);
        }
    }

    private static FileStream Open(string path)
    {
        try
        {
            return new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new OperateException($"{path} cannot be written; another export may be at work: {e.Message}");
        }
    }
}
