using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Http;
using CognitoStack.Local.UserPools.Settings;
using CognitoStack.Local.UserPools.Store;
using Group = CognitoStack.Local.UserPools.Settings.Group;

namespace CognitoStack.Local.UserPools.Operations;

/// <summary>Administrators make groups, change them, and delete them, be they deployed or not.</summary>
/// <remarks>Source: Amazon Cognito user pools API Reference, "CreateGroup"
/// (https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateGroup.html), "UpdateGroup"
/// (https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateGroup.html), "DeleteGroup"
/// (https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteGroup.html).</remarks>
internal sealed partial class AdminGroupChanges(Database database, IResourceChanges changes, TimeProvider time) : IOperations
{
    private const int LongestName = 128;
    private const int LongestText = 2048;

    public bool AreForAdministrators => true;

    public IReadOnlyDictionary<string, Operation> Operations =>
        new Dictionary<string, Operation>
        {
            ["CreateGroup"] = CreateAsync,
            ["UpdateGroup"] = UpdateAsync,
            ["DeleteGroup"] = DeleteAsync,
        };

    private async Task<JsonObject> CreateAsync(Call call)
    {
        var pool = call.PoolScope().Pool;
        var name = call.Required("GroupName");
        if (name.Length > LongestName || name.Length == 0 || !name.EnumerateRunes().All(UserNames.IsAllowed))
            throw Error.InvalidParameter(
                $"1 validation error detected: Value '{name}' at 'groupName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\p{{L}}\\p{{M}}\\p{{S}}\\p{{N}}\\p{{P}}]+"
            );
        var now = time.GetUtcNow();
        var made = Described(call, new(name, null, null, null) { Created = now, Modified = now });
        if (database.Read(sql => sql.Groups(pool)).ContainsKey(name))
            throw Exists();
        // One that a template declares, and that was deleted by hand, is its stack's again.
        if (!await changes.RestoreAsync(r => IsIt(r, pool, name), properties => Say(properties, made), call.Cancel))
            await database.WriteAsync(sql =>
            {
                if (sql.Groups(pool).ContainsKey(name))
                    throw Exists();
                sql.Put(pool, made);
            });
        return new() { ["Group"] = UserJson.Of(pool, made) };
    }

    private async Task<JsonObject> UpdateAsync(Call call)
    {
        var pool = call.PoolScope().Pool;
        Group changed;
        // What a template declares is changed where its stack can find that out.
        if (Declared(pool, call.Required("GroupName")) is { } resource)
        {
            changed = Described(call, Group.Of(resource));
            await changes.ChangeAsync(resource, properties => Say(properties, changed), call.Cancel);
        }
        else
            changed = await database.WriteAsync(sql =>
            {
                var group = Described(call, call.Group(sql, pool)) with { Modified = time.GetUtcNow() };
                sql.Put(pool, group);
                return group;
            });
        return new() { ["Group"] = UserJson.Of(pool, changed) };
    }

    private async Task<JsonObject> DeleteAsync(Call call)
    {
        var pool = call.PoolScope().Pool;
        if (Declared(pool, call.Required("GroupName")) is { } resource)
            await changes.RemoveAsync(resource, call.Cancel);
        else
            _ = database.Read(sql => call.Group(sql, pool));
        await database.WriteAsync(sql => sql.Delete(pool, call.Required("GroupName")));
        return [];
    }

    private static Resource? Declared(UserPool pool, string name) => pool.Deployed.Resources.FirstOrDefault(r => IsIt(r, pool, name));

    private static bool IsIt(Resource group, UserPool pool, string name) =>
        group.Type == "AWS::Cognito::UserPoolGroup" && group.Text("UserPoolId") == pool.Id && Group.Of(group).Name == name;

    /// <summary>Says of a declared group what there is of it.</summary>
    private static void Say(JsonObject properties, Group group)
    {
        properties["Description"] = group.Description;
        properties["RoleArn"] = group.RoleArn;
        properties["Precedence"] = group.Precedence;
        foreach (var property in properties.Where(p => p.Value is null).Select(p => p.Key).ToList())
            properties.Remove(property);
    }

    private static AwsException Exists() => new("GroupExistsException", "A group with the name already exists.");

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

    [GeneratedRegex(@"^arn:[\w+=/,.@-]+:[\w+=/,.@-]+:[\w+=/,.@-]*:[0-9]+:[\w+=/,.@-]+(:[\w+=/,.@-]+){0,2}$")]
    private static partial Regex Role();
}
