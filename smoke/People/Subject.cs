namespace CognitoStack.Smoke.People;

/// <summary>A made-up user: what is decided about them before anybody signs in.</summary>
/// <param name="Name">First name.</param>
/// <param name="What">What sets them apart, for people; empty for ordinary users.</param>
/// <param name="Client">App client that they sign in with.</param>
/// <param name="Groups">Groups that they are put into.</param>
/// <param name="Attributes">Attributes beside the address.</param>
/// <param name="Role">Role that the environment file gives them; null: none.</param>
internal sealed record Subject(
    string Name,
    string What,
    string Client,
    IReadOnlyList<string> Groups,
    IReadOnlyDictionary<string, string> Attributes,
    string? Role
)
{
    /// <summary>Identity provider that they sign in at; null: the user pool itself.</summary>
    public string? Provider { get; init; }

    /// <summary>How reports call them.</summary>
    public string Title => What.Length == 0 ? Name : $"{Name} ({What})";
}
