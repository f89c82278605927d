using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace CognitoStack.Local.UserPools.Settings;

/// <summary>Where a user pool's logs go: <c>AWS::Cognito::LogDeliveryConfiguration</c>.</summary>
internal static class LogDelivery
{
    public const string Type = "AWS::Cognito::LogDeliveryConfiguration";

    /// <summary>What users do, as threat protection sees it.</summary>
    public const string UserActivity = "userAuthEvents";

    /// <summary>Messages that do not reach their users.</summary>
    public const string Notification = "userNotification";

    /// <summary>Log groups by the source of events; other destinations are not on this machine.</summary>
    public static ImmutableDictionary<string, string> GroupsOf(IEnumerable<Resource> configurations)
    {
        var groups = ImmutableDictionary.CreateBuilder<string, string>();
        foreach (var entry in configurations.SelectMany(c => c.Properties["LogConfigurations"].Objects()))
        {
            if (
                entry.At("CloudWatchLogsConfiguration", "LogGroupArn")?.ToString() is { } arn
                && entry["EventSource"]?.ToString() is { } source
            )
                groups[source] = Logs.LogGroups.NameOf(arn);
        }
        return groups.ToImmutable();
    }

    /// <summary>In the form of <c>LogDeliveryConfigurationType</c>.</summary>
    public static JsonObject Describe(UserPool pool) =>
        new()
        {
            ["UserPoolId"] = pool.Id,
            ["LogConfigurations"] = new JsonArray([
                .. pool
                    .Deployed.OfType(Type)
                    .Where(c => c.Text("UserPoolId") == pool.Id)
                    .SelectMany(c => c.Properties["LogConfigurations"].Objects())
                    .Select(c => c.DeepClone()),
            ]),
        };
}
