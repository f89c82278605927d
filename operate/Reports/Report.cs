using System.Text.Json;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace CognitoStack.Operate.Reports;

/// <summary>What a command has done, for people and for programs.</summary>
internal sealed class Report(string command)
{
    /// <summary>What it amounts to, by name.</summary>
    public Dictionary<string, JsonNode?> Figures { get; } = [];

    /// <summary>What is to be known, under headings.</summary>
    public Dictionary<string, List<string>> Lists { get; } = [];

    /// <summary>What is not done, each with its reason.</summary>
    public List<string> Problems { get; } = [];

    /// <summary>What follows.</summary>
    public List<string> Next { get; } = [];

    public int ExitCode => Problems.Count > 0 ? Operate.ExitCode.Incomplete : Operate.ExitCode.Done;

    public void Write(IAnsiConsole console, TextWriter output, bool asJson)
    {
        if (asJson)
        {
            output.WriteLine(ToJson().ToJsonString(Json.Indented));
            return;
        }
        var table = new Table().Border(TableBorder.Rounded).HideHeaders().AddColumns("", "");
        foreach (var (name, value) in Figures)
            table.AddRow(Markup.Escape(name), Markup.Escape(Text(value)));
        console.Write(table);
        foreach (var (heading, items) in Lists.Where(l => l.Value.Count > 0))
        {
            console.MarkupLineInterpolated($"[bold]{heading}[/]");
            foreach (var item in items)
                console.MarkupLineInterpolated($"  · {item}");
        }
        foreach (var problem in Problems.Take(20))
            console.MarkupLineInterpolated($"[yellow]![/] {problem}");
        if (Problems.Count > 20)
            console.MarkupLineInterpolated($"[yellow]![/] and {Problems.Count - 20} more: --json has all");
        foreach (var next in Next)
            console.MarkupLineInterpolated($"[dim]{next}[/]");
    }

    private JsonObject ToJson() =>
        new()
        {
            ["command"] = command,
            ["figures"] = new JsonObject(Figures.Select(f => KeyValuePair.Create(f.Key, f.Value?.DeepClone()))),
            ["lists"] = JsonSerializer.SerializeToNode(Lists, Json.Compact),
            ["problems"] = JsonSerializer.SerializeToNode(Problems, Json.Compact),
            ["next"] = JsonSerializer.SerializeToNode(Next, Json.Compact),
        };

    private static string Text(JsonNode? value) =>
        value is null
            ? "–"
            : value.GetValueKind() switch
            {
                JsonValueKind.True => "yes",
                JsonValueKind.False => "no",
                _ => value.ToString(),
            };
}
