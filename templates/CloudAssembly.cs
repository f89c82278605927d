using System.Text.Json.Nodes;

namespace CognitoStack.Templates;

/// <summary>What <c>cdk synth</c> writes (<c>cdk.out</c>): the templates of stacks, and the code of their functions.</summary>
/// <param name="Account">The account of every stack; null where they leave it to the deployment.</param>
/// <param name="Region">The Region of every stack; null where they leave it to the deployment.</param>
/// <param name="Stacks">The stacks, in the manifest's order.</param>
/// <param name="Assets">Files and folders by the key that templates know them by (<c>HASH.zip</c>).</param>
public sealed record CloudAssembly(
    string? Account,
    string? Region,
    IReadOnlyList<StackTemplate> Stacks,
    IReadOnlyDictionary<string, string> Assets
)
{
    private const string WayOut = "Synthesize again: npx cdk synth.";

    /// <summary>Reads a folder.</summary>
    /// <exception cref="TemplateException">Something is missing or not understood.</exception>
    public static CloudAssembly Read(string folder)
    {
        var path = Path.Combine(folder, "manifest.json");
        if (!Directory.Exists(folder))
            throw new TemplateException($"{folder}: there is no such folder. {WayOut}");
        if (!File.Exists(path))
            throw new TemplateException($"{path}: there is no such file, so this is no cloud assembly. {WayOut}");
        var manifest = JsonFile.Read(path, WayOut);
        if (manifest["version"] is not JsonValue version || manifest["artifacts"] is not JsonObject artifacts)
            throw new TemplateException($"{path}: unknown schema: it has no \"version\" or no \"artifacts\". {WayOut}");

        List<(Environment Environment, StackTemplate Stack)> stacks = [];
        var assets = new Dictionary<string, string>();
        foreach (var (id, artifact) in artifacts)
        {
            switch (artifact?["type"]?.ToString())
            {
                case "aws:cloudformation:stack":
                    var template = ReadTemplate(Required("templateFile"));
                    stacks.Add((Environment.Parse(Required(null, "environment"), $"{path}: {id}"), new(Text("stackName") ?? id, template)));
                    break;
                case "cdk:asset-manifest":
                    ReadAssets(Required("file"));
                    break;
                case "cdk:cloud-assembly":
                    throw new TemplateException(
                        $"{path}: {id} is a stage with an assembly of its own. Deploy that folder: {Path.Combine(folder, Required("directoryName"))}."
                    );
            }

            string? Text(string property) => artifact!["properties"]?[property]?.ToString();
            string Required(string? property, string? field = null) =>
                (property is null ? artifact![field!]?.ToString() : Text(property))
                ?? throw new TemplateException(
                    $"{path}: unknown schema (version {version}): {id} has no \"{property ?? field}\". {WayOut}"
                );
        }

        if (stacks.Count == 0)
            throw new TemplateException($"{path}: there is no stack in it. {WayOut}");
        if (stacks.GroupBy(s => s.Stack.Name).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new TemplateException($"{path}: {twice.Count()} stacks are called {twice.Key}. Synthesize one environment at a time.");
        return new(OneOf("account", e => e.Account), OneOf("Region", e => e.Region), [.. stacks.Select(s => s.Stack)], assets);

        // One process stands for one account in one Region; stacks that leave them open go where the others are.
        string? OneOf(string what, Func<Environment, string?> choose)
        {
            var different = stacks.Where(s => choose(s.Environment) is not null).DistinctBy(s => choose(s.Environment)).Take(2).ToList();
            return different is [var one, var other]
                ? throw new TemplateException(
                    $"{path}: {one.Stack.Name} is made for {what} {choose(one.Environment)}, {other.Stack.Name} for {choose(other.Environment)}; here is one {what}. Synthesize one environment at a time."
                )
                : different.Select(s => choose(s.Environment)).FirstOrDefault();
        }

        JsonObject ReadTemplate(string file)
        {
            var template = JsonFile.Read(Path.Combine(folder, file), WayOut);
            foreach (var section in new[] { "Resources", "Outputs", "Conditions", "Mappings", "Parameters" })
                if (template[section] is { } content && (content as JsonObject)?.All(c => c.Value is JsonObject) != true)
                    throw new TemplateException(
                        $"{Path.Combine(folder, file)}: not a template: \"{section}\" is not made of objects. {WayOut}"
                    );
            if (
                template["Resources"] is not JsonObject resources
                || resources.Any(r => r.Value!["Type"] is not JsonValue || r.Value["Properties"] is not (null or JsonObject))
            )
                throw new TemplateException(
                    $"{Path.Combine(folder, file)}: not a template: it has no \"Resources\", or one without a \"Type\" or with \"Properties\" that are no object. {WayOut}"
                );
            return template;
        }

        void ReadAssets(string file)
        {
            var assetManifest = Path.Combine(folder, file);
            foreach (var (hash, asset) in JsonFile.Read(assetManifest, WayOut)["files"] as JsonObject ?? [])
            {
                var source =
                    asset?["source"]?["path"]?.ToString()
                    ?? throw new TemplateException(
                        $"{assetManifest}: {hash} is made by a command of its own, which is not run here. Use an asset of a folder."
                    );
                foreach (var (_, destination) in asset["destinations"] as JsonObject ?? [])
                    if (destination?["objectKey"] is { } key)
                        assets[key.ToString()] = Path.GetFullPath(source, Path.GetFullPath(folder));
            }
        }
    }

    /// <summary>Templates of the stacks whose names begin as given, by name.</summary>
    public IReadOnlyDictionary<string, JsonObject> Of(string prefix) =>
        Stacks.Where(s => s.Name.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary(s => s.Name, s => s.Template);

    /// <summary>Changes whenever a file changes that <see cref="Read"/> reads.</summary>
    public static string Fingerprint(string folder)
    {
        try
        {
            var files = new DirectoryInfo(folder)
                .GetFiles("*.json")
                .Where(f =>
                    f.Name == "manifest.json"
                    || f.Name.EndsWith(".template.json", StringComparison.Ordinal)
                    || f.Name.EndsWith(".assets.json", StringComparison.Ordinal)
                );
            return string.Join(
                '|',
                files.OrderBy(f => f.Name, StringComparer.Ordinal).Select(f => $"{f.Name} {f.Length} {f.LastWriteTimeUtc.Ticks}")
            );
        }
        catch (IOException)
        {
            // The folder, or a file of it, is being made anew.
            return string.Empty;
        }
    }

    private sealed record Environment(string? Account, string? Region)
    {
        public static Environment Parse(string text, string place) =>
            text.Split('/') is ["aws:", "", var account, var region]
                ? new(account == "unknown-account" ? null : account, region == "unknown-region" ? null : region)
                : throw new TemplateException($"{place}: unknown schema: the environment is {text}, not aws://ACCOUNT/REGION. {WayOut}");
    }
}

/// <summary>A stack.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Template">Its template.</param>
public sealed record StackTemplate(string Name, JsonObject Template);
