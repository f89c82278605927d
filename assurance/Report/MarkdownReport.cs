using System.Text;
using CognitoStack.Assurance.Access;

namespace CognitoStack.Assurance.Report;

/// <summary>The report for a pull request.</summary>
public static class MarkdownReport
{
    /// <summary>Writes it.</summary>
    public static string Write(AccessReport report)
    {
        var text = new StringBuilder();
        text.AppendLine($"# Who may do what: {report.Environment}\n");
        if (report.Made.Length > 0)
            text.AppendLine($"{Plain(report.Made)}\n");
        foreach (var (column, sentence) in report.Sentences)
            text.AppendLine($"- **{column}** {Plain(sentence)}");
        text.AppendLine();
        text.AppendLine("| proof | differences | in |\n|---|--:|---|");
        foreach (var proof in report.Proofs)
            text.AppendLine($"| {(proof.Holds ? "✓" : "✗")} {proof.Name} | {proof.Differences.Count} | {proof.Examined} |");
        foreach (var difference in report.Proofs.SelectMany(p => p.Differences).Take(50))
            text.AppendLine($"\n- {Plain(difference.ToString())}");
        text.AppendLine("\n<details><summary>What is taken for granted</summary>\n");
        foreach (var assumption in report.Proofs.SelectMany(p => p.Assumptions))
            text.AppendLine($"- {Plain(assumption)}");
        text.AppendLine("\n</details>");
        foreach (var container in report.Places.GroupBy(p => p.Container).Where(c => c.Any(p => p.IsOpen)))
        {
            text.AppendLine($"\n## {Plain(container.Key)}\n");
            text.AppendLine($"| place | {string.Join(" | ", report.Columns)} |\n|---|{string.Concat(report.Columns.Select(_ => "---|"))}");
            foreach (var place in container.Where(p => p.IsOpen).OrderBy(p => p.IsPattern ? 0 : 1))
                text.AppendLine(
                    $"| {(place.IsPattern ? string.Empty : "tried: ")}{(place.Whose.Length == 0 ? string.Empty : $"**{place.Whose}** ")}{Plain(place.Label)} | {string.Join(" | ", place.Cells.Select(c => c.Rights.Count == 0 ? "–" : string.Join(", ", c.Verbs)))} |"
                );
        }

        var closed = report.Places.Where(p => !p.IsOpen).ToList();
        text.AppendLine(
            $"\n<details><summary>{closed.Count} {(closed.Count == 1 ? "place" : "places")} where nobody may do anything</summary>\n"
        );
        foreach (var container in closed.GroupBy(p => p.Container))
            text.AppendLine(
                $"- **{Plain(container.Key)}**: {string.Join("; ", container.Select(p => Plain($"{p.Whose} {p.Label}".Trim())))}"
            );
        text.AppendLine("\n</details>");
        foreach (var table in report.Proofs.Select(p => p.Table).OfType<ProofTable>())
        {
            text.AppendLine($"\n## {Plain(table.Title)}\n");
            text.AppendLine($"| {string.Join(" | ", table.Columns)} |\n|{string.Concat(table.Columns.Select(_ => "---|"))}");
            foreach (var row in table.Rows)
                text.AppendLine($"| {string.Join(" | ", row.Select(Plain))} |");
        }
        return text.ToString();
    }

    private static string Plain(string text) =>
        text.Replace("|", "\\|", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace("*", "\\*", StringComparison.Ordinal)
            .Replace('\n', ' ');
}
