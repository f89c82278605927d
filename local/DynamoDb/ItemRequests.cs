using System.Text.Json.Nodes;
using CognitoStack.Local.Access;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.DynamoDb;

/// <summary>What a call does, as IAM sees it: an action on each table or index, and the partition keys that it touches.</summary>
/// <remarks>Source: Service Authorization Reference, "Actions, resources, and condition keys for Amazon DynamoDB"
/// (https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html).</remarks>
internal sealed class ItemRequests(Deployed deployed)
{
    private static readonly string[] Expressions =
    [
        "ProjectionExpression",
        "UpdateExpression",
        "ConditionExpression",
        "FilterExpression",
        "KeyConditionExpression",
    ];
    private static readonly string[] ByName = ["Key", "Item", "Expected", "AttributeUpdates", "KeyConditions", "QueryFilter", "ScanFilter"];
    private static readonly Dictionary<string, int> Most = new()
    {
        ["BatchGetItem"] = 100,
        ["BatchWriteItem"] = 25,
        ["TransactGetItems"] = 100,
        ["TransactWriteItems"] = 100,
    };
    private static readonly Dictionary<string, string> Got = new() { ["Get"] = "GetItem" };
    private static readonly Dictionary<string, string> Transacted = new()
    {
        ["Put"] = "PutItem",
        ["Update"] = "UpdateItem",
        ["Delete"] = "DeleteItem",
        ["ConditionCheck"] = "ConditionCheckItem",
    };

    /// <exception cref="AwsException"><c>ValidationException</c>: nobody can tell what the call touches.</exception>
    public IReadOnlyList<AccessRequest> Of(string operation, JsonObject input)
    {
        var requests = Checked(() => Requests(operation, input));
        // Of a batch or a transaction the caller asks for it once.
        if (input["ReturnConsumedCapacity"] is { } capacity)
            foreach (var request in requests)
                request.Context!["dynamodb:ReturnConsumedCapacity"] = capacity.ToString();
        return requests;
    }

