using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using CognitoStack.Assurance;
using CognitoStack.Assurance.Access;
using CognitoStack.Configuration;
using CognitoStack.Iam;
using CognitoStack.Templates;
using CognitoStack.Tests.Support;

namespace CognitoStack.Tests.Assurance;

/// <summary>Proofs of synthesized environments, with one evaluator for all: it answers what it was asked before from memory.</summary>
public static class Evidence
{
    private static readonly Lazy<IPolicyEvaluator> Evaluator = new(() => new RememberingEvaluator(EvaluatorSupervisor.OfNode()));

    /// <summary>Proofs of an environment whose templates were changed, or not, before they are looked at.</summary>
    public static ProofRun Of(Synthesis synthesis, [StringSyntax("Json")] string json, Action<Templates>? change = null) =>
        Of(json, synthesis.Of(json, EveryEnvironment.FilesOf(json)).Folder, change);

    /// <summary>Proofs of an environment by an assembly that was made of it.</summary>
    public static ProofRun Of([StringSyntax("Json")] string json, string folder, Action<Templates>? change = null)
    {
        var environment = EnvironmentLoader.Load(json, "test.json", EveryEnvironment.FilesOf(json));
        var templates = new Templates(CloudAssembly.Read(folder).Of($"CognitoStack-{environment.Name}-"));
        change?.Invoke(templates);
        return new ProofRun(
            environment,
            templates.All,
            templates.All.ToDictionary(t => t.Key, t => t.Value.ToJsonString(Templates.Plain)),
            Evaluator.Value
        );
    }

    /// <summary>Text of a shipped environment.</summary>
    public static string Shipped(string name) => File.ReadAllText(Repository.File($"cdk/environments/{name}.json"));
}

/// <summary>Templates, with ways to find what is to be changed in them.</summary>
public sealed class Templates(IReadOnlyDictionary<string, JsonObject> all)
{
    public IReadOnlyDictionary<string, JsonObject> All => all;

    /// <summary>Resources of a type whose logical IDs begin as given.</summary>
    public IEnumerable<JsonObject> Resources(string type, string logicalId = "") =>
        all
            .Values.SelectMany(t => t["Resources"]!.AsObject())
            .Where(r => r.Value!["Type"]!.GetValue<string>() == type && r.Key.StartsWith(logicalId, StringComparison.Ordinal))
            .Select(r => r.Value!.AsObject());

    /// <summary>Properties of the first of them.</summary>
    public JsonObject Properties(string type, string logicalId = "") => Resources(type, logicalId).First()["Properties"]!.AsObject();

    /// <summary>Statements of a role of users.</summary>
    public JsonArray Statements(string role) =>
        Properties("AWS::IAM::Role", $"Role{role}")["Policies"]![0]!["PolicyDocument"]!["Statement"]!.AsArray();

    /// <summary>The first statement of a role with an action.</summary>
    public JsonObject Statement(string role, string action) =>
        Statements(role)
            .Select(s => s!.AsObject())
            .Last(s => s["Action"]!.ToJsonString().Contains($"\"{action}\"", StringComparison.Ordinal));

    /// <summary>The statement of a role's trust policy.</summary>
    public JsonObject Trust(string role) =>
        Properties("AWS::IAM::Role", $"Role{role}")["AssumeRolePolicyDocument"]!["Statement"]![0]!.AsObject();

    /// <summary>Statements of the policy of the first bucket of users.</summary>
    public JsonArray BucketPolicy => Properties("AWS::S3::BucketPolicy", "Bucket")["PolicyDocument"]!["Statement"]!.AsArray();

    /// <summary>Adds a resource to the stack of a name.</summary>
    public void Add(string stack, string logicalId, [StringSyntax("Json")] string resource) =>
        all.Single(t => t.Key.EndsWith(stack, StringComparison.Ordinal)).Value["Resources"]![logicalId] = JsonNode.Parse(resource);

    /// <summary>Puts a resource under a condition that does not hold.</summary>
    public void SwitchOff(JsonObject resource)
    {
        Never();
        resource["Condition"] = nameof(Never);
    }

    /// <summary>Puts a statement under a condition that does not hold.</summary>
    public void SwitchOff(JsonArray statements, int index)
    {
        Never();
        statements[index] = new JsonObject
        {
            ["Fn::If"] = new JsonArray(nameof(Never), statements[index]!.DeepClone(), new JsonObject { ["Ref"] = "AWS::NoValue" }),
        };
    }

    private void Never()
    {
        foreach (var template in all.Values)
            template["Conditions"] = new JsonObject { [nameof(Never)] = new JsonObject { ["Fn::Equals"] = new JsonArray("on", "off") } };
    }

    /// <summary>Gives a property another name.</summary>
    public static void Rename(JsonObject node, string from, string to)
    {
        var value = node[from]!;
        node.Remove(from);
        node[to] = value;
    }

    /// <summary>Replaces text in all of a node, such as an ARN in parts.</summary>
    public static JsonObject? Replace(JsonNode node, string from, string to)
    {
        var text = node.ToJsonString(Plain);
        Assert.Contains(from, text, StringComparison.Ordinal);
        var changed = JsonNode.Parse(text.Replace(from, to, StringComparison.Ordinal))!;
        node.ReplaceWith(changed);
        return changed as JsonObject;
    }

    /// <summary>As the CDK writes it: without escapes that hide a plus or a quote.</summary>
    internal static readonly System.Text.Json.JsonSerializerOptions Plain = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
