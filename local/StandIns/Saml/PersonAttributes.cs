using System.Text.Json.Nodes;

namespace CognitoStack.Local.StandIns.Saml;

/// <summary>Somebody's claims as SAML attributes. The subject is the NameID's.</summary>
internal static class PersonAttributes
{
    private const string Subject = "sub";

    public static IEnumerable<(string Name, string[] Values)> Of(Person person) =>
        from claim in person.Claims
        where claim.Key != Subject && claim.Value is not null
        select (claim.Key, claim.Value is JsonArray list ? [.. list.Select(Text)] : new[] { Text(claim.Value) });

    // A Boolean is true or false, as in JSON.
    private static string Text(JsonNode? value) =>
        value switch
        {
            null => "",
            JsonValue text when text.TryGetValue<string>(out var plain) => plain,
            _ => value.ToJsonString(),
        };
}
