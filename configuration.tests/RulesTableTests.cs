using System.Reflection;
using System.Text.RegularExpressions;
using CognitoStack.Tests.Support;
using Xunit.Sdk;

namespace CognitoStack.Configuration.Tests;

/// <summary>The table of all rules, <c>docs/rules.md</c>, is what the tests of the rules really see refused, and no rule is without a test.</summary>
public sealed partial class RulesTableTests
{
    private const string Update = "Run \"npm run snapshots\" to update it, and commit it.";
    private static readonly string Committed = Repository.File("docs/rules.md");
    private static readonly Lazy<IReadOnlyList<Refusal>> Refusals = new(() => [.. Classes().SelectMany(Of)]);

    [Fact]
    public void The_committed_table_is_up_to_date()
    {
        var generated = Table();
        if (Environment.GetEnvironmentVariable("COGNITOSTACK_UPDATE") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Committed)!);
            File.WriteAllText(Committed, generated);
        }

        Assert.True(
            File.Exists(Committed) && File.ReadAllText(Committed).ReplaceLineEndings("\n") == generated,
            $"docs/rules.md is not what the tests of the rules refuse. {Update}"
        );
    }

    /// <summary>Rules of different files may share a text: then each is looked for among the refusals of its own tests.</summary>
    [Fact]
    public void Every_message_of_a_rule_is_seen_by_a_test()
    {
        var byClass = Refusals.Value.ToLookup(r => r.Class.Name, r => r.Error);
        var everywhere = Refusals.Value.Select(r => r.Error).ToList();
        var shared = RuleMessages
            .All.GroupBy(m => m.Text)
            .Where(g => g.Select(m => m.File).Distinct().Count() > 1)
            .Select(g => g.Key)
            .ToHashSet();
        var untested = RuleMessages
            .All.Where(message =>
                !(shared.Contains(message.Text) ? byClass[message.File + "Tests"] : everywhere).Any(message.Pattern.IsMatch)
            )
            .ToList();
        Assert.True(
            untested.Count == 0,
            string.Join('\n', untested.Select(m => $"configuration/Rules/{m.File}.cs:{m.Line}: no test sees \"{m.Text}\""))
        );
    }

    /// <summary>Should the search for messages go wrong, the test above would pass with nothing to look for.</summary>
    [Fact]
    public void In_every_file_of_rules_about_as_many_messages_are_found_as_there_are_findings()
    {
        foreach (var file in RuleMessages.Files)
        {
            var calls = File.ReadAllText(file).Split("findings.Error(").Length - 1;
            var found = RuleMessages.All.Count(m => m.File == Path.GetFileNameWithoutExtension(file));
            // A few findings share a text, or hand on what a part of the rule says.
            Assert.True(found * 4 >= calls * 3, $"{found} messages for {calls} findings in {file}.");
        }
    }

    private static IEnumerable<Type> Classes() =>
        typeof(RulesTableTests)
            .Assembly.GetTypes()
            .Where(type =>
                type.Namespace?.StartsWith(typeof(RulesTableTests).Namespace!, StringComparison.Ordinal) == true
                && type.Name.EndsWith("RulesTests", StringComparison.Ordinal)
            )
            .OrderBy(type => type.Name, StringComparer.Ordinal);

    private static IEnumerable<Refusal> Of(Type type) =>
        type.GetMethods()
            .Where(m => m.GetCustomAttribute<FactAttribute>() is not null)
            .OrderBy(m => m.MetadataToken)
            .SelectMany(test =>
                Rows(test).SelectMany(row => Refused.By(() => Run(test, row))).Select(error => new Refusal(type, test.Name, error))
            );

    private static IEnumerable<object[]?> Rows(MethodInfo test) =>
        test.GetCustomAttribute<TheoryAttribute>() is null
            ? [null]
            : test.GetCustomAttributes<DataAttribute>().SelectMany(data => data.GetData(test));

    private static void Run(MethodInfo test, object[]? row)
    {
        // A list at the end may be given item by item.
        var parameters = test.GetParameters();
        if (
            row is not null
            && parameters[^1].GetCustomAttribute<ParamArrayAttribute>() is not null
            && (row.Length != parameters.Length || row[^1] is not Array)
        )
        {
            var rest = Array.CreateInstance(parameters[^1].ParameterType.GetElementType()!, row.Length - parameters.Length + 1);
            Array.Copy(row, parameters.Length - 1, rest, 0, rest.Length);
            row = [.. row[..(parameters.Length - 1)], rest];
        }

        test.Invoke(Activator.CreateInstance(test.DeclaringType!), row);
    }

    private static string Table()
    {
        var lines = new List<string>
        {
            "# Rules of the environment file",
            string.Empty,
            "What the loader rejects before anything is deployed, beside what the JSON Schema says of single values. Each message is one that a test has seen;",
            "the parts in quotation marks are of its example. This file is generated: `npm run snapshots` writes it.",
        };
        foreach (var group in Refusals.Value.GroupBy(r => r.Class))
        {
            lines.AddRange([
                string.Empty,
                $"## {Words(group.Key.Name[..^"RulesTests".Length])}",
                string.Empty,
                "| Rule | Message | Test |",
                "| --- | --- | --- |",
            ]);
            lines.AddRange(
                group
                    .DistinctBy(r => (r.Test, Shape(r.Error)))
                    .Select(r => $"| {Sentence(r.Test)} | {Code(r.Error)} | {Code($"{r.Class.Name}.{r.Test}")} |")
            );
        }

        return string.Join('\n', lines) + "\n";
    }

    /// <summary>What two examples of one message have in common.</summary>
    private static string Shape(string error)
    {
        var written = RuleMessages.Of(error);
        // What several rules share, and what the schema says, is told apart by its words.
        if (written.Count > 0 && written.All(m => m.File != "RuleText"))
            return string.Concat(written.Select(m => m.Text));
        var words = Example().Replace(error[(error.IndexOf(": ", StringComparison.Ordinal) + 2)..], string.Empty);
        return words.Split(". ")[0];
    }

    private static string Words(string name) =>
        Capital().Replace(name, m => m.Index == 0 ? m.Value : $" {char.ToLowerInvariant(m.Value[0])}");

    private static string Sentence(string test) => test.Replace('_', ' ') + ".";

    private static string Code(string text) => $"`{text.Replace("|", "\\|", StringComparison.Ordinal).Replace('`', '\'')}`";

    [GeneratedRegex("\"[^\"]*\"|[0-9]+")]
    private static partial Regex Example();

    [GeneratedRegex("[A-Z]")]
    private static partial Regex Capital();

    private sealed record Refusal(Type Class, string Test, string Error);
}
