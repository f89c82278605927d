using System.Globalization;
using Amazon.CDK.AWS.Cognito;
using CognitoStack.Configuration;
using StandardAttributes = CognitoStack.Configuration.StandardAttributes;

namespace CognitoStack.Authentication;

/// <summary>Attributes of a user pool (<c>Schema</c>), and which of them app clients read and write.</summary>
/// <remarks>Source: Amazon Cognito Developer Guide, "Working with user attributes"
/// (https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html).</remarks>
internal static class UserPoolSchema
{
    /// <summary>The attributes that a template must declare; null where there are none: CloudFormation refuses an empty list.</summary>
    /// <remarks>A standard attribute that is as Cognito makes it stays out: every pool has it, and CloudFormation fails with "Invalid AttributeDataType input" where one
    /// appears after the pool was made, or, by reports, at any update of a pool whose template has one. Sources: https://github.com/aws/aws-cdk/issues/8585,
    /// https://github.com/aws-amplify/amplify-backend/issues/3299.</remarks>
    public static CfnUserPool.SchemaAttributeProperty[]? Of(UserPoolConfiguration pool)
    {
        CfnUserPool.SchemaAttributeProperty[] attributes =
        [
            .. pool.Attributes.Where(a => pool.Declares(a.Key, a.Value)).Select(a => Attribute(a.Key, a.Value)),
        ];
        return attributes.Length == 0 ? null : attributes;
    }

    /// <summary>What app clients may read: everything declared, and what Cognito knows of every user.</summary>
    public static string[] Readable(UserPoolConfiguration pool) =>
        [
            .. StandardAttributes
                .All.Concat(StandardAttributes.WrittenByCognito)
                .Concat(pool.Attributes.Keys)
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>What app clients may write: standard attributes unless refused, custom ones only if allowed, as they often decide access.</summary>
    public static string[] Writable(UserPoolConfiguration pool) =>
        [
            .. StandardAttributes
                .All.Where(name => !pool.Attributes.TryGetValue(name, out var a) || a.WritableByUser != false)
                .Concat(pool.Attributes.Where(a => StandardAttributes.IsCustom(a.Key) && a.Value.WritableByUser == true).Select(a => a.Key))
                .Order(StringComparer.Ordinal),
        ];

    private static CfnUserPool.SchemaAttributeProperty Attribute(string name, AttributeConfiguration attribute)
    {
        var custom = StandardAttributes.IsCustom(name);
        return new CfnUserPool.SchemaAttributeProperty
        {
            Name = custom ? name["custom:".Length..] : name,
            AttributeDataType = custom ? DataType(attribute.Type) : null,
            Required = custom ? null : attribute.Required ?? false,
            Mutable = attribute.Mutable,
            StringAttributeConstraints = (attribute.MinLength ?? attribute.MaxLength) is null
                ? null
                : new CfnUserPool.StringAttributeConstraintsProperty
                {
                    MinLength = attribute.MinLength?.ToString(CultureInfo.InvariantCulture),
                    MaxLength = attribute.MaxLength?.ToString(CultureInfo.InvariantCulture),
                },
            NumberAttributeConstraints = (attribute.Min ?? attribute.Max) is null
                ? null
                : new CfnUserPool.NumberAttributeConstraintsProperty
                {
                    MinValue = attribute.Min?.ToString(CultureInfo.InvariantCulture),
                    MaxValue = attribute.Max?.ToString(CultureInfo.InvariantCulture),
                },
        };
    }

    private static string DataType(AttributeType type) => type == AttributeType.Text ? "String" : type.ToString();
}
