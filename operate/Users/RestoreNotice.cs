using CognitoStack.Operate.Aws;

namespace CognitoStack.Operate.Users;

/// <summary>What a restore means for everything that knows users by their <c>sub</c>, said before it starts.</summary>
/// <remarks>Source: Amazon Cognito Developer Guide, "Identity pools concepts": an identity is of one login, which is a provider and a subject
/// (https://docs.aws.amazon.com/cognito/latest/developerguide/concepts.html).</remarks>
internal static class RestoreNotice
{
    public static IEnumerable<string> Of(Connection connection, PoolFacts facts, bool byJob)
    {
        yield return $"Into the user pool {facts.Id} at {connection.Place}, which has about {facts.Users} users now.";
        yield return "Every user gets a new sub. Whatever an application stores under the old one must be moved by the map.";
        if (connection.Outputs.TryGetValue("IdentityPoolId", out var identities))
            yield return $"The identity pool {identities} makes a new identity for each, since an identity belongs to a provider and a sub. Keys that begin with an identity id or a sub, "
                + "in S3 and DynamoDB, still have the old ones: users do not see their data until those are copied.";
        var stores = connection
            .Outputs.Where(o =>
                o.Key.StartsWith("BucketName", StringComparison.Ordinal) || o.Key.StartsWith("TableName", StringComparison.Ordinal)
            )
            .Select(o => o.Value)
            .ToList();
        if (stores.Count > 0)
            yield return $"That concerns {string.Join(", ", stores)}.";
        yield return $"AWS never gives out, and so nobody gets back: {string.Join("; ", UserLine.NeverGiven)}.";
        yield return byJob
            ? "By import job: everybody must reset the password, and nobody counts as an active user for it."
            : "Call by call: each user who is made counts as active in this month (Cognito's bill), and sets a password by \"forgot password\".";
    }
}
