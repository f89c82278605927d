namespace CognitoStack.Configuration;

/// <summary>What a grant of the environment file means, action by action.</summary>
/// <remarks>For the proofs alone: the compiler of policies has lists of its own, so that a mistake in either is a difference.</remarks>
public static class GrantedActions
{
    /// <summary>On objects, with <c>read</c>.</summary>
    public static IReadOnlyList<string> ReadObjects { get; } = ["s3:GetObject"];

    /// <summary>On objects, with <c>write</c>.</summary>
    public static IReadOnlyList<string> WriteObjects { get; } = ["s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"];

    /// <summary>On a bucket, with <c>read</c>.</summary>
    public static IReadOnlyList<string> ListObjects { get; } = ["s3:ListBucket"];

    /// <summary>On items, with <c>read</c>. Never Scan: no leading key holds it back.</summary>
    public static IReadOnlyList<string> ReadItems { get; } =
    ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query", "dynamodb:ConditionCheckItem"];

    /// <summary>On items, with <c>write</c>.</summary>
    public static IReadOnlyList<string> WriteItems { get; } =
    ["dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:BatchWriteItem"];

    /// <summary>All that the file can grant.</summary>
    public static IReadOnlyList<string> All { get; } = [.. ReadObjects, .. WriteObjects, .. ListObjects, .. ReadItems, .. WriteItems];
}
