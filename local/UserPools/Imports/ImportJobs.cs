using System.Collections.Concurrent;
using System.Security.Cryptography;
using CognitoStack.Local.Http;
using CognitoStack.Local.Logs;
using CognitoStack.Local.UserPools.Passwords;
using CognitoStack.Local.UserPools.Settings;
using CognitoStack.Local.UserPools.Store;

namespace CognitoStack.Local.UserPools.Imports;

/// <summary>Runs import jobs, in the background as AWS does, and logs how each row went.</summary>
/// <remarks>Source: Amazon Cognito Developer Guide, "Viewing the user pool import results in the CloudWatch console"
/// (https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-using-import-tool-cloudwatch.html).</remarks>
internal sealed class ImportJobs(Database database, NewUsers newUsers, PasswordKeeper passwords, Pools pools, ILogs logs, TimeProvider time)
{
    // Rows that are written at once: a transaction each would wait for the disk each.
    private const int Batch = 200;
    private static readonly TimeSpan Validity = TimeSpan.FromHours(24);
    private readonly ConcurrentDictionary<string, Task> running = [];

    public List<ImportJob> All(string pool) => database.Read(sql => sql.Jobs(pool));

    /// <summary>A job as it is now. One that was cut off by the end of this program goes on.</summary>
    public ImportJob Get(string pool, string id)
    {
        var job = database.Read(sql => sql.Job(pool, id)) ?? throw Error.NotFound($"User import job {id} does not exist.");
        if (job.IsRunning)
            Run(job);
        return job.Status == ImportJob.Created && time.GetUtcNow() > job.Made + Validity ? job with { Status = ImportJob.Expired } : job;
    }

