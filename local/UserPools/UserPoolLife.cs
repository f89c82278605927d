using System.Text.Json.Nodes;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.UserPools.Store;

namespace CognitoStack.Local.UserPools;

/// <summary>How user pools change and end, as Cognito has it.</summary>
/// <remarks>Source: Amazon Cognito Developer Guide, "Updating user pool and app client configuration" and "Working with user attributes"
/// (https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-updating.html).</remarks>
internal sealed class UserPoolLife(Database database) : IResourceLife
{
    private const string Pool = "AWS::Cognito::UserPool",
        Group = "AWS::Cognito::UserPoolGroup";
    private static readonly string[] Fixed = ["AliasAttributes", "UsernameAttributes", "UsernameConfiguration"];
    private static readonly string[] Tables = ["users", "aliases", "members", "teams", "codes", "attempts", "grants", "keys", "events"];

    public IReadOnlyCollection<string> Types => [Pool, Group];

    public void RequireChange(Resource before, Resource after)
    {
        if (before.Type != Pool)
            return;
        foreach (var property in Fixed)
            if (!JsonNode.DeepEquals(before.Properties[property], after.Properties[property]))
                throw new DeploymentException($"Updates are not allowed for property - {property}.", after);
        var now = Attributes(after).ToDictionary(Name);
        foreach (var attribute in Attributes(before))
        {
            var isGone = !now.TryGetValue(Name(attribute), out var declared);
            if (isGone && !IsStandard(attribute) || !isGone && !JsonNode.DeepEquals(attribute, declared))
                throw new DeploymentException("Existing schema attributes cannot be modified or deleted.", after);
        }
        var had = Attributes(before).Select(Name).ToHashSet();
        if (now.Values.FirstOrDefault(a => !had.Contains(Name(a)) && IsRequired(a)) is not null)
            throw new DeploymentException("Required custom attributes are not supported currently.", after);
    }

    public Task RemoveAsync(Resource resource, CancellationToken cancel)
    {
        if (resource.Type == Group)
            return database.WriteAsync(sql =>
                sql.Execute(
                    "DELETE FROM members WHERE pool = $pool AND team = $team",
                    ("$pool", resource.Text("UserPoolId")),
                    ("$team", resource.Name)
                )
            );
        if (resource.Text("DeletionProtection") == "ACTIVE")
            throw new DeploymentException(
                "The user pool cannot be deleted because deletion protection is activated. Deletion protection must be inactivated first.",
                resource
            );
        return database.WriteAsync(sql =>
        {
            foreach (var table in Tables)
                sql.Execute($"DELETE FROM {table} WHERE pool = $pool", ("$pool", resource.Name));
        });
    }

    private static IEnumerable<JsonObject> Attributes(Resource pool) => (pool.Properties["Schema"] as JsonArray ?? []).OfType<JsonObject>();

    private static string Name(JsonObject attribute) => attribute["Name"]?.ToString() ?? string.Empty;

    private static bool IsRequired(JsonObject attribute) => attribute["Required"]?.ToString() is "true" or "True";

    // A standard attribute that is no longer declared stays as it was made.
    private static bool IsStandard(JsonObject attribute) => Settings.Schema.StandardNames.Contains(Name(attribute));
}
