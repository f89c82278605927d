namespace Amazon.CognitoIdentityProvider.Model;

/// <summary>The user pool client.</summary>
public class UserPoolClientType
{
    public string? UserPoolId { get; set; }
    public string? ClientName { get; set; }
    public string? ClientId { get; set; }
    public string? ClientSecret { get; set; }
    public DateTime? LastModifiedDate { get; set; }
    public DateTime? CreationDate { get; set; }
    public int? RefreshTokenValidity { get; set; }
    public int? AccessTokenValidity { get; set; }
    public int? IdTokenValidity { get; set; }
    public TokenValidityUnitsType? TokenValidityUnits { get; set; }
    public List<string>? ReadAttributes { get; set; }
    public List<string>? WriteAttributes { get; set; }
    public List<ExplicitAuthFlowsType>? ExplicitAuthFlows { get; set; }
    public List<string>? SupportedIdentityProviders { get; set; }
    public List<string>? CallbackURLs { get; set; }
    public List<string>? LogoutURLs { get; set; }
    public string? DefaultRedirectURI { get; set; }
    public List<OAuthFlowType>? AllowedOAuthFlows { get; set; }
    public List<string>? AllowedOAuthScopes { get; set; }
    public bool? AllowedOAuthFlowsUserPoolClient { get; set; }
    public AnalyticsConfigurationType? AnalyticsConfiguration { get; set; }
    public PreventUserExistenceErrorTypes? PreventUserExistenceErrors { get; set; }
    public bool? EnableTokenRevocation { get; set; }
    public bool? EnablePropagateAdditionalUserContextData { get; set; }
    public int? AuthSessionValidity { get; set; }
    public RefreshTokenRotationType? RefreshTokenRotation { get; set; }
}

/// <summary>The token validity units.</summary>
public class TokenValidityUnitsType
{
    public TimeUnitsType? AccessToken { get; set; }
    public TimeUnitsType? IdToken { get; set; }
    public TimeUnitsType? RefreshToken { get; set; }
}

/// <summary>The analytics configuration.</summary>
public class AnalyticsConfigurationType
{
    public string? ApplicationId { get; set; }
    public string? ApplicationArn { get; set; }
    public string? RoleArn { get; set; }
    public string? ExternalId { get; set; }
    public bool? UserDataShared { get; set; }
}

/// <summary>The refresh token rotation.</summary>
public class RefreshTokenRotationType
{
    public FeatureType? Feature { get; set; }
    public int? RetryGracePeriodSeconds { get; set; }
}
