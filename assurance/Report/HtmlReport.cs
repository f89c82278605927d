using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CognitoStack.Assurance.Access;
using CognitoStack.Configuration;

namespace CognitoStack.Assurance.Report;

/// <summary>The report as one page that needs nothing else: no network, and no script to be read.</summary>
public static class HtmlReport
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
    private static readonly string[] Colours = ["read", "write", "list", "delete"];

    /// <summary>Writes the page.</summary>
    public static string Write(AccessReport report)
    {
        var decisions = report.Proofs.Sum(p => p.Decisions.Count);
        var differences = report.Proofs.SelectMany(p => p.Differences).ToList();
        var containers = report.Places.GroupBy(p => p.Container).ToList();
        var parts = new Dictionary<string, string>
        {
            ["environment"] = Text(report.Environment),
            ["fails"] = report.Holds ? string.Empty : " fails",
            ["verdict"] = report.Holds
                ? $"✓ {decisions:N0} decisions, no difference"
                : $"✗ {differences.Count:N0} differences in {decisions:N0} decisions",
            ["proofs"] = string.Concat(report.Proofs.Select(Proof)),
            ["faults"] =
                differences.Count == 0
                    ? string.Empty
                    : $"<div class=\"faults\"><h2>Differences</h2><ul>{string.Concat(differences.Take(200).Select(Fault))}</ul></div>",
            ["assumptions"] = string.Concat(report.Proofs.SelectMany(p => p.Assumptions).Select(a => $"<li>{Text(a)}</li>")),
            ["columns"] = string.Concat(report.Columns.Select(c => $"<option>{Text(c)}</option>")),
            ["made"] = Text(report.Made),
            ["sentences"] = string.Concat(report.Sentences.Select(s => $"<li><b>{Text(s.Column)}</b> {Text(s.Sentence)}</li>")),
            ["sections"] =
                string.Concat(containers.Where(c => c.Any(p => p.IsOpen)).Select(c => Section(report, c.Key, [.. c])))
                + Unreached([.. containers.Where(c => !c.Any(p => p.IsOpen))]),
            ["tables"] = string.Concat(report.Proofs.Select(p => p.Table).OfType<ProofTable>().Select(Sheet)),
        };
        var page = new StringBuilder(Template());
        foreach (var (name, value) in parts)
            page.Replace($"{{{{{name}}}}}", value);
        return page.ToString();
    }

    private static string Proof(ProofResult proof) =>
        $"<li{(proof.Holds ? string.Empty : " class=\"fails\"")}><b>{(proof.Holds ? "✓" : "✗")}</b> {Text(proof.Name)}{(proof is { IsForAll: true, Holds: true } ? " <em>for all</em>" : string.Empty)}<small>{Text(proof.Holds ? proof.Examined : proof.Count)}</small></li>";

    private static string Fault(Difference difference) =>
        $"<li><b>{Text(difference.Subject)}</b>: {Text(difference.Action)} on <code>{Text(difference.Where)}</code><p>Expected: {Text(difference.Expected)}.<br>Got: {Text(difference.Got)}.</p>"
        + $"{(difference.DecidedBy.Length == 0 ? string.Empty : $"<details><summary>The statement</summary>{Statement(difference.DecidedBy)}</details>")}</li>";

    private static string Section(AccessReport report, string container, List<ReportPlace> places)
    {
        var (used, tried) = (
            places.Where(p => p is { IsOpen: true, IsPattern: true }).ToList(),
            places.Where(p => p is { IsOpen: true, IsPattern: false }).ToList()
        );
        var closed = places.Where(p => !p.IsOpen).ToList();
        var section = new StringBuilder(
            $"<section aria-label=\"{Text(container)}\"><header><h2>{Text(container)}</h2><span>{used.Count} {(used.Count == 1 ? "place" : "places")} in use</span></header>"
        );
        if (used.Count > 0)
            section.Append(Table(report, container, used));
        if (tried.Count > 0)
        {
            var able = report.Columns.Where((_, i) => tried.Any(p => p.Cells[i].Rights.Count > 0));
            section.Append(
                $"<div class=\"fold\"><details><summary>{tried.Count} {(tried.Count == 1 ? "key" : "keys")} beside these places, as somebody might try them: open to {Text(string.Join(", ", able))}, as their rights mean it</summary>{Table(report, $"{container}, keys to try", tried)}</details></div>"
            );
        }
        if (closed.Count > 0)
            section.Append(
                Closed(
                    $"{closed.Count} {(closed.Count == 1 ? "place" : "places")} that somebody might try, where nobody may do anything",
                    closed
                )
            );
        return section.Append("</section>").ToString();
    }

    private static string Table(AccessReport report, string label, IEnumerable<ReportPlace> places)
    {
        var table = new StringBuilder(
            $"<p class=\"more\" hidden>The table goes on to the right →</p><div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{Text(label)}\"><table><thead><tr><th scope=\"col\">Place</th>"
        );
        foreach (var column in report.Columns)
            table.Append($"<th scope=\"col\" data-column=\"{Text(column)}\">{Text(column)}</th>");
        table.Append("</tr></thead><tbody>");
        foreach (var place in places)
            table.Append(
                $"<tr {Data(place)}><th scope=\"row\">{Whose(place)}{(place.IsPattern ? $"<code>{Text(place.Label)}</code>" : Text(place.Label))}</th>{string.Concat(place.Cells.Select(Cell))}</tr>"
            );
        return table.Append("</tbody></table></div>").ToString();
    }

    private static string Closed(string summary, IEnumerable<ReportPlace> places, bool named = false) =>
        $"<div class=\"fold\"><details><summary>{Text(summary)}</summary><ul>{string.Concat(places.Select(p => $"<li {Data(p)}>{(named ? $"<b>{Text(p.Container)}</b> " : string.Empty)}{Whose(p)}{Text(p.Label)} <small>({p.Asked.Count} actions)</small></li>"))}</ul></details></div>";

    // Not a section: the filter is about who may do what where.
    private static string Sheet(ProofTable table) =>
        $"<aside aria-label=\"{Text(table.Title)}\"><header><h2>{Text(table.Title)}</h2><span>{table.Rows.Count} places</span></header>"
        + $"<p class=\"more\" hidden>The table goes on to the right →</p><div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{Text(table.Title)}\"><table><thead><tr>"
        + string.Concat(table.Columns.Select(c => $"<th scope=\"col\">{Text(c)}</th>"))
        + "</tr></thead><tbody>"
        + string.Concat(
            table.Rows.Select(row =>
                $"<tr><th scope=\"row\"><code>{Text(row[0])}</code></th>{string.Concat(row.Skip(1).Select(cell => $"<td>{Text(cell)}</td>"))}</tr>"
            )
        )
        + "</tbody></table></div></aside>";

    // One card for all: each alone would say the same.
    private static string Unreached(List<IGrouping<string, ReportPlace>> containers) =>
        containers.Count == 0
            ? string.Empty
            : $"<section aria-label=\"Reached by nobody\"><header><h2>Reached by nobody</h2><span>{containers.Count} {(containers.Count == 1 ? "resource" : "resources")}</span></header>"
                + Closed($"{containers.Sum(c => c.Count())} places that somebody might try", containers.SelectMany(c => c), named: true)
                + "</section>";

    private static string Data(ReportPlace place) =>
        $"data-place=\"{Text($"{place.Container} {place.Whose} {place.Label}")}\" data-whose=\"{(place.Whose.Length == 0 ? "-" : Text(place.Whose))}\" data-open=\"{(place.IsOpen ? "true" : "false")}\" "
        + $"data-search=\"{Text(string.Join(' ', place.IsOpen ? place.Cells.SelectMany(Words).Distinct() : place.Asked))}\"";

    private static IEnumerable<string> Words(ReportCell cell) => cell.Verbs.Concat(cell.Rights.Select(r => r.Action));

    private static string Whose(ReportPlace place) =>
        place.Whose.Length == 0
            ? string.Empty
            : $"<span class=\"whose{(place.Whose == "own" ? string.Empty : " others")}\">{Text(place.Whose)}</span> ";

    private static string Cell(ReportCell cell)
    {
        var attributes = $"data-column=\"{Text(cell.Column)}\" data-search=\"{Text(string.Join(' ', Words(cell)))}\"";
        if (cell.Rights.Count == 0)
            return $"<td {attributes}><span class=\"none\" aria-label=\"nothing\">–</span></td>";
        var verbs = string.Concat(cell.Verbs.Select(v => $"<span class=\"{(Colours.Contains(v) ? v : "other")}\">{Text(v)}</span>"));
        var rights = string.Concat(
            cell.Rights.GroupBy(r => r.Statement)
                .Select(g =>
                    $"<dt>{Text(string.Join(", ", g.Select(r => r.Action)))}</dt><dd>on <code>{Text(g.First().Resource)}</code></dd><dd>by {Statement(g.Key)}</dd>"
                )
        );
        return $"<td {attributes}><details><summary><span class=\"verbs\">{verbs}</span></summary><dl>{rights}</dl></details></td>";
    }

    // "RoleMember/Access#0 {…}": where it stands, and what it says, laid out.
    private static string Statement(string statement)
    {
        var start = statement.IndexOf('{', StringComparison.Ordinal);
        try
        {
            return start < 0
                ? $"<code>{Text(statement)}</code>"
                : $"<code>{Text(statement[..start].TrimEnd())}</code><pre>{Text(JsonNode.Parse(statement[start..])!.ToJsonString(Indented))}</pre>";
        }
        catch (JsonException)
        {
            return $"<code>{Text(statement)}</code>";
        }
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private static string Template()
    {
        using var stream =
            typeof(HtmlReport).Assembly.GetManifestResourceStream("report.html")
            ?? throw new InvalidOperationException("The page's frame is not in the program.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
