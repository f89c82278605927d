using System.Text.Json.Serialization;

namespace Amazon.CognitoIdentityProvider.Model;

/// <summary>The attribute.</summary>
public class AttributeType
{
    public string? Name { get; set; }
    public string? Value { get; set; }
}

/// <summary>The user.</summary>
public class UserType
{
    public string? Username { get; set; }
    public List<AttributeType>? Attributes { get; set; }
    public DateTime? UserCreateDate { get; set; }
    public DateTime? UserLastModifiedDate { get; set; }
    public bool? Enabled { get; set; }
    public UserStatusType? UserStatus { get; set; }
    public List<MFAOptionType>? MFAOptions { get; set; }
}

/// <summary>How a user gets a code.</summary>
public class MFAOptionType
{
    public DeliveryMediumType? DeliveryMedium { get; set; }
    public string? AttributeName { get; set; }
}

/// <summary>The provider user identifier.</summary>
public class ProviderUserIdentifierType
{
    public string? ProviderName { get; set; }
    public string? ProviderAttributeName { get; set; }
    public string? ProviderAttributeValue { get; set; }
}

/// <summary>The group.</summary>
public class GroupType
{
    public string? GroupName { get; set; }
    public string? UserPoolId { get; set; }
    public string? Description { get; set; }
    public string? RoleArn { get; set; }
    public int? Precedence { get; set; }
    public DateTime? LastModifiedDate { get; set; }
    public DateTime? CreationDate { get; set; }
}

/// <summary>The analytics metadata.</summary>
public class AnalyticsMetadataType
{
    public string? AnalyticsEndpointId { get; set; }
}

/// <summary>The context data.</summary>
public class ContextDataType
{
    public string? IpAddress { get; set; }
    public string? ServerName { get; set; }
    public string? ServerPath { get; set; }
    public List<HttpHeader>? HttpHeaders { get; set; }
    public string? EncodedData { get; set; }
}

/// <summary>The HTTP header.</summary>
public class HttpHeader
{
    [JsonPropertyName("headerName")]
    public string? HeaderName { get; set; }

    [JsonPropertyName("headerValue")]
    public string? HeaderValue { get; set; }
}

/// <summary>The user context data.</summary>
public class UserContextDataType
{
    public string? IpAddress { get; set; }
    public string? EncodedData { get; set; }
}

/// <summary>The authentication result.</summary>
public class AuthenticationResultType
{
    public string? AccessToken { get; set; }
    public int? ExpiresIn { get; set; }
    public string? TokenType { get; set; }
    public string? RefreshToken { get; set; }
    public string? IdToken { get; set; }
    public NewDeviceMetadataType? NewDeviceMetadata { get; set; }
}

/// <summary>The code delivery details.</summary>
public class CodeDeliveryDetailsType
{
    public string? Destination { get; set; }
    public DeliveryMediumType? DeliveryMedium { get; set; }
    public string? AttributeName { get; set; }
}

/// <summary>The new device metadata.</summary>
public class NewDeviceMetadataType
{
    public string? DeviceKey { get; set; }
    public string? DeviceGroupKey { get; set; }
}
