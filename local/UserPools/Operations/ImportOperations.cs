using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CognitoStack.Local.Http;
using CognitoStack.Local.UserPools.Imports;
using CognitoStack.Local.UserPools.Passwords;
using CognitoStack.Local.UserPools.Settings;

namespace CognitoStack.Local.UserPools.Operations;

/// <summary>Administrators import users from CSV files.</summary>
/// <remarks>Source: Amazon Cognito user pools API Reference, "GetCSVHeader", "CreateUserImportJob", "StartUserImportJob", "StopUserImportJob"
/// (https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserImportJob.html).</remarks>
internal sealed partial class ImportOperations(ImportJobs jobs, HostEndpoint endpoint, Paging paging) : IOperations
{
    public bool AreForAdministrators => true;

    public IReadOnlyDictionary<string, Operation> Operations =>
        new Dictionary<string, Operation>
        {
            ["GetCSVHeader"] = call =>
            {
                var pool = call.PoolScope().Pool;
                return Task.FromResult(
                    new JsonObject
                    {
                        ["UserPoolId"] = pool.Id,
                        ["CSVHeader"] = new JsonArray([.. ImportFile.Header(pool).Select(name => (JsonNode)name)]),
                    }
                );
            },
            ["CreateUserImportJob"] = async call =>
            {
                var pool = call.PoolScope().Pool;
                var name = call.Required("JobName");
                if (!JobName().IsMatch(name))
                    throw Violated("jobName", @"Member must satisfy regular expression pattern: [\w\s+=,.@-]+");
                return Told(await jobs.CreateAsync(pool, name, RoleOf(pool, call), HashesOf(call)));
            },
            ["DescribeUserImportJob"] = call => Task.FromResult(Told(jobs.Get(call.PoolScope().Pool.Id, call.Required("JobId")))),
            ["ListUserImportJobs"] = call =>
            {
                var pool = call.PoolScope().Pool.Id;
                return Task.FromResult(
                    paging.Items(
                        call,
                        "UserImportJobs",
                        jobs.All(pool),
                        job => jobs.Get(pool, job.Id).Describe(endpoint.Address),
                        "MaxResults",
                        "PaginationToken"
                    )
                );
            },
            ["StartUserImportJob"] = async call => Told(await jobs.StartAsync(call.PoolScope().Pool, call.Required("JobId"))),
            ["StopUserImportJob"] = async call => Told(await jobs.StopAsync(call.PoolScope().Pool, call.Required("JobId"))),
        };

    private JsonObject Told(ImportJob job) => new() { ["UserImportJob"] = job.Describe(endpoint.Address) };

    // A role that is deployed here must let Cognito in; one that is not is somebody's of the same account.
    private static string RoleOf(UserPool pool, Call call)
    {
        var arn = call.Required("CloudWatchLogsRoleArn");
        if (!RoleArn().IsMatch(arn))
            throw Violated("cloudWatchLogsRoleArn", "Member must be the ARN of an IAM role");
        if (arn.Split(':')[4] != pool.Deployed.Account)
            throw Error.InvalidParameter("Cross-account pass role is not allowed.");
        if (
            pool.Deployed.FindByArn(arn) is { } role
            && role.Properties["AssumeRolePolicyDocument"]
                ?.ToJsonString()
                .Contains("\"cognito-idp.amazonaws.com\"", StringComparison.Ordinal) != true
        )
            throw Error.InvalidParameter($"Cognito is not allowed to assume the role {arn}.");
        return arn;
    }

    private static string? HashesOf(Call call) =>
        call.Text("PasswordHashingAlgorithm") switch
        {
            null => null,
            var hashes when ImportedHash.Kinds.Contains(hashes) => hashes,
            _ => throw Violated(
                "passwordHashingAlgorithm",
                $"Member must satisfy enum value set: [{string.Join(", ", ImportedHash.Kinds)}]"
            ),
        };

    private static AwsException Violated(string member, string constraint) =>
        Error.InvalidParameter($"1 validation error detected: Value at '{member}' failed to satisfy constraint: {constraint}");

    [GeneratedRegex(@"^[\w\s+=,.@-]{1,128}$")]
    private static partial Regex JobName();

    [GeneratedRegex(@"^arn:[\w-]+:iam::\d{12}:role/[\w+=/,.@-]+$")]
    private static partial Regex RoleArn();
}
