using System.Text.Json.Nodes;
using CognitoStack.Operate.Aws;

namespace CognitoStack.Operate.Users;

/// <summary>Who is in a user pool, by the names that users are made with.</summary>
internal sealed class Directory
{
    private readonly Dictionary<string, JsonObject> users = new(StringComparer.OrdinalIgnoreCase);

    // Names that differ in capitals alone: only the pool itself knows whether they are two.
    private readonly HashSet<string> unclear = new(StringComparer.OrdinalIgnoreCase);

    public static async Task<Directory> ReadAsync(Pace pools, PoolFacts facts, CancellationToken cancel)
    {
        var directory = new Directory();
        string? token = null;
        do
        {
            var input = new JsonObject { ["UserPoolId"] = facts.Id, ["Limit"] = 60 };
            if (token is not null)
                input["PaginationToken"] = token;
            var page = await pools.CallAsync("ListUsers", input, cancel);
            foreach (var user in (page["Users"] as JsonArray ?? []).Select(u => u!.AsObject()))
                directory.Add(facts.NameOf(UserLine.Of(user, [], null)), user);
            token = page["PaginationToken"]?.ToString();
        } while (token is not null);
        return directory;
    }

    /// <summary>The user of a name, so far as the list tells.</summary>
    public JsonObject? Find(string name) => unclear.Contains(name) ? null : users.GetValueOrDefault(name);

    private void Add(string name, JsonObject user)
    {
        if (!users.TryAdd(name, user))
            unclear.Add(name);
    }
}