    public async Task<ImportJob> CreateAsync(UserPool pool, string name, string role, string? hashes)
    {
        var job = new ImportJob
        {
            Id = $"import-{RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", 10)}",
            Pool = pool.Id,
            Name = name,
            Role = role,
            Hashes = hashes,
            Upload = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)),
            Made = time.GetUtcNow(),
        };
        await database.WriteAsync(sql => sql.Insert(job));
        return job;
    }

    /// <summary>Takes the file of a job; false where there is no such job, or this is not its upload.</summary>
    public async Task<bool> UploadAsync(string pool, string id, string upload, string file)
    {
        if (
            database.Read(sql => sql.Job(pool, id)) is not { Status: ImportJob.Created } job
            || !CryptographicOperations.FixedTimeEquals(
                System.Text.Encoding.UTF8.GetBytes(upload),
                System.Text.Encoding.UTF8.GetBytes(job.Upload)
            )
        )
            return false;
        await database.WriteAsync(sql => sql.Upload(job, file));
        return true;
    }

    public async Task<ImportJob> StartAsync(UserPool pool, string id)
    {
        if (pool.AutoVerifiedAttributes.Length == 0)
            throw NotMet("The user pool has no auto-verified attribute.");
        var job = Get(pool.Id, id);
        if (job.Status != ImportJob.Created)
            throw NotMet($"The job is not in the state Created: it is {job.Status}.");
        job = await database.WriteAsync(sql =>
            sql.Jobs(pool.Id).Any(j => j.IsRunning)
                ? throw NotMet("Another user import job of this user pool is running.")
                : sql.Update(job with { Status = ImportJob.Pending, Started = time.GetUtcNow() })
        );
        Run(job);
        return job;
    }

    public async Task<ImportJob> StopAsync(UserPool pool, string id)
    {
        var job = Get(pool.Id, id);
        if (job.Status is not (ImportJob.Pending or ImportJob.InProgress))
            throw NotMet($"The job is not running: it is {job.Status}.");
        return await database.WriteAsync(sql =>
            sql.Job(pool.Id, id) is { IsRunning: true } now ? sql.Update(now with { Status = ImportJob.Stopping }) : job
        );
    }

    private static AwsException NotMet(string message) => new("PreconditionNotMetException", message);

    private void Run(ImportJob job) => running.GetOrAdd(job.Id, _ => Task.Run(() => ImportAsync(job)));

    private async Task ImportAsync(ImportJob job)
    {
        try
        {
            var pool = pools.Get(job.Pool);
            var lines = database.Read(sql => sql.File(job))?.Split('\n').Select(l => l.TrimEnd('\r')).ToList() ?? [];
            if (FaultOf(pool, job, lines) is { } fault)
            {
                await EndAsync(job, j => j with { Status = ImportJob.Failed, Message = fault });
                return;
            }
            var header = ImportFile.Cells(lines[0]);
            var rows = lines.Skip(1).Select((text, i) => (Number: i + 2, Text: text)).Where(row => row.Text.Length > 0);
            await EndAsync(job, j => j with { Status = ImportJob.InProgress, Completed = null, Imported = 0, Skipped = 0, Failures = 0 });
            foreach (var batch in rows.Chunk(Batch))
            {
                if (database.Read(sql => sql.Job(job.Pool, job.Id)) is not { Status: ImportJob.InProgress })
                {
                    await EndAsync(job, j => j with { Status = ImportJob.Stopped, Message = "The job was stopped." });
                    return;
                }
                await ImportAsync(pool, job, header, batch);
            }
            await EndAsync(job, j => j with { Status = ImportJob.Succeeded, Message = "Import Job Completed Successfully." });
        }
        catch (AwsException e)
        {
            await EndAsync(job, j => j with { Status = ImportJob.Failed, Message = e.Message });
        }
        finally
        {
            running.TryRemove(job.Id, out _);
        }
    }

    private static string? FaultOf(UserPool pool, ImportJob job, List<string> lines) =>
        lines.Count == 0 ? "No CSV file was uploaded."
        : lines.Count - 1 > ImportFile.MostRows + 1 ? $"The CSV file has more than {ImportFile.MostRows} users."
        : ImportFile.Fault(pool, ImportFile.Cells(lines[0]), job.Hashes is not null);

    private Task EndAsync(ImportJob job, Func<ImportJob, ImportJob> change) =>
        database.WriteAsync(sql =>
        {
            if (sql.Job(job.Pool, job.Id) is { } now)
                sql.Update(change(now with { Completed = time.GetUtcNow() }));
        });

    private async Task ImportAsync(UserPool pool, ImportJob job, List<string> header, (int Number, string Text)[] batch)
    {
        var read = batch.Select(row => (row.Number, User: Read(pool, job, header, row.Text, out var fault), Fault: fault)).ToList();
        var outcomes = await database.WriteAsync(sql =>
        {
            var outcomes = read.ConvertAll(row => (row.Number, What: row.Fault ?? Insert(sql, pool, row.User!)));
            var now = sql.Job(pool.Id, job.Id)!;
            sql.Update(
                now with
                {
                    Imported = now.Imported + outcomes.Count(o => o.What is null),
                    Skipped = now.Skipped + outcomes.Count(o => o.What == Exists),
                    Failures = now.Failures + outcomes.Count(o => o.What is not null and not Exists),
                }
            );
            return outcomes;
        });
        var (group, stream) = ($"/aws/cognito/userpools/{pool.Id}/{pool.Resource.Text("UserPoolName")}", $"{job.Id}/{job.Name}");
        foreach (var (number, what) in outcomes)
            logs.Put(
                group,
                stream,
                what switch
                {
                    null => $"[SUCCEEDED] Line Number {number} - The import succeeded.",
                    Exists => $"[SKIPPED] Line Number {number} - {Exists}",
                    _ => $"[FAILED] Line Number {number} - {what}",
                }
            );
    }

    private const string Exists = "The user already exists.";

    private User? Read(UserPool pool, ImportJob job, List<string> header, string text, out string? fault)
    {
        fault = null;
        try
        {
            var row = ImportFile.Read(pool, header, text, job.Hashes is not null);
            var user = newUsers.Make(pool, row.Username, row.Attributes, UserStatus.ResetRequired);
            pool.Schema.CheckRequired(user.Attributes);
            user = user with { HasSmsMfa = row.HasMfa && user["phone_number"] is not null };
            // Whoever keeps the password need not reset it.
            return row.Hash is { } hash
                ? user with
                {
                    Status = UserStatus.Confirmed,
                    Password = passwords.Import(pool, user.Username, job.Hashes!, hash),
                }
                : user;
        }
        catch (FormatException e)
        {
            fault = e.Message;
        }
        catch (AwsException e)
        {
            fault = e.Code == "UsernameExistsException" ? Exists : e.Message;
        }
        return null;
    }

    // What one row leaves half is undone alone.
    private static string? Insert(Sql sql, UserPool pool, User user)
    {
        sql.Execute("SAVEPOINT row");
        try
        {
            sql.Insert(pool, user, takesAliases: false);
            sql.Execute("RELEASE row");
            return null;
        }
        catch (AwsException e)
        {
            sql.Execute("ROLLBACK TO row");
            sql.Execute("RELEASE row");
            return e.Code == "UsernameExistsException" ? Exists : e.Message;
        }
    }
}
