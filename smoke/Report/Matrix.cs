using System.Diagnostics;
using CognitoStack.Smoke.Access;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace CognitoStack.Smoke.Report;

/// <summary>Who could do what, at a glance: places down, people across, who are fewer, and at each the deeds in one order.</summary>
internal static class Matrix
{
    /// <summary>What the letters and signs mean.</summary>
    public const string Legend = "R read  W write  L list  D delete    ✓ could  ✗ could not  ✓! ✗! wrongly";

    /// <summary>A table for each bucket and table that anybody tried.</summary>
    public static IEnumerable<IRenderable> Render(World world)
    {
        var (visitors, isEmpty) = (Visitors(world).ToList(), true);
        foreach (var container in world.Spots.GroupBy(s => (s.IsBucket, s.Container)))
        {
            var spots = container.Where(s => visitors.Any(v => s.Deeds.Any(d => world.Outcomes.Of(v.Title, s, d) is not null))).ToList();
            if (spots.Count == 0)
                continue;
            var table = new Table
            {
                Border = TableBorder.Rounded,
                Title = new($"{(container.Key.IsBucket ? "bucket" : "table")} [bold]{Markup.Escape(container.Key.Container)}[/]"),
            };
            var people = visitors.Where(v => spots.Any(s => Cell(world, v.Title, s).Length > 0)).ToList();
            table.AddColumn(Narrow(new("where"))).AddColumn(Narrow(new(string.Empty)));
            foreach (var (_, name, role) in people)
                table.AddColumn(Narrow(new(new Markup($"{Markup.Escape(name)}\n[grey]{Markup.Escape(role)}[/]"))).Centered());
            foreach (var spot in spots)
                table.AddRow([
                    new Text(Heading(spot)),
                    new Text(Letters(spot), Color.Grey),
                    .. people.Select(v => new Markup(Cell(world, v.Title, spot))),
                ]);
            isEmpty = false;
            yield return table;
        }

        if (isEmpty)
            yield break;
        // Beside the names they would not fit.
        var apart = world.Casting.Visitors.Where(v => v.What.Length > 0).Select(v => $"{v.Name}: {v.What}").ToList();
        if (apart.Count > 0)
            yield return new Text($"{string.Join("    ", apart)}\n", Color.Grey);
        yield return new Text($"{Legend}\n", Color.Grey);
    }

    /// <summary>What came of everything at a place, a sign a deed; empty where nothing was tried.</summary>
    public static string Cell(World world, string visitor, Spot spot) =>
        string.Concat(
            spot.Deeds.Select(deed =>
                world.Outcomes.Of(visitor, spot, deed) switch
                {
                    null => string.Empty,
                    { Allowed: var allowed, Expected: var expected } when allowed != expected => $"[bold red]{(allowed ? "✓" : "✗")}![/]",
                    { Allowed: true } => "[green]✓[/]",
                    _ => "[grey]✗[/]",
                }
            )
        );

    // People of every kind fit eighty columns only without the space after them.
    private static TableColumn Narrow(TableColumn column) => column.NoWrap().Padding(1, 0, 0, 0);

    private static string Letters(Spot spot) => string.Concat(spot.Deeds.Select(d => d.ToString()[0]));

    private static string Heading(Spot spot) =>
        (spot.Whose, spot.IsBucket) switch
        {
            (Whose.Own, true) => $"own {spot.Short}",
            (Whose.Others, true) => $"others' {spot.Short}",
            (Whose.Everybodys, _) => $"shared {spot.Pattern}",
            (Whose.Own, _) => $"own {(spot.Short.Length == 0 ? "items" : spot.Short)}",
            (Whose.Others, _) => $"others' {(spot.Short.Length == 0 ? "items" : spot.Short)}",
            (Whose.Whole, true) => "whole bucket",
            (Whose.Whole, _) => "whole table",
            _ => throw new UnreachableException($"{spot.Whose}"),
        };

    private static IEnumerable<(string Title, string Name, string Role)> Visitors(World world)
    {
        foreach (var subject in world.Casting.Visitors)
            yield return (subject.Title, subject.Name, subject.Role ?? "no role");
        if (world.Environment.Access.Guests is { } guests)
            yield return ("a guest", "a guest", guests);
    }
}
