using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace CognitoStack.Configuration;

/// <summary>A provider that users may sign in with (<c>AWS::Cognito::UserPoolIdentityProvider</c>).</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(GoogleConfiguration), "google")]
[JsonDerivedType(typeof(FacebookConfiguration), "facebook")]
[JsonDerivedType(typeof(AmazonConfiguration), "amazon")]
[JsonDerivedType(typeof(AppleConfiguration), "apple")]
[JsonDerivedType(typeof(SamlConfiguration), "saml")]
[JsonDerivedType(typeof(OidcConfiguration), "oidc")]
public abstract record IdentityProviderConfiguration
{
    /// <summary>The provider's attributes by the pool's: <c>{ "given_name": "first" }</c> reads "the pool's given_name is the provider's first". Social providers have a default.</summary>
    [
        KeyPattern(@"^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,32}$", "must be an attribute of the user pool"),
        ItemPattern(@"^(?=\S)[^\p{Cc}]{0,2047}\S$", "must be an attribute of the provider: 1 to 2,048 characters, no space at either end")
    ]
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>();

    /// <summary>The attribute map in force.</summary>
    [JsonIgnore]
    public IReadOnlyDictionary<string, string> EffectiveAttributes => Attributes.Count > 0 ? Attributes : DefaultAttributes;

    /// <summary>What the provider calls a user's e-mail address and its verification, where that is known.</summary>
    [JsonIgnore]
    internal virtual IReadOnlyDictionary<string, string> DefaultAttributes => Attributes;

    /// <summary>What a federated user's name in the pool is made of, and of nothing else.</summary>
    /// <remarks>Source: Amazon Cognito Developer Guide, "Mapping IdP attributes to profiles and tokens"
    /// (https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-specifying-attribute-mapping.html).</remarks>
    [JsonIgnore]
    internal virtual string NameSource => "sub";

    /// <summary>The secret that the provider names, and its key in the file.</summary>
    [JsonIgnore]
    internal virtual (string Key, SecretReference? Reference) NamedSecret => (string.Empty, null);

    /// <summary>What a provider whose subjects may have letters calls a user's subject, where an attribute can be mapped to it.</summary>
    [JsonIgnore]
    internal virtual string? SubjectClaim => null;

    /// <summary>The own attribute that has a user's subject as the provider spells it, or null.</summary>
    [JsonIgnore]
    internal string? SubjectAttribute => OwnAttributeOf(SubjectClaim);

    /// <summary>Whether it is Google, whose word on an address goes no further than its mailboxes.</summary>
    [JsonIgnore]
    internal virtual bool IsGoogle => false;

    /// <summary>The own attribute that has the domain that an organization hosts at Google, or null.</summary>
    [JsonIgnore]
    internal string? HostedDomainAttribute => OwnAttributeOf("hd");

    private string? OwnAttributeOf(string? claim) =>
        EffectiveAttributes
            .Where(a => StandardAttributes.IsCustom(a.Key) && a.Value == claim)
            .Select(a => a.Key)
            .Order(StringComparer.Ordinal)
            .FirstOrDefault();

    /// <summary>Address and its verification, by their OIDC names.</summary>
    private protected static IReadOnlyDictionary<string, string> VerifiedEmail { get; } =
        new Dictionary<string, string> { ["email"] = "email", ["email_verified"] = "email_verified" };

    /// <summary>Address alone: the provider does not say whether it is verified.</summary>
    private protected static IReadOnlyDictionary<string, string> EmailOnly { get; } =
        new Dictionary<string, string> { ["email"] = "email" };

    /// <summary>Whether an address that this provider calls verified may be linked to an existing user.</summary>
    public bool TrustedForLinking { get; init; }
}

/// <summary>Facebook.</summary>
public sealed record FacebookConfiguration : IdentityProviderConfiguration
{
    /// <summary>App id.</summary>
    [Length(1, 256)]
    public required string ClientId { get; init; }

    /// <summary>App secret.</summary>
    public required SecretReference ClientSecret { get; init; }

    /// <summary>Permissions to ask for.</summary>
    [MinLength(1), ItemPattern("^[^\\s,]+$", "must be one permission")]
    public IReadOnlyList<string> Scopes { get; init; } = ["public_profile", "email"];

