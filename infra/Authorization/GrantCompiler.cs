using System.Text.RegularExpressions;
using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using CognitoStack.Configuration;

namespace CognitoStack.Authorization;

/// <summary>Turns grants into the fewest policy statements that say the same.</summary>
/// <remarks>Source: Amazon Cognito Developer Guide, "Using attributes for access control"
/// (https://docs.aws.amazon.com/cognito/latest/developerguide/attributes-for-access-control.html); IAM User Guide, "IAM policy elements: Variables and tags"
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html);
/// DynamoDB Developer Guide, "Using IAM policy conditions for fine-grained access control"
/// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html).</remarks>
/// <param name="bucketArns">ARNs of the buckets by name.</param>
/// <param name="tableArns">ARNs of the tables by name.</param>
/// <param name="region">Region of the identity pool, whose name there stands in the policy variable.</param>
public sealed partial class GrantCompiler(
    IReadOnlyDictionary<string, string> bucketArns,
    IReadOnlyDictionary<string, string> tableArns,
    AwsRegion region
)
{
    private static readonly string[] ReadObjects = ["s3:GetObject"];
    private static readonly string[] WriteObjects = ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:PutObject"];

    // Never Scan: it takes no leading key, so the condition could not hold it back.
    private static readonly string[] ReadItems =
    [
        "dynamodb:BatchGetItem",
        "dynamodb:ConditionCheckItem",
        "dynamodb:GetItem",
        "dynamodb:Query",
    ];
    private static readonly string[] WriteItems =
    [
        "dynamodb:BatchWriteItem",
        "dynamodb:DeleteItem",
        "dynamodb:PutItem",
        "dynamodb:UpdateItem",
    ];

    /// <summary>The statements of a role: same grants, same statements, whatever their order in the file.</summary>
    public IReadOnlyList<PolicyStatement> Compile(IReadOnlyList<GrantConfiguration> grants)
    {
        var places = Places(grants);
        return
        [
            .. Objects(places.Where(p => p.IsBucket)),
            .. Listings(places.Where(p => p.IsBucket)),
            .. Items(places.Where(p => !p.IsBucket)),
        ];
    }

    private IEnumerable<PolicyStatement> Objects(IEnumerable<Place> places) =>
        from place in places
        group place by (place.Access, place.TagList) into alike
        orderby alike.Key.Access, alike.Key.TagList
        select new PolicyStatement(
            new PolicyStatementProps
            {
                Actions = Actions(alike.Key.Access, ReadObjects, WriteObjects),
                Resources = [.. alike.Select(p => $"{bucketArns[p.Name]}/{Bind(p.Key)}*")],
                Conditions = Conditions(alike.First(), OwnAccount()),
            }
        );

    private IEnumerable<PolicyStatement> Listings(IEnumerable<Place> places) =>
        from place in places
        where place.Access != AccessKind.Write
        group place by (place.Name, place.TagList) into alike
        orderby alike.Key.Name, alike.Key.TagList
        select new PolicyStatement(
            new PolicyStatementProps
            {
                Actions = ["s3:ListBucket"],
                Resources = [bucketArns[alike.Key.Name]],
                // Whoever may read the whole bucket may list it without saying a prefix.
                Conditions = Conditions(
                    alike.First(),
                    alike.Any(p => p.Key.Length == 0)
                        ? OwnAccount()
                        : new(OwnAccount())
                        {
                            ["StringLike"] = new()
                            {
                                ["s3:prefix"] = alike.SelectMany(p => new[] { Bind(p.Key), $"{Bind(p.Key)}*" }).ToArray(),
                            },
                        }
                ),
            }
        );

    private IEnumerable<PolicyStatement> Items(IEnumerable<Place> places) =>
        from place in places
        group place by (place.Name, place.Access, place.TagList) into alike
        orderby alike.Key.Name, alike.Key.Access, alike.Key.TagList
        select new PolicyStatement(
            new PolicyStatementProps
            {
                Actions = Actions(alike.Key.Access, ReadItems, WriteItems),
                Resources = [tableArns[alike.Key.Name]],
                Conditions = Conditions(alike.First(), Keys(alike.Key.Access, [.. alike.Select(p => Bind(p.Key))])),
            }
        );

    /// <summary>A name of a bucket says nothing of its owner: once it is given up, anybody may take it.</summary>
    private static Dictionary<string, Dictionary<string, object>> OwnAccount() =>
        new() { ["StringEquals"] = new() { ["aws:ResourceAccount"] = Aws.ACCOUNT_ID } };

    private static Dictionary<string, Dictionary<string, object>> Keys(AccessKind access, string[] keys)
    {
        var conditions = new Dictionary<string, Dictionary<string, object>>
        {
            ["ForAllValues:StringEquals"] = new() { ["dynamodb:LeadingKeys"] = keys },
            // "For all values" also holds where there is no value at all.
            ["Null"] = new() { ["dynamodb:LeadingKeys"] = "false" },
        };
        // A write can answer with what stood there before, which is reading. No key holds back what a failed condition answers with: see EnvironmentWarnings.
        if (access == AccessKind.Write)
            conditions["StringEqualsIfExists"] = new() { ["dynamodb:ReturnValues"] = "NONE" };
        return conditions;
    }

    /// <summary>One place for all grants that name it, with the access of all, sorted.</summary>
    private static List<Place> Places(IReadOnlyList<GrantConfiguration> grants) =>
        [
            .. from grant in grants
            group grant by (IsBucket: grant.Bucket is not null, Name: grant.Bucket ?? grant.Table!, Key: grant.Place) into same
            orderby same.Key.Name, same.Key.Key
            select new Place(
                same.Key.IsBucket,
                same.Key.Name,
                same.Key.Key,
                same.First().Tags,
                same.Select(g => g.Access).Distinct().Count() == 1 ? same.First().Access : AccessKind.ReadWrite
            ),
        ];

    /// <summary>Adds that every tag in the place must be there: without one its variable would stay unresolved, and what that means is not ours to guess.</summary>
    private static Dictionary<string, object>? Conditions(Place place, Dictionary<string, Dictionary<string, object>> conditions)
    {
        foreach (var tag in place.Tags)
        {
            if (!conditions.TryGetValue("Null", out var absent))
                conditions["Null"] = absent = [];
            absent[$"aws:PrincipalTag/{tag}"] = "false";
        }

        return conditions.Count == 0 ? null : conditions.ToDictionary(c => c.Key, c => (object)c.Value);
    }

    private static string[] Actions(AccessKind access, string[] read, string[] write) =>
        access switch
        {
            AccessKind.Read => read,
            AccessKind.Write => write,
            AccessKind.ReadWrite => [.. read.Concat(write).Order(StringComparer.Ordinal)],
            _ => throw new ArgumentOutOfRangeException(nameof(access), access, null),
        };

    /// <summary>Puts IAM's policy variables in the place of ours.</summary>
    private string Bind(string text) =>
        TagPlaceholder()
            .Replace(text, "$${aws:PrincipalTag/$1}")
            .Replace("{identityId}", $"${{{region.IdentityService}:sub}}", StringComparison.Ordinal);

    [GeneratedRegex(@"\{tag:([^{}]+)\}")]
    private static partial Regex TagPlaceholder();

    private sealed record Place(bool IsBucket, string Name, string Key, IReadOnlyList<string> Tags, AccessKind Access)
    {
        /// <summary>The tags as one text: statements are shared by places with the same tags only.</summary>
        public string TagList => string.Join(',', Tags);
    }
}
