using System.Collections.Immutable;
using CognitoStack.Local.Deployment;
using Spectre.Console;

namespace CognitoStack.Local.Coverage;

/// <summary>Writes what becomes of the templates: a table for people at a terminal, else a line for each type.</summary>
public static class SupportTableWriter
{
    private const int ShortList = 20;

    /// <summary>Writes rows.</summary>
    public static void Write(this IAnsiConsole console, IEnumerable<SupportRow> rows)
    {
        if (console.Profile.Out.IsTerminal)
        {
            var table = new Table().Border(TableBorder.Simple).AddColumns("type", "#", "honoured", "without effect here");
            table.Columns[0].NoWrap();
            table.Columns[1].RightAligned().NoWrap();
            table.Columns[2].NoWrap();
            foreach (var column in table.Columns)
                column.Padding(0, 0, 2, 0);
            foreach (var row in rows)
                table.AddRow(
                    Markup.Escape(Short(row.Type)),
                    $"{row.Count}",
                    Markup.Escape(Honoured(row)),
                    string.Join('\n', Reasons(row).Select(Markup.Escape).Concat(Unknown(row).Select(u => $"[yellow]{Markup.Escape(u)}[/]")))
                );
            console.Write(table);
            return;
        }
        foreach (var row in rows)
        {
            var reasons = string.Join("; ", Reasons(row).Concat(Unknown(row)));
            console.Profile.Out.Writer.WriteLine(
                $"{row.Type} x{row.Count}: honoured: {Honoured(row)}{(reasons.Length > 0 ? $"; without effect here: {reasons}" : null)}"
            );
        }
    }

    private static string Short(string type) => type.StartsWith("AWS::", StringComparison.Ordinal) ? type["AWS::".Length..] : type;

    private static string Honoured(SupportRow row) =>
        row switch
        {
            { Honoured.IsEmpty: true, Ignored.IsEmpty: true, Unknown.IsEmpty: true } => "all",
            { Honoured.IsEmpty: true } => "-",
            { Ignored.IsEmpty: true, Unknown.IsEmpty: true } => "all",
            _ when string.Join(", ", row.Honoured) is { Length: <= ShortList } list => list,
            _ => "all others",
        };

    private static IEnumerable<string> Reasons(SupportRow row) => row.Ignored.Select(i => Of(i.Properties, i.Because));

    private static IEnumerable<string> Unknown(SupportRow row) => row.Unknown.IsEmpty ? [] : [Of(row.Unknown, "not known here")];

    private static string Of(ImmutableArray<string> properties, string because) =>
        properties is ["*"] ? because : $"{string.Join(", ", properties)}: {because}";
}
