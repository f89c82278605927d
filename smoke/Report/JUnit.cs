using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using CognitoStack.Smoke.Checks;

namespace CognitoStack.Smoke.Report;

/// <summary>The results as build servers read them.</summary>
internal static class JUnit
{
    /// <summary>A test suite for each group, a test case for each check.</summary>
    public static XDocument Of(Board board, string environment, DateTimeOffset started, TimeSpan time)
    {
        var suites = board
            .Rows.GroupBy(r => r.Check.Group)
            .Select(group => new XElement(
                "testsuite",
                new XAttribute("name", group.Key.Title()),
                Counts([.. group.Select(r => r.Result)]),
                new XAttribute("time", Seconds(group.Aggregate(TimeSpan.Zero, (sum, r) => sum + r.Result.Time))),
                new XAttribute("timestamp", started.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture)),
                group.Select(r => Case(environment, r.Check, r.Result))
            ));
        return new XDocument(
            new XElement(
                "testsuites",
                new XAttribute("name", $"smoke {environment}"),
                Counts([.. board.Rows.Select(r => r.Result)]),
                new XAttribute("time", Seconds(time)),
                suites
            )
        );
    }

    /// <summary>Writes them to a file.</summary>
    /// <exception cref="SmokeException">The file cannot be written.</exception>
    public static void Write(XDocument results, string path)
    {
        try
        {
            if (Path.GetDirectoryName(path) is { Length: > 0 } folder)
                Directory.CreateDirectory(folder);
            using var writer = XmlWriter.Create(path, new XmlWriterSettings { Indent = true, Encoding = new UTF8Encoding(false) });
            results.Save(writer);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SmokeException($"{path} cannot be written: {e.Message}");
        }
    }

    private static XAttribute[] Counts(List<CheckResult> results) =>
        [
            new("tests", results.Count),
            new("failures", results.Count(r => r.State == CheckState.Failed)),
            new("errors", 0),
            new("skipped", results.Count(r => r.State == CheckState.Skipped)),
        ];

    private static XElement Case(string environment, Check check, CheckResult result)
    {
        var test = new XElement(
            "testcase",
            new XAttribute("classname", $"smoke.{environment}.{check.Group}"),
            new XAttribute("name", Clean(check.Name)),
            new XAttribute("time", Seconds(result.Time))
        );
        if (result.State == CheckState.Skipped)
            test.Add(new XElement("skipped", new XAttribute("message", Clean(result.Because ?? string.Empty))));
        if (result.Failure is { } failure)
        {
            test.Add(
                new XElement(
                    "failure",
                    new XAttribute("message", Clean($"expected {failure.Expected}, but {failure.Actual}")),
                    new XAttribute("type", "CheckFailed"),
                    Clean(string.Join('\n', PlainLines.Lines(check, result).Skip(1).Select(l => l.Trim())))
                )
            );
        }

        return test;
    }

    // What AWS says goes into messages as it is; XML has no place for some characters.
    private static string Clean(string text) => string.Concat(text.Where(c => XmlConvert.IsXmlChar(c)));

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture);
}
