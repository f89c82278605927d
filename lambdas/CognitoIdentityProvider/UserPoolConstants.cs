using System.Text.Json.Serialization;
using Amazon.Runtime;

namespace Amazon.CognitoIdentityProvider;

/// <summary>Values of <c>AliasAttributeType</c>.</summary>
[JsonConverter(typeof(ConstantConverter<AliasAttributeType>))]
public class AliasAttributeType(string value) : ConstantClass(value), IConstant<AliasAttributeType>
{
    public static readonly AliasAttributeType Email = new("email");
    public static readonly AliasAttributeType Phone_number = new("phone_number");
    public static readonly AliasAttributeType Preferred_username = new("preferred_username");

    public static implicit operator AliasAttributeType(string value) => new(value);

    static AliasAttributeType IConstant<AliasAttributeType>.Of(string value) => new(value);
}

/// <summary>Values of <c>AttributeDataType</c>.</summary>
[JsonConverter(typeof(ConstantConverter<AttributeDataType>))]
public class AttributeDataType(string value) : ConstantClass(value), IConstant<AttributeDataType>
{
    public static readonly AttributeDataType Boolean = new("Boolean");
    public static readonly AttributeDataType DateTime = new("DateTime");
    public static readonly AttributeDataType Number = new("Number");
    public static readonly AttributeDataType String = new("String");

    public static implicit operator AttributeDataType(string value) => new(value);

    static AttributeDataType IConstant<AttributeDataType>.Of(string value) => new(value);
}

/// <summary>Values of <c>IssuerType</c>.</summary>
[JsonConverter(typeof(ConstantConverter<IssuerType>))]
public class IssuerType(string value) : ConstantClass(value), IConstant<IssuerType>
{
    public static readonly IssuerType ORIGINAL = new("ORIGINAL");
    public static readonly IssuerType UPDATED = new("UPDATED");

    public static implicit operator IssuerType(string value) => new(value);

    static IssuerType IConstant<IssuerType>.Of(string value) => new(value);
}

/// <summary>Values of <c>PreTokenGenerationLambdaVersionType</c>.</summary>
[JsonConverter(typeof(ConstantConverter<PreTokenGenerationLambdaVersionType>))]
public class PreTokenGenerationLambdaVersionType(string value) : ConstantClass(value), IConstant<PreTokenGenerationLambdaVersionType>
{
    public static readonly PreTokenGenerationLambdaVersionType V1_0 = new("V1_0");
    public static readonly PreTokenGenerationLambdaVersionType V2_0 = new("V2_0");
    public static readonly PreTokenGenerationLambdaVersionType V3_0 = new("V3_0");

    public static implicit operator PreTokenGenerationLambdaVersionType(string value) => new(value);

    static PreTokenGenerationLambdaVersionType IConstant<PreTokenGenerationLambdaVersionType>.Of(string value) => new(value);
}

/// <summary>Values of <c>RecoveryOptionNameType</c>.</summary>
[JsonConverter(typeof(ConstantConverter<RecoveryOptionNameType>))]
public class RecoveryOptionNameType(string value) : ConstantClass(value), IConstant<RecoveryOptionNameType>
{
    public static readonly RecoveryOptionNameType Admin_only = new("admin_only");
    public static readonly RecoveryOptionNameType Verified_email = new("verified_email");
    public static readonly RecoveryOptionNameType Verified_phone_number = new("verified_phone_number");

    public static implicit operator RecoveryOptionNameType(string value) => new(value);

    static RecoveryOptionNameType IConstant<RecoveryOptionNameType>.Of(string value) => new(value);
}

/// <summary>Values of <c>StatusType</c>.</summary>
[JsonConverter(typeof(ConstantConverter<StatusType>))]
public class StatusType(string value) : ConstantClass(value), IConstant<StatusType>
{
    public static readonly StatusType Disabled = new("Disabled");
    public static readonly StatusType Enabled = new("Enabled");

    public static implicit operator StatusType(string value) => new(value);

    static StatusType IConstant<StatusType>.Of(string value) => new(value);
}

/// <summary>Values of <c>TimeUnitsType</c>.</summary>
[JsonConverter(typeof(ConstantConverter<TimeUnitsType>))]
public class TimeUnitsType(string value) : ConstantClass(value), IConstant<TimeUnitsType>
{
    public static readonly TimeUnitsType Days = new("days");
    public static readonly TimeUnitsType Hours = new("hours");
    public static readonly TimeUnitsType Minutes = new("minutes");
    public static readonly TimeUnitsType Seconds = new("seconds");

    public static implicit operator TimeUnitsType(string value) => new(value);

    static TimeUnitsType IConstant<TimeUnitsType>.Of(string value) => new(value);
}

/// <summary>Values of <c>UserPoolMfaType</c>.</summary>
[JsonConverter(typeof(ConstantConverter<UserPoolMfaType>))]
public class UserPoolMfaType(string value) : ConstantClass(value), IConstant<UserPoolMfaType>
{
    public static readonly UserPoolMfaType OFF = new("OFF");
    public static readonly UserPoolMfaType ON = new("ON");
    public static readonly UserPoolMfaType OPTIONAL = new("OPTIONAL");

    public static implicit operator UserPoolMfaType(string value) => new(value);

    static UserPoolMfaType IConstant<UserPoolMfaType>.Of(string value) => new(value);
}

/// <summary>Values of <c>UserPoolTierType</c>.</summary>
[JsonConverter(typeof(ConstantConverter<UserPoolTierType>))]
public class UserPoolTierType(string value) : ConstantClass(value), IConstant<UserPoolTierType>
{
    public static readonly UserPoolTierType ESSENTIALS = new("ESSENTIALS");
    public static readonly UserPoolTierType LITE = new("LITE");
    public static readonly UserPoolTierType PLUS = new("PLUS");

    public static implicit operator UserPoolTierType(string value) => new(value);

    static UserPoolTierType IConstant<UserPoolTierType>.Of(string value) => new(value);
}

/// <summary>Values of <c>UsernameAttributeType</c>.</summary>
[JsonConverter(typeof(ConstantConverter<UsernameAttributeType>))]
public class UsernameAttributeType(string value) : ConstantClass(value), IConstant<UsernameAttributeType>
{
    public static readonly UsernameAttributeType Email = new("email");
    public static readonly UsernameAttributeType Phone_number = new("phone_number");

    public static implicit operator UsernameAttributeType(string value) => new(value);

    static UsernameAttributeType IConstant<UsernameAttributeType>.Of(string value) => new(value);
}

/// <summary>Values of <c>VerifiedAttributeType</c>.</summary>
[JsonConverter(typeof(ConstantConverter<VerifiedAttributeType>))]
public class VerifiedAttributeType(string value) : ConstantClass(value), IConstant<VerifiedAttributeType>
{
    public static readonly VerifiedAttributeType Email = new("email");
    public static readonly VerifiedAttributeType Phone_number = new("phone_number");

    public static implicit operator VerifiedAttributeType(string value) => new(value);

    static VerifiedAttributeType IConstant<VerifiedAttributeType>.Of(string value) => new(value);
}
