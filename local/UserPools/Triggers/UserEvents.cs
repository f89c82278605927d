using System.Text.Json.Nodes;
using CognitoStack.Local.UserPools.Store;

namespace CognitoStack.Local.UserPools.Triggers;

/// <summary>Parts that the events of several triggers have.</summary>
internal static class UserEvents
{
    /// <summary>A user's attributes as triggers see them.</summary>
    public static JsonObject Attributes(User? user)
    {
        var attributes = new JsonObject();
        if (user is null)
            return attributes;
        attributes["sub"] = user.Sub;
        attributes["cognito:user_status"] = user.Status;
        foreach (var (name, value) in user.Attributes)
            attributes[name] = value;
        return attributes;
    }

    /// <summary>A request with what every one has; metadata only where the client sent some.</summary>
    public static JsonObject Request(User? user, JsonObject? clientMetadata)
    {
        var request = new JsonObject { ["userAttributes"] = Attributes(user) };
        if (clientMetadata is not null)
            request["clientMetadata"] = clientMetadata.DeepClone();
        return request;
    }
}
