using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace CognitoStack.Configuration;

/// <summary>An OpenID Connect provider.</summary>
public sealed record OidcConfiguration : IdentityProviderConfiguration
{
    /// <summary>Issuer, an https address.</summary>
    [RegularExpression(Patterns.Https, ErrorMessage = Patterns.HttpsMessage)]
    public required string Issuer { get; init; }

    /// <summary>Client id.</summary>
    [Length(1, 256)]
    public required string ClientId { get; init; }

    /// <summary>Client secret.</summary>
    public SecretReference? ClientSecret { get; init; }

    /// <summary>Scopes to ask for.</summary>
    [MinLength(1), ItemPattern("^[^\\s,]+$", "must be one scope")]
    public IReadOnlyList<string> Scopes { get; init; } = ["openid", "email"];

    /// <summary>How user attributes are fetched.</summary>
    public AttributesRequestMethod AttributesRequestMethod { get; init; } = AttributesRequestMethod.Get;

    /// <summary>Names, e-mail domains as a rule, that lead a sign-in to this provider; up to 50.</summary>
    [MaxLength(50), ItemPattern("^[\\w\\s+=.@-]{1,40}$", "must be 1 to 40 letters, digits and + = . @ -")]
    public IReadOnlyList<string> Identifiers { get; init; } = [];

    /// <summary>Endpoints, where the issuer has no discovery document.</summary>
    public OidcEndpointsConfiguration? Endpoints { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    internal override bool IsGoogle =>
        Uri.TryCreate(Issuer, UriKind.Absolute, out var issuer)
        && issuer.Host.Equals("accounts.google.com", StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    [JsonIgnore]
    internal override string? SubjectClaim => "sub";

    /// <inheritdoc/>
    [JsonIgnore]
    internal override (string Key, SecretReference? Reference) NamedSecret => ("clientSecret", ClientSecret);
}

/// <summary>HTTP method of the attributes request.</summary>
public enum AttributesRequestMethod
{
    /// <summary>GET.</summary>
    [JsonStringEnumMemberName("GET")]
    Get,

    /// <summary>POST.</summary>
    [JsonStringEnumMemberName("POST")]
    Post,
}

/// <summary>Endpoints of an OpenID Connect provider.</summary>
public sealed record OidcEndpointsConfiguration
{
    /// <summary>Authorization endpoint.</summary>
    [RegularExpression(Patterns.Https, ErrorMessage = Patterns.HttpsMessage)]
    public required string Authorization { get; init; }

    /// <summary>Token endpoint.</summary>
    [RegularExpression(Patterns.Https, ErrorMessage = Patterns.HttpsMessage)]
    public required string Token { get; init; }

    /// <summary>User info endpoint.</summary>
    [RegularExpression(Patterns.Https, ErrorMessage = Patterns.HttpsMessage)]
    public required string UserInfo { get; init; }

    /// <summary>Signing keys.</summary>
    [RegularExpression(Patterns.Https, ErrorMessage = Patterns.HttpsMessage)]
    public required string Jwks { get; init; }
}
