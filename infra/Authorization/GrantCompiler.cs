using Amazon.CDK.AWS.IAM;
using CognitoStack.Configuration;

namespace CognitoStack.Authorization;

/// <summary>Turns grants into the fewest policy statements that say the same.</summary>
/// <remarks>Source: IAM User Guide, "Policies and permissions" examples for Cognito users; DynamoDB Developer Guide, "Fine-grained access control".</remarks>
/// <param name="bucketArns">ARNs of the buckets by name.</param>
/// <param name="tableArns">ARNs of the tables by name.</param>
public sealed class GrantCompiler(IReadOnlyDictionary<string, string> bucketArns, IReadOnlyDictionary<string, string> tableArns)
{
    private const string IdentityId = "${cognito-identity.amazonaws.com:sub}";
    private static readonly string[] ReadObjects = ["s3:GetObject"];
    private static readonly string[] WriteObjects = ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:PutObject"];
    // Never Scan: it takes no leading key, so the condition could not hold it back.
    private static readonly string[] ReadItems = ["dynamodb:BatchGetItem", "dynamodb:ConditionCheckItem", "dynamodb:GetItem", "dynamodb:Query"];
    private static readonly string[] WriteItems = ["dynamodb:BatchWriteItem", "dynamodb:DeleteItem", "dynamodb:PutItem", "dynamodb:UpdateItem"];

    /// <summary>The statements of a role: same grants, same statements, whatever their order in the file.</summary>
    public IReadOnlyList<PolicyStatement> Compile(IReadOnlyList<GrantConfiguration> grants) =>
    [
        .. Objects(grants.Where(g => g.Bucket is not null)),
        .. Listings(grants.Where(g => g.Bucket is not null && g.Access != AccessKind.Write)),
        .. Items(grants.Where(g => g.Table is not null)),
    ];

    private IEnumerable<PolicyStatement> Objects(IEnumerable<GrantConfiguration> grants) =>
        from grant in Distinct(grants, g => (g.Bucket!, g.Prefix!))
        group grant by grant.Access into sameAccess
        orderby sameAccess.Key
        select new PolicyStatement(new PolicyStatementProps
        {
            Actions = Actions(sameAccess.Key, ReadObjects, WriteObjects),
            Resources = [.. sameAccess.Select(g => $"{bucketArns[g.Place.Name]}/{Bind(g.Place.Key)}*")],
        });

    private IEnumerable<PolicyStatement> Listings(IEnumerable<GrantConfiguration> grants) =>
        from grant in Distinct(grants, g => (g.Bucket!, g.Prefix!))
        group grant.Place.Key by grant.Place.Name into bucket
        let whole = bucket.Contains(string.Empty)
        select new PolicyStatement(new PolicyStatementProps
        {
            Actions = ["s3:ListBucket"],
            Resources = [bucketArns[bucket.Key]],
            Conditions = whole ? null : new Dictionary<string, object>
            {
                ["StringLike"] = new Dictionary<string, object> { ["s3:prefix"] = bucket.SelectMany(p => new[] { Bind(p), $"{Bind(p)}*" }).ToArray() },
            },
        });

    private IEnumerable<PolicyStatement> Items(IEnumerable<GrantConfiguration> grants) =>
        from grant in Distinct(grants, g => (g.Table!, g.LeadingKey!))
        group grant.Place.Key by (grant.Place.Name, grant.Access) into table
        orderby table.Key.Name, table.Key.Access
        select new PolicyStatement(new PolicyStatementProps
        {
            Actions = Actions(table.Key.Access, ReadItems, WriteItems),
            Resources = [tableArns[table.Key.Name]],
            Conditions = new Dictionary<string, object>
            {
                ["ForAllValues:StringEquals"] = new Dictionary<string, object> { ["dynamodb:LeadingKeys"] = table.Select(Bind).ToArray() },
                // "For all values" also holds where there is no value at all.
                ["Null"] = new Dictionary<string, object> { ["dynamodb:LeadingKeys"] = "false" },
            },
        });

    /// <summary>One grant for each place, with the access of all that name it, sorted.</summary>
    private static IEnumerable<((string Name, string Key) Place, AccessKind Access)> Distinct(
        IEnumerable<GrantConfiguration> grants, Func<GrantConfiguration, (string Name, string Key)> place) =>
        from grant in grants
        group grant.Access by place(grant) into same
        orderby same.Key.Name, same.Key.Key
        select (same.Key, same.Distinct().Count() == 1 ? same.First() : AccessKind.ReadWrite);

    private static string[] Actions(AccessKind access, string[] read, string[] write) => access switch
    {
        AccessKind.Read => read,
        AccessKind.Write => write,
        _ => [.. read.Concat(write).Order(StringComparer.Ordinal)],
    };

    /// <summary>Puts IAM's policy variable in the place of ours.</summary>
    private static string Bind(string text) => text.Replace("{identityId}", IdentityId, StringComparison.Ordinal);
}
