using System.Text.Json.Serialization;
using Amazon.Runtime;

namespace Amazon.CognitoIdentityProvider;

/// <summary>Values of <c>AdvancedSecurityEnabledModeType</c>.</summary>
[JsonConverter(typeof(ConstantConverter<AdvancedSecurityEnabledModeType>))]
public class AdvancedSecurityEnabledModeType(string value) : ConstantClass(value), IConstant<AdvancedSecurityEnabledModeType>
{
    public static readonly AdvancedSecurityEnabledModeType AUDIT = new("AUDIT");
    public static readonly AdvancedSecurityEnabledModeType ENFORCED = new("ENFORCED");

    public static implicit operator AdvancedSecurityEnabledModeType(string value) => new(value);

    static AdvancedSecurityEnabledModeType IConstant<AdvancedSecurityEnabledModeType>.Of(string value) => new(value);
}

/// <summary>Values of <c>AdvancedSecurityModeType</c>.</summary>
[JsonConverter(typeof(ConstantConverter<AdvancedSecurityModeType>))]
public class AdvancedSecurityModeType(string value) : ConstantClass(value), IConstant<AdvancedSecurityModeType>
{
    public static readonly AdvancedSecurityModeType AUDIT = new("AUDIT");
    public static readonly AdvancedSecurityModeType ENFORCED = new("ENFORCED");
    public static readonly AdvancedSecurityModeType OFF = new("OFF");

    public static implicit operator AdvancedSecurityModeType(string value) => new(value);

    static AdvancedSecurityModeType IConstant<AdvancedSecurityModeType>.Of(string value) => new(value);
}

/// <summary>Values of <c>CustomEmailSenderLambdaVersionType</c>.</summary>
[JsonConverter(typeof(ConstantConverter<CustomEmailSenderLambdaVersionType>))]
public class CustomEmailSenderLambdaVersionType(string value) : ConstantClass(value), IConstant<CustomEmailSenderLambdaVersionType>
{
    public static readonly CustomEmailSenderLambdaVersionType V1_0 = new("V1_0");

    public static implicit operator CustomEmailSenderLambdaVersionType(string value) => new(value);

    static CustomEmailSenderLambdaVersionType IConstant<CustomEmailSenderLambdaVersionType>.Of(string value) => new(value);
}

/// <summary>Values of <c>CustomSMSSenderLambdaVersionType</c>.</summary>
[JsonConverter(typeof(ConstantConverter<CustomSMSSenderLambdaVersionType>))]
public class CustomSMSSenderLambdaVersionType(string value) : ConstantClass(value), IConstant<CustomSMSSenderLambdaVersionType>
{
    public static readonly CustomSMSSenderLambdaVersionType V1_0 = new("V1_0");

    public static implicit operator CustomSMSSenderLambdaVersionType(string value) => new(value);

    static CustomSMSSenderLambdaVersionType IConstant<CustomSMSSenderLambdaVersionType>.Of(string value) => new(value);
}

/// <summary>Values of <c>DefaultEmailOptionType</c>.</summary>
[JsonConverter(typeof(ConstantConverter<DefaultEmailOptionType>))]
public class DefaultEmailOptionType(string value) : ConstantClass(value), IConstant<DefaultEmailOptionType>
{
    public static readonly DefaultEmailOptionType CONFIRM_WITH_CODE = new("CONFIRM_WITH_CODE");
    public static readonly DefaultEmailOptionType CONFIRM_WITH_LINK = new("CONFIRM_WITH_LINK");

    public static implicit operator DefaultEmailOptionType(string value) => new(value);

    static DefaultEmailOptionType IConstant<DefaultEmailOptionType>.Of(string value) => new(value);
}

/// <summary>Values of <c>DeletionProtectionType</c>.</summary>
[JsonConverter(typeof(ConstantConverter<DeletionProtectionType>))]
public class DeletionProtectionType(string value) : ConstantClass(value), IConstant<DeletionProtectionType>
{
    public static readonly DeletionProtectionType ACTIVE = new("ACTIVE");
    public static readonly DeletionProtectionType INACTIVE = new("INACTIVE");

    public static implicit operator DeletionProtectionType(string value) => new(value);

    static DeletionProtectionType IConstant<DeletionProtectionType>.Of(string value) => new(value);
}

/// <summary>Values of <c>EmailSendingAccountType</c>.</summary>
[JsonConverter(typeof(ConstantConverter<EmailSendingAccountType>))]
public class EmailSendingAccountType(string value) : ConstantClass(value), IConstant<EmailSendingAccountType>
{
    public static readonly EmailSendingAccountType COGNITO_DEFAULT = new("COGNITO_DEFAULT");
    public static readonly EmailSendingAccountType DEVELOPER = new("DEVELOPER");

    public static implicit operator EmailSendingAccountType(string value) => new(value);

    static EmailSendingAccountType IConstant<EmailSendingAccountType>.Of(string value) => new(value);
}

/// <summary>Values of <c>EncryptionKeyType</c>.</summary>
[JsonConverter(typeof(ConstantConverter<EncryptionKeyType>))]
public class EncryptionKeyType(string value) : ConstantClass(value), IConstant<EncryptionKeyType>
{
    public static readonly EncryptionKeyType AWS_OWNED_KEY = new("AWS_OWNED_KEY");
    public static readonly EncryptionKeyType CUSTOMER_MANAGED_KEY = new("CUSTOMER_MANAGED_KEY");

    public static implicit operator EncryptionKeyType(string value) => new(value);

    static EncryptionKeyType IConstant<EncryptionKeyType>.Of(string value) => new(value);
}

/// <summary>Values of <c>FeatureType</c>.</summary>
[JsonConverter(typeof(ConstantConverter<FeatureType>))]
public class FeatureType(string value) : ConstantClass(value), IConstant<FeatureType>
{
    public static readonly FeatureType DISABLED = new("DISABLED");
    public static readonly FeatureType ENABLED = new("ENABLED");

    public static implicit operator FeatureType(string value) => new(value);

    static FeatureType IConstant<FeatureType>.Of(string value) => new(value);
}

/// <summary>Values of <c>InboundFederationLambdaVersionType</c>.</summary>
[JsonConverter(typeof(ConstantConverter<InboundFederationLambdaVersionType>))]
public class InboundFederationLambdaVersionType(string value) : ConstantClass(value), IConstant<InboundFederationLambdaVersionType>
{
    public static readonly InboundFederationLambdaVersionType V1_0 = new("V1_0");

    public static implicit operator InboundFederationLambdaVersionType(string value) => new(value);

    static InboundFederationLambdaVersionType IConstant<InboundFederationLambdaVersionType>.Of(string value) => new(value);
}
