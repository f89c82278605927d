using System.Net;
using System.Text;
using CognitoStack.Assurance.Access;

namespace CognitoStack.Prove.Report;

/// <summary>The report as one page that needs nothing else: no network, and no script to be read.</summary>
public static class HtmlReport
{
    private static readonly string[] Colours = ["read", "write", "list", "delete"];

    /// <summary>Writes the page.</summary>
    public static string Write(AccessReport report)
    {
        var decisions = report.Proofs.Sum(p => p.Decisions.Count);
        var differences = report.Proofs.SelectMany(p => p.Differences).ToList();
        var parts = new Dictionary<string, string>
        {
            ["environment"] = Text(report.Environment),
            ["fails"] = report.Holds ? string.Empty : " fails",
            ["verdict"] = report.Holds ? $"✓ {decisions:N0} decisions, no difference" : $"✗ {differences.Count:N0} differences in {decisions:N0} decisions",
            ["proofs"] = string.Concat(report.Proofs.Select(Proof)),
            ["faults"] = differences.Count == 0 ? string.Empty : $"<div class=\"faults\"><h2>Differences</h2><ul>{string.Concat(differences.Take(200).Select(d => $"<li>{Text(d.ToString())}</li>"))}</ul></div>",
            ["columns"] = string.Concat(report.Columns.Select(c => $"<option>{Text(c)}</option>")),
            ["sections"] = string.Concat(report.Places.GroupBy(p => p.Container).OrderByDescending(c => c.Any(p => p.IsOpen)).Select(c => Section(report, c.Key, [.. c]))),
        };
        var page = new StringBuilder(Template());
        foreach (var (name, value) in parts) page.Replace($"{{{{{name}}}}}", value);
        return page.ToString();
    }

    private static string Proof(ProofResult proof) =>
        $"<li{(proof.Holds ? string.Empty : " class=\"fails\"")}><b>{(proof.Holds ? "✓" : "✗")}</b> {Text(proof.Name)}<small>{Text(proof.Holds ? proof.Examined : proof.Count)}</small></li>";

    private static string Section(AccessReport report, string container, List<ReportPlace> places)
    {
        var open = places.Where(p => p.IsOpen).ToList();
        var closed = places.Where(p => !p.IsOpen).ToList();
        var section = new StringBuilder($"<section aria-label=\"{Text(container)}\"><header><h2>{Text(container)}</h2><span>{open.Count} of {places.Count} places open to somebody</span></header>");
        if (open.Count > 0)
        {
            section.Append("<div class=\"scroll\"><table><thead><tr><th scope=\"col\">Place</th>");
            foreach (var column in report.Columns) section.Append($"<th scope=\"col\" data-column=\"{Text(column)}\">{Text(column)}</th>");
            section.Append("</tr></thead><tbody>");
            foreach (var place in open) section.Append($"<tr {Data(place)}><th scope=\"row\">{Whose(place)}{(place.IsPattern ? $"<code>{Text(place.Label)}</code>" : Text(place.Label))}</th>{string.Concat(place.Cells.Select(Cell))}</tr>");
            section.Append("</tbody></table></div>");
        }

        if (closed.Count > 0)
        {
            section.Append($"<div class=\"closed\"><details><summary>{closed.Count} {(closed.Count == 1 ? "place" : "places")} where nobody may do anything</summary><ul>");
            foreach (var place in closed) section.Append($"<li {Data(place)}>{Whose(place)}{Text(place.Label)} <small>({place.Asked.Count} actions)</small></li>");
            section.Append("</ul></details></div>");
        }

        return section.Append("</section>").ToString();
    }

    private static string Data(ReportPlace place) =>
        $"data-place=\"{Text($"{place.Container} {place.Whose} {place.Label}")}\" data-whose=\"{(place.Whose.Length == 0 ? "-" : Text(place.Whose))}\" data-open=\"{(place.IsOpen ? "true" : "false")}\" "
        + $"data-search=\"{Text(string.Join(' ', place.IsOpen ? place.Cells.SelectMany(Words).Distinct() : place.Asked))}\"";

    private static IEnumerable<string> Words(ReportCell cell) => cell.Verbs.Concat(cell.Rights.Select(r => r.Action));

    private static string Whose(ReportPlace place) => place.Whose.Length == 0 ? string.Empty : $"<span class=\"whose{(place.Whose == "own" ? string.Empty : " others")}\">{Text(place.Whose)}</span> ";

    private static string Cell(ReportCell cell)
    {
        var attributes = $"data-column=\"{Text(cell.Column)}\" data-search=\"{Text(string.Join(' ', Words(cell)))}\"";
        if (cell.Rights.Count == 0) return $"<td {attributes}><span class=\"none\" aria-label=\"nothing\">–</span></td>";
        var verbs = string.Concat(cell.Verbs.Select(v => $"<span class=\"{(Colours.Contains(v) ? v : "other")}\">{Text(v)}</span>"));
        var rights = string.Concat(cell.Rights.GroupBy(r => r.Statement).Select(g => $"<dt>{Text(string.Join(", ", g.Select(r => r.Action)))}</dt><dd>on <code>{Text(g.First().Resource)}</code></dd><dd>by <code>{Text(g.Key)}</code></dd>"));
        return $"<td {attributes}><details><summary><span class=\"verbs\">{verbs}</span></summary><dl>{rights}</dl></details></td>";
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private static string Template()
    {
        using var stream = typeof(HtmlReport).Assembly.GetManifestResourceStream("report.html") ?? throw new InvalidOperationException("The page's frame is not in the program.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
