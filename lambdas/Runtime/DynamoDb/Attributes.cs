using System.Globalization;
using System.Text.Json;

namespace CognitoStack.Lambda.DynamoDb;

/// <summary>A value as DynamoDB's JSON writes it, which is an object of its type and itself.</summary>
public readonly record struct AttributeValue
{
    private readonly string type;
    private readonly string text;

    private AttributeValue(string type, string text)
    {
        this.type = type;
        this.text = text;
    }

    /// <summary>A string.</summary>
    public static implicit operator AttributeValue(string value) => new("S", value);

    /// <summary>A number.</summary>
    public static implicit operator AttributeValue(long value) => new("N", value.ToString(CultureInfo.InvariantCulture));

    /// <summary>A Boolean.</summary>
    public static implicit operator AttributeValue(bool value) => new("BOOL", value ? "true" : "false");

    /// <summary>A set of one string.</summary>
    public static AttributeValue SetOf(string value) => new("SS", value);

    internal void WriteTo(Utf8JsonWriter json, string name)
    {
        json.WriteStartObject(name);
        if (type == "BOOL")
            json.WriteBoolean(type, text == "true");
        else if (type == "SS")
        {
            json.WriteStartArray(type);
            json.WriteStringValue(text);
            json.WriteEndArray();
        }
        else
            json.WriteString(type, text);
        json.WriteEndObject();
    }
}

/// <summary>Writes and reads the parts of DynamoDB's JSON.</summary>
public static class Attributes
{
    /// <summary>Writes attributes as a property: a key, the values of an expression.</summary>
    public static void WriteAttributes(
        this Utf8JsonWriter json,
        string property,
        params IEnumerable<(string Name, AttributeValue Value)> attributes
    )
    {
        json.WritePropertyName(property);
        json.WriteItem(attributes);
    }

    /// <summary>Writes attributes as a value: an item of a list, or a key.</summary>
    public static void WriteItem(this Utf8JsonWriter json, params IEnumerable<(string Name, AttributeValue Value)> attributes)
    {
        json.WriteStartObject();
        foreach (var (name, value) in attributes)
            value.WriteTo(json, name);
        json.WriteEndObject();
    }

    /// <summary>Writes the names that an expression has placeholders for.</summary>
    public static void WriteNames(this Utf8JsonWriter json, params IEnumerable<(string Placeholder, string Name)> names)
    {
        json.WriteStartObject("ExpressionAttributeNames");
        foreach (var (placeholder, name) in names)
            json.WriteString(placeholder, name);
        json.WriteEndObject();
    }

    /// <summary>An item's string, or null where it has none of that name.</summary>
    public static string? Text(this JsonElement item, string name) => Value(item, name, "S");

    /// <summary>An item's number, as the text that DynamoDB keeps it as; null where it has none of that name.</summary>
    public static string? Number(this JsonElement item, string name) => Value(item, name, "N");

    private static string? Value(JsonElement item, string name, string type) =>
        item.TryGetProperty(name, out var attribute) && attribute.TryGetProperty(type, out var value) ? value.GetString() : null;
}
