using System.Collections.Immutable;
using System.Text.Json.Nodes;
using CognitoStack.Local.UserPools.Operations;

namespace CognitoStack.Local.UserPools.Risk;

/// <summary>What somebody said of an event.</summary>
/// <param name="IsValid">Whether it was the user.</param>
/// <param name="Provider">Who said so: <c>Admin</c> or <c>User</c>.</param>
/// <param name="Time">When.</param>
internal sealed record EventFeedback(bool IsValid, string Provider, DateTimeOffset Time);

/// <summary>A challenge of a sign-in, and whether it was answered rightly.</summary>
internal sealed record EventChallenge(string Name, bool IsRight)
{
    public const string Password = "Password";
    public const string Mfa = "Mfa";
}

/// <summary>An event of a user's history.</summary>
internal sealed record AuthEvent
{
    public const string Pass = "Pass";
    public const string Fail = "Fail";
    public const string InProgress = "InProgress";

    public const string NoRisk = "NoRisk";
    public const string AccountTakeover = "AccountTakeover";
    public const string Block = "Block";

    public const string SignIn = "SignIn";

    public string Id { get; init; } = Guid.NewGuid().ToString();
    public required string Type { get; init; }
    public required DateTimeOffset Created { get; init; }
    public required string Response { get; init; }
    public string Decision { get; init; } = NoRisk;
    public RiskLevel Level { get; init; }
    public bool IsLeaked { get; init; }
    public ImmutableArray<EventChallenge> Challenges { get; init; } = [];
    public required Origin Origin { get; init; }
    public EventFeedback? Feedback { get; init; }

    /// <summary>The app client; null for what administrators do.</summary>
    public string? Client { get; init; }

    /// <summary>In the form of <c>AuthEventType</c>.</summary>
    public JsonObject Describe()
    {
        var risk = new JsonObject { ["RiskDecision"] = Decision, ["CompromisedCredentialsDetected"] = IsLeaked };
        if (Level != RiskLevel.None)
            risk["RiskLevel"] = Level.ToString();
        var context = new JsonObject { ["IpAddress"] = Origin.Address, ["DeviceName"] = DeviceNames.Of(Origin.UserAgent) };
        if (Origin.TimeZone is not null)
            context["Timezone"] = Origin.TimeZone;
        if (Places.Of(Origin.Address) is { } place)
            (context["City"], context["Country"]) = (place.City, place.Country);
        var json = new JsonObject
        {
            ["EventId"] = Id,
            ["EventType"] = Type,
            ["CreationDate"] = UserJson.Seconds(Created),
            ["EventResponse"] = Response,
            ["EventRisk"] = risk,
            ["ChallengeResponses"] = new JsonArray([
                .. Challenges.Select(c => new JsonObject
                {
                    ["ChallengeName"] = c.Name,
                    ["ChallengeResponse"] = c.IsRight ? "Success" : "Failure",
                }),
            ]),
            ["EventContextData"] = context,
        };
        if (Feedback is not null)
            json["EventFeedback"] = new JsonObject
            {
                ["FeedbackValue"] = Feedback.IsValid ? "Valid" : "Invalid",
                ["Provider"] = Feedback.Provider,
                ["FeedbackDate"] = UserJson.Seconds(Feedback.Time),
            };
        return json;
    }
}

/// <summary>What people call the device of a browser.</summary>
internal static class DeviceNames
{
    // Browsers name their ancestors too: the first that is found here is the one.
    private static readonly (string Mark, string Name)[] Browsers =
    [
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ];
    private static readonly (string Mark, string Name)[] Systems =
    [
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS X", "Mac OS X"),
        ("Linux", "Linux"),
    ];

    public static string Of(string userAgent)
    {
        var known = new[] { Find(Browsers, userAgent), Find(Systems, userAgent) }.OfType<string>().ToList();
        return known.Count > 0 ? string.Join(", ", known)
            : userAgent is "" ? "Unknown"
            : userAgent;
    }

    private static string? Find((string Mark, string Name)[] marks, string userAgent) =>
        marks.Where(m => userAgent.Contains(m.Mark, StringComparison.Ordinal)).Select(m => m.Name).FirstOrDefault();
}
