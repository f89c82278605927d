using System.Text.Json.Nodes;
using CognitoStack.Local.Access;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.DynamoDb;

/// <summary>The keys of a deployed table and of its indexes.</summary>
internal sealed record TableSchema(Resource Table)
{
    /// <summary>Properties that hold indexes.</summary>
    public static readonly string[] Indexes = ["GlobalSecondaryIndexes", "LocalSecondaryIndexes"];

    /// <summary>Names of the key's attributes, the partition key first.</summary>
    public IReadOnlyList<string> Key { get; } = Names(Table.Properties);

    public string PartitionKey => Key[0];

    /// <summary>The store's table of the same keys in which transactions are tried; no template names one so.</summary>
    public string Trial => $"trial-{SignatureV4.Hash(Table.Name)}";

    /// <summary>The partition key of an index, or of the table where no index is named; null for an index that is not there.</summary>
    public string? PartitionKeyOf(string? index)
    {
        if (index is null)
            return PartitionKey;
        var found = Indexes
            .SelectMany(kind => Table.Properties[kind]?.AsArray() ?? [])
            .FirstOrDefault(i => i!["IndexName"]?.ToString() == index);
        return found is JsonObject o ? Names(o)[0] : null;
    }

    /// <summary>The key of an item.</summary>
    public JsonObject KeyOf(JsonObject item) => new(Key.Select(k => KeyValuePair.Create(k, item[k]?.DeepClone())));

    /// <summary>The value that a partition key has in an item or a key.</summary>
    /// <exception cref="AwsException">It has none that is one text, number or binary.</exception>
    public string LeadingKey(JsonNode? item) => Leading((item as JsonObject)?[PartitionKey]);

    /// <summary>An attribute value as policies see it.</summary>
    public static string Leading(JsonNode? value) =>
        value is JsonObject { Count: 1 } o
        && o.First() is { Key: "S" or "N" or "B", Value: JsonValue text }
        && text.TryGetValue(out string? plain)
            ? o.ContainsKey("N")
                ? KeyNumber.Plain(plain)
                : plain
            : throw new AwsException("ValidationException", "The provided key element does not match the schema");

    private static List<string> Names(JsonObject owner) =>
        [
            .. owner["KeySchema"]!
                .AsArray()
                .OrderBy(k => k!["KeyType"]!.ToString() == "HASH" ? 0 : 1)
                .Select(k => k!["AttributeName"]!.ToString()),
        ];
}
