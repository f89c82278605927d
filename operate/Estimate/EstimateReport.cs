using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace CognitoStack.Operate.Estimate;

/// <summary>An estimate for people, for Markdown and for programs.</summary>
internal sealed record EstimateReport(
    string Environment,
    Usage Usage,
    Prices Prices,
    IReadOnlyList<Item> Items,
    IReadOnlyList<Bound> Bounds
)
{
    private static readonly CultureInfo Plain = CultureInfo.InvariantCulture;

    public decimal Total => Items.Sum(i => i.Cost);

    private string Assumed =>
        string.Create(
            Plain,
            $"{Usage.Users:N0} users{(Usage.IsSaid ? "" : " (assumed: operations.monthlyUsers or --users says how many)")}, {Usage.SignIns} sign-ins each, {Usage.Federated} % by SAML or OpenID Connect, {Usage.Tokens:N0} tokens a machine client, {Usage.Sms} text messages each; {Usage.PeakHourShare:P0} of all sign-ins in the busiest hour"
        );

    private IEnumerable<string> Notes =>
        [
            $"Prices of {Prices.Region} in {Prices.Currency}, {Prices.Date}. Other Regions differ.",
            "¹ could not be verified when the file of prices was written: look at AWS's page before you rely on it.",
            .. Items.Where(i => i.Price.Note is not null).Select(i => $"{i.What}: the price is {i.Price.Note}.").Distinct(),
            $"Sources: {string.Join(", ", Items.Select(i => Prices.Sources[i.Price.Source]).Distinct())}; quotas: {Prices.Quotas.Source}",
        ];

    public void Write(IAnsiConsole console)
    {
        var table = new Table()
            .Border(TableBorder.Rounded)
            .AddColumn("")
            .AddColumn("what")
            .AddColumn(new TableColumn("how many").RightAligned())
            .AddColumn(new TableColumn($"{Prices.Currency} a month").RightAligned());
        foreach (var item in Items)
            table.AddRow(Markup.Escape(item.Service), Markup.Escape(item.What + Mark(item)), Units(item.Units), Money(item.Cost));
        table.AddRow("", "[bold]total[/]", "", $"[bold]{Money(Total)}[/]");
        console.MarkupLineInterpolated($"[bold]{Environment}[/]: {Assumed}");
        console.Write(table);
        var quotas = new Table()
            .Border(TableBorder.Rounded)
            .AddColumn("quota that binds")
            .AddColumn("of")
            .AddColumn(new TableColumn("needed").RightAligned())
            .AddColumn(new TableColumn("default").RightAligned())
            .AddColumn(new TableColumn("taken").RightAligned())
            .AddColumn("raised by");
        foreach (var bound in Bounds)
            quotas.AddRow(
                Markup.Escape(bound.Quota),
                Markup.Escape(bound.What),
                Units(bound.Needed),
                Units(bound.Default),
                bound.Share >= 0.8m ? $"[red]{bound.Share.ToString("P0", Plain)}[/]" : bound.Share.ToString("P0", Plain),
                Markup.Escape(bound.Way)
            );
        console.Write(quotas);
        foreach (var note in Notes)
            console.MarkupLineInterpolated($"[dim]{note}[/]");
    }

    public string ToMarkdown()
    {
        var text = new StringBuilder();
        text.Append(
            Plain,
            $"## What {Environment} costs a month\n\n{Assumed}.\n\n| | what | how many | {Prices.Currency} |\n| --- | --- | ---: | ---: |\n"
        );
        foreach (var item in Items)
            text.Append(Plain, $"| {item.Service} | {item.What}{Mark(item)} | {Units(item.Units)} | {Money(item.Cost)} |\n");
        text.Append(
            Plain,
            $"| | **total** | | **{Money(Total)}** |\n\n## Quotas that bind first\n\n| quota | of | needed | default | taken | raised by |\n| --- | --- | ---: | ---: | ---: | --- |\n"
        );
        foreach (var b in Bounds)
            text.Append(
                Plain,
                $"| {b.Quota} | {b.What} | {Units(b.Needed)} | {Units(b.Default)} | {b.Share.ToString("P0", Plain)} | {b.Way} |\n"
            );
        text.Append('\n');
        foreach (var note in Notes)
            text.Append(Plain, $"- {note}\n");
        return text.ToString();
    }

    public string ToJson() =>
        new JsonObject
        {
            ["environment"] = Environment,
            ["date"] = Prices.Date,
            ["currency"] = Prices.Currency,
            ["region"] = Prices.Region,
            ["users"] = Usage.Users,
            ["usersAssumed"] = !Usage.IsSaid,
            ["signIns"] = Usage.SignIns,
            ["federatedPercent"] = Usage.Federated,
            ["tokensPerMachineClient"] = Usage.Tokens,
            ["smsPerUser"] = Usage.Sms,
            ["total"] = Rounded(Total),
            ["items"] = new JsonArray([
                .. Items.Select(i => new JsonObject
                {
                    ["service"] = i.Service,
                    ["what"] = i.What,
                    ["units"] = i.Units,
                    ["cost"] = Rounded(i.Cost),
                    ["verified"] = i.Price.Verified,
                    ["source"] = Prices.Sources[i.Price.Source],
                }),
            ]),
            ["quotas"] = new JsonArray([
                .. Bounds.Select(b => new JsonObject
                {
                    ["quota"] = b.Quota,
                    ["of"] = b.What,
                    ["needed"] = Math.Round(b.Needed, 4),
                    ["default"] = b.Default,
                    ["share"] = Math.Round(b.Share, 4),
                    ["raisedBy"] = b.Way,
                }),
            ]),
            ["notes"] = new JsonArray([.. Notes.Select(n => (JsonNode)n)]),
        }.ToJsonString(Json.Indented);

    private static string Mark(Item item) => item.Price.Verified ? "" : "¹";

    private static decimal Rounded(decimal cost) => Math.Round(cost, 2, MidpointRounding.AwayFromZero);

    private static string Money(decimal cost) => cost is > 0 and < 0.01m ? "< 0.01" : cost.ToString("N2", Plain);

    private static string Units(decimal units) => units.ToString(units >= 100 || units == Math.Floor(units) ? "N0" : "0.##", Plain);
}
