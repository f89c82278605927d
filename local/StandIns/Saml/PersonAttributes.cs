using System.Text.Json.Nodes;

namespace CognitoStack.Local.StandIns.Saml;

/// <summary>Somebody's claims as SAML attributes: by their own names, and by those that corporate providers have for them, since a pool's map may name either.</summary>
/// <remarks>Source: "Mapping IdP attributes to profiles and tokens". https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-specifying-attribute-mapping.html</remarks>
internal static class PersonAttributes
{
    private const string Xmlsoap = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/";
    private const string Subject = "sub";

    private static readonly Dictionary<string, string[]> Names = new()
    {
        ["name"] = [$"{Xmlsoap}name", "displayName", "urn:oid:2.16.840.1.113730.3.1.241"],
        ["given_name"] = [$"{Xmlsoap}givenname", "givenName", "firstName", "urn:oid:2.5.4.42"],
        ["family_name"] = [$"{Xmlsoap}surname", "sn", "lastName", "urn:oid:2.5.4.4"],
        ["email"] = [$"{Xmlsoap}emailaddress", "mail", "urn:oid:0.9.2342.19200300.100.1.3"],
        ["groups"] = ["http://schemas.xmlsoap.org/claims/Group", "http://schemas.microsoft.com/ws/2008/06/identity/claims/groups", "memberOf"],
    };

    public static IEnumerable<(string Name, string[] Values)> Of(Person person) =>
        from claim in person.Claims
        where claim.Key != Subject && claim.Value is not null
        let values = claim.Value is JsonArray list ? [.. list.Select(Text)] : new[] { Text(claim.Value) }
        from name in Names.GetValueOrDefault(claim.Key, []).Where(other => !person.Claims.ContainsKey(other)).Prepend(claim.Key)
        select (name, values);

    // A Boolean is true or false, as in JSON.
    private static string Text(JsonNode? value) => value switch
    {
        null => "",
        JsonValue text when text.TryGetValue<string>(out var plain) => plain,
        _ => value.ToJsonString(),
    };
}
