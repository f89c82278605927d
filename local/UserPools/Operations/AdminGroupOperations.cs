using System.Text.Json.Nodes;
using CognitoStack.Local.UserPools.Settings;
using CognitoStack.Local.UserPools.Store;

namespace CognitoStack.Local.UserPools.Operations;

/// <summary>Administrators put users into groups.</summary>
internal sealed class AdminGroupOperations(Users users, Database database, Paging paging) : IOperations
{
    public bool AreForAdministrators => true;

    public IReadOnlyDictionary<string, Operation> Operations =>
        new Dictionary<string, Operation>
        {
            ["AdminAddUserToGroup"] = call => ChangeAsync(call, (sql, user, group) => sql.Join(user, group.Name)),
            ["AdminRemoveUserFromGroup"] = call => ChangeAsync(call, (sql, user, group) => sql.Leave(user, group.Name)),
            ["AdminListGroupsForUser"] = call =>
            {
                var pool = call.PoolScope().Pool;
                var groups = users.GroupsOf(pool, users.Get(pool, call.Username()));
                return Task.FromResult(Page(call, pool, groups));
            },
            ["ListGroups"] = call =>
            {
                var pool = call.PoolScope().Pool;
                return Task.FromResult(
                    Page(call, pool, [.. database.Read(sql => sql.Groups(pool)).Values.OrderBy(g => g.Name, StringComparer.Ordinal)])
                );
            },
            ["GetGroup"] = call =>
            {
                var pool = call.PoolScope().Pool;
                return Task.FromResult(new JsonObject { ["Group"] = UserJson.Of(pool, database.Read(sql => call.Group(sql, pool))) });
            },
            ["ListUsersInGroup"] = call =>
            {
                var pool = call.PoolScope().Pool;
                var group = database.Read(sql => call.Group(sql, pool));
                return Task.FromResult(
                    paging.Users(
                        call,
                        "NextToken",
                        [],
                        (after, limit) => database.Read(sql => sql.MembersOf(pool, group.Name, after, limit))
                    )
                );
            },
        };

    private async Task<JsonObject> ChangeAsync(Call call, Action<Sql, User, Group> change)
    {
        var pool = call.PoolScope().Pool;
        var user = users.Get(pool, call.Username());
        await database.WriteAsync(sql => change(sql, user, call.Group(sql, pool)));
        return [];
    }

    private JsonObject Page(Call call, UserPool pool, List<Group> groups) =>
        paging.Items(call, "Groups", groups, g => UserJson.Of(pool, g));
}

/// <summary>The group that a call is about.</summary>
internal static class GroupCalls
{
    public static Group Group(this Call call, Sql sql, UserPool pool) =>
        sql.Groups(pool).GetValueOrDefault(call.Required("GroupName")) ?? throw Error.NotFound("Group not found.");
}
