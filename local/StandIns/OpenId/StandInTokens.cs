using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using CognitoStack.Local.Access;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CognitoStack.Local.StandIns.OpenId;

/// <summary>What somebody let an app know, at one stand-in and at no other.</summary>
internal sealed record StandInGrant(string Provider, Person Person, string ClientId, string Scopes, string RedirectUri)
{
    public string? Nonce { get; init; }
    public string? Challenge { get; init; }

    /// <summary>Whether the app asked for a scope, or the provider does not ask for any.</summary>
    public bool Covers(string scope) =>
        Scopes.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries) is var scopes && (scopes is [] || scopes.Contains(scope));
}

/// <summary>Signs ID tokens of stand-ins, and keeps their access tokens.</summary>
internal sealed class StandInTokens(StateFolder state, TimeProvider time)
{
    public static readonly TimeSpan Validity = TimeSpan.FromHours(1);
    private static readonly string[] Names = ["name", "given_name", "family_name", "picture", "locale"];
    private readonly ConcurrentDictionary<string, Lazy<RsaSecurityKey>> keys = [];
    private readonly ShortLived<StandInGrant> access = new(Validity, time);

    public RsaSecurityKey KeyOf(StandIn standIn) => keys.GetOrAdd(standIn.Name, name => new(() => Read(name))).Value;

    public string NewAccessToken(StandInGrant grant) => access.Add(grant);

    public StandInGrant? OfAccessToken(StandIn standIn, string token) =>
        access.Find(token) is { } grant && grant.Provider == standIn.Name ? grant : null;

    public string IdToken(StandIn standIn, StandInGrant grant)
    {
        var now = time.GetUtcNow();
        var claims = new JsonObject
        {
            ["iss"] = standIn.Address,
            ["aud"] = grant.ClientId,
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = (now + Validity).ToUnixTimeSeconds(),
            ["auth_time"] = now.ToUnixTimeSeconds(),
        };
        if (grant.Nonce is not null)
            claims["nonce"] = grant.Nonce;
        // Apple tells a name beside its token, and never in it.
        foreach (var (name, value) in Claims(grant).Where(c => standIn.Kind != "SignInWithApple" || !Names.Contains(c.Key)))
            claims[name] = value?.DeepClone();
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(
            claims.ToJsonString(),
            new SigningCredentials(KeyOf(standIn), SecurityAlgorithms.RsaSha256)
        );
    }

    /// <summary>What the app may know of the person: an address by <c>email</c>, names by <c>profile</c>, and all that is the provider's own.</summary>
    public static IEnumerable<KeyValuePair<string, JsonNode?>> Claims(StandInGrant grant) =>
        grant.Person.Claims.Where(c =>
            c.Key switch
            {
                "email" or "email_verified" => grant.Covers("email"),
                _ when Names.Contains(c.Key) => grant.Covers("profile") || grant.Covers("name") || grant.Covers("public_profile"),
                _ => true,
            }
        );

    private RsaSecurityKey Read(string name)
    {
        var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(SecretFile.ReadOrCreate(state[$"providers/{Uri.EscapeDataString(name)}.key"], Make), out _);
        return new(rsa) { KeyId = Convert.ToHexStringLower(SHA256.HashData(rsa.ExportRSAPublicKey()))[..16] };
    }

    private static byte[] Make()
    {
        using var rsa = RSA.Create(2048);
        return rsa.ExportPkcs8PrivateKey();
    }
}
