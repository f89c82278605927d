using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace CognitoStack.Configuration;

/// <summary>Google.</summary>
public sealed record GoogleConfiguration : IdentityProviderConfiguration
{
    /// <summary>OAuth client id.</summary>
    [Length(1, 256)]
    public required string ClientId { get; init; }

    /// <summary>OAuth client secret.</summary>
    public required SecretReference ClientSecret { get; init; }

    /// <summary>Scopes to ask for.</summary>
    [MinLength(1), ItemPattern("^[^\\s,]+$", "must be one scope")]
    public IReadOnlyList<string> Scopes { get; init; } = ["openid", "email", "profile"];

    /// <inheritdoc/>
    [JsonIgnore]
    internal override bool IsGoogle => true;

    /// <inheritdoc/>
    [JsonIgnore]
    internal override IReadOnlyDictionary<string, string> DefaultAttributes => VerifiedEmail;

    /// <inheritdoc/>
    [JsonIgnore]
    internal override (string Key, SecretReference? Reference) NamedSecret => ("clientSecret", ClientSecret);
}
