namespace CognitoStack.Configuration;

/// <summary>The standard attributes of every user pool, by their OIDC names.</summary>
/// <remarks>Source: Amazon Cognito Developer Guide, "Working with user attributes"
/// (https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html).</remarks>
public static class StandardAttributes
{
    internal const string Pattern =
        "address|birthdate|email|family_name|gender|given_name|locale|middle_name|name|nickname|"
        + "phone_number|picture|preferred_username|profile|updated_at|website|zoneinfo";

    /// <summary>All names, sorted.</summary>
    public static IReadOnlyList<string> All { get; } = Pattern.Split('|');

    /// <summary>Name of the verified flag of an address, and so on: readable, but only Cognito writes them.</summary>
    public static IReadOnlyList<string> WrittenByCognito { get; } = ["email_verified", "phone_number_verified"];

    /// <summary>Whether the name is that of an own attribute.</summary>
    public static bool IsCustom(string name) => name.StartsWith("custom:", StringComparison.Ordinal);
}
