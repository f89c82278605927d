using System.Text.Json.Nodes;
using CognitoStack.Local.Deployment;

namespace CognitoStack.Local.DynamoDb;

/// <summary>What is told of tables by their templates: the store knows neither account nor Region, nor anything that decides nothing there.</summary>
internal static class Descriptions
{
    /// <summary>The store's description of a table, with the ARNs.</summary>
    public static JsonObject Named(Resource table, JsonObject answer)
    {
        if (answer["Table"] is not JsonObject described)
            return answer;
        described["TableArn"] = table.Arn;
        described["DeletionProtectionEnabled"] = IsOn(table.Properties["DeletionProtectionEnabled"]);
        if (table.Properties["SSESpecification"] is JsonObject encryption && IsOn(encryption["SSEEnabled"]))
            described["SSEDescription"] = new JsonObject
            {
                ["Status"] = "ENABLED",
                ["SSEType"] = encryption["SSEType"]?.ToString() ?? "KMS",
                ["KMSMasterKeyArn"] = encryption["KMSMasterKeyId"]?.ToString(),
            };
        foreach (var index in TableSchema.Indexes.SelectMany(i => described[i]?.AsArray() ?? []))
            index!["IndexArn"] = $"{table.Arn}/index/{index["IndexName"]}";
        return answer;
    }

    /// <summary>The backups of the template, though there are none here.</summary>
    public static JsonObject Backups(Resource table) =>
        new()
        {
            ["ContinuousBackupsDescription"] = new JsonObject
            {
                ["ContinuousBackupsStatus"] = "ENABLED",
                ["PointInTimeRecoveryDescription"] = new JsonObject
                {
                    ["PointInTimeRecoveryStatus"] = IsOn(
                        table.Properties["PointInTimeRecoverySpecification"]?["PointInTimeRecoveryEnabled"]
                    )
                        ? "ENABLED"
                        : "DISABLED",
                },
            },
        };

    /// <summary>The time to live of the template, though items stay beyond it here.</summary>
    public static JsonObject TimeToLive(Resource table)
    {
        var told = new JsonObject { ["TimeToLiveStatus"] = "DISABLED" };
        if (
            table.Properties["TimeToLiveSpecification"] is JsonObject specified
            && bool.TryParse(specified["Enabled"]?.ToString(), out var enabled)
            && enabled
        )
            told = new() { ["TimeToLiveStatus"] = "ENABLED", ["AttributeName"] = specified["AttributeName"]?.ToString() };
        return new() { ["TimeToLiveDescription"] = told };
    }

    private static bool IsOn(JsonNode? value) => bool.TryParse(value?.ToString(), out var on) && on;

    public static JsonObject List(Deployed deployed, JsonObject input)
    {
        var names = deployed
            .OfType("AWS::DynamoDB::Table")
            .Select(t => t.Name)
            .Order(StringComparer.Ordinal)
            .Where(n => string.CompareOrdinal(n, input["ExclusiveStartTableName"]?.ToString() ?? string.Empty) > 0)
            .ToList();
        var limit = input["Limit"] is JsonValue value && value.TryGetValue(out int most) && most > 0 ? most : 100;
        var listed = new JsonObject { ["TableNames"] = new JsonArray([.. names.Take(limit).Select(n => (JsonNode?)n)]) };
        if (names.Count > limit)
            listed["LastEvaluatedTableName"] = names[limit - 1];
        return listed;
    }
}
