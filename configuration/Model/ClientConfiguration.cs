using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using System.Xml;

namespace CognitoStack.Configuration;

/// <summary>An application that signs users in, or itself (<c>AWS::Cognito::UserPoolClient</c>).</summary>
public sealed record ClientConfiguration
{
    /// <summary><c>spa</c> and <c>mobile</c>: public, with PKCE; <c>web</c>: confidential, with a secret; <c>machine</c>: client credentials.</summary>
    public required ClientType Type { get; init; }

    /// <summary>Where users return after sign-in, 1 to 100 addresses. https, http on localhost, or an app's own scheme.</summary>
    [MaxLength(100), ItemPattern(Patterns.Url, "must be an absolute address without a fragment, such as https://app.example.com/callback")]
    public IReadOnlyList<string> CallbackUrls { get; init; } = [];

    /// <summary>Where users return after sign-out, up to 100 addresses.</summary>
    [MaxLength(100), ItemPattern(Patterns.Url, "must be an absolute address without a fragment, such as https://app.example.com/callback")]
    public IReadOnlyList<string> LogoutUrls { get; init; } = [];

    /// <summary>Providers that this client offers, by name; <c>COGNITO</c> is the pool itself, and the default.</summary>
    [MinLength(1)]
    public IReadOnlyList<string>? IdentityProviders { get; init; }

    /// <summary>OAuth 2.0 scopes: OIDC's, or <c>resourceServer/scope</c>. Default: openid, email and profile; none for a machine.</summary>
    [
        MaxLength(50),
        ItemPattern(
            @"^[\x21\x23-\x2E\x30-\x5B\x5D-\x7E]+(/[\x21\x23-\x2E\x30-\x5B\x5D-\x7E]+)?$",
            "must be a scope, such as openid, or server/scope"
        )
    ]
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>How long tokens live.</summary>
    public TokensConfiguration Tokens { get; init; } = new();

    /// <summary>Whether users sign in with it, rather than the application itself.</summary>
    [JsonIgnore]
    public bool IsInteractive => Type != ClientType.Machine;

    /// <summary>Whether users of the pool itself sign in with it, and not those of other providers alone.</summary>
    [JsonIgnore]
    public bool SignsInAtThePool => IsInteractive && EffectiveProviders.Contains("COGNITO");

    /// <summary>The providers in force; <c>COGNITO</c> is the pool itself.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> EffectiveProviders => IdentityProviders ?? ["COGNITO"];

    /// <summary>Whether browsers return to the user's own machine.</summary>
    [JsonIgnore]
    public bool ReturnsToThisMachine => ReturnHosts.Any(ReturnUrlRules.IsThisMachine);

    /// <summary>Hosts that browsers return to. An app's own scheme has none.</summary>
    [JsonIgnore]
    public IEnumerable<string> ReturnHosts =>
        CallbackUrls.Concat(LogoutUrls).Where(url => !ReturnUrlRules.IsOfApp(url)).Select(url => new Uri(url).Host).Distinct();

    /// <summary>The scopes in force, as the file writes them.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> EffectiveScopes => Scopes ?? (IsInteractive ? ["openid", "email", "profile"] : []);
}

/// <summary>Kinds of app clients.</summary>
public enum ClientType
{
    Spa,
    Mobile,
    Web,
    Machine,
}

/// <summary>Lifetimes of tokens, as ISO 8601 durations.</summary>
public sealed record TokensConfiguration
{
    /// <summary>Access token, 5 minutes to 1 day.</summary>
    [DurationRange("PT5M", "P1D")]
    public TimeSpan Access { get; init; } = TimeSpan.FromHours(1);

    /// <summary>ID token, 5 minutes to 1 day.</summary>
    [DurationRange("PT5M", "P1D")]
    public TimeSpan Id { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Refresh token, 1 hour to 3650 days, and longer than the other two.</summary>
    [DurationRange("PT1H", "P3650D")]
    public TimeSpan Refresh { get; init; } = TimeSpan.FromDays(30);

    /// <summary>For how long a rotated refresh token still works, PT0S to PT60S, or <c>off</c>. Default: PT30S; off on the Lite plan, which has no rotation.</summary>
    [RegularExpression("^(off|PT([0-9]|[1-5][0-9]|60)S|PT1M)$", ErrorMessage = "must be off, or PT0S to PT60S")]
    public string? Rotation { get; init; }

    /// <summary>Seconds that a rotated refresh token still works, or null where tokens are not rotated.</summary>
    public int? RotationGraceSeconds(UserPoolPlan plan) =>
        Rotation switch
        {
            "off" => null,
            null => plan == UserPoolPlan.Lite ? null : 30,
            _ => (int)XmlConvert.ToTimeSpan(Rotation).TotalSeconds,
        };
}

/// <summary>An API that checks access tokens for its scopes (<c>AWS::Cognito::UserPoolResourceServer</c>).</summary>
public sealed record ResourceServerConfiguration
{
    /// <summary>Identifier that stands before the scope in tokens, usually the API's address.</summary>
    [RegularExpression(
        @"^[\x21\x23-\x5B\x5D-\x7E]{1,256}$",
        ErrorMessage = "must be 1 to 256 printable characters without spaces, quotes and backslashes"
    )]
    public required string Identifier { get; init; }

    /// <summary>Scopes by name, with a description each; up to 100.</summary>
    [KeyPattern(
        @"^[\x21\x23-\x2E\x30-\x5B\x5D-\x7E]{1,256}$",
        "must be 1 to 256 printable characters without spaces, quotes, slashes and backslashes"
    )]
    [ItemPattern("^.{1,256}$", "must be a description of 1 to 256 characters")]
    public IReadOnlyDictionary<string, string> Scopes { get; init; } = new Dictionary<string, string>();
}

/// <summary>A group of users (<c>AWS::Cognito::UserPoolGroup</c>).</summary>
public sealed record GroupConfiguration
{
    /// <summary>What the group is for, up to 2048 characters.</summary>
    [MaxLength(2048)]
    public string? Description { get; init; }

    /// <summary>Which group's role wins for a member of several: the lowest number does.</summary>
    [Range(0, int.MaxValue)]
    public int? Precedence { get; init; }

    /// <summary>Role of the members, one of <c>access.roles</c>.</summary>
    public string? Role { get; init; }
}
