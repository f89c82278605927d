using System.Text.Json.Nodes;
using CognitoStack.Assurance.Access;
using CognitoStack.Configuration;
using CognitoStack.Templates;

namespace CognitoStack.Assurance.Principals;

/// <summary>Whose tokens the identity pool takes: those of the environment's user pool, and of the providers that the file names.</summary>
internal static class TokenSources
{
    /// <summary>Sources that no file names.</summary>
    public static IEnumerable<Difference> Of(EnvironmentConfiguration environment, Deployment deployment)
    {
        var (pool, templates) = (deployment.IdentityPool, deployment.Templates);
        var direct = environment.Access.DirectProviders ?? new();
        var own = templates.OfType("AWS::Cognito::UserPool").Select(p => p.Attributes["ProviderName"]).ToHashSet();
        var clients = templates.OfType("AWS::Cognito::UserPoolClient").Select(c => c.Name).ToHashSet();
        foreach (var provider in Items(pool, "CognitoIdentityProviders"))
        {
            var (name, client) = (provider!["ProviderName"]?.ToString() ?? "", provider["ClientId"]?.ToString() ?? "");
            if (!own.Contains(name))
                yield return Source(name, "user pools of the templates");
            else if (!clients.Contains(client))
                yield return Source($"client {client} of {name}", "app clients of the templates");
        }

        Dictionary<string, IReadOnlyList<string>> logins = new()
        {
            ["accounts.google.com"] = direct.Google,
            ["graph.facebook.com"] = List(direct.Facebook),
            ["www.amazon.com"] = List(direct.Amazon),
            ["appleid.apple.com"] = List(direct.Apple),
        };
        foreach (var (name, id) in pool.Properties["SupportedLoginProviders"]?.AsObject() ?? [])
            if (!logins.GetValueOrDefault(name, []).Contains(id!.ToString()))
                yield return Source($"{id} of {name}", Said(logins.GetValueOrDefault(name, [])));
        var made = templates.OfType("AWS::IAM::OIDCProvider").ToList();
        foreach (var arn in Items(pool, "OpenIdConnectProviderARNs").Select(a => a!.ToString()))
            if (made.Find(m => m.Arn == arn) is { } provider)
            {
                foreach (var id in Items(provider, "ClientIdList").Select(i => i!.ToString()).Where(id => !direct.Google.Contains(id)))
                    yield return Source($"{id} of {provider.Text("Url")}", Said(direct.Google));
                if (provider.Text("Url") != "https://accounts.google.com")
                    yield return Source(provider.Text("Url") ?? arn, "Google alone has several clients");
            }
            else if (!direct.OidcProviderArns.Contains(arn))
                yield return Source(arn, Said(direct.OidcProviderArns));
        foreach (var arn in Items(pool, "SamlProviderARNs").Select(a => a!.ToString()).Where(arn => !direct.SamlProviderArns.Contains(arn)))
            yield return Source(arn, Said(direct.SamlProviderArns));
        if (pool.Text("DeveloperProviderName") is { } developer)
            yield return Source($"developer provider {developer}", "none");

        Difference Source(string source, string expected) =>
            new("the identity pool", "takes tokens of", pool.LogicalId, expected, source, string.Empty);
    }

    private static IReadOnlyList<string> List(string? id) => id is null ? [] : [id];

    private static JsonArray Items(Resource resource, string property) => resource.Properties[property]?.AsArray() ?? [];

    private static string Said(IReadOnlyList<string> named) =>
        named.Count == 0 ? "none, as the file says" : $"{string.Join(", ", named)}, as the file says";
}
