using System.Text.Json.Nodes;

namespace CognitoStack.Local.Deployment;

/// <summary>Remembers how what holds data was made (<c>deployed.json</c>), and refuses changes for which AWS would make it anew, empty, or which Cognito refuses.</summary>
internal sealed class DataGuard(StateFolder state)
{
    private static readonly HashSet<string> StandardAttributes =
    [
        "address",
        "birthdate",
        "email",
        "email_verified",
        "family_name",
        "gender",
        "given_name",
        "locale",
        "middle_name",
        "name",
        "nickname",
        "phone_number",
        "phone_number_verified",
        "picture",
        "preferred_username",
        "profile",
        "sub",
        "updated_at",
        "website",
        "zoneinfo",
    ];

    private readonly string path = state["deployed.json"];

    /// <summary>Compares with what was deployed before.</summary>
    /// <returns>What of it is no longer in the templates, by name.</returns>
    /// <exception cref="TemplateException">A change that would lose data.</exception>
    public IReadOnlyList<string> Check(Deployed next)
    {
        var left = new List<string>();
        var now = Holders(next).ToDictionary(r => Key(next, r));
        foreach (var (key, record) in Read())
        {
            var name = record!["Name"]!.ToString();
            if (!now.TryGetValue(key, out var resource))
                left.Add($"{key} ({name})");
            else if (resource.Name != name)
                throw Renamed(resource, name);
            else
                Compare(resource, record["Settings"]!.AsObject(), Settings(resource));
        }
        return left;
    }

    /// <summary>Remembers what is deployed; what has left the templates still has its data, and stays remembered.</summary>
    public void Remember(Deployed next)
    {
        var records = Read();
        foreach (var resource in Holders(next))
            records[Key(next, resource)] = new JsonObject
            {
                ["Name"] = resource.Name,
                ["Settings"] = new JsonObject(Settings(resource).Select(s => KeyValuePair.Create(s.Key, (JsonNode?)s.Value))),
            };
        JsonFile.Write(path, records);
    }

    private JsonObject Read() =>
        File.Exists(path) ? JsonFile.Read(path, "It tells how what holds data was made: restore it, or start anew with --fresh.") : [];

    private static IEnumerable<Resource> Holders(Deployed deployed) =>
        deployed.Resources.Where(r =>
            r.Type is "AWS::Cognito::UserPool" or "AWS::Cognito::IdentityPool" or "AWS::DynamoDB::Table" or "AWS::S3::Bucket"
        );

    private static string Key(Deployed deployed, Resource resource) => $"{deployed.Region}/{resource.Stack}/{resource.LogicalId}";

    private static void Compare(Resource resource, JsonObject before, IReadOnlyDictionary<string, string> after)
    {
        foreach (var setting in before.Select(b => b.Key).Union(after.Keys))
        {
            var (was, becomes) = (before[setting]?.ToString(), after.GetValueOrDefault(setting));
            var isCustom =
                setting.StartsWith("Schema.", StringComparison.Ordinal) && !StandardAttributes.Contains(setting["Schema.".Length..]);
            var isStandard = !isCustom && setting.StartsWith("Schema.", StringComparison.Ordinal);
            // Custom attributes may be added later, and standard ones stay as they were made where the schema no longer names them.
            if (was == becomes || (was is null && isCustom) || (becomes is null && isStandard))
                continue;
            throw Fixed(
                resource,
                $"{setting} of {resource.Name}",
                was ?? "not set",
                becomes ?? "not set",
                $"{Because(resource, setting)} Take the change back, or start anew with --fresh."
            );
        }
    }

    private static string Because(Resource resource, string setting) =>
        resource.Type switch
        {
            "AWS::Cognito::UserPool" =>
                "It is fixed when the user pool is made: AWS refuses the change, or makes another pool without users.",
            _ when setting.StartsWith("GlobalSecondaryIndexes.", StringComparison.Ordinal) =>
                "AWS adds and removes global indexes of a table that has items; the store of this machine makes them with the table alone.",
            _ => "It is fixed when the table is made, and AWS would make another, empty one.",
        };

    private static TemplateException Renamed(Resource resource, string was)
    {
        var kind = resource.Type switch
        {
            "AWS::DynamoDB::Table" => "table",
            "AWS::S3::Bucket" => "bucket",
            _ => "pool",
        };
        return Fixed(
            resource,
            "its name",
            was,
            resource.Name,
            $"AWS would make another, empty {kind} of that name. Take the change back, start anew with --fresh, or give it another logical ID to have an empty {kind} beside the old one, whose data stays."
        );
    }

    private static TemplateException Fixed(Resource resource, string what, string was, string becomes, string consequence) =>
        new TemplatePlace(resource.Stack, resource.LogicalId).Error($"{what} was {was} and is now {becomes}. {consequence}");

    private static Dictionary<string, string> Settings(Resource resource) =>
        resource.Type switch
        {
            "AWS::DynamoDB::Table" => TableSettings(resource.Properties),
            "AWS::Cognito::UserPool" => PoolSettings(resource.Properties),
            _ => [],
        };

    private static Dictionary<string, string> TableSettings(JsonObject table)
    {
        var types = Items(table["AttributeDefinitions"])
            .ToDictionary(d => d["AttributeName"]!.ToString(), d => d["AttributeType"]!.ToString());
        string Keys(JsonNode? schema) =>
            string.Join(
                ", ",
                Items(schema)
                    .Select(k => $"{k["AttributeName"]} ({types.GetValueOrDefault(k["AttributeName"]!.ToString())}, {k["KeyType"]})")
            );
        string Index(JsonObject index) => $"{Keys(index["KeySchema"])} with {index["Projection"]?.ToJsonString()}";

        var settings = new Dictionary<string, string> { ["KeySchema"] = Keys(table["KeySchema"]) };
        foreach (var kind in new[] { "LocalSecondaryIndexes", "GlobalSecondaryIndexes" })
        foreach (var index in Items(table[kind]))
            settings[$"{kind}.{index["IndexName"]}"] = Index(index);
        return settings;
    }

    private static Dictionary<string, string> PoolSettings(JsonObject pool)
    {
        var settings = new Dictionary<string, string>();
        foreach (var list in new[] { "UsernameAttributes", "AliasAttributes" })
            if (pool[list] is JsonArray { Count: > 0 } values)
                settings[list] = string.Join(", ", values.Select(v => v!.ToString()).Order(StringComparer.Ordinal));
        settings["UsernameConfiguration"] = $"CaseSensitive {pool["UsernameConfiguration"]?["CaseSensitive"]?.ToString() ?? "true"}";
        foreach (var attribute in Items(pool["Schema"]))
        {
            var name = attribute["Name"]!.ToString();
            settings[$"Schema.{name}"] = string.Join(
                ", ",
                attribute
                    .Where(p => p.Key != "Name")
                    .OrderBy(p => p.Key, StringComparer.Ordinal)
                    .Select(p => $"{p.Key} {p.Value?.ToJsonString().Replace("\"", string.Empty, StringComparison.Ordinal)}")
            );
        }
        return settings;
    }

    private static IEnumerable<JsonObject> Items(JsonNode? list) => (list as JsonArray ?? []).OfType<JsonObject>();
}
