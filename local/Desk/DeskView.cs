using CognitoStack.Local.Coverage;

namespace CognitoStack.Local.Desk;

/// <summary>A place where a person can sign in.</summary>
public sealed record SignInView(string Pool, string Client, string Callback, string Href);

/// <summary>A message that would have been sent.</summary>
public sealed record MessageView(string At, string Recipient, string Medium, string Subject, string Body, string Code);

/// <summary>A user.</summary>
public sealed record UserView(string Name, string Sub, string Status, string Groups, string SecondFactor);

/// <summary>A provider, who answers for it, and the people who can be chosen there.</summary>
public sealed record ProviderView(string Name, string Kind, string Who, string? Address, string People);

/// <summary>What a provider said, and what became of it.</summary>
public sealed record ProviderMessageView(string At, string Provider, string Outcome, string Checked, string Content);

/// <summary>What the desk shows.</summary>
public sealed record DeskView
{
    public required IReadOnlyList<SignInView> SignIns { get; init; }
    public required IReadOnlyList<MessageView> Messages { get; init; }
    public required IReadOnlyList<UserView> Users { get; init; }
    public required IReadOnlyList<string> Groups { get; init; }
    public required IReadOnlyList<ProviderView> Providers { get; init; }
    public required IReadOnlyList<ProviderMessageView> ProviderMessages { get; init; }
    public required IReadOnlyList<RecentLine> Decisions { get; init; }
    public required IReadOnlyList<RecentLine> Functions { get; init; }
    public required IReadOnlyList<SupportRow> Support { get; init; }
}
