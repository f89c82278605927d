using System.Collections.Immutable;
using System.Text.Json.Nodes;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.UserPools.Settings;

/// <summary>The attributes of a user pool: the standard ones of OpenID Connect, as the template changes them, and the custom ones.</summary>
internal sealed class Schema
{
    private static readonly ImmutableArray<AttributeDefinition> Standard =
    [
        new("sub", "String", false, true, 1, 2048),
        .. new[]
        {
            "name",
            "given_name",
            "family_name",
            "middle_name",
            "nickname",
            "preferred_username",
            "profile",
            "picture",
            "website",
            "email",
        }.Select(Text),
        new("email_verified", "Boolean", true, false, null, null),
        Text("gender"),
        new("birthdate", "String", true, false, 10, 10),
        .. new[] { "zoneinfo", "locale", "phone_number" }.Select(Text),
        new("phone_number_verified", "Boolean", true, false, null, null),
        Text("address"),
        new("updated_at", "Number", true, false, 0, null),
        Text("identities"),
    ];

    private readonly Dictionary<string, AttributeDefinition> attributes;

    private Schema(Dictionary<string, AttributeDefinition> attributes) => this.attributes = attributes;

    public static Schema Of(JsonNode? schema)
    {
        var attributes = Standard.ToDictionary(a => a.Name);
        foreach (var declared in schema.Objects())
        {
            var attribute = Declared(declared, attributes);
            attributes[attribute.Name] = attribute;
        }
        return new(attributes);
    }

    /// <summary>Names of the standard attributes; what an app client may read or write whose lists are not set.</summary>
    public static ImmutableHashSet<string> StandardNames { get; } = [.. Standard.Select(a => a.Name)];

    public IEnumerable<AttributeDefinition> Attributes => attributes.Values;

    public IEnumerable<string> Required => attributes.Values.Where(a => a.IsRequired && a.Name != "sub").Select(a => a.Name);

    public AttributeDefinition? Find(string name) => attributes.GetValueOrDefault(name);

    /// <summary>Refuses values that the schema does not allow; an empty value, which removes an attribute, always conforms.</summary>
    public void Check(IReadOnlyDictionary<string, string> values)
    {
        var faults = string.Concat(
            values.Select(v =>
                Find(v.Key) is not { } attribute ? $"Type for attribute {{{v.Key}}} could not be determined\n"
                : v.Value.Length > 0 && attribute.Fault(v.Value) is { } fault ? $"{v.Key}: {fault}\n"
                : ""
            )
        );
        if (faults.Length > 0)
            throw Error.InvalidParameter($"Attributes did not conform to the schema: {faults}");
        if (values.GetValueOrDefault("email") is { Length: > 0 } email && !AttributeDefinition.IsEmail(email))
            throw Error.InvalidParameter("Invalid email address format.");
        if (values.GetValueOrDefault("phone_number") is { Length: > 0 } phone && !AttributeDefinition.IsPhoneNumber(phone))
            throw Error.InvalidParameter("Invalid phone number format.");
    }

    /// <summary>Refuses a user without all that are required.</summary>
    public void CheckRequired(IReadOnlyDictionary<string, string> values)
    {
        var missing = string.Concat(
            Required.Where(name => values.GetValueOrDefault(name, "").Length == 0).Select(name => $"{name}: The attribute is required\n")
        );
        if (missing.Length > 0)
            throw Error.InvalidParameter($"Attributes did not conform to the schema: {missing}");
    }

    /// <summary>Refuses to change what is set for good.</summary>
    public void CheckMutable(IReadOnlyDictionary<string, string> before, IEnumerable<string> changed)
    {
        if (changed.FirstOrDefault(name => Find(name) is { IsMutable: false } && (name == "sub" || before.ContainsKey(name))) is { } name)
            throw Error.InvalidParameter($"user.{name}: Attribute cannot be updated.\n");
    }

    private static AttributeDefinition Declared(JsonObject declared, Dictionary<string, AttributeDefinition> known)
    {
        var name = declared["Name"]?.ToString() ?? throw new AwsException("InvalidParameterException", "A schema attribute has no name.");
        var standard = known.GetValueOrDefault(name);
        var type = declared["AttributeDataType"]?.ToString() ?? standard?.Type ?? "String";
        var (low, high) = type == "Number" ? ("MinValue", "MaxValue") : ("MinLength", "MaxLength");
        var constraints = declared[$"{type}AttributeConstraints"] as JsonObject ?? [];
        var prefix =
            standard is not null ? ""
            : declared["DeveloperOnlyAttribute"].Flag() == true ? "dev:custom:"
            : "custom:";
        return new(
            prefix + name,
            type,
            declared["Mutable"].Flag() ?? true,
            declared["Required"].Flag() ?? false,
            Bound(constraints[low]) ?? standard?.Minimum,
            Bound(constraints[high]) ?? standard?.Maximum ?? (type == "String" ? 2048 : null)
        );
    }

    private static long? Bound(JsonNode? node) => long.TryParse(node?.ToString(), out var bound) ? bound : null;

    private static AttributeDefinition Text(string name) => new(name, "String", true, false, 0, 2048);
}
