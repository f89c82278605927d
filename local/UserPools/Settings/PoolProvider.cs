using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace CognitoStack.Local.UserPools.Settings;

/// <summary>A provider that users of a pool may sign in with: <c>AWS::Cognito::UserPoolIdentityProvider</c>.</summary>
internal sealed record PoolProvider
{
    public const string Type = "AWS::Cognito::UserPoolIdentityProvider";
    public const string Saml = "SAML";

    public required string Name { get; init; }

    /// <summary>Google, Facebook, LoginWithAmazon, SignInWithApple, OIDC or SAML.</summary>
    public required string Kind { get; init; }

    /// <summary>Its settings, by the names that Cognito has for them.</summary>
    public required ImmutableDictionary<string, string> Details { get; init; }

    /// <summary>Attributes of the pool, and the claims that they are filled from.</summary>
    public required ImmutableDictionary<string, string> AttributeMapping { get; init; }

    /// <summary>Other names that lead here, such as the domains of people's addresses.</summary>
    public required ImmutableArray<string> Identifiers { get; init; }

    public bool IsSaml => Kind == Saml;

    /// <summary>The group of all who sign in by it.</summary>
    public string GroupOf(UserPool pool) => $"{pool.Id}_{Name}";

    public static PoolProvider Of(Resource resource) =>
        new()
        {
            Name = resource.Text("ProviderName") ?? "",
            Kind = resource.Text("ProviderType") ?? "",
            Details = Texts(resource.Properties["ProviderDetails"]),
            AttributeMapping = Texts(resource.Properties["AttributeMapping"]),
            Identifiers = resource.Properties["IdpIdentifiers"].Texts(),
        };

    private static ImmutableDictionary<string, string> Texts(JsonNode? node) =>
        (node as JsonObject ?? []).Where(p => p.Value is not null).ToImmutableDictionary(p => p.Key, p => p.Value!.ToString());
}
