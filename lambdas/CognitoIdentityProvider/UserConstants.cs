using System.Text.Json.Serialization;
using Amazon.Runtime;

namespace Amazon.CognitoIdentityProvider;

/// <summary>Values of <c>AuthFactorType</c>.</summary>
[JsonConverter(typeof(ConstantConverter<AuthFactorType>))]
public class AuthFactorType(string value) : ConstantClass(value), IConstant<AuthFactorType>
{
    public static readonly AuthFactorType EMAIL_OTP = new("EMAIL_OTP");
    public static readonly AuthFactorType PASSWORD = new("PASSWORD");
    public static readonly AuthFactorType SMS_OTP = new("SMS_OTP");
    public static readonly AuthFactorType SOFTWARE_TOKEN = new("SOFTWARE_TOKEN");
    public static readonly AuthFactorType WEB_AUTHN = new("WEB_AUTHN");

    public static implicit operator AuthFactorType(string value) => new(value);

    static AuthFactorType IConstant<AuthFactorType>.Of(string value) => new(value);
}

/// <summary>Values of <c>AuthFlowType</c>.</summary>
[JsonConverter(typeof(ConstantConverter<AuthFlowType>))]
public class AuthFlowType(string value) : ConstantClass(value), IConstant<AuthFlowType>
{
    public static readonly AuthFlowType ADMIN_NO_SRP_AUTH = new("ADMIN_NO_SRP_AUTH");
    public static readonly AuthFlowType ADMIN_USER_PASSWORD_AUTH = new("ADMIN_USER_PASSWORD_AUTH");
    public static readonly AuthFlowType CUSTOM_AUTH = new("CUSTOM_AUTH");
    public static readonly AuthFlowType REFRESH_TOKEN = new("REFRESH_TOKEN");
    public static readonly AuthFlowType REFRESH_TOKEN_AUTH = new("REFRESH_TOKEN_AUTH");
    public static readonly AuthFlowType USER_AUTH = new("USER_AUTH");
    public static readonly AuthFlowType USER_PASSWORD_AUTH = new("USER_PASSWORD_AUTH");
    public static readonly AuthFlowType USER_SRP_AUTH = new("USER_SRP_AUTH");

    public static implicit operator AuthFlowType(string value) => new(value);

    static AuthFlowType IConstant<AuthFlowType>.Of(string value) => new(value);
}

/// <summary>Values of <c>ChallengeNameType</c>.</summary>
[JsonConverter(typeof(ConstantConverter<ChallengeNameType>))]
public class ChallengeNameType(string value) : ConstantClass(value), IConstant<ChallengeNameType>
{
    public static readonly ChallengeNameType ADMIN_NO_SRP_AUTH = new("ADMIN_NO_SRP_AUTH");
    public static readonly ChallengeNameType CUSTOM_CHALLENGE = new("CUSTOM_CHALLENGE");
    public static readonly ChallengeNameType DEVICE_PASSWORD_VERIFIER = new("DEVICE_PASSWORD_VERIFIER");
    public static readonly ChallengeNameType DEVICE_SRP_AUTH = new("DEVICE_SRP_AUTH");
    public static readonly ChallengeNameType EMAIL_OTP = new("EMAIL_OTP");
    public static readonly ChallengeNameType MFA_SETUP = new("MFA_SETUP");
    public static readonly ChallengeNameType NEW_PASSWORD_REQUIRED = new("NEW_PASSWORD_REQUIRED");
    public static readonly ChallengeNameType PASSWORD = new("PASSWORD");
    public static readonly ChallengeNameType PASSWORD_SRP = new("PASSWORD_SRP");
    public static readonly ChallengeNameType PASSWORD_VERIFIER = new("PASSWORD_VERIFIER");
    public static readonly ChallengeNameType SELECT_CHALLENGE = new("SELECT_CHALLENGE");
    public static readonly ChallengeNameType SELECT_MFA_TYPE = new("SELECT_MFA_TYPE");
    public static readonly ChallengeNameType SMS_MFA = new("SMS_MFA");
    public static readonly ChallengeNameType SMS_OTP = new("SMS_OTP");
    public static readonly ChallengeNameType SOFTWARE_TOKEN_MFA = new("SOFTWARE_TOKEN_MFA");
    public static readonly ChallengeNameType WEB_AUTHN = new("WEB_AUTHN");

    public static implicit operator ChallengeNameType(string value) => new(value);

    static ChallengeNameType IConstant<ChallengeNameType>.Of(string value) => new(value);
}

/// <summary>Values of <c>DeliveryMediumType</c>.</summary>
[JsonConverter(typeof(ConstantConverter<DeliveryMediumType>))]
public class DeliveryMediumType(string value) : ConstantClass(value), IConstant<DeliveryMediumType>
{
    public static readonly DeliveryMediumType EMAIL = new("EMAIL");
    public static readonly DeliveryMediumType SMS = new("SMS");

    public static implicit operator DeliveryMediumType(string value) => new(value);

