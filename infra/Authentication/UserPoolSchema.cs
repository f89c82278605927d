using System.Globalization;
using Amazon.CDK.AWS.Cognito;
using CognitoStack.Configuration;
using StandardAttributes = CognitoStack.Configuration.StandardAttributes;

namespace CognitoStack.Authentication;

/// <summary>Attributes of a user pool (<c>Schema</c>), and which of them app clients read and write.</summary>
/// <remarks>Source: Amazon Cognito Developer Guide, "Working with user attributes".</remarks>
internal static class UserPoolSchema
{
    /// <summary>The declared attributes; whoever signs in by e-mail or phone must also have that address. Null where there are none: CloudFormation refuses an empty list.</summary>
    public static CfnUserPool.SchemaAttributeProperty[]? Of(UserPoolConfiguration pool)
    {
        CfnUserPool.SchemaAttributeProperty[] attributes = [.. Declared(pool).Select(a => Attribute(a.Key, a.Value))];
        return attributes.Length == 0 ? null : attributes;
    }

    /// <summary>What app clients may read: everything declared, and what Cognito knows of every user.</summary>
    public static string[] Readable(UserPoolConfiguration pool) =>
        [.. StandardAttributes.All.Concat(StandardAttributes.WrittenByCognito).Concat(pool.Attributes.Keys).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>What app clients may write: standard attributes unless refused, custom ones only if allowed, as they often decide access.</summary>
    public static string[] Writable(UserPoolConfiguration pool) =>
    [
        .. StandardAttributes.All.Where(name => !pool.Attributes.TryGetValue(name, out var a) || a.WritableByUser != false)
            .Concat(pool.Attributes.Where(a => StandardAttributes.IsCustom(a.Key) && a.Value.WritableByUser == true).Select(a => a.Key))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The address that all users sign in with comes first, and is required unless the file says otherwise outright:
    /// to declare it later must not change it, as a schema's attributes never change.</summary>
    private static IEnumerable<KeyValuePair<string, AttributeConfiguration>> Declared(UserPoolConfiguration pool)
    {
        if (UserPoolAddresses.Required(pool) is not { } address) return pool.Attributes;
        var declared = pool.Attributes.GetValueOrDefault(address) ?? new AttributeConfiguration();
        return pool.Attributes.Where(a => a.Key != address).Prepend(KeyValuePair.Create(address, declared with { Required = declared.Required ?? true }));
    }

    private static CfnUserPool.SchemaAttributeProperty Attribute(string name, AttributeConfiguration attribute)
    {
        var custom = StandardAttributes.IsCustom(name);
        return new CfnUserPool.SchemaAttributeProperty
        {
            Name = custom ? name["custom:".Length..] : name,
            AttributeDataType = custom ? DataType(attribute.Type) : null,
            Required = custom ? null : attribute.Required ?? false,
            Mutable = attribute.Mutable,
            StringAttributeConstraints = (attribute.MinLength ?? attribute.MaxLength) is null ? null : new CfnUserPool.StringAttributeConstraintsProperty
            {
                MinLength = attribute.MinLength?.ToString(CultureInfo.InvariantCulture),
                MaxLength = attribute.MaxLength?.ToString(CultureInfo.InvariantCulture),
            },
            NumberAttributeConstraints = (attribute.Min ?? attribute.Max) is null ? null : new CfnUserPool.NumberAttributeConstraintsProperty
            {
                MinValue = attribute.Min?.ToString(CultureInfo.InvariantCulture),
                MaxValue = attribute.Max?.ToString(CultureInfo.InvariantCulture),
            },
        };
    }

    private static string DataType(AttributeType type) => type == AttributeType.Text ? "String" : type.ToString();
}