    private IReadOnlyList<AccessRequest> Requests(string operation, JsonObject input) =>
        operation switch
        {
            "GetItem"
            or "DeleteItem"
            or "UpdateItem"
            or "PutItem"
            or "Scan"
            or "DescribeContinuousBackups"
            or "DescribeTable"
            or "DescribeTimeToLive" => [One(operation, input)],
            "Query" => [Query(input)],
            "BatchGetItem" =>
            [
                .. ByTable(operation, input)
                    .Select(t => Batch(operation, t.Key, t.Value!.AsObject()["Keys"]!.AsArray(), t.Value.AsObject())),
            ],
            "BatchWriteItem" => [.. ByTable(operation, input).Select(t => Batch(operation, t.Key, Written(t.Value!.AsArray()), []))],
            "TransactGetItems" or "TransactWriteItems" => [.. Items(operation, input).Select(i => Transactional(operation, i))],
            "ListTables" => [new("dynamodb:ListTables", "*", [])],
            _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, "No such operation."),
        };

    /// <summary>Operations of a transaction, each a kind and its parameters. A transaction that reads has no other kind than reading: what is
    /// decided upon would not be what is done.</summary>
    public static List<(string Kind, JsonObject Parameters)> Items(string operation, JsonObject input) =>
        [
            .. Limited(operation, input["TransactItems"]!.AsArray())
                .Select(i =>
                    i!.AsObject() is { Count: 1 } one && Kinds(operation).ContainsKey(one.First().Key)
                        ? (one.First().Key, one.First().Value!.AsObject())
                        : throw new AwsException(
                            "ValidationException",
                            operation == "TransactGetItems"
                                ? "TransactItems can only contain Get"
                                : "TransactItems can only contain one of Check, Put, Update or Delete"
                        )
                ),
        ];

    private static JsonArray Limited(string operation, JsonArray items) =>
        items.Count > 0 && items.Count <= Most[operation]
            ? items
            : throw new AwsException(
                "ValidationException",
                $"1 validation error detected: Value at 'transactItems' failed to satisfy constraint: Member must have length {(items.Count == 0 ? "greater than or equal to 1" : $"less than or equal to {Most[operation]}")}"
            );

    private static Dictionary<string, string> Kinds(string operation) => operation == "TransactGetItems" ? Got : Transacted;

    private AccessRequest Transactional(string operation, (string Kind, JsonObject Parameters) item)
    {
        var request = One(Kinds(operation)[item.Kind], item.Parameters);
        request.Context!["dynamodb:EnclosingOperation"] = operation;
        return request;
    }

    private AccessRequest One(string operation, JsonObject input)
    {
        var table = Find(Name(input["TableName"]));
        var context = ContextOf(operation, input);
        if (table is not null && (operation == "PutItem" ? input["Item"] : input["Key"]) is { } item)
            context["dynamodb:LeadingKeys"] = new JsonArray(table.LeadingKey(item));
        return Request(operation, Name(input["TableName"]), operation == "Scan" ? Index(input) : null, context, table);
    }

    private AccessRequest Query(JsonObject input)
    {
        var table = Find(Name(input["TableName"]));
        var context = ContextOf("Query", input);
        // An index that is not there has no leading keys; the store says so to those who may ask.
        if (
            table?.PartitionKeyOf(Index(input)) is { } key
            && Equal(input).Where(c => c.Attribute == key).ToList() is [var (_, value)]
            && value is not null
        )
            context["dynamodb:LeadingKeys"] = new JsonArray(TableSchema.Leading(value));
        return Request("Query", Name(input["TableName"]), Index(input), context, table);
    }

    private static IReadOnlyList<(string Attribute, JsonNode? Value)> Equal(JsonObject input) =>
        (input["KeyConditionExpression"], input["KeyConditions"]) switch
        {
            (JsonValue expression, null) => KeyCondition.Read(
                expression.GetValue<string>(),
                input["ExpressionAttributeNames"]?.AsObject(),
                input["ExpressionAttributeValues"]?.AsObject()
            ),
            (null, JsonObject conditions) =>
            [
                .. conditions.Select(c =>
                    (
                        c.Key,
                        c.Value!["ComparisonOperator"]!.ToString() == "EQ" && c.Value["AttributeValueList"]!.AsArray() is [var value]
                            ? value
                            : null
                    )
                ),
            ],
            (null, null) => throw new AwsException(
                "ValidationException",
                "Either the KeyConditions or KeyConditionExpression parameter must be specified in the request."
            ),
            _ => throw new AwsException(
                "ValidationException",
                "Can not use both expression and non-expression parameters in the same request"
            ),
        };

    private AccessRequest Batch(string operation, string name, JsonArray keys, JsonObject parameters)
    {
        var table = Find(name);
        var context = operation == "BatchGetItem" ? ContextOf("GetItem", parameters) : [];
        if (table is not null)
            context["dynamodb:LeadingKeys"] = new JsonArray([.. keys.Select(table.LeadingKey).Distinct().Select(k => (JsonNode?)k)]);
        var attributes = keys.OfType<JsonObject>()
            .SelectMany(k => k.Select(p => p.Key))
            .Concat((context["dynamodb:Attributes"] as JsonArray ?? []).Select(a => a!.ToString()));
        context["dynamodb:Attributes"] = new JsonArray([.. attributes.Distinct().Select(a => (JsonNode?)a)]);
        return Request(operation, name, null, context, table);
    }

    private static JsonArray Written(JsonArray writes) =>
        new([
            .. writes.Select(w =>
                w!.AsObject() is { Count: 1 } one
                    ? (one["PutRequest"]?["Item"] ?? one["DeleteRequest"]?["Key"])!.DeepClone()
                    : throw new AwsException(
                        "ValidationException",
                        "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes"
                    )
            ),
        ]);

    private static JsonObject ContextOf(string operation, JsonObject input)
    {
        var names = input["ExpressionAttributeNames"] as JsonObject;
        var attributes = Expressions
            .Where(e => input[e] is not null)
            .SelectMany(e => Expression.Attributes(input[e]!.GetValue<string>(), names))
            .Concat(ByName.SelectMany(p => (input[p] as JsonObject ?? []).Select(v => v.Key)))
            .Concat((input["AttributesToGet"]?.AsArray() ?? []).Select(a => a!.ToString()))
            .Distinct()
            .ToList();
        var context = new JsonObject();
        if (attributes.Count > 0)
            context["dynamodb:Attributes"] = new JsonArray([.. attributes.Select(a => (JsonNode?)a)]);
        if (operation is "PutItem" or "UpdateItem" or "DeleteItem")
            context["dynamodb:ReturnValues"] = input["ReturnValues"]?.ToString() ?? "NONE";
        if (operation is "Query" or "Scan" or "GetItem")
        {
            context["dynamodb:Select"] =
                input["Select"]?.ToString()
                ?? (
                    (input["ProjectionExpression"] ?? input["AttributesToGet"]) is not null ? "SPECIFIC_ATTRIBUTES"
                    : input["IndexName"] is null ? "ALL_ATTRIBUTES"
                    : "ALL_PROJECTED_ATTRIBUTES"
                );
        }

        return context;
    }

    private AccessRequest Request(string operation, string table, string? index, JsonObject context, TableSchema? schema) =>
        new(
            $"dynamodb:{operation}",
            $"arn:aws:dynamodb:{deployed.Region}:{deployed.Account}:table/{table}{(index is null ? string.Empty : $"/index/{index}")}",
            context,
            schema?.Table
        );

    private TableSchema? Find(string name) => deployed.Find("AWS::DynamoDB::Table", name) is { } table ? new(table) : null;

    private static JsonObject ByTable(string operation, JsonObject input)
    {
        var tables = input["RequestItems"]!.AsObject();
        // Names are written into ARNs: a slash in one would name an index.
        foreach (var (name, _) in tables)
            Name(name);
        // Each table is decided upon, be it one without items.
        if (tables.Sum(t => Math.Max(1, (t.Value as JsonArray ?? t.Value!["Keys"]!.AsArray()).Count)) > Most[operation])
            throw new AwsException("ValidationException", $"Too many items requested for the {operation} call");
        return tables;
    }

    private static string? Index(JsonObject input) => input["IndexName"] is { } index ? Name(index) : null;

    private static string Name(JsonNode? node) =>
        node is JsonValue value
        && value.TryGetValue(out string? name)
        && name.Length is > 0 and <= 255
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-')
            ? name
            : throw new AwsException(
                "ValidationException",
                "1 validation error detected: Value at 'tableName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+"
            );

    /// <summary>JSON of another shape than the operation's is the caller's fault.</summary>
    private static T Checked<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is InvalidOperationException or NullReferenceException or FormatException)
        {
            throw new AwsException("SerializationException", "The request does not have the shape of the operation's input.");
        }
    }
}
