using System.Text.Json.Nodes;
using CognitoStack.Operate.Aws;

namespace CognitoStack.Operate.Users;

/// <summary>What a user pool says of itself that decides how users are read and made.</summary>
internal sealed record PoolFacts
{
    public required string Id { get; init; }
    public required int Users { get; init; }
    public required string Mfa { get; init; }
    public required IReadOnlyList<string> UsernameAttributes { get; init; }
    public required IReadOnlyList<string> AutoVerified { get; init; }
    public required IReadOnlySet<string> Attributes { get; init; }

    public static async Task<PoolFacts> ReadAsync(Pace pools, string id, CancellationToken cancel)
    {
        var pool = (await pools.CallAsync("DescribeUserPool", new() { ["UserPoolId"] = id }, cancel))["UserPool"]!;
        return new()
        {
            Id = id,
            Users = pool["EstimatedNumberOfUsers"]?.GetValue<int>() ?? 0,
            Mfa = pool["MfaConfiguration"]?.ToString() ?? "OFF",
            UsernameAttributes = Texts(pool[nameof(UsernameAttributes)]),
            AutoVerified = Texts(pool["AutoVerifiedAttributes"]),
            Attributes = (pool["SchemaAttributes"] as JsonArray ?? []).Select(a => a!["Name"]!.ToString()).ToHashSet(),
        };
    }

    /// <summary>What a user is called when it is made: where people sign in with an address, that.</summary>
    public string NameOf(UserLine user) =>
        UsernameAttributes.Select(a => user.Attributes.GetValueOrDefault(a)).FirstOrDefault(a => a is { Length: > 0 }) ?? user.Username;

    private static IReadOnlyList<string> Texts(JsonNode? list) => [.. (list as JsonArray ?? []).Select(t => t!.ToString())];

    /// <summary>All pages of a list.</summary>
    public static async Task<List<JsonObject>> AllAsync(
        Pace pools,
        string operation,
        JsonObject input,
        string items,
        CancellationToken cancel
    )
    {
        var all = new List<JsonObject>();
        string? token = null;
        do
        {
            var asked = (JsonObject)input.DeepClone();
            if (token is not null)
                asked["NextToken"] = token;
            var page = await pools.CallAsync(operation, asked, cancel);
            all.AddRange((page[items] as JsonArray ?? []).Select(i => i!.AsObject()));
            token = page["NextToken"]?.ToString();
        } while (token is not null);
        return all;
    }
}
