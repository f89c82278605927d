using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace CognitoStack.Local.StandIns;

/// <summary>Somebody to be at a stand-in: claims as OpenID Connect names them.</summary>
public sealed record Person(JsonObject Claims)
{
    public string Subject => Claims["sub"]!.ToString();

    public string Name => Claims["name"]?.ToString() ?? Subject;

    /// <summary>As the apps of a company's provider know them: one may have a name of its own for an address, such as
    /// <c>http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress</c>. Social providers have names that nobody chooses.</summary>
    public Person For(StandIn standIn)
    {
        if (standIn.Kind is not ("OIDC" or "SAML"))
            return this;
        var claims = (JsonObject)Claims.DeepClone();
        foreach (
            var (attribute, claim) in standIn
                .Clients.SelectMany(c => c.Attributes)
                .Where(a => claims.ContainsKey(a.Key) && !claims.ContainsKey(a.Value))
        )
            claims[claim] = claims[attribute]!.DeepClone();
        return new(claims);
    }
}

/// <summary>The people of each stand-in, as whoever signed in last left them; kept in the state folder.</summary>
internal sealed class People(StateFolder state)
{
    private const int Most = 100;
    private readonly Lock writing = new();
    private readonly ConcurrentDictionary<string, IReadOnlyList<Person>> kept = [];

    public IReadOnlyList<Person> Of(StandIn standIn) => kept.GetOrAdd(standIn.Name, _ => Read(standIn));

    /// <summary>Keeps somebody's claims for the next time.</summary>
    public void Keep(StandIn standIn, Person person)
    {
        lock (writing)
        {
            List<Person> people = [.. Of(standIn)];
            var place = people.FindIndex(p => p.Subject == person.Subject);
            if (place >= 0)
                people[place] = person;
            else
                people.Add(person);
            // The first ones are there for everybody; of those who were made up, the oldest go.
            if (people.Count > Most)
                people.RemoveAt(Most / 2);
            kept[standIn.Name] = people;
            Directory.CreateDirectory(Path.GetDirectoryName(FileOf(standIn))!);
            JsonFile.Write(FileOf(standIn), new JsonObject { ["people"] = new JsonArray([.. people.Select(p => p.Claims.DeepClone())]) });
        }
    }

    private IReadOnlyList<Person> Read(StandIn standIn) =>
        File.Exists(FileOf(standIn))
            ?
            [
                .. (JsonFile.Read(FileOf(standIn), "Mend it, or remove it.")["people"] as JsonArray ?? [])
                    .OfType<JsonObject>()
                    .Where(c => c["sub"] is not null)
                    .Select(c => new Person(c)),
            ]
            :
            [
                Made(standIn, "Ada", "Lovelace", "ada", isVerified: true, "engineering", "engineers", "admins"),
                Made(standIn, "Ben", "Franklin", "ben", isVerified: true, "sales", "sellers"),
                // Says that Ada's address is hers, and nobody has checked it.
                Made(standIn, "Eve", "Adversary", "ada", isVerified: false, "none"),
            ];

    private string FileOf(StandIn standIn) => state[$"providers/{Uri.EscapeDataString(standIn.Name)}.people.json"];

    private static Person Made(
        StandIn standIn,
        string first,
        string last,
        string mailbox,
        bool isVerified,
        string department,
        params string[] groups
    ) =>
        new(
            WithHostedDomain(
                standIn,
                new()
                {
                    ["sub"] = SubjectOf(standIn, first),
                    ["name"] = $"{first} {last}",
                    ["given_name"] = first,
                    ["family_name"] = last,
                    ["email"] = $"{mailbox}@example.com",
                    ["email_verified"] = isVerified,
                    ["department"] = department,
                    ["groups"] = new JsonArray([.. groups.Select(g => JsonValue.Create(g))]),
                }
            )
        );

    // Google hosts a domain, and so vouches for its addresses.
    private static JsonObject WithHostedDomain(StandIn standIn, JsonObject claims)
    {
        if (standIn.Kind == "Google" && claims["email_verified"]!.GetValue<bool>())
            claims["hd"] = "example.com";
        return claims;
    }

    // In the form that each provider's names have.
    private static string SubjectOf(StandIn standIn, string name)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{standIn.Name}/{name}"));
        var number = (new System.Numerics.BigInteger(hash, isUnsigned: true) % System.Numerics.BigInteger.Pow(10, 20)).ToString(
            "D20",
            CultureInfo.InvariantCulture
        );
        return standIn.Kind switch
        {
            "Google" => $"1{number}",
            "Facebook" => $"1{number[..15]}",
            "LoginWithAmazon" => $"amzn1.account.{Convert.ToHexString(hash)[..28]}",
            "SignInWithApple" => $"00{number[..4]}.{Convert.ToHexStringLower(hash)[..32]}.{number[4..8]}",
            "SAML" => $"{name.ToLowerInvariant()}@{standIn.Name.ToLowerInvariant()}.example",
            _ => $"00u{Convert.ToHexStringLower(hash)[..17]}",
        };
    }
}
