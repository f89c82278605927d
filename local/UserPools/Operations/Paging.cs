using System.Globalization;
using System.Text.Json.Nodes;
using CognitoStack.Local.UserPools.SignIn;
using CognitoStack.Local.UserPools.Store;

namespace CognitoStack.Local.UserPools.Operations;

/// <summary>Lists in pages, whose tokens nobody else can make.</summary>
internal sealed class Paging(Sealing sealing)
{
    private const int Most = 60;

    private sealed record Position(string After);

    /// <summary>A page of users, in the order of their making.</summary>
    public JsonObject Users(
        Call call,
        string tokenName,
        IReadOnlyList<string> attributes,
        Func<long, int, List<(long Row, User User)>> read
    )
    {
        var limit = Limit(call, "Limit");
        var rows = read(long.Parse(After(call, tokenName), CultureInfo.InvariantCulture), limit + 1);
        var page = new JsonObject { ["Users"] = new JsonArray([.. rows.Take(limit).Select(r => UserJson.Of(r.User, attributes))]) };
        if (rows.Count > limit)
            page[tokenName] = Token(rows[limit - 1].Row);
        return page;
    }

    /// <summary>A page of what is deployed.</summary>
    public JsonObject Items<T>(
        Call call,
        string name,
        IReadOnlyList<T> items,
        Func<T, JsonObject> write,
        string limitName = "Limit",
        string tokenName = "NextToken"
    )
    {
        var limit = Limit(call, limitName);
        var start = int.Parse(After(call, tokenName), CultureInfo.InvariantCulture);
        var page = new JsonObject { [name] = new JsonArray([.. items.Skip(start).Take(limit).Select(write)]) };
        if (start + limit < items.Count)
            page[tokenName] = Token(start + limit);
        return page;
    }

    private string After(Call call, string name) =>
        call.Text(name) is { Length: > 0 } token
            ? sealing.Open<Position>(token)?.After ?? throw Error.InvalidParameter("Invalid pagination token given.")
            : "0";

    private string Token(long after) => sealing.Seal(new Position(after.ToString(CultureInfo.InvariantCulture)));

    private static int Limit(Call call, string name) =>
        call.Number(name) switch
        {
            null or 0 => Most,
            >= 1 and <= Most and { } limit => limit,
            _ => throw Error.InvalidParameter(
                $"1 validation error detected: Value at '{char.ToLowerInvariant(name[0])}{name[1..]}' failed to satisfy constraint: Member must have value less than or equal to {Most}"
            ),
        };
}
