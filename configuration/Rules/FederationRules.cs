using System.Text.RegularExpressions;

namespace CognitoStack.Configuration;

/// <summary>Rules of <c>identityProviders</c>: names, attribute maps, SAML and OIDC.</summary>
/// <remarks>Source: Amazon Cognito Developer Guide, "Using OIDC identity providers with a user pool"
/// (https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-oidc-idp.html).</remarks>
internal static partial class FederationRules
{
    private const string Path = "$.identityProviders";
    private const string Discovery = "/.well-known/";
    private static readonly string[] Reserved = ["COGNITO", "Google", "Facebook", "LoginWithAmazon", "SignInWithApple"];

    public static void Check(EnvironmentConfiguration environment, IProjectFiles files, Findings findings)
    {
        CheckCase(environment.IdentityProviders.Keys, findings);
        var identifiers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, provider) in environment.IdentityProviders)
        {
            var path = JsonPath.Property(Path, name);
            CheckName(name, provider, path, findings);
            AttributeMapRules.Check(environment, name, provider, path, findings);
            if (provider is SamlConfiguration saml)
                SamlRules.Check(saml, path, files, findings);
            if (provider is OidcConfiguration oidc)
                CheckOidc(oidc, path, findings);
            CheckIdentifiers(name, provider, path, identifiers, findings);
            CheckOffered(environment, name, path, findings);
            if (provider is SamlConfiguration { IdpInitiated: true })
                CheckAlone(environment, name, path, findings);
        }
    }

    /// <summary>A federated user is called <c>Provider_subject</c>, and the pool does not tell case in names of users.</summary>
    private static void CheckCase(IEnumerable<string> names, Findings findings)
    {
        foreach (var twins in names.GroupBy(n => n, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1))
            findings.Error(
                JsonPath.Property(Path, twins.Last()),
                $"\"{twins.Last()}\" and \"{twins.First()}\" differ in case alone, and names of users, which begin with them, do not: each provider could sign in the other's users. Rename one."
            );
    }

    /// <summary>Cognito gives the social providers their names; others may not take those.</summary>
    private static void CheckName(string name, IdentityProviderConfiguration provider, string path, Findings findings)
    {
        var fixedName = provider switch
        {
            GoogleConfiguration => "Google",
            FacebookConfiguration => "Facebook",
            AmazonConfiguration => "LoginWithAmazon",
            AppleConfiguration => "SignInWithApple",
            _ => null,
        };
        if (fixedName is not null && name != fixedName)
            findings.Error(
                path,
                $"is named \"{name}\", but Cognito's only name for a provider of this type is \"{fixedName}\". Rename it."
            );
        if (fixedName is null && Reserved.Contains(name, StringComparer.OrdinalIgnoreCase))
            findings.Error(path, $"\"{name}\" is a name that Cognito keeps for itself. Choose another.");
    }

    private static void CheckOidc(OidcConfiguration oidc, string path, Findings findings)
    {
        if (oidc.Issuer.Contains(Discovery, StringComparison.OrdinalIgnoreCase))
            findings.Error(
                path + ".issuer",
                $"\"{oidc.Issuer}\" is the address of the discovery document, which Cognito makes of the issuer's. Remove \"{oidc.Issuer[oidc.Issuer.IndexOf(Discovery, StringComparison.OrdinalIgnoreCase)..]}\"."
            );
        else if (oidc.Issuer.IndexOfAny(['?', '#']) >= 0)
            findings.Error(
                path + ".issuer",
                $"\"{oidc.Issuer}\" has a query or a fragment, which no issuer has (OpenID Connect Core 1.0, 2). Give what stands in \"iss\" of the provider's tokens."
            );
        else if (oidc.Issuer.EndsWith('/'))
            findings.Error(
                path + ".issuer",
                $"\"{oidc.Issuer}\" ends in \"/\", so it would not equal the issuer in tokens, and discovery would fail. Remove it."
            );
        if (Placeholder().Match(oidc.Issuer) is { Success: true } placeholder)
            findings.Error(
                path + ".issuer",
                $"\"{oidc.Issuer}\" is the address for every tenant, but tokens name the tenant's own, and every sign-in would fail. Put the tenant's id for \"{placeholder.Value.Trim('/')}\"."
            );
        foreach (var (key, address) in Addresses(oidc))
            if (Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Port is not (443 or 80))
                findings.Error(
                    $"{path}.{key}",
                    $"\"{address}\" is on port {uri.Port}, and Cognito calls OIDC providers on 443 and 80 alone. Offer it there."
                );
        if (!oidc.Scopes.Contains("openid"))
            findings.Error(path + ".scopes", "has no \"openid\", without which the provider gives no ID token. Add it.");
    }

    private static IEnumerable<(string Key, string Address)> Addresses(OidcConfiguration oidc)
    {
        yield return ("issuer", oidc.Issuer);
        if (oidc.Endpoints is not { } endpoints)
            yield break;
        yield return ("endpoints.authorization", endpoints.Authorization);
        yield return ("endpoints.token", endpoints.Token);
        yield return ("endpoints.userInfo", endpoints.UserInfo);
        yield return ("endpoints.jwks", endpoints.Jwks);
    }

    /// <summary>What Microsoft Entra has in the place of a tenant: tokens never say it.</summary>
    [GeneratedRegex(@"\{[^{}]*\}|(?<=^https://login\.microsoftonline\.com/)(common|organizations|consumers)(?=/|$)")]
    private static partial Regex Placeholder();

    private static void CheckIdentifiers(
        string name,
        IdentityProviderConfiguration provider,
        string path,
        Dictionary<string, string> known,
        Findings findings
    )
    {
        var identifiers = (provider as SamlConfiguration)?.Identifiers ?? (provider as OidcConfiguration)?.Identifiers ?? [];
        RuleText.NoDuplicates(identifiers, path + ".identifiers", findings);
        for (var i = 0; i < identifiers.Count; i++)
            if (!known.TryAdd(identifiers[i], name) && known[identifiers[i]] != name)
                findings.Error(
                    JsonPath.Item(path + ".identifiers", i),
                    $"\"{identifiers[i]}\" already leads to \"{known[identifiers[i]]}\". Remove one.",
                    JsonPath.Property(Path, known[identifiers[i]])
                );
    }

    /// <summary>A sign-in that a SAML provider starts reaches only clients that offer SAML providers and nothing else.</summary>
    /// <remarks>Source: Amazon Cognito Developer Guide, "SAML session initiation in Amazon Cognito user pools"
    /// (https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-SAML-session-initiation.html).</remarks>
    private static void CheckAlone(EnvironmentConfiguration environment, string name, string path, Findings findings)
    {
        foreach (var (client, configuration) in environment.Clients.Where(c => c.Value.IdentityProviders?.Contains(name) == true))
            if (
                configuration.IdentityProviders!.FirstOrDefault(p =>
                    p == "COGNITO" || environment.IdentityProviders.GetValueOrDefault(p) is not (null or SamlConfiguration)
                ) is
                { } other
            )
                findings.Error(
                    path + ".idpInitiated",
                    $"\"{name}\" may start sign-ins, and the client \"{client}\" offers \"{other}\" beside it: Cognito allows that only to clients with SAML providers and no other, the pool itself included. Give it a client of its own, or set idpInitiated to false.",
                    JsonPath.Property("$.clients", client) + ".identityProviders"
                );
    }

    private static void CheckOffered(EnvironmentConfiguration environment, string name, string path, Findings findings)
    {
        if (environment.Clients.Values.All(c => c.IdentityProviders?.Contains(name) != true))
            findings.Error(path, $"no client offers \"{name}\". Add it to a client's identityProviders, or remove it.", "$.clients");
    }
}
