using System.Text.Json.Nodes;

namespace CognitoStack.Local.UserPools.Imports;

/// <summary>A job that imports users from a CSV file.</summary>
/// <remarks>Source: Amazon Cognito user pools API Reference, "UserImportJobType"
/// (https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UserImportJobType.html).</remarks>
internal sealed record ImportJob
{
    public const string Created = "Created",
        Pending = "Pending",
        InProgress = "InProgress",
        Stopping = "Stopping",
        Stopped = "Stopped",
        Failed = "Failed",
        Succeeded = "Succeeded",
        Expired = "Expired";

    public required string Id { get; init; }
    public required string Pool { get; init; }
    public required string Name { get; init; }
    public required string Role { get; init; }

    /// <summary>What proves that an upload is of whoever made the job.</summary>
    public required string Upload { get; init; }
    public required DateTimeOffset Made { get; init; }
    public string Status { get; init; } = Created;
    public string? Hashes { get; init; }
    public DateTimeOffset? Started { get; init; }
    public DateTimeOffset? Completed { get; init; }
    public string? Message { get; init; }
    public int Imported { get; init; }
    public int Skipped { get; init; }
    public int Failures { get; init; }

    public bool IsRunning => Status is Pending or InProgress or Stopping;

    /// <summary><c>UserImportJobType</c>.</summary>
    /// <param name="endpoint">Where this machine is reached.</param>
    public JsonObject Describe(Uri endpoint)
    {
        var json = new JsonObject
        {
            ["JobId"] = Id,
            ["JobName"] = Name,
            ["UserPoolId"] = Pool,
            ["PreSignedUrl"] = new Uri(endpoint, $"/_imports/{Pool}/{Id}?X-Amz-Signature={Upload}").ToString(),
            ["CreationDate"] = Operations.UserJson.Seconds(Made),
            ["Status"] = Status,
            ["CloudWatchLogsRoleArn"] = Role,
            ["ImportedUsers"] = Imported,
            ["SkippedUsers"] = Skipped,
            ["FailedUsers"] = Failures,
        };
        if (Hashes is not null)
            json["PasswordHashingAlgorithm"] = Hashes;
        if (Started is { } started)
            json["StartDate"] = Operations.UserJson.Seconds(started);
        if (Completed is { } completed)
            json["CompletionDate"] = Operations.UserJson.Seconds(completed);
        if (Message is not null)
            json["CompletionMessage"] = Message;
        return json;
    }
}
