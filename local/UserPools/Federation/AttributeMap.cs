using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using CognitoStack.Local.Http;
using CognitoStack.Local.UserPools.Settings;

namespace CognitoStack.Local.UserPools.Federation;

/// <summary>Fills a user's attributes from what a provider says.</summary>
/// <remarks>Source: Amazon Cognito Developer Guide, "Mapping IdP attributes to profiles and tokens".
/// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-specifying-attribute-mapping.html</remarks>
internal static class AttributeMap
{
    // The name of a federated user is the provider's to choose, and is mapped from nothing else.
    private const string Username = "username";
    private static readonly string[] Verified = ["email_verified", "phone_number_verified"];

    /// <summary>The attributes that the claims fill; one whose claim is missing is not among them, and keeps what it had.</summary>
    /// <exception cref="AwsException">The app client may not write one of them.</exception>
    public static Dictionary<string, string> Apply(PoolProvider provider, AppClient client, JsonObject claims)
    {
        var attributes = new Dictionary<string, string>();
        foreach (var (attribute, claim) in provider.AttributeMapping.Where(m => m.Key != Username))
        {
            if (Text(claims[claim]) is { Length: > 0 } value)
                attributes[attribute] = Verified.Contains(attribute) ? value.ToLowerInvariant() : value;
        }
        if (attributes.Keys.FirstOrDefault(a => !Verified.Contains(a) && !client.WriteAttributes.Contains(a)) is not null)
            throw Error.NotAuthorized("A client attempted to write unauthorized attribute");
        // An address counts as verified only where the provider says so of this one.
        foreach (var address in (ReadOnlySpan<string>)["email", "phone_number"])
        {
            if (attributes.ContainsKey(address))
                attributes.TryAdd($"{address}_verified", "false");
        }
        return attributes;
    }

    /// <summary>A claim as text: lists in brackets, each of their values encoded as in a form.</summary>
    public static string? Text(JsonNode? claim) =>
        claim switch
        {
            null => null,
            JsonArray list => $"[{string.Join(',', list.Select(item => WebUtility.UrlEncode(Text(item) ?? "")))}]",
            JsonValue value when value.GetValueKind() is JsonValueKind.True or JsonValueKind.False => value.GetValueKind()
            == JsonValueKind.True
                ? "true"
                : "false",
            _ => claim.GetValueKind() == JsonValueKind.Object ? claim.ToJsonString() : claim.ToString(),
        };
}
