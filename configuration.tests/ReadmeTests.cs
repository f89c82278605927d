using System.Text.RegularExpressions;
using CognitoStack.Configuration;
using CognitoStack.Tests.Support;

namespace CognitoStack.Configuration.Tests;

/// <summary>What the README and the pages behind it show must work.</summary>
public sealed partial class ReadmeTests
{
    private static readonly string Readme = Text("README.md");
    private static readonly string[] Pages = ["README.md", "docs/environment-file.md", "docs/federation.md"];

    public static TheoryData<string, string> Examples
    {
        get
        {
            var examples = new TheoryData<string, string>();
            foreach (var page in Pages)
            foreach (Match example in Code().Matches(Text(page)))
                examples.Add(page, example.Groups["json"].Value);
            return examples;
        }
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void Every_example_of_an_environment_loads(string page, string example)
    {
        // An example that shows a part of a file leaves the name out.
        var json = example.TrimStart().StartsWith('{') ? example : $$"""{ "name": "dev", {{example}} }""";
        Assert.NotNull(EnvironmentLoader.Load(json, page, new ProjectFiles(Repository.File("cdk"))));
    }

    [Fact]
    public void There_are_examples() => Assert.True(Examples.Count >= 4);

    [Fact]
    public void The_messages_shown_are_the_real_ones()
    {
        const string Mistakes = """
            { "name": "team", "userPool": { "plan": "pluss", "mfa": { "factors": ["totp", "sms"] } },
              "access": { "roles": { "member": { "grants": [{ "bucket": "files", "prefix": "shared/", "access": "write" }] } } } }
            """;
        var errors = Assert.Throws<ConfigurationException>(() => EnvironmentLoader.Load(Mistakes, "team.json")).Errors;
        Assert.Contains(string.Join('\n', errors), Readme, StringComparison.Ordinal);
    }

    private static string Text(string page) =>
        File.ReadAllText(Repository.File(page)).Replace("\r", string.Empty, StringComparison.Ordinal);

    [GeneratedRegex("```jsonc\n(?<json>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Code();
}
