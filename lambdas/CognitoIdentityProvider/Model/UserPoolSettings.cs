namespace Amazon.CognitoIdentityProvider.Model;

/// <summary>The user pool policy.</summary>
public class UserPoolPolicyType
{
    public PasswordPolicyType? PasswordPolicy { get; set; }
    public SignInPolicyType? SignInPolicy { get; set; }
}

/// <summary>The password policy.</summary>
public class PasswordPolicyType
{
    public int? MinimumLength { get; set; }
    public bool? RequireUppercase { get; set; }
    public bool? RequireLowercase { get; set; }
    public bool? RequireNumbers { get; set; }
    public bool? RequireSymbols { get; set; }
    public int? PasswordHistorySize { get; set; }
    public int? TemporaryPasswordValidityDays { get; set; }
}

/// <summary>The sign in policy.</summary>
public class SignInPolicyType
{
    public List<AuthFactorType>? AllowedFirstAuthFactors { get; set; }
}

/// <summary>The schema attribute.</summary>
public class SchemaAttributeType
{
    public string? Name { get; set; }
    public AttributeDataType? AttributeDataType { get; set; }
    public bool? DeveloperOnlyAttribute { get; set; }
    public bool? Mutable { get; set; }
    public bool? Required { get; set; }
    public NumberAttributeConstraintsType? NumberAttributeConstraints { get; set; }
    public StringAttributeConstraintsType? StringAttributeConstraints { get; set; }
}

/// <summary>The number attribute constraints.</summary>
public class NumberAttributeConstraintsType
{
    public string? MinValue { get; set; }
    public string? MaxValue { get; set; }
}

/// <summary>The string attribute constraints.</summary>
public class StringAttributeConstraintsType
{
    public string? MinLength { get; set; }
    public string? MaxLength { get; set; }
}

/// <summary>The verification message template.</summary>
public class VerificationMessageTemplateType
{
    public string? SmsMessage { get; set; }
    public string? EmailMessage { get; set; }
    public string? EmailSubject { get; set; }
    public string? EmailMessageByLink { get; set; }
    public string? EmailSubjectByLink { get; set; }
    public DefaultEmailOptionType? DefaultEmailOption { get; set; }
}

/// <summary>The user attribute update settings.</summary>
public class UserAttributeUpdateSettingsType
{
    public List<VerifiedAttributeType>? AttributesRequireVerificationBeforeUpdate { get; set; }
}

/// <summary>The device configuration.</summary>
public class DeviceConfigurationType
{
    public bool? ChallengeRequiredOnNewDevice { get; set; }
    public bool? DeviceOnlyRememberedOnUserPrompt { get; set; }
}

/// <summary>The email configuration.</summary>
public class EmailConfigurationType
{
    public string? SourceArn { get; set; }
    public string? ReplyToEmailAddress { get; set; }
    public EmailSendingAccountType? EmailSendingAccount { get; set; }
    public string? From { get; set; }
    public string? ConfigurationSet { get; set; }
}

/// <summary>The sms configuration.</summary>
public class SmsConfigurationType
{
    public string? SnsCallerArn { get; set; }
    public string? ExternalId { get; set; }
    public string? SnsRegion { get; set; }
    public EumsSmsConfigurationType? EumsSms { get; set; }
}

/// <summary>The eums sms configuration.</summary>
public class EumsSmsConfigurationType
{
    public string? CallerArn { get; set; }
    public string? ExternalId { get; set; }
    public string? OriginationIdentity { get; set; }
    public string? ConfigurationSetName { get; set; }
    public string? InEntityId { get; set; }
    public string? InTemplateId { get; set; }
    public string? Region { get; set; }
}

/// <summary>The admin create user config.</summary>
public class AdminCreateUserConfigType
{
    public bool? AllowAdminCreateUserOnly { get; set; }
    public int? UnusedAccountValidityDays { get; set; }
    public MessageTemplateType? InviteMessageTemplate { get; set; }
}

/// <summary>The message template.</summary>
public class MessageTemplateType
{
    public string? SMSMessage { get; set; }
    public string? EmailMessage { get; set; }
    public string? EmailSubject { get; set; }
}

/// <summary>The user pool add ons.</summary>
public class UserPoolAddOnsType
{
    public AdvancedSecurityModeType? AdvancedSecurityMode { get; set; }
    public AdvancedSecurityAdditionalFlowsType? AdvancedSecurityAdditionalFlows { get; set; }
}

/// <summary>The advanced security additional flows.</summary>
public class AdvancedSecurityAdditionalFlowsType
{
    public AdvancedSecurityEnabledModeType? CustomAuthMode { get; set; }
}

/// <summary>The username configuration.</summary>
public class UsernameConfigurationType
{
    public bool? CaseSensitive { get; set; }
}

/// <summary>The account recovery setting.</summary>
public class AccountRecoverySettingType
{
    public List<RecoveryOptionType>? RecoveryMechanisms { get; set; }
}

/// <summary>The recovery option.</summary>
public class RecoveryOptionType
{
    public int? Priority { get; set; }
    public RecoveryOptionNameType? Name { get; set; }
}

/// <summary>The key configuration.</summary>
public class KeyConfigurationType
{
    public EncryptionKeyType? KeyType { get; set; }
    public string? KmsKeyArn { get; set; }
}

/// <summary>The issuer configuration.</summary>
public class IssuerConfigurationType
{
    public IssuerType? Type { get; set; }
}

/// <summary>What the claim <c>acr</c> says of a level.</summary>
public class AcrLevelConfigType
{
    public string? AcrValue { get; set; }
}
