using CognitoStack.Smoke.Access;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace CognitoStack.Smoke.Report;

/// <summary>Who could do what, at a glance: people down, places across, and at each the deeds in one order.</summary>
internal static class Matrix
{
    /// <summary>What the letters and signs mean.</summary>
    public const string Legend = "R read  W write  L list  D delete      ✓ could  ✗ could not  ! should not have come out so";

    /// <summary>A table for each bucket and table that anybody tried.</summary>
    public static IEnumerable<IRenderable> Render(World world)
    {
        var visitors = Visitors(world).ToList();
        foreach (var container in world.Spots.GroupBy(s => (s.IsBucket, s.Container)))
        {
            var spots = container.Where(s => visitors.Any(v => s.Deeds.Any(d => world.Outcomes.Of(v.Title, s, d) is not null))).ToList();
            if (spots.Count == 0) continue;
            var table = new Table { Border = TableBorder.Rounded, Title = new($"{(container.Key.IsBucket ? "bucket" : "table")} [bold]{Markup.Escape(container.Key.Container)}[/]") };
            table.AddColumn("who").AddColumn("role");
            foreach (var spot in spots) table.AddColumn(new TableColumn(new Markup($"{Markup.Escape(Heading(spot))}\n[grey]{Letters(spot)}[/]")).Centered().NoWrap());
            foreach (var (title, role) in visitors.Where(v => spots.Any(s => Cell(world, v.Title, s).Length > 0)))
                table.AddRow([new Text(title), new Text(role), .. spots.Select(s => new Markup(Cell(world, title, s)))]);
            yield return table;
        }

        if (visitors.Count > 0) yield return new Text(Legend, Color.Grey);
    }

    /// <summary>What came of everything at a place, a sign a deed; empty where nothing was tried.</summary>
    public static string Cell(World world, string visitor, Spot spot) => string.Concat(spot.Deeds.Select(deed => world.Outcomes.Of(visitor, spot, deed) switch
    {
        null => string.Empty,
        { Allowed: var allowed, Expected: var expected } when allowed != expected => $"[bold red]{(allowed ? "✓" : "✗")}![/]",
        { Allowed: true } => "[green]✓[/]",
        _ => "[grey]✗[/]",
    }));

    private static string Letters(Spot spot) => string.Concat(spot.Deeds.Select(d => d.ToString()[0]));

    private static string Heading(Spot spot) => (spot.Whose, spot.IsBucket) switch
    {
        (Whose.Own, true) => $"own\n{spot.Short}",
        (Whose.Others, true) => $"others'\n{spot.Short}",
        (Whose.Everybodys, _) => $"shared\n{spot.Pattern}",
        (Whose.Own, _) => $"own\n{(spot.Short.Length == 0 ? "items" : spot.Short)}",
        (Whose.Others, _) => $"others'\n{(spot.Short.Length == 0 ? "items" : spot.Short)}",
        (_, true) => "whole\nbucket",
        _ => "whole\ntable",
    };

    private static IEnumerable<(string Title, string Role)> Visitors(World world)
    {
        foreach (var subject in world.Casting.Visitors) yield return (subject.Title, subject.Role ?? "no role");
        if (world.Environment.Access.Guests is { } guests) yield return ("a guest", guests);
    }
}
