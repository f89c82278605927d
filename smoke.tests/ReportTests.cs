using System.Xml.Linq;
using CognitoStack.Smoke.Access;
using CognitoStack.Smoke.Checks;
using CognitoStack.Smoke.Report;
using CognitoStack.Smoke.Target;
using Spectre.Console;

namespace CognitoStack.Smoke.Tests;

public sealed class ReportTests
{
    private static readonly DateTimeOffset Started = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);

    [Fact]
    public void Plain_lines_come_in_order_whatever_ends_first()
    {
        var board = Board();
        var output = new StringWriter { NewLine = "\n" };
        using var lines = new PlainLines(board, output);
        board.Set(1, new(CheckState.Running));
        board.Set(2, new(CheckState.Skipped, Because: "there is no deny list"));
        board.Set(
            1,
            new(
                CheckState.Failed,
                TimeSpan.FromMilliseconds(45.4),
                new("the read to be refused", "the read was allowed at files:users/b/", "req-7", "Look there.")
            )
        );
        Assert.Empty(output.ToString());
        board.Set(0, new(CheckState.Passed, TimeSpan.FromMilliseconds(12)));
        string[] expected =
        [
            "Sign-in",
            "  ✓ ada signs in (12 ms)",
            "",
            "Other people's data",
            "  ✗ ada cannot read ben's (45 ms)",
            "      expected   the read to be refused",
            "      happened   the read was allowed at files:users/b/",
            "      request    req-7",
            "      look       Look there.",
            "  - [deny] list (skipped: there is no deny list)",
            "",
        ];
        Assert.Equal(expected, output.ToString().ReplaceLineEndings("\n").Split('\n'));
    }

    [Fact]
    public void JUnit_has_a_suite_for_each_group_and_counts_that_add_up()
    {
        var root = JUnit.Of(Done(), "local", Started, TimeSpan.FromSeconds(3.21)).Root!;
        Assert.Equal("testsuites", root.Name.LocalName);
        Assert.Equal(
            ("3", "1", "0", "1", "3.210"),
            (Of(root, "tests"), Of(root, "failures"), Of(root, "errors"), Of(root, "skipped"), Of(root, "time"))
        );
        var suites = root.Elements("testsuite").ToList();
        Assert.Equal(["Sign-in", "Other people's data"], suites.Select(s => Of(s, "name")));
        foreach (var suite in suites)
        {
            var cases = suite.Elements("testcase").ToList();
            Assert.Equal($"{cases.Count}", Of(suite, "tests"));
            Assert.Equal($"{cases.Count(c => c.Element("failure") is not null)}", Of(suite, "failures"));
            Assert.Equal($"{cases.Count(c => c.Element("skipped") is not null)}", Of(suite, "skipped"));
            Assert.Equal("2026-03-04T05:06:07", Of(suite, "timestamp"));
            Assert.All(cases, c => Assert.Matches(@"^smoke\.local\.[A-Za-z]+$", Of(c, "classname")));
            Assert.All(cases, c => Assert.Matches(@"^\d+\.\d{3}$", Of(c, "time")));
            // Nothing but what the readers of the format know.
            Assert.All(
                suite.Descendants(),
                e => Assert.Contains($" {e.Name.LocalName} ", " testcase failure skipped ", StringComparison.Ordinal)
            );
        }

        var failure = suites[1].Descendants("failure").Single();
        Assert.Equal("expected it to be refused, but it was allowed", Of(failure, "message"));
        Assert.Contains("request    req-7", failure.Value, StringComparison.Ordinal);
        Assert.Equal("there is none", Of(suites[1].Descendants("skipped").Single(), "message"));
    }

    [Fact]
    public void JUnit_is_well_formed_whatever_AWS_says()
    {
        var board = Board();
        board.Set(0, new(CheckState.Failed, default, new("x", "<Error>\u0001\ud800</Error> \"&'", "", null)));
        var path = Path.Combine(Directory.CreateTempSubdirectory().FullName, "sub", "results.xml");
        JUnit.Write(JUnit.Of(board, "local", Started, default), path);
        Assert.Contains("<Error></Error> \"&'", XDocument.Load(path).Descendants("failure").Single().Value, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_cannot_be_written_is_told()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        Assert.Contains(
            "cannot be written",
            Assert.Throws<SmokeException>(() => JUnit.Write(new XDocument(new XElement("a")), folder)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void The_live_table_shows_every_check_and_what_is_wrong()
    {
        var text = Text(LiveTable.Render(Done()));
        Assert.Contains("✓ ada signs in", text, StringComparison.Ordinal);
        Assert.Contains("✗ ada cannot read ben's", text, StringComparison.Ordinal);
        Assert.Contains("happened it was allowed", text, StringComparison.Ordinal);
        Assert.Contains("- [deny] list: there is none", text, StringComparison.Ordinal);
    }

    [Fact]
    public void On_a_small_screen_only_what_runs_or_is_wrong_has_a_line_of_its_own()
    {
        var board = Board();
        Assert.Equal(["· Sign-in 0 of 1", "· Other people's data 0 of 2"], Folded(board));
        board.Set(0, new(CheckState.Running));
        Assert.Equal(["⠸ Sign-in 0 of 1", "⠸ ada signs in", "· Other people's data 0 of 2"], Folded(board));
        board = Done();
        Assert.Equal(
            ["✓ Sign-in 1", "✗ Other people's data 2", "✗ ada cannot read ben's", "expected it to be refused"],
            Folded(board).Take(4).Select(l => l.Split("  45 ms")[0].Trim())
        );
        board.Set(1, CheckResult.Waiting);
        Assert.Equal(["✓ Sign-in 1", "· Other people's data 1 of 2"], Folded(board));
    }

    [Fact]
    public void A_matrix_of_many_people_fits_eighty_columns()
    {
        var world = Worlds.Of(Worlds.Shipped("local"));
        Assert.Empty(Matrix.Render(world));
        foreach (var spot in world.Spots)
        foreach (var deed in spot.Deeds)
        foreach (var who in world.Casting.Visitors.Select(v => v.Title).Append("a guest"))
            world.Outcomes.Note(who, spot, deed, new(true, true));
        var text = string.Concat(Matrix.Render(world).Select(r => Text(r, 80)));
        Assert.All(text.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
        Assert.Matches("│ where +│ +│ +ada *│ +ben *│ +cleo *│ +dora *│ +eli *│ +fritz *│ +a guest *│", text);
        Assert.Contains("cleo: admins    dora: custom:tier gold    eli: without tenant    fritz: of Okta", text, StringComparison.Ordinal);
        Assert.Contains(Matrix.Legend, text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_shows_what_came_of_each_risk_and_marks_what_should_not_have()
    {
        var risks = new RiskOutcomes();
        Assert.Empty(RiskTable.Render(risks));
        risks.Note("low", RiskTable.Api, RiskOutcomes.SignedIn, RiskOutcomes.SignedIn);
        risks.Note("medium", RiskTable.Api, RiskOutcomes.Asked, RiskOutcomes.Asked);
        risks.Note("high", RiskTable.Pages, RiskOutcomes.SignedIn, RiskOutcomes.Blocked);
        risks.Note("high", RiskTable.Mail, "none", "BlockEmail");
        var text = Text(Assert.Single(RiskTable.Render(risks)), 80);
        Assert.Matches("│ low +│ signed in +│ +│ +│", text);
        Assert.Matches("│ medium +│ asked for a code +│ +│ +│", text);
        Assert.Matches("│ high +│ +│ signed in! +│ none! +│", text);
        Assert.Matches("│ leaked password +│ +│ +│ +│", text);
    }

    [Fact]
    public void The_matrix_shows_what_was_tried_and_marks_what_should_not_be()
    {
        var world = Worlds.Of(Worlds.Shipped("local"));
        var own = world.Spots.Single(s => s is { IsBucket: true, Short: "users/", Whose: Whose.Own });
        var others = world.Spots.Single(s => s is { IsBucket: true, Short: "users/", Whose: Whose.Others });
        foreach (var deed in Enum.GetValues<Deed>())
        {
            world.Outcomes.Note("ada", own, deed, new(true, true));
            world.Outcomes.Note("ada", others, deed, new(deed == Deed.List, false));
        }

        Assert.Equal("[green]✓[/][green]✓[/][green]✓[/][green]✓[/]", Matrix.Cell(world, "ada", own));
        Assert.Equal("[grey]✗[/][grey]✗[/][bold red]✓![/][grey]✗[/]", Matrix.Cell(world, "ada", others));
        var text = string.Concat(Matrix.Render(world).Select(r => Text(r)));
        Assert.Contains("│  ada  │", text, StringComparison.Ordinal);
        Assert.Contains("│ member│", text, StringComparison.Ordinal);
        Assert.Contains("others'", text, StringComparison.Ordinal);
        Assert.Contains("✗✗✓!✗", text, StringComparison.Ordinal);
        Assert.Contains(Matrix.Legend, text, StringComparison.Ordinal);
        // Of the table nothing was tried.
        Assert.DoesNotContain("notes", text, StringComparison.Ordinal);
    }

    private static Board Board() =>
        new([
            new Check(CheckGroup.OthersData, "ada cannot read ben's", _ => Task.CompletedTask),
            new Check(CheckGroup.SignIn, "ada signs in", _ => Task.CompletedTask),
            new Check(CheckGroup.OthersData, "[deny] list", _ => Task.CompletedTask),
        ]);

    private static Board Done()
    {
        var board = Board();
        board.Set(0, new(CheckState.Passed, TimeSpan.FromMilliseconds(12)));
        board.Set(1, new(CheckState.Failed, TimeSpan.FromMilliseconds(45), new("it to be refused", "it was allowed", "req-7", "Look.")));
        board.Set(2, new(CheckState.Skipped, Because: "there is none"));
        return board;
    }

    private static string Of(XElement element, string attribute) => element.Attribute(attribute)!.Value;

    private static List<string> Folded(Board board) =>
        [.. Text(LiveTable.Render(board, 3, folded: true)).Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0)];

    private static string Text(Spectre.Console.Rendering.IRenderable renderable, int width = 160)
    {
        var output = new StringWriter();
        var console = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Ansi = AnsiSupport.No,
                ColorSystem = ColorSystemSupport.NoColors,
                Out = new AnsiConsoleOutput(output),
            }
        );
        console.Profile.Width = width;
        console.Profile.Capabilities.Unicode = true;
        console.Write(renderable);
        return output.ToString();
    }
}
