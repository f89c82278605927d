using System.Text.RegularExpressions;
using CognitoStack.App;
using CognitoStack.Configuration;
using CognitoStack.Tests.Support;

namespace CognitoStack.Tests;

/// <summary>What the README shows must work.</summary>
public sealed partial class ReadmeTests
{
    private static readonly string Readme = File.ReadAllText(Repository.File("README.md"));

    public static TheoryData<string> Examples => [.. Code().Matches(Readme).Select(m => m.Groups["json"].Value.Replace("\r", string.Empty, StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Examples))]
    public void Every_example_of_an_environment_loads(string example)
    {
        // An example that shows a part of a file leaves the name out.
        var json = example.TrimStart().StartsWith('{') ? example : $$"""{ "name": "dev", {{example}} }""";
        Assert.NotNull(EnvironmentLoader.Load(json, "README.md", new ProjectFiles(Repository.File("cdk"))));
    }

    [Fact]
    public void There_are_examples() => Assert.True(Code().Count(Readme) >= 3);

    [Fact]
    public void The_messages_shown_are_the_real_ones()
    {
        const string Mistakes = """
            { "name": "team", "userPool": { "plan": "pluss", "mfa": { "factors": ["totp", "sms"] } },
              "access": { "roles": { "member": { "grants": [{ "bucket": "files", "prefix": "shared/", "access": "write" }] } } } }
            """;
        var errors = Assert.Throws<ConfigurationException>(() => EnvironmentLoader.Load(Mistakes, "team.json")).Errors;
        Assert.Contains(string.Join('\n', errors), Readme.Replace("\r", string.Empty, StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(@"`npm run ([\w:]+)")]
    [InlineData(@"npm (start|test)")]
    public void Every_script_named_exists(string pattern)
    {
        var scripts = System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(Repository.File("package.json")))!["scripts"]!.AsObject();
        Assert.All(Regex.Matches(Readme, pattern), m => Assert.True(scripts.ContainsKey(m.Groups[1].Value), m.Value));
    }

    [GeneratedRegex("```jsonc\n(?<json>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Code();
}
