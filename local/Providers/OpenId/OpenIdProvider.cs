namespace CognitoStack.Local.Providers.OpenId;

/// <summary>What a provider speaks: OpenID Connect, or one of two dialects of OAuth without ID tokens.</summary>
internal enum OpenIdDialect
{
    Standard,
    Apple,
    Facebook,
    Amazon,
}

/// <summary>An OpenID provider, or a social one, as a relying party knows it.</summary>
internal sealed record OpenIdProvider
{
    public required string Name { get; init; }
    public required OpenIdDialect Dialect { get; init; }
    public required string ClientId { get; init; }

    /// <summary>The client's secret, or the key that Apple's clients sign theirs with; null for a client without.</summary>
    public string? Secret { get; init; }

    /// <summary>The team and the key that Apple knows the client by.</summary>
    public (string Team, string Key)? AppleIds { get; init; }

    /// <summary>What is asked for, separated as the provider has it.</summary>
    public required string Scopes { get; init; }

    /// <summary>The issuer; of a provider that is none, the address before its paths.</summary>
    public required string Issuer { get; init; }

    /// <summary>Endpoints that the template names; null where the provider is asked for them.</summary>
    public OpenIdEndpoints? Endpoints { get; init; }

    /// <summary>Whether attributes are asked for by POST.</summary>
    public bool PostsForAttributes { get; init; }
}

/// <summary>Addresses of a provider.</summary>
/// <param name="Authorization">Where browsers sign in.</param>
/// <param name="Token">Where codes are exchanged.</param>
/// <param name="UserInfo">Where attributes are; null where the ID token has them all.</param>
/// <param name="Keys">Where the keys are; null for a provider without ID tokens.</param>
internal sealed record OpenIdEndpoints(string Authorization, string Token, string? UserInfo, string? Keys)
{
    /// <summary>Where the app of an access token is told; null for a provider whose ID tokens tell it.</summary>
    public string? App { get; init; }
}
