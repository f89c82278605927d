using System.Collections.Immutable;
using System.Text.Json.Nodes;
using CognitoStack.Local.Deployment;

namespace CognitoStack.Local.UserPools.Settings;

/// <summary>An app client: <c>AWS::Cognito::UserPoolClient</c>.</summary>
internal sealed record AppClient
{
    private static readonly ImmutableArray<string> DefaultFlows = ["ALLOW_USER_SRP_AUTH", "ALLOW_CUSTOM_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"];

    public required string Id { get; init; }
    public required string PoolId { get; init; }
    public required Resource Resource { get; init; }

    /// <summary>The secret that it was deployed with.</summary>
    public string? DeployedSecret { get; init; }

    /// <summary>Secrets that have taken the place of the deployed one, or are valid beside it.</summary>
    public Func<ImmutableArray<ClientSecret>>? Kept { get; init; }

    /// <summary>All secrets that are valid now; none of a public client.</summary>
    public ImmutableArray<string> Secrets =>
        DeployedSecret is null ? []
        : Kept?.Invoke() is { Length: > 0 } kept ? [.. kept.Select(s => s.Value)]
        : [DeployedSecret];

    /// <summary>One that is valid.</summary>
    public string? Secret => Secrets.FirstOrDefault();
    public required ImmutableArray<string> Flows { get; init; }
    public required ImmutableHashSet<string> ReadAttributes { get; init; }
    public required ImmutableHashSet<string> WriteAttributes { get; init; }
    public required TimeSpan AccessTokenValidity { get; init; }
    public required TimeSpan IdTokenValidity { get; init; }
    public required TimeSpan RefreshTokenValidity { get; init; }
    public required TimeSpan SessionValidity { get; init; }

    /// <summary>Whether nobody is told that a user does not exist.</summary>
    public bool HidesUsers { get; init; }
    public bool CanRevoke { get; init; }
    public bool Rotates { get; init; }
    public TimeSpan RotationGrace { get; init; }
    public required ImmutableArray<string> OAuthFlows { get; init; }
    public required ImmutableArray<string> OAuthScopes { get; init; }
    public required ImmutableArray<string> CallbackUrls { get; init; }
    public required ImmutableArray<string> LogoutUrls { get; init; }

    /// <summary>Names of the identity providers that its login pages offer; <c>COGNITO</c> is the pool itself.</summary>
    public required ImmutableArray<string> IdentityProviders { get; init; }

    /// <summary>Whether people sign in to it on login pages.</summary>
    public bool HasPages => OAuthFlows.Contains("code") && CallbackUrls.Length > 0;

    /// <summary>Where a person begins to sign in to it, with its first callback; scopes of other APIs are the app's affair.</summary>
    public string SignInPath =>
        $"/login?client_id={Id}&response_type=code&scope={string.Join('+', OAuthScopes.Where(s => !s.Contains('/', StringComparison.Ordinal)))}&redirect_uri={Uri.EscapeDataString(CallbackUrls[0])}";

    public static AppClient Of(Resource resource)
    {
        var p = resource.Properties;
        return new()
        {
            Id = resource.Name,
            PoolId = resource.Text("UserPoolId") ?? "",
            Resource = resource,
            DeployedSecret = p["GenerateSecret"].Flag() == true ? SecretOf(resource) : null,
            Flows = p["ExplicitAuthFlows"].Texts() is { Length: > 0 } flows ? flows : DefaultFlows,
            ReadAttributes = Attributes(p["ReadAttributes"]),
            WriteAttributes = Attributes(p["WriteAttributes"]),
            AccessTokenValidity = Validity(p, "AccessToken", TimeSpan.FromHours(1), "hours"),
            IdTokenValidity = Validity(p, "IdToken", TimeSpan.FromHours(1), "hours"),
            RefreshTokenValidity = Validity(p, "RefreshToken", TimeSpan.FromDays(30), "days"),
            SessionValidity = TimeSpan.FromMinutes(p["AuthSessionValidity"].Number() ?? 3),
            HidesUsers = resource.Text("PreventUserExistenceErrors") == "ENABLED",
            CanRevoke = p["EnableTokenRevocation"].Flag() ?? true,
            Rotates = p.At("RefreshTokenRotation", "Feature")?.ToString() == "ENABLED",
            RotationGrace = TimeSpan.FromSeconds(p.At("RefreshTokenRotation", "RetryGracePeriodSeconds").Number() ?? 0),
            OAuthFlows = p["AllowedOAuthFlowsUserPoolClient"].Flag() == true ? p["AllowedOAuthFlows"].Texts() : [],
            OAuthScopes = p["AllowedOAuthScopes"].Texts(),
            CallbackUrls = p["CallbackURLs"].Texts(),
            LogoutUrls = p["LogoutURLs"].Texts(),
            IdentityProviders = p["SupportedIdentityProviders"].Texts(),
        };
    }

    /// <summary>Whether the client may sign in by a flow. Flows of the older spelling, without <c>ALLOW_</c>, come on top of SRP, custom challenges and
    /// refresh, which are open but for clients of <c>CUSTOM_AUTH_FLOW_ONLY</c>.</summary>
    /// <remarks>Source: Amazon Cognito user pools API Reference, "CreateUserPoolClient"
    /// (https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html), ExplicitAuthFlows.</remarks>
    public bool Allows(string flow) =>
        Flows.Any(f => f.StartsWith("ALLOW_", StringComparison.Ordinal))
            ? Flows.Contains($"ALLOW_{flow}")
            : flow switch
            {
                "REFRESH_TOKEN_AUTH" => !Rotates,
                "CUSTOM_AUTH" => true,
                "USER_SRP_AUTH" => !Flows.Contains("CUSTOM_AUTH_FLOW_ONLY"),
                "USER_PASSWORD_AUTH" => Flows.Contains(flow),
                "ADMIN_USER_PASSWORD_AUTH" => Flows.Contains("ADMIN_NO_SRP_AUTH"),
                _ => false,
            };

    public bool MayRead(string attribute) => attribute == "sub" || attribute == "identities" || ReadAttributes.Contains(attribute);

    // A client that must have a secret and has none would otherwise be an open one.
    private static string SecretOf(Resource resource) =>
        resource.Attributes.GetValueOrDefault("ClientSecret")
        ?? throw new DeploymentException($"The app client {resource.LogicalId} was deployed without its secret.");

    private static ImmutableHashSet<string> Attributes(JsonNode? list) =>
        list.Texts() is { Length: > 0 } names ? [.. names] : Schema.StandardNames;

    private static TimeSpan Validity(JsonObject properties, string token, TimeSpan standard, string standardUnit)
    {
        if (properties[$"{token}Validity"].Number() is not { } count || count == 0)
            return standard;
        return (properties.At("TokenValidityUnits", token)?.ToString() ?? standardUnit) switch
        {
            "seconds" => TimeSpan.FromSeconds(count),
            "minutes" => TimeSpan.FromMinutes(count),
            "hours" => TimeSpan.FromHours(count),
            "days" => TimeSpan.FromDays(count),
            var unit => throw new ArgumentOutOfRangeException(nameof(properties), unit, null),
        };
    }
}
