using System.Text.Json.Nodes;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Http;
using CognitoStack.Local.Providers;
using CognitoStack.Local.Providers.OpenId;

namespace CognitoStack.Local.IdentityPools;

/// <summary>A provider whose tokens an identity pool takes without the user pool.</summary>
/// <param name="Login">Its name in <c>Logins</c>.</param>
/// <param name="Name">Its name as a stand-in, and for <c>--provider</c>.</param>
/// <param name="Kind">Google, Facebook, LoginWithAmazon, SignInWithApple or OIDC.</param>
/// <param name="Clients">The apps whose tokens count.</param>
/// <param name="Issuer">The issuer of an OIDC provider.</param>
internal sealed record DirectProvider(string Login, string Name, string Kind, IReadOnlyList<string> Clients, string Issuer = "");

/// <summary>Finds the direct providers of identity pools, and tells the stand-ins of them.</summary>
/// <remarks>Source: Amazon Cognito Developer Guide, "Identity pools third-party identity providers".
/// https://docs.aws.amazon.com/cognito/latest/developerguide/external-identity-providers.html</remarks>
internal sealed class DirectProviders(ProviderTargets targets, HostEndpoint endpoint) : IProviderClients
{
    /// <summary>The app of an OIDC provider that no template makes: what IAM lists for it nobody knows here.</summary>
    public const string UnknownApp = "local-app";

    private const string OidcArn = ":oidc-provider/";
    private const string Scheme = "https://";

    private static readonly Dictionary<string, (string Name, string Kind)> Known = new()
    {
        ["accounts.google.com"] = ("Google", "Google"),
        ["graph.facebook.com"] = ("Facebook", "Facebook"),
        ["www.amazon.com"] = ("LoginWithAmazon", "LoginWithAmazon"),
        ["appleid.apple.com"] = ("SignInWithApple", "SignInWithApple"),
    };

    /// <summary>The direct providers of a pool.</summary>
    public static IEnumerable<DirectProvider> Of(IdentityPool pool) =>
        pool
            .LoginProviders.Where(p => Known.ContainsKey(p.Key))
            .Select(p => new DirectProvider(
                p.Key,
                Known[p.Key].Name,
                Known[p.Key].Kind,
                p.Value.Split(';', StringSplitOptions.TrimEntries)
            ))
            .Concat(pool.OidcProviderArns.Select(arn => OfArn(pool.Deployed, arn)));

    public IEnumerable<ProviderClient> Of(Deployed deployed) =>
        from resource in deployed.OfType(IdentityPool.Type)
        from provider in Of(new IdentityPool(deployed, resource))
        from client in provider.Clients
        select new ProviderClient(provider.Name, provider.Kind, client);

    /// <summary>How a provider's tokens are verified.</summary>
    public OpenIdProvider Read(DirectProvider provider) =>
        SocialProviders.Of(
            provider.Kind,
            provider.Name,
            provider.Clients is [var first, ..] ? first : "",
            targets.Address(provider.Name, endpoint.Pages),
            provider.Issuer
        );

    /// <summary>An OIDC provider of IAM's, made by a template.</summary>
    public static DirectProvider Of(Deployed deployed, Resource made) =>
        OfUrl(deployed, made.Text("Url") ?? "", [.. (made.Properties["ClientIdList"] as JsonArray ?? []).Select(c => c!.ToString())]);

    private static DirectProvider OfArn(Deployed deployed, string arn) =>
        deployed.OfType("AWS::IAM::OIDCProvider").FirstOrDefault(p => p.Arn == arn) is { } made
            ? Of(deployed, made)
            : OfUrl(deployed, arn[(arn.IndexOf(OidcArn, StringComparison.Ordinal) + OidcArn.Length)..], [UnknownApp]);

    private static DirectProvider OfUrl(Deployed deployed, string url, IReadOnlyList<string> clients)
    {
        url = (url.StartsWith(Scheme, StringComparison.Ordinal) ? url[Scheme.Length..] : url).TrimEnd('/');
        if (Known.TryGetValue(url, out var known))
            return new(url, known.Name, known.Kind, clients);
        // The user pool may know the same provider, under a name that people chose.
        var named = deployed
            .OfType("AWS::Cognito::UserPoolIdentityProvider")
            .FirstOrDefault(p => p.Properties["ProviderDetails"]?["oidc_issuer"]?.ToString().TrimEnd('/') == Scheme + url);
        return new(url, named?.Text("ProviderName") ?? url.Replace('/', '-'), "OIDC", clients, Scheme + url);
    }
}
