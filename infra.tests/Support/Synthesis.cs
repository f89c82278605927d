using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.CDK;
using Amazon.CDK.AWS.Lambda;
using CognitoStack.App;
using CognitoStack.Authentication.Adoption;
using CognitoStack.Authentication.Triggers;
using CognitoStack.Common;
using CognitoStack.Configuration;

namespace CognitoStack.Tests.Support;

/// <summary>Synthesizes environments as the app does, each once for all tests.</summary>
public sealed class Synthesis : IDisposable
{
    private static readonly ProjectFiles Files = new(Repository.File("cdk"));
    private readonly string folder = Directory.CreateTempSubdirectory("cognitostack-").FullName;
    private readonly Dictionary<string, SynthesizedEnvironment> environments = [];

    public Synthesis() => System.Environment.SetEnvironmentVariable("JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION", "20,21,23");

    /// <summary>A shipped environment, by name.</summary>
    public SynthesizedEnvironment Shipped(string name) => Of(File.ReadAllText(Repository.File($"cdk/environments/{name}.json")));

    /// <summary>An environment, by the text of its file, with the files that it names: the project's unless a test has its own.</summary>
    public SynthesizedEnvironment Of([System.Diagnostics.CodeAnalysis.StringSyntax("Json")] string json, IProjectFiles? files = null)
    {
        if (environments.TryGetValue(json, out var known))
            return known;
        var output = Path.Combine(folder, environments.Count.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return environments[json] = Synthesize(EnvironmentLoader.Load(json, "test.json", files ?? Files), output);
    }

    /// <summary>An environment in an app without this project's feature flags.</summary>
    public SynthesizedEnvironment WithoutFlags([System.Diagnostics.CodeAnalysis.StringSyntax("Json")] string json) =>
        Synthesize(
            EnvironmentLoader.Load(json, "test.json", Files),
            Directory.CreateDirectory(Path.Combine(folder, Path.GetRandomFileName())).FullName,
            flags: []
        );

    /// <summary>Who may deliver, by the text of a delivery file; its environments are the shipped ones, for one account and Region.</summary>
    public SynthesizedEnvironment Delivery([System.Diagnostics.CodeAnalysis.StringSyntax("Json")] string json)
    {
        if (environments.TryGetValue(json, out var known))
            return known;
        var output = Directory.CreateDirectory(Path.Combine(folder, Path.GetRandomFileName())).FullName;
        var app = Composition.NewApp(Flags(), output);
        Composition.AddDelivery(app, DeliveryFile.Parse(json, "github.json", DeliveredEnvironment));
        app.Synth();
        return environments[json] = new SynthesizedEnvironment("Delivery", output);
    }

    /// <summary>A shipped environment, placed.</summary>
    public static EnvironmentConfiguration DeliveredEnvironment(string name) =>
        EnvironmentLoader.Load(File.ReadAllText(Repository.File($"cdk/environments/{name}.json")), $"{name}.json", Files) with
        {
            Account = "111122223333",
            Region = name == "prod" ? "eu-west-1" : "eu-central-1",
        };

    /// <summary>What stops the synthesis of an environment when something is added to its app; nothing where it passes.</summary>
    public JsonArray Refusal([System.Diagnostics.CodeAnalysis.StringSyntax("Json")] string json, Action<Amazon.CDK.App> add)
    {
        var output = Directory.CreateDirectory(Path.Combine(folder, Path.GetRandomFileName())).FullName;
        var environment = EnvironmentLoader.Load(json, "test.json", Files);
        var stopped = Record.Exception(() => Synthesize(environment, output, add));
        var findings = new SynthesizedEnvironment(environment.Name, output).Findings;
        Assert.True(stopped is not null == findings.Count > 0, $"{stopped?.Message ?? "nothing stops it"}, with {findings.ToJsonString()}");
        return findings;
    }

    /// <summary>An environment whose user pool exists, with what the CLI knows of it: its context.</summary>
    public (SynthesizedEnvironment Environment, AdoptedUserPool Pool) Adopting(
        [System.Diagnostics.CodeAnalysis.StringSyntax("Json")] string json,
        JsonObject? context = null
    )
    {
        var flags = Flags();
        foreach (var (key, value) in context ?? [])
            flags[key] = PlainJson.Of(value)!;
        AdoptedUserPool? pool = null;
        var environment = Synthesize(
            EnvironmentLoader.Load(json, "test.json", Files),
            Directory.CreateDirectory(Path.Combine(folder, Path.GetRandomFileName())).FullName,
            flags: flags,
            adopted: adopted => pool = adopted
        );
        return (environment, pool!);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private SynthesizedEnvironment Synthesize(
        EnvironmentConfiguration environment,
        string output,
        Action<Amazon.CDK.App>? add = null,
        Dictionary<string, object>? flags = null,
        Action<AdoptedUserPool?>? adopted = null
    )
    {
        var app = Composition.NewApp(flags ?? Flags(), output);
        var pool = Composition.AddStacks(app, environment, new TriggerCode(Function("pre"), Function("post"), Function("migration")));
        adopted?.Invoke(pool);
        add?.Invoke(app);
        app.Synth();
        return new SynthesizedEnvironment(environment.Name, output);
    }

    /// <summary>The feature flags that the CLI passes on from cdk.json.</summary>
    private static Dictionary<string, object> Flags()
    {
        var context = JsonNode.Parse(File.ReadAllText(Repository.File("cdk.json")))!["context"]!.AsObject();
        return context
            .Where(c => c.Key != "environment")
            .ToDictionary(
                c => c.Key,
                c =>
                    (object)(
                        c.Value switch
                        {
                            JsonArray list => list.Select(i => i!.GetValue<string>()).ToArray(),
                            { } value when value.GetValueKind() is JsonValueKind.True or JsonValueKind.False => value.GetValue<bool>(),
                            { } value => value.GetValue<string>(),
                            null => throw new InvalidOperationException($"cdk.json: {c.Key} is null."),
                        }
                    )
            );
    }

    /// <summary>Any file will do as code: what the functions do is tested where they are.</summary>
    private AssetCode Function(string content)
    {
        var code = Directory.CreateDirectory(Path.Combine(folder, $"function-{content}"));
        File.WriteAllText(Path.Combine(code.FullName, "bootstrap"), content);
        return Code.FromAsset(code.FullName);
    }
}
