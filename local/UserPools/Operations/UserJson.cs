using System.Text.Json.Nodes;
using CognitoStack.Local.UserPools.Settings;
using CognitoStack.Local.UserPools.Store;

namespace CognitoStack.Local.UserPools.Operations;

/// <summary>Users and groups as operations answer them.</summary>
internal static class UserJson
{
    /// <summary><c>UserType</c>.</summary>
    public static JsonObject Of(User user, IReadOnlyList<string>? attributes = null) =>
        new()
        {
            ["Username"] = user.Username,
            ["Attributes"] = Attributes(user.AllAttributes().Where(a => attributes is not { Count: > 0 } || attributes.Contains(a.Key))),
            ["UserCreateDate"] = Seconds(user.Created),
            ["UserLastModifiedDate"] = Seconds(user.Modified),
            ["Enabled"] = user.IsEnabled,
            ["UserStatus"] = user.Status,
        };

    public static JsonArray Attributes(IEnumerable<KeyValuePair<string, string>> attributes) =>
        [.. attributes.Select(a => new JsonObject { ["Name"] = a.Key, ["Value"] = a.Value })];

    /// <summary>Adds which second factors a user has.</summary>
    public static JsonObject WithMfa(this JsonObject json, User user)
    {
        if (user.MfaSettings is { Length: > 0 } settings)
            json["UserMFASettingList"] = new JsonArray([.. settings.Select(s => (JsonNode)s)]);
        if (user.PreferredMfa is { } preferred)
            json["PreferredMfaSetting"] = preferred;
        return json;
    }

    /// <summary><c>GroupType</c>.</summary>
    public static JsonObject Of(UserPool pool, Group group)
    {
        var json = new JsonObject { ["GroupName"] = group.Name, ["UserPoolId"] = pool.Id };
        if (group.Description is not null)
            json["Description"] = group.Description;
        if (group.RoleArn is not null)
            json["RoleArn"] = group.RoleArn;
        if (group.Precedence is { } precedence)
            json["Precedence"] = precedence;
        if (group.Created is { } created)
            json["CreationDate"] = Seconds(created);
        if (group.Modified is { } modified)
            json["LastModifiedDate"] = Seconds(modified);
        return json;
    }

    public static double Seconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds() / 1000.0;
}
