using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CognitoStack.Operate.Aws;
using CognitoStack.Operate.Reports;

namespace CognitoStack.Operate.Users;

/// <summary>Lets Cognito make users from CSV files: faster than call by call, and nobody counts as an active user for it.</summary>
/// <remarks>Source: Amazon Cognito Developer Guide, "Importing users into user pools from a CSV file"
/// (https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-using-import-tool.html).</remarks>
internal sealed partial class ImportJob(Pace pools, AwsCall logs, PoolFacts facts, IWatch watch, TimeSpan? between = null)
{
    /// <summary>Users of one job: AWS takes 500,000, and 100 MB.</summary>
    public const int MostUsers = 500_000,
        MostBytes = 95_000_000;

    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromMinutes(10) };

    /// <summary>Runs a job, or goes on with the one that an earlier run began.</summary>
    /// <param name="journal">What is done.</param>
    /// <param name="number">Number of the job in it.</param>
    /// <param name="role">The role by which Cognito logs how each row went.</param>
    /// <param name="hashes">How the passwords are hashed; null where there are none.</param>
    /// <param name="users">Lines of the file, and their users.</param>
    /// <param name="cancel">Cancels.</param>
    /// <returns>Lines whose users were not made, by their numbers: why, or null where the user was there already.</returns>
    public async Task<Dictionary<int, string?>> RunAsync(
        Journal journal,
        int number,
        string role,
        string? hashes,
        IReadOnlyList<(int Line, UserLine User)> users,
        CancellationToken cancel
    )
    {
        var header = await HeaderAsync(hashes, cancel);
        var job = journal.Job(number) is { Job: { } begun } ? await DescribeAsync(begun, cancel) : await CreateAsync(role, hashes, cancel);
        // One that came to nothing is begun anew.
        if (job["Status"]?.ToString() is "Failed" or "Stopped" or "Expired")
            job = await CreateAsync(role, hashes, cancel);
        var id = job["JobId"]!.ToString();
        journal.Append(
            new Entry
            {
                JobNumber = number,
                Job = id,
                JobStatus = "Created",
            }
        );
        if (job["Status"]?.ToString() is "Created")
        {
            await UploadAsync(job["PreSignedUrl"]!.ToString(), header, users, cancel);
            await pools.CallAsync("StartUserImportJob", Of(id), cancel);
        }
        job = await EndedAsync(id, users.Count, cancel);
        journal.Append(
            new Entry
            {
                JobNumber = number,
                Job = id,
                JobStatus = job["Status"]?.ToString(),
            }
        );
        if (job["Status"]?.ToString() != "Succeeded")
            throw new OperateException(
                $"The import job {id} has ended as {job["Status"]}: {job["CompletionMessage"]} The log {LogGroup} says more of each row."
            );
        return Count(job, "FailedUsers") + Count(job, "SkippedUsers") == 0 ? [] : await OthersAsync(id, users, cancel);
    }

    private string LogGroup => $"/aws/cognito/userpools/{facts.Id}/*";

    private async Task<List<string>> HeaderAsync(string? hashes, CancellationToken cancel)
    {
        var answer = await pools.CallAsync("GetCSVHeader", new() { ["UserPoolId"] = facts.Id }, cancel);
        var header = answer["CSVHeader"]!.AsArray().Select(c => c!.ToString()).ToList();
        if (hashes is not null && !header.Contains(UserCsv.PasswordHash))
            header.Add(UserCsv.PasswordHash);
        return header;
    }

    private async Task<JsonObject> CreateAsync(string role, string? hashes, CancellationToken cancel)
    {
        var input = new JsonObject
        {
            ["UserPoolId"] = facts.Id,
            ["JobName"] = "cognitostack",
            ["CloudWatchLogsRoleArn"] = role,
        };
        if (hashes is not null)
            input["PasswordHashingAlgorithm"] = hashes;
        return (await pools.CallAsync("CreateUserImportJob", input, cancel))["UserImportJob"]!.AsObject();
    }

    private async Task<JsonObject> DescribeAsync(string id, CancellationToken cancel) =>
        (await pools.CallAsync("DescribeUserImportJob", Of(id), cancel))["UserImportJob"]!.AsObject();

    private async Task UploadAsync(
        string address,
        List<string> header,
        IReadOnlyList<(int Line, UserLine User)> users,
        CancellationToken cancel
    )
    {
        var file = new StringBuilder().Append(string.Join(',', header)).Append('\n');
        foreach (var (_, user) in users)
            file.Append(UserCsv.Write(header, facts, user)).Append('\n');
        using var content = new ByteArrayContent(new UTF8Encoding(false).GetBytes(file.ToString()));
        using var request = new HttpRequestMessage(HttpMethod.Put, address) { Content = content };
        // Part of what Cognito has signed.
        request.Headers.Add("x-amz-server-side-encryption", "aws:kms");
        using var response = await Http.SendAsync(request, cancel);
        if (!response.IsSuccessStatusCode)
            throw new OperateException(
                $"The file of the import job was not taken ({(int)response.StatusCode}): {await response.Content.ReadAsStringAsync(cancel)}"
            );
    }

    private async Task<JsonObject> EndedAsync(string id, int users, CancellationToken cancel)
    {
        while (true)
        {
            var job = await DescribeAsync(id, cancel);
            watch.At(Count(job, "ImportedUsers") + Count(job, "SkippedUsers") + Count(job, "FailedUsers"), users);
            if (job["Status"]?.ToString() is not ("Created" or "Pending" or "InProgress" or "Stopping"))
                return job;
            await Task.Delay(between ?? TimeSpan.FromSeconds(2), cancel);
        }
    }

    // Of rows that made nobody, the log alone says which and why.
    private async Task<Dictionary<int, string?>> OthersAsync(
        string id,
        IReadOnlyList<(int Line, UserLine User)> users,
        CancellationToken cancel
    )
    {
        var others = new Dictionary<int, string?>();
        try
        {
            var groups = await logs("DescribeLogGroups", new() { ["logGroupNamePrefix"] = $"/aws/cognito/userpools/{facts.Id}" }, cancel);
            foreach (var group in (groups["logGroups"] as JsonArray ?? []).Select(g => g!["logGroupName"]!.ToString()))
            {
                string? token = null;
                do
                {
                    var input = new JsonObject
                    {
                        ["logGroupName"] = group,
                        ["logStreamNamePrefix"] = id,
                        ["filterPattern"] = "?FAILED ?SKIPPED",
                    };
                    if (token is not null)
                        input["nextToken"] = token;
                    var page = await logs("FilterLogEvents", input, cancel);
                    foreach (var text in (page["events"] as JsonArray ?? []).Select(e => e!["message"]!.ToString()))
                    {
                        if (
                            UnmadeRow().Match(text) is { Success: true } row
                            && int.Parse(row.Groups["row"].Value) - 2 is var i
                            && i >= 0
                            && i < users.Count
                        )
                            others[users[i].Line] = row.Groups["what"].Value == "FAILED" ? row.Groups["why"].Value : null;
                    }
                    token = page["nextToken"]?.ToString();
                } while (token is not null);
            }
        }
        catch (AwsError e)
        {
            watch.Say($"The log of the import job cannot be read ({e.ErrorCode}): each user is looked up instead.");
        }
        return others;
    }

    private JsonObject Of(string id) => new() { ["UserPoolId"] = facts.Id, ["JobId"] = id };

    private static int Count(JsonObject job, string what) => job[what]?.GetValue<int>() ?? 0;

    [GeneratedRegex(@"\[(?<what>FAILED|SKIPPED)\] Line Number (?<row>\d{1,7}) - (?<why>.*)")]
    private static partial Regex UnmadeRow();
}
