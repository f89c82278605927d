using CognitoStack.Smoke.Target;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace CognitoStack.Smoke.Report;

/// <summary>What came of sign-ins at each risk: risks down, ways to sign in across.</summary>
internal static class RiskTable
{
    /// <summary>By a user pool's API.</summary>
    public const string Api = "by the API";

    /// <summary>On the login pages.</summary>
    public const string Pages = "on the pages";

    /// <summary>The kind of the mail that it caused.</summary>
    public const string Mail = "mail";

    /// <summary>A password that lists of leaked ones have.</summary>
    public const string Leaked = "leaked password";

    /// <summary>The table; none where no risk was tried.</summary>
    public static IEnumerable<IRenderable> Render(RiskOutcomes risks)
    {
        if (risks.IsEmpty)
            yield break;
        var table = new Table { Border = TableBorder.Rounded, Title = new("sign-ins by [bold]risk[/]") };
        table.AddColumns("risk", Api, Pages, Mail);
        foreach (var risk in (string[])["low", "medium", "high", Leaked])
            table.AddRow(new[] { risk }.Concat(new[] { Api, Pages, Mail }.Select(way => Cell(risks.Of(risk, way)))).ToArray());
        yield return table;
    }

    private static string Cell((string Outcome, string Expected)? tried) =>
        tried switch
        {
            null => string.Empty,
            var (outcome, expected) when outcome != expected => $"[bold red]{Markup.Escape(outcome)}![/]",
            var (outcome, _) => Markup.Escape(outcome),
        };
}
