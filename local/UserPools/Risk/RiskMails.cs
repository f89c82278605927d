using System.Globalization;
using System.Text.Json.Nodes;
using CognitoStack.Local.Http;
using CognitoStack.Local.UserPools.Messages;
using CognitoStack.Local.UserPools.SignIn;
using CognitoStack.Local.UserPools.Store;

namespace CognitoStack.Local.UserPools.Risk;

/// <summary>What a link of a mail stands for: one event of one user.</summary>
internal sealed record FeedbackToken(string Pool, string Username, string EventId);

/// <summary>Tells users by mail of risky sign-ins to their accounts.</summary>
/// <remarks>Source: Amazon Cognito Developer Guide, "Working with adaptive authentication"
/// (https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-settings-adaptive-authentication.html), notification messages.</remarks>
internal sealed class RiskMails(Mailbox mailbox, CustomSenders senders, Sealing sealing, HostEndpoint endpoint, TimeProvider time)
{
    public const string Allowed = "NoActionEmail";
    public const string Challenged = "MfaEmail";
    public const string Blocked = "BlockEmail";
    private const string Unknown = "unknown";

    private static readonly (string Name, string Fact)[] Names =
    [
        ("EVENT_ID", "event-id"),
        ("USER_NAME", "username"),
        ("LOGIN_TIME", "login-time"),
        ("IP_ADDRESS", "ip-address"),
        ("DEVICE_NAME", "device-name"),
        ("CITY", "city"),
        ("COUNTRY", "country"),
        ("ONE_CLICK_LINK_VALID", "one-click-link-valid"),
        ("ONE_CLICK_LINK_INVALID", "one-click-link-invalid"),
        ("FEEDBACK_TOKEN", "feedback-token"),
    ];

    /// <summary>Sends a mail, where the user has an address.</summary>
    /// <param name="scope">Pool and app client.</param>
    /// <param name="user">To whom.</param>
    /// <param name="notify"><c>NotifyConfiguration</c>.</param>
    /// <param name="kind">Which of its templates.</param>
    /// <param name="action">What was done: <c>BLOCK</c>.</param>
    /// <param name="about">What happened.</param>
    /// <param name="cancel">Cancels.</param>
    public Task SendAsync(Scope scope, User user, JsonObject notify, string kind, string action, AuthEvent about, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        if (user["email"] is not { } address)
            return Task.CompletedTask;
        var facts = Facts(scope, user, about);
        if (CustomSenders.Has(scope.Pool, Delivery.Email))
            return senders.NotifyAsync(scope, user, address, Told(facts, action));
        var template = notify[kind] as JsonObject ?? [];
        var subject = Fill(template["Subject"]?.ToString() ?? "A sign-in to your account", facts);
        var body = Fill(
            (template["TextBody"] ?? template["HtmlBody"])?.ToString() ?? "Somebody signed in to your account {username} on {login-time}.",
            facts
        );
        return mailbox.PutAsync(new(scope.Pool.Id, address, "EMAIL", kind, "", subject, body, time.GetUtcNow()));
    }

    private Dictionary<string, string> Facts(Scope scope, User user, AuthEvent about)
    {
        var place = Places.Of(about.Origin.Address);
        var token = sealing.Seal(new FeedbackToken(scope.Pool.Id, user.Username, about.Id));
        string Link(string value) => $"{endpoint.Pages}{FeedbackEndpoint.Path}?value={value}&token={Uri.EscapeDataString(token)}";
        return new()
        {
            ["username"] = scope.Pool.UsernameAttributes.Select(a => user[a]).FirstOrDefault(value => value is not null) ?? user.Username,
            ["login-time"] = about.Created.ToString("r", CultureInfo.InvariantCulture),
            ["ip-address"] = about.Origin.Address,
            ["device-name"] = DeviceNames.Of(about.Origin.UserAgent),
            ["city"] = place?.City ?? Unknown,
            ["country"] = place?.Country ?? Unknown,
            ["event-id"] = about.Id,
            ["feedback-token"] = token,
            ["one-click-link-valid"] = Link(FeedbackEndpoint.Valid),
            ["one-click-link-invalid"] = Link(FeedbackEndpoint.Invalid),
        };
    }

    // As functions know the same facts; what is not known is not told.
    private static JsonObject Told(Dictionary<string, string> facts, string action)
    {
        var told = new JsonObject { ["ACCOUNT_TAKE_OVER_ACTION"] = action };
        foreach (var (name, fact) in Names)
        {
            if (facts[fact] is not Unknown and var value)
                told[name] = value;
        }
        return told;
    }

    private static string Fill(string text, Dictionary<string, string> facts) =>
        facts.Aggregate(text, (filled, fact) => filled.Replace($"{{{fact.Key}}}", fact.Value, StringComparison.Ordinal));
}
