using System.Text.Json.Nodes;
using CognitoStack.Local.Notifications;
using CognitoStack.Local.UserPools.Store;

namespace CognitoStack.Local.UserPools.Messages;

/// <summary>A message that Cognito would have sent.</summary>
internal sealed record Message(
    string UserPoolId,
    string Recipient,
    string Medium,
    string Trigger,
    string Code,
    string Subject,
    string Body,
    DateTimeOffset SentAt
)
{
    public JsonObject ToJson() =>
        new()
        {
            ["userPoolId"] = UserPoolId,
            ["recipient"] = Recipient,
            ["medium"] = Medium,
            ["trigger"] = Trigger,
            ["code"] = Code,
            ["subject"] = Subject,
            ["body"] = Body,
            ["sentAt"] = SentAt.ToString("O"),
        };
}

/// <summary>Keeps what would have been sent, for the developer and for tests.</summary>
internal sealed class Mailbox(Database database, TimeProvider time, ILogger<Mailbox> log) : IMail
{
    private const int Most = 1000;

    public async Task PutAsync(Message message)
    {
        await database.WriteAsync(sql =>
        {
            sql.Execute(
                "INSERT INTO messages (recipient, document) VALUES ($recipient, $document)",
                ("$recipient", Fold(message.Recipient)),
                ("$document", message.ToJson().ToJsonString())
            );
            sql.Execute("DELETE FROM messages WHERE id <= (SELECT max(id) FROM messages) - $most", ("$most", Most));
        });
        Log.MessageKept(log, message.Medium, message.Recipient, message.Code, message.Trigger);
    }

    /// <inheritdoc/>
    public Task SendAsync(string recipient, string topic, string subject, string body) =>
        PutAsync(new("", recipient, "EMAIL", topic, "", subject, body, time.GetUtcNow()));

    /// <summary>Messages to somebody, or to all; the newest last.</summary>
    public JsonArray To(string? recipient) =>
        [
            .. database.Read(sql =>
                sql.Query(
                    "SELECT document FROM messages WHERE $recipient IS NULL OR recipient = $recipient ORDER BY id",
                    r => JsonNode.Parse(r.GetString(0)),
                    ("$recipient", recipient is null ? null : Fold(recipient))
                )
            ),
        ];

    private static string Fold(string address) => address.ToLowerInvariant();
}