    /// <summary>Graph API version, such as <c>v19.0</c>.</summary>
    [RegularExpression("^v[0-9]{1,2}\\.[0-9]$", ErrorMessage = "must be a version such as v19.0")]
    public string? ApiVersion { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    internal override IReadOnlyDictionary<string, string> DefaultAttributes => EmailOnly;

    /// <inheritdoc/>
    [JsonIgnore]
    internal override string NameSource => "id";

    /// <inheritdoc/>
    [JsonIgnore]
    internal override (string Key, SecretReference? Reference) NamedSecret => ("clientSecret", ClientSecret);
}

/// <summary>Login with Amazon.</summary>
public sealed record AmazonConfiguration : IdentityProviderConfiguration
{
    /// <summary>Client id.</summary>
    [Length(1, 256)]
    public required string ClientId { get; init; }

    /// <summary>Client secret.</summary>
    public required SecretReference ClientSecret { get; init; }

    /// <summary>Scopes to ask for.</summary>
    [MinLength(1), ItemPattern("^[^\\s,]+$", "must be one scope")]
    public IReadOnlyList<string> Scopes { get; init; } = ["profile"];

    /// <inheritdoc/>
    [JsonIgnore]
    internal override IReadOnlyDictionary<string, string> DefaultAttributes => EmailOnly;

    /// <inheritdoc/>
    [JsonIgnore]
    internal override string? SubjectClaim => "user_id";

    /// <inheritdoc/>
    [JsonIgnore]
    internal override string NameSource => "user_id";

    /// <inheritdoc/>
    [JsonIgnore]
    internal override (string Key, SecretReference? Reference) NamedSecret => ("clientSecret", ClientSecret);
}

/// <summary>Sign in with Apple.</summary>
public sealed record AppleConfiguration : IdentityProviderConfiguration
{
    /// <summary>Services id.</summary>
    [Length(1, 256)]
    public required string ServicesId { get; init; }

    /// <summary>Team id.</summary>
    [RegularExpression("^[A-Z0-9]{10}$", ErrorMessage = "must be an Apple team id, 10 letters and digits")]
    public required string TeamId { get; init; }

    /// <summary>Id of the private key.</summary>
    [RegularExpression("^[A-Z0-9]{10}$", ErrorMessage = "must be an Apple key id, 10 letters and digits")]
    public required string KeyId { get; init; }

    /// <summary>The private key.</summary>
    public required SecretReference PrivateKey { get; init; }

    /// <summary>Scopes to ask for.</summary>
    [MinLength(1), ItemPattern("^[^\\s,]+$", "must be one scope")]
    public IReadOnlyList<string> Scopes { get; init; } = ["email", "name"];

    /// <inheritdoc/>
    [JsonIgnore]
    internal override IReadOnlyDictionary<string, string> DefaultAttributes => VerifiedEmail;

    /// <inheritdoc/>
    [JsonIgnore]
    internal override (string Key, SecretReference? Reference) NamedSecret => ("privateKey", PrivateKey);
}

/// <summary>A SAML 2.0 provider.</summary>
public sealed record SamlConfiguration : IdentityProviderConfiguration
{
    /// <summary>Address of the provider's metadata.</summary>
    [RegularExpression(Patterns.Https, ErrorMessage = Patterns.HttpsMessage)]
    public string? MetadataUrl { get; init; }

    /// <summary>File with the provider's metadata, instead of the address.</summary>
    [RegularExpression(Patterns.RelativePath, ErrorMessage = "must be a path below cdk/, such as saml/corp.xml")]
    public string? MetadataFile { get; init; }

    /// <summary>What is in that file.</summary>
    [JsonIgnore]
    public string? Metadata { get; init; }

    /// <summary>Names, e-mail domains as a rule, that lead a sign-in to this provider; up to 50.</summary>
    [MaxLength(50), ItemPattern("^[\\w\\s+=.@-]{1,40}$", "must be 1 to 40 letters, digits and + = . @ -")]
    public IReadOnlyList<string> Identifiers { get; init; } = [];

    /// <summary>Whether requests are signed.</summary>
    public bool SignRequests { get; init; } = true;

    /// <summary>Whether assertions must be encrypted.</summary>
    public bool EncryptAssertions { get; init; }

    /// <summary>Whether the provider may start a sign-in.</summary>
    public bool IdpInitiated { get; init; }

    /// <summary>Whether sign-out reaches the provider.</summary>
    public bool SignOut { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    internal override string NameSource => "NameID";
}
