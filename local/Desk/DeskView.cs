using CognitoStack.Local.Deployment.Coverage;

namespace CognitoStack.Local.Desk;

/// <summary>A place where a person can sign in.</summary>
public sealed record SignInView(string Pool, string Client, string Callback, string Href);

/// <summary>A message that would have been sent.</summary>
public sealed record MessageView(string At, string Recipient, string Medium, string Subject, string Body, string Code);

/// <summary>A user.</summary>
public sealed record UserView(string Name, string Sub, string Status, string Groups, string SecondFactor);

/// <summary>What the desk shows.</summary>
public sealed record DeskView
{
    public required IReadOnlyList<SignInView> SignIns { get; init; }
    public required IReadOnlyList<MessageView> Messages { get; init; }
    public required IReadOnlyList<UserView> Users { get; init; }
    public required IReadOnlyList<string> Groups { get; init; }
    public required IReadOnlyList<RecentLine> Decisions { get; init; }
    public required IReadOnlyList<RecentLine> Functions { get; init; }
    public required IReadOnlyList<SupportRow> Support { get; init; }
}
