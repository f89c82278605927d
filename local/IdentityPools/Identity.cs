using System.Text.Json.Nodes;

namespace CognitoStack.Local.IdentityPools;

/// <summary>An identity of an identity pool: a guest as long as it has no logins.</summary>
/// <param name="Id"><c>REGION:GUID</c>.</param>
/// <param name="Pool">Its identity pool.</param>
/// <param name="Created">When it was made.</param>
/// <param name="Modified">When its logins last changed.</param>
/// <param name="IsDisabled">Whether it ended: a guest that turned out to be somebody known, or a user who took away the last login.</param>
/// <param name="Logins">Names of the providers that its users sign in with.</param>
internal sealed record Identity(
    string Id,
    string Pool,
    DateTimeOffset Created,
    DateTimeOffset Modified,
    bool IsDisabled,
    IReadOnlyList<string> Logins
)
{
    /// <summary>Whether anybody who knows the identity ID may have its credentials.</summary>
    public bool IsGuest => Logins.Count == 0 && !IsDisabled;
}

/// <summary>A verified login.</summary>
/// <param name="Provider">Name of the provider, as the identity pool has it.</param>
/// <param name="Client">App client that the token was made for.</param>
/// <param name="Subject">The user, as the provider names it.</param>
/// <param name="Claims">Claims of the token.</param>
internal sealed record Login(string Provider, string Client, string Subject, JsonObject Claims)
{
    /// <summary>Whether a user pool signed the user in, and not a provider directly.</summary>
    public bool IsOfUserPool => Provider.StartsWith("cognito-idp.", StringComparison.Ordinal);
}

/// <summary>Claims as role mappings and principal tags see them.</summary>
internal static class Claims
{
    /// <summary>A claim as text, or null where the token has none. A list is its elements, joined by commas: AWS does not say how
    /// it reads lists, and the proofs of this project read them so. <c>Contains</c> thereby also finds part of a group's name.</summary>
    public static string? Text(this JsonObject claims, string name) =>
        claims[name] switch
        {
            null => null,
            JsonArray list => string.Join(',', list.Select(e => e?.ToString())),
            var value => value.ToString(),
        };
}
