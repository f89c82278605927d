using System.Globalization;
using System.Text.Json.Nodes;
using CognitoStack.Local.Http;
using CognitoStack.Local.Logs;
using CognitoStack.Local.UserPools.Risk;
using CognitoStack.Local.UserPools.Settings;
using CognitoStack.Local.UserPools.Store;

namespace CognitoStack.Local.UserPools;

/// <summary>Delivers a user pool's logs to the log groups that its template names.</summary>
/// <remarks>Source: Amazon Cognito Developer Guide, "Exporting logs from Amazon Cognito user pools", which shows one event of each kind: of the decisions about a risk it names PASS alone.
/// https://docs.aws.amazon.com/cognito/latest/developerguide/exporting-quotas-and-usage.html</remarks>
internal sealed class UserPoolLogs(ILogs logs, TimeProvider time)
{
    /// <summary>Delivers an event of a user's history, as it is now.</summary>
    public void Activity(UserPool pool, User user, AuthEvent e) =>
        Deliver(
            pool,
            LogDelivery.UserActivity,
            "USER_ACTIVITY",
            "INFO",
            () =>
            {
                var place = Places.Of(e.Origin.Address);
                return new()
                {
                    ["version"] = "1",
                    ["eventId"] = e.Id,
                    ["eventType"] = e.Type,
                    ["userSub"] = user.Sub,
                    ["userName"] = user.Username,
                    ["userPoolId"] = pool.Id,
                    ["clientId"] = e.Client ?? "",
                    ["creationDate"] = Date(e.Created),
                    ["eventResponse"] = e.Response,
                    ["riskLevel"] = e.Level == RiskLevel.None ? "" : e.Level.ToString(),
                    ["riskDecision"] = e.Decision switch
                    {
                        AuthEvent.Block => "BLOCK",
                        AuthEvent.AccountTakeover => "ACCOUNT_TAKEOVER",
                        _ => "PASS",
                    },
                    ["challenges"] = new JsonArray([
                        .. e.Challenges.Select(c => (JsonNode)$"{c.Name}:{(c.IsRight ? "Success" : "Failure")}"),
                    ]),
                    ["deviceName"] = DeviceNames.Of(e.Origin.UserAgent),
                    ["ipAddress"] = e.Origin.Address,
                    // Nobody counts the requests of login pages here.
                    ["requestId"] = null,
                    ["idpName"] = "",
                    ["compromisedCredentialDetected"] = e.IsLeaked ? "true" : "false",
                    ["city"] = place?.City ?? "",
                    ["country"] = place?.Country ?? "",
                    ["eventFeedbackValue"] = e.Feedback is { } feedback
                        ? feedback.IsValid
                            ? "Valid"
                            : "Invalid"
                        : "",
                    ["eventFeedbackDate"] = e.Feedback is { } given ? Date(given.Time) : "",
                    ["eventFeedbackProvider"] = e.Feedback?.Provider ?? "",
                    ["hasContextData"] = e.Origin.Device != e.Origin.UserAgent ? "true" : "false",
                };
            }
        );

    /// <summary>Delivers that a message did not reach its user.</summary>
    public void Undelivered(UserPool pool, string details) =>
        Deliver(pool, LogDelivery.Notification, "USER_NOTIFICATION", "ERROR", () => new() { ["details"] = details });

    private void Deliver(UserPool pool, string source, string name, string level, Func<JsonObject> message)
    {
        if (!pool.LogGroups.TryGetValue(source, out var group))
            return;
        logs.Put(
            group,
            pool.Id,
            Json.Text(
                new JsonObject
                {
                    ["eventTimestamp"] = time.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
                    ["eventSource"] = name,
                    ["logLevel"] = level,
                    ["message"] = message(),
                    ["logSourceId"] = new JsonObject { ["userPoolId"] = pool.Id },
                }
            )
        );
    }

    private static string Date(DateTimeOffset time) =>
        time.UtcDateTime.ToString("ddd MMM dd HH:mm:ss 'UTC' yyyy", CultureInfo.InvariantCulture);
}
