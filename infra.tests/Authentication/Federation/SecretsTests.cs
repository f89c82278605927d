using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CognitoStack.Tests.Support;

namespace CognitoStack.Tests.Authentication.Federation;

/// <summary>No file that a synthesis writes holds a secret: whoever may read a template, a pipeline's artifact or a bucket of assets, learns a name at most.</summary>
[Collection(SynthesisCollection.Name)]
public sealed partial class SecretsTests(Synthesis synthesis)
{
    private string Folder => synthesis.Of(FederatedEnvironments.All, FederatedProviderTests.Files).Folder;

    [Fact]
    public void Every_secret_in_a_template_is_a_reference()
    {
        var found = Directory
            .GetFiles(Folder, "*.json")
            .SelectMany(file => Properties(JsonNode.Parse(File.ReadAllText(file)), Path.GetFileName(file)))
            .Where(p => IsSecret(p.Name))
            .ToList();
        Assert.Contains(found, p => p.File.EndsWith("Authentication.template.json", StringComparison.Ordinal));
        Assert.All(
            found,
            p =>
                Assert.Matches(
                    Reference(),
                    p.Value.GetValueKind() == JsonValueKind.String ? p.Value.GetValue<string>() : p.Value.ToJsonString()
                )
        );
    }

    [Fact]
    public void Each_provider_with_a_secret_has_its_reference_in_the_template() =>
        Assert.Equal(
            5,
            Directory
                .GetFiles(Folder, "*Authentication.template.json")
                .SelectMany(file => Properties(JsonNode.Parse(File.ReadAllText(file)), file))
                .Count(p => IsSecret(p.Name))
        );

    /// <summary>Whatever its name, and whatever kind of file: what looks like a key or a provider's secret is one.</summary>
    [Fact]
    public void No_file_of_the_assembly_holds_what_looks_like_a_secret()
    {
        var files = Directory.GetFiles(Folder, "*", SearchOption.AllDirectories);
        Assert.Contains(files, f => Path.GetFileName(f) == "tree.json");
        Assert.Contains(files, f => Path.GetFileName(f) == "manifest.json");
        Assert.All(files, file => Assert.Equal(string.Empty, SecretText().Match(File.ReadAllText(file)).Value));
    }

    /// <summary>A search that finds nothing would also pass where it is wrong.</summary>
    [Theory]
    [InlineData("GOCSPX-abcdefghijklmnopqrstuvwxyz12")]
    [InlineData("-----BEGIN PRIVATE KEY-----")]
    [InlineData("-----BEGIN EC PRIVATE KEY-----")]
    [InlineData("amzn1.oa2-cs.v1.0123456789abcdef")]
    [InlineData("\"client_secret\": \"0123456789abcdef\"")]
    [InlineData("\\\"private_key\\\":\\\"0123\\\"")]
    public void What_looks_like_a_secret_would_be_found(string secret) => Assert.Matches(SecretText(), $"{{ \"x\": {secret} }}");

    private static bool IsSecret(string name) => name is "client_secret" or "private_key";

    private static IEnumerable<(string File, string Name, JsonNode Value)> Properties(JsonNode? node, string file) =>
        node switch
        {
            JsonObject o => o.SelectMany(p => Properties(p.Value, file).Concat(p.Value is null ? [] : [(file, p.Key, p.Value)])),
            JsonArray a => a.SelectMany(i => Properties(i, file)),
            _ => [],
        };

    [GeneratedRegex(@"^\{\{resolve:secretsmanager:[^{}]+\}\}$")]
    private static partial Regex Reference();

    /// <summary>Google's, PEM's and Amazon's forms, and any value of the two keys, quoted once or within another text.</summary>
    [GeneratedRegex(
        """GOCSPX-|-----BEGIN [A-Z ]*PRIVATE KEY|amzn1\.oa2-cs\.|(client_secret|private_key)\\*"\s*:\s*\\*"(?!\{\{resolve:secretsmanager:)"""
    )]
    private static partial Regex SecretText();
}
