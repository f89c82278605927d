using System.Text.Json.Nodes;
using System.Xml.Linq;
using CognitoStack.Configuration;
using CognitoStack.Tests.Support;

namespace CognitoStack.Configuration.Tests;

/// <summary>The committed schema is the generated one, and says all that an editor needs.</summary>
public sealed class EnvironmentSchemaTests
{
    private static readonly string Environments = Repository.File("cdk/environments");
    private static readonly string Committed = Path.Combine(Environments, "environment.schema.json");
    private readonly JsonObject schema = EnvironmentSchema.Create(
        XDocument.Load(Path.Combine(AppContext.BaseDirectory, "CognitoStack.Configuration.xml"))
    );

    [Fact]
    public void The_committed_schema_is_up_to_date()
    {
        var generated = schema.ToJsonString(EnvironmentJson.Options) + "\n";
        if (Environment.GetEnvironmentVariable("COGNITOSTACK_UPDATE") == "1")
            File.WriteAllText(Committed, generated);
        Assert.True(
            File.Exists(Committed) && File.ReadAllText(Committed).ReplaceLineEndings("\n") == generated.ReplaceLineEndings("\n"),
            "cdk/environments/environment.schema.json is not what the configuration records say. Run \"npm run snapshots\" to update it, and commit it."
        );
    }

    [Fact]
    public void Every_property_has_a_description() =>
        Assert.Empty(Objects(schema, "$").SelectMany(o => Properties(o.Node).Where(p => !IsDescribed(p)).Select(p => $"{o.Path}.{p.Key}")));

    [Fact]
    public void Every_object_with_fixed_properties_refuses_others() =>
        Assert.Empty(
            Objects(schema, "$")
                .Where(o => o.Node["properties"] is not null && o.Node["additionalProperties"]?.ToJsonString() != "false")
                .Select(o => o.Path)
        );

    [Fact]
    public void Every_provider_is_a_variant_that_its_type_tells_apart() =>
        Assert.Equal(
            ["google", "facebook", "amazon", "apple", "saml", "oidc"],
            schema["properties"]!["identityProviders"]!["additionalProperties"]!["anyOf"]!
                .AsArray()
                .Select(v => v!["properties"]!["type"]!["const"]!.GetValue<string>())
        );

    [Fact]
    public void The_loader_knows_every_keyword() =>
        Assert.Empty(
            Objects(schema, "$")
                .SelectMany(o => o.Node.Select(p => p.Key))
                .Distinct()
                .Except([
                    "$schema",
                    "title",
                    "description",
                    "default",
                    "type",
                    "enum",
                    "const",
                    "properties",
                    "required",
                    "additionalProperties",
                    "propertyNames",
                    "items",
                    "anyOf",
                    "minLength",
                    "maxLength",
                    "minItems",
                    "maxItems",
                    "minimum",
                    "maximum",
                    "pattern",
                    "patternErrorMessage",
                    "minDuration",
                    "maxDuration",
                ])
        );

    [Theory]
    [InlineData("$.userPool.plan", "essentials")]
    [InlineData("$.userPool.passwordPolicy.minimumLength", "12")]
    [InlineData("$.access.authenticated", "member")]
    [InlineData("$.operations.logRetentionDays", "90")]
    public void Defaults_are_those_of_the_records(string path, string value) =>
        Assert.Equal(
            value,
            path.Split('.').Skip(1).Aggregate((JsonNode)schema, (node, name) => node["properties"]![name]!)["default"]!.ToString()
        );

    [Fact]
    public void Every_shipped_environment_loads()
    {
        foreach (var file in Directory.GetFiles(Environments, "*.json").Where(f => f != Committed))
            Assert.NotNull(Given.Load(File.ReadAllText(file), new ProjectFiles(Repository.File("cdk"))));
    }

    /// <summary>The discriminator of a variant is described by its value.</summary>
    private static bool IsDescribed(KeyValuePair<string, JsonNode?> property) =>
        property.Value is JsonObject described
        && (described["description"]?.GetValue<string>().Length > 0 || described["const"] is not null);

    private static JsonObject Properties(JsonObject node) => node["properties"] as JsonObject ?? [];

    /// <summary>All schemas in a schema, with the path of the values that they describe.</summary>
    private static IEnumerable<(string Path, JsonObject Node)> Objects(JsonObject node, string path)
    {
        IEnumerable<(string Path, JsonNode? Node)> children =
        [
            .. Properties(node).Select(p => ($"{path}.{p.Key}", p.Value)),
            ($"{path}.*", node["additionalProperties"]),
            ($"{path}[*]", node["items"]),
            ($"{path}(name)", node["propertyNames"]),
            .. (node["anyOf"] as JsonArray ?? []).Select(v => ($"{path}<{v!["properties"]!["type"]!["const"]}>", v)),
        ];
        return children.Where(c => c.Node is JsonObject).SelectMany(c => Objects(c.Node!.AsObject(), c.Path)).Prepend((path, node));
    }
}