    static DeliveryMediumType IConstant<DeliveryMediumType>.Of(string value) => new(value);
}

/// <summary>Values of <c>ExplicitAuthFlowsType</c>.</summary>
[JsonConverter(typeof(ConstantConverter<ExplicitAuthFlowsType>))]
public class ExplicitAuthFlowsType(string value) : ConstantClass(value), IConstant<ExplicitAuthFlowsType>
{
    public static readonly ExplicitAuthFlowsType ADMIN_NO_SRP_AUTH = new("ADMIN_NO_SRP_AUTH");
    public static readonly ExplicitAuthFlowsType ALLOW_ADMIN_USER_PASSWORD_AUTH = new("ALLOW_ADMIN_USER_PASSWORD_AUTH");
    public static readonly ExplicitAuthFlowsType ALLOW_CUSTOM_AUTH = new("ALLOW_CUSTOM_AUTH");
    public static readonly ExplicitAuthFlowsType ALLOW_REFRESH_TOKEN_AUTH = new("ALLOW_REFRESH_TOKEN_AUTH");
    public static readonly ExplicitAuthFlowsType ALLOW_USER_AUTH = new("ALLOW_USER_AUTH");
    public static readonly ExplicitAuthFlowsType ALLOW_USER_PASSWORD_AUTH = new("ALLOW_USER_PASSWORD_AUTH");
    public static readonly ExplicitAuthFlowsType ALLOW_USER_SRP_AUTH = new("ALLOW_USER_SRP_AUTH");
    public static readonly ExplicitAuthFlowsType CUSTOM_AUTH_FLOW_ONLY = new("CUSTOM_AUTH_FLOW_ONLY");
    public static readonly ExplicitAuthFlowsType USER_PASSWORD_AUTH = new("USER_PASSWORD_AUTH");

    public static implicit operator ExplicitAuthFlowsType(string value) => new(value);

    static ExplicitAuthFlowsType IConstant<ExplicitAuthFlowsType>.Of(string value) => new(value);
}

/// <summary>Values of <c>MessageActionType</c>.</summary>
[JsonConverter(typeof(ConstantConverter<MessageActionType>))]
public class MessageActionType(string value) : ConstantClass(value), IConstant<MessageActionType>
{
    public static readonly MessageActionType RESEND = new("RESEND");
    public static readonly MessageActionType SUPPRESS = new("SUPPRESS");

    public static implicit operator MessageActionType(string value) => new(value);

    static MessageActionType IConstant<MessageActionType>.Of(string value) => new(value);
}

/// <summary>Values of <c>OAuthFlowType</c>.</summary>
[JsonConverter(typeof(ConstantConverter<OAuthFlowType>))]
public class OAuthFlowType(string value) : ConstantClass(value), IConstant<OAuthFlowType>
{
    public static readonly OAuthFlowType Client_credentials = new("client_credentials");
    public static readonly OAuthFlowType Code = new("code");
    public static readonly OAuthFlowType Implicit = new("implicit");

    public static implicit operator OAuthFlowType(string value) => new(value);

    static OAuthFlowType IConstant<OAuthFlowType>.Of(string value) => new(value);
}

/// <summary>Values of <c>PreventUserExistenceErrorTypes</c>.</summary>
[JsonConverter(typeof(ConstantConverter<PreventUserExistenceErrorTypes>))]
public class PreventUserExistenceErrorTypes(string value) : ConstantClass(value), IConstant<PreventUserExistenceErrorTypes>
{
    public static readonly PreventUserExistenceErrorTypes ENABLED = new("ENABLED");
    public static readonly PreventUserExistenceErrorTypes LEGACY = new("LEGACY");

    public static implicit operator PreventUserExistenceErrorTypes(string value) => new(value);

    static PreventUserExistenceErrorTypes IConstant<PreventUserExistenceErrorTypes>.Of(string value) => new(value);
}

/// <summary>Values of <c>UserStatusType</c>.</summary>
[JsonConverter(typeof(ConstantConverter<UserStatusType>))]
public class UserStatusType(string value) : ConstantClass(value), IConstant<UserStatusType>
{
    public static readonly UserStatusType ARCHIVED = new("ARCHIVED");
    public static readonly UserStatusType COMPROMISED = new("COMPROMISED");
    public static readonly UserStatusType CONFIRMED = new("CONFIRMED");
    public static readonly UserStatusType EXTERNAL_PROVIDER = new("EXTERNAL_PROVIDER");
    public static readonly UserStatusType FORCE_CHANGE_PASSWORD = new("FORCE_CHANGE_PASSWORD");
    public static readonly UserStatusType RESET_REQUIRED = new("RESET_REQUIRED");
    public static readonly UserStatusType UNCONFIRMED = new("UNCONFIRMED");
    public static readonly UserStatusType UNKNOWN = new("UNKNOWN");

    public static implicit operator UserStatusType(string value) => new(value);

    static UserStatusType IConstant<UserStatusType>.Of(string value) => new(value);
}
