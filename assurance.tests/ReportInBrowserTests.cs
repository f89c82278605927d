using System.Diagnostics;
using CognitoStack.Assurance.Report;

namespace CognitoStack.Assurance.Tests;

/// <summary>The page in a real browser, where there is one.</summary>
public sealed class ReportInBrowserTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("report-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [ChromiumFact]
    public void It_filters_without_an_error_and_without_the_network()
    {
        var page = Path.Combine(folder, "report.html");
        File.WriteAllText(page, HtmlReport.Write(Samples.Report()));
        var (all, log) = Open($"file://{page}");
        Assert.Contains("3 of 3 places", all, StringComparison.Ordinal);
        Assert.Contains("1 of 3 places", Open($"file://{page}?whose=own").Page, StringComparison.Ordinal);
        Assert.Contains("2 of 3 places", Open($"file://{page}?effect=open").Page, StringComparison.Ordinal);
        Assert.Contains("1 of 3 places", Open($"file://{page}?text=public").Page, StringComparison.Ordinal);
        Assert.Contains("1 of 3 places", Open($"file://{page}?column=guest&effect=open").Page, StringComparison.Ordinal);
        // Errors of scripts and refusals by the page's own policy are said on the console.
        Assert.DoesNotContain("CONSOLE", log, StringComparison.Ordinal);
        var requests = File.ReadAllText(Path.Combine(folder, "net.json"));
        // The browser asks its maker for updates on its own account.
        Assert.DoesNotMatch("\"url\":\"(https?|wss?)://(?![^/\"]*(google|googleapis|gvt1)\\.com)", requests);
    }

    private (string Page, string Log) Open(string address)
    {
        using var browser = Process.Start(
            new ProcessStartInfo(
                ChromiumFactAttribute.Path!,
                [
                    "--headless",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                    $"--user-data-dir={Path.Combine(folder, "profile")}",
                    "--enable-logging=stderr",
                    $"--log-net-log={Path.Combine(folder, "net.json")}",
                    "--dump-dom",
                    address,
                ]
            )
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        var log = browser.StandardError.ReadToEndAsync();
        var page = browser.StandardOutput.ReadToEnd();
        browser.WaitForExit();
        return (page, log.Result);
    }
}

/// <summary>A test that needs Chromium.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChromiumFactAttribute : FactAttribute
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    public ChromiumFactAttribute()
    {
        if (Path is null)
            Skip = "There is no Chromium on the PATH.";
    }

    /// <summary>The program, or null.</summary>
    public static string? Path { get; } =
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
            .Split(System.IO.Path.PathSeparator)
            .SelectMany(folder => Names.Select(name => System.IO.Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);
}
