namespace CognitoStack.Configuration;

/// <summary>IAM's quota on the inline policies of a role, which CloudFormation meets only while it deploys.</summary>
/// <remarks>Source: IAM User Guide, "IAM and AWS STS quotas" (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html).</remarks>
internal static class PolicySizeRules
{
    private const int Quota = 10_240;

    /// <summary>Longest ARN of a bucket, and of a table, in any partition.</summary>
    private const int BucketArn = 20 + 63;
    private const int TableArn = 70 + 255;

    /// <summary>Everything but resources and values: effect, actions, the names of conditions, punctuation.</summary>
    private const int Statement = 320;
    private const int IdentityVariable = 37;
    private const int TagVariable = 20;

    public static void Check(EnvironmentConfiguration environment, Findings findings)
    {
        var access = environment.Access;
        foreach (var role in access.EffectiveRoles(environment.Storage).Keys)
        {
            var size = AtMost(access.EffectiveGrants(role, environment.Storage));
            if (size > Quota)
                findings.Error(
                    JsonPath.Property("$.access.roles", role) + ".grants",
                    $"make up to {size:N0} characters of policy; IAM allows {Quota:N0} on a role. Put places under common prefixes, or make two roles."
                );
        }
    }

    /// <summary>Characters that the policy of these grants cannot exceed.</summary>
    public static int AtMost(IReadOnlyList<GrantConfiguration> grants)
    {
        var objects = grants.Where(g => g.Bucket is not null).ToList();
        var listed = objects.Where(g => g.Access != AccessKind.Write).ToList();
        var items = grants.Where(g => g.Table is not null).ToList();
        return objects.GroupBy(g => (g.Access, Tags(g))).Count() * Statement
            + objects.Sum(g => BucketArn + Length(g) + 4)
            + listed.GroupBy(g => (g.Bucket, Tags(g))).Sum(_ => Statement + BucketArn)
            + listed.Sum(g => (2 * Length(g)) + 8)
            + items.GroupBy(g => (g.Table, g.Access, Tags(g))).Sum(_ => (2 * Statement) + TableArn)
            + items.Sum(g => Length(g) + 3)
            + grants.Sum(g => g.Tags.Sum(t => t.Length + 40))
            + Statement;
    }

    private static string Tags(GrantConfiguration grant) => string.Join(',', grant.Tags);

    private static int Length(GrantConfiguration grant) => grant.Place.Length + IdentityVariable + (grant.Tags.Count * TagVariable);
}
