using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Xml.Linq;

namespace CognitoStack.Configuration;

/// <summary>The JSON Schema of environment files, made from the configuration records: one source for the check and for editors.</summary>
public static class EnvironmentSchema
{
    /// <summary>Makes the schema.</summary>
    /// <param name="documentation">The compiler's XML documentation of this assembly, for the descriptions.</param>
    public static JsonObject Create(XDocument? documentation = null) =>
        Of<EnvironmentConfiguration>("CognitoStack environment", documentation);

    /// <summary>Makes the schema of a record.</summary>
    internal static JsonObject Of<T>(string title, XDocument? documentation)
    {
        var summaries =
            documentation
                ?.Descendants("member")
                .Where(m => m.Element("summary") is not null)
                .ToDictionary(m => m.Attribute("name")!.Value, m => SchemaText.Of(m.Element("summary")!))
            ?? [];
        var schema = EnvironmentJson
            .Options.GetJsonSchemaAsNode(
                typeof(T),
                new JsonSchemaExporterOptions
                {
                    TreatNullObliviousAsNonNullable = true,
                    TransformSchemaNode = (context, node) => Transform(context, node, summaries),
                }
            )
            .AsObject();
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "title", title);
        return schema;
    }

    private static JsonObject Transform(JsonSchemaExporterContext context, JsonNode node, Dictionary<string, string> summaries)
    {
        var schema = node as JsonObject ?? [];
        var type = Nullable.GetUnderlyingType(context.TypeInfo.Type) ?? context.TypeInfo.Type;
        var property = context.PropertyInfo?.AttributeProvider as PropertyInfo;
        if (type == typeof(TimeSpan))
            DescribeDuration(schema, property, context.TypeInfo.Type != type);
        if (schema["properties"] is not null)
            schema["additionalProperties"] = false;
        if (type.IsGenericType && type.GetGenericArguments() is [{ IsEnum: true } key, _])
            DescribeKeys(schema, key);
        if (property is null)
            return schema;

        foreach (var attribute in property.GetCustomAttributes())
            Describe(schema, attribute);
        AddDefault(schema, property);
        if (summaries.TryGetValue($"P:{property.DeclaringType!.FullName}.{property.Name}", out var summary))
            schema.Insert(0, "description", summary);
        return schema;
    }

    private static void Describe(JsonObject schema, Attribute attribute)
    {
        switch (attribute)
        {
            case RegularExpressionAttribute a:
                DescribePattern(schema, a.Pattern, a.ErrorMessage);
                break;
            case RangeAttribute { Minimum: int minimum, Maximum: int maximum }:
                schema["minimum"] = minimum;
                if (maximum != int.MaxValue)
                    schema["maximum"] = maximum;
                break;
            case LengthAttribute a:
                schema["minLength"] = a.MinimumLength;
                schema["maxLength"] = a.MaximumLength;
                break;
            case MinLengthAttribute a:
                schema[IsList(schema) ? "minItems" : "minLength"] = a.Length;
                break;
            case MaxLengthAttribute a:
                schema[IsList(schema) ? "maxItems" : "maxLength"] = a.Length;
                break;
            case AllowedValuesAttribute a:
                schema["enum"] = new JsonArray([.. a.Values.Select(v => JsonSerializer.SerializeToNode(v))]);
                break;
            case KeyPatternAttribute a:
                DescribePattern((JsonObject)(schema["propertyNames"] = new JsonObject()), a.Pattern, a.Message);
                break;
            case ItemPatternAttribute a:
                var item = schema[IsList(schema) ? "items" : "additionalProperties"]!.AsObject();
                DescribePattern(item, a.Pattern, a.Message);
                if (a.OrNull)
                    item["type"] = new JsonArray("string", "null");
                break;
            default:
                break;
        }
    }

    /// <summary>The message is for people; editors that know the keyword show it instead of the expression.</summary>
    private static void DescribePattern(JsonObject schema, string pattern, string? message)
    {
        schema["pattern"] = pattern;
        if (message is not null)
            schema["patternErrorMessage"] = message;
    }

    private static bool IsList(JsonObject schema) => schema["items"] is not null;

    private static void DescribeDuration(JsonObject schema, PropertyInfo? property, bool nullable)
    {
        schema["type"] = nullable ? new JsonArray("string", "null") : "string";
        DescribePattern(schema, Patterns.Duration, "must be an ISO 8601 duration, such as PT1H or P30D");
        if (property?.GetCustomAttribute<DurationRangeAttribute>() is { } range)
        {
            // No keyword of JSON Schema bounds a duration; editors ignore these two, the loader does not.
            schema["minDuration"] = range.Minimum;
            schema["maxDuration"] = range.Maximum;
        }
    }

    private static void DescribeKeys(JsonObject schema, Type key) =>
        schema["propertyNames"] = new JsonObject
        {
            ["enum"] = new JsonArray([
                .. Enum.GetValues(key).Cast<object>().Select(v => JsonSerializer.SerializeToNode(v, key, EnvironmentJson.Options)),
            ]),
        };

    /// <summary>Defaults are what a new record has, as the loader makes one.</summary>
    private static void AddDefault(JsonObject schema, PropertyInfo property)
    {
        if (property.GetCustomAttribute<System.Runtime.CompilerServices.RequiredMemberAttribute>() is not null)
            return;
        var owner = property.DeclaringType!.IsAbstract ? property.ReflectedType! : property.DeclaringType!;
        if (owner.IsAbstract)
            return;
        var value = property.GetValue(Activator.CreateInstance(owner));
        var json = JsonSerializer.SerializeToNode(value, property.PropertyType, EnvironmentJson.Options);
        if (json is JsonValue or JsonArray { Count: > 0 })
            schema["default"] = json;
    }
}
