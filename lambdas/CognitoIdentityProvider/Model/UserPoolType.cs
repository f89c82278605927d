namespace Amazon.CognitoIdentityProvider.Model;

/// <summary>The user pool.</summary>
public class UserPoolType
{
    public string? Id { get; set; }
    public string? Name { get; set; }
    public UserPoolPolicyType? Policies { get; set; }
    public DeletionProtectionType? DeletionProtection { get; set; }
    public LambdaConfigType? LambdaConfig { get; set; }
    public StatusType? Status { get; set; }
    public DateTime? LastModifiedDate { get; set; }
    public DateTime? CreationDate { get; set; }
    public List<SchemaAttributeType>? SchemaAttributes { get; set; }
    public List<VerifiedAttributeType>? AutoVerifiedAttributes { get; set; }
    public List<AliasAttributeType>? AliasAttributes { get; set; }
    public List<UsernameAttributeType>? UsernameAttributes { get; set; }
    public string? SmsVerificationMessage { get; set; }
    public string? EmailVerificationMessage { get; set; }
    public string? EmailVerificationSubject { get; set; }
    public VerificationMessageTemplateType? VerificationMessageTemplate { get; set; }
    public string? SmsAuthenticationMessage { get; set; }
    public UserAttributeUpdateSettingsType? UserAttributeUpdateSettings { get; set; }
    public UserPoolMfaType? MfaConfiguration { get; set; }
    public DeviceConfigurationType? DeviceConfiguration { get; set; }
    public int? EstimatedNumberOfUsers { get; set; }
    public EmailConfigurationType? EmailConfiguration { get; set; }
    public SmsConfigurationType? SmsConfiguration { get; set; }
    public Dictionary<string, string>? UserPoolTags { get; set; }
    public string? SmsConfigurationFailure { get; set; }
    public string? EmailConfigurationFailure { get; set; }
    public string? Domain { get; set; }
    public string? CustomDomain { get; set; }
    public AdminCreateUserConfigType? AdminCreateUserConfig { get; set; }
    public UserPoolAddOnsType? UserPoolAddOns { get; set; }
    public UsernameConfigurationType? UsernameConfiguration { get; set; }
    public string? Arn { get; set; }
    public AccountRecoverySettingType? AccountRecoverySetting { get; set; }
    public UserPoolTierType? UserPoolTier { get; set; }
    public KeyConfigurationType? KeyConfiguration { get; set; }
    public IssuerConfigurationType? IssuerConfiguration { get; set; }
    public Dictionary<string, AcrLevelConfigType>? AcrConfiguration { get; set; }
}
