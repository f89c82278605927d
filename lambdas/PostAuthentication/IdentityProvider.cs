using System.Text.Json;

namespace CognitoStack.Lambda.PostAuthentication;

/// <summary>Reads the user attribute <c>identities</c>: a JSON array in a string, one object an external identity.</summary>
public static class IdentityProvider
{
    /// <summary>The user pool itself.</summary>
    public const string Cognito = "COGNITO";

    /// <summary>The attribute is there, but nobody can read it.</summary>
    public const string Unknown = "UNKNOWN";

    /// <summary>The provider whose account this is. An identity that was only linked to the account is not its owner.</summary>
    public static string Of(string? identities)
    {
        if (string.IsNullOrEmpty(identities))
            return Cognito;
        try
        {
            using var json = JsonDocument.Parse(identities);
            foreach (var identity in json.RootElement.EnumerateArray())
            {
                if (!IsLinked(identity))
                    return identity.GetProperty("providerName").GetString() ?? Unknown;
            }
            return Cognito;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return Unknown;
        }
    }

    // A Boolean in the attribute, a string in tokens; absent, the identity is the account's own.
    private static bool IsLinked(JsonElement identity) =>
        identity.TryGetProperty("primary", out var primary)
        && (primary.ValueKind == JsonValueKind.False || (primary.ValueKind == JsonValueKind.String && primary.ValueEquals("false")));
}
