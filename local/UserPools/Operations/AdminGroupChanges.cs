using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CognitoStack.Local.Http;
using CognitoStack.Local.UserPools.Settings;
using CognitoStack.Local.UserPools.Store;
using Group = CognitoStack.Local.UserPools.Settings.Group;

namespace CognitoStack.Local.UserPools.Operations;

/// <summary>Administrators make groups, change them, and delete them, be they deployed or not.</summary>
/// <remarks>Source: Amazon Cognito user pools API Reference, "CreateGroup", "UpdateGroup", "DeleteGroup".</remarks>
internal sealed partial class AdminGroupChanges(Database database, TimeProvider time) : IOperations
{
    private const int LongestName = 128;
    private const int LongestText = 2048;

    public bool AreForAdministrators => true;

    public IReadOnlyDictionary<string, Operation> Operations =>
        new Dictionary<string, Operation>
        {
            ["CreateGroup"] = CreateAsync,
            ["UpdateGroup"] = call =>
                ChangeAsync(
                    call,
                    (sql, pool, group) =>
                    {
                        var changed = Described(call, group) with { Modified = time.GetUtcNow() };
                        sql.Put(pool, changed);
                        return new() { ["Group"] = UserJson.Of(pool, changed) };
                    }
                ),
            ["DeleteGroup"] = call =>
                ChangeAsync(
                    call,
                    (sql, pool, group) =>
                    {
                        sql.Delete(pool, group);
                        return [];
                    }
                ),
        };

    private Task<JsonObject> CreateAsync(Call call)
    {
        var pool = call.PoolScope().Pool;
        var name = call.Required("GroupName");
        if (name.Length > LongestName || !Name().IsMatch(name))
            throw Error.InvalidParameter(
                $"1 validation error detected: Value '{name}' at 'groupName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\p{{L}}\\p{{M}}\\p{{S}}\\p{{N}}\\p{{P}}]+"
            );
        var now = time.GetUtcNow();
        var made = Described(call, new(name, null, null, null) { Created = now, Modified = now });
        return database.WriteAsync(sql =>
        {
            if (sql.Groups(pool).ContainsKey(name))
                throw new AwsException("GroupExistsException", "A group with the name already exists.");
            sql.Put(pool, made);
            return new JsonObject { ["Group"] = UserJson.Of(pool, made) };
        });
    }

    private Task<JsonObject> ChangeAsync(Call call, Func<Sql, UserPool, Group, JsonObject> change)
    {
        var pool = call.PoolScope().Pool;
        return database.WriteAsync(sql => change(sql, pool, call.Group(sql, pool)));
    }

    /// <summary>What the call says of a group; what it does not speak of stays.</summary>
    private static Group Described(Call call, Group group)
    {
        var (description, role, precedence) = (call.Text("Description"), call.Text("RoleArn"), call.Number("Precedence"));
        if (description?.Length > LongestText)
            throw Error.InvalidParameter(
                $"1 validation error detected: Value at 'description' failed to satisfy constraint: Member must have length less than or equal to {LongestText}"
            );
        if (role is not null && (role.Length > LongestText || !Role().IsMatch(role)))
            throw Error.InvalidParameter(
                $"1 validation error detected: Value '{role}' at 'roleArn' failed to satisfy constraint: Member must satisfy regular expression pattern: arn:[\\w+=/,.@-]+:[\\w+=/,.@-]+:([\\w+=/,.@-]*)?:[0-9]+:[\\w+=/,.@-]+(:[\\w+=/,.@-]+)?(:[\\w+=/,.@-]+)?"
            );
        if (precedence < 0)
            throw Error.InvalidParameter(
                $"1 validation error detected: Value '{precedence}' at 'precedence' failed to satisfy constraint: Member must have value greater than or equal to 0"
            );
        return group with
        {
            Description = description ?? group.Description,
            RoleArn = role ?? group.RoleArn,
            Precedence = precedence ?? group.Precedence,
        };
    }

    [GeneratedRegex(@"^[\p{L}\p{M}\p{S}\p{N}\p{P}]+$")]
    private static partial Regex Name();

    [GeneratedRegex(@"^arn:[\w+=/,.@-]+:[\w+=/,.@-]+:[\w+=/,.@-]*:[0-9]+:[\w+=/,.@-]+(:[\w+=/,.@-]+){0,2}$")]
    private static partial Regex Role();
}
