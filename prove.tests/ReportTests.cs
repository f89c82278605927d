using CognitoStack.Prove.Report;

namespace CognitoStack.Prove.Tests;

public sealed class ReportTests
{
    [Fact]
    public void Markdown_has_a_row_for_each_open_place()
    {
        var text = MarkdownReport.Write(Samples.Report());
        Assert.Contains("| **own** users/{identityId}/ | – | read, write | – |", text, StringComparison.Ordinal);
        Assert.Contains("| public/ | read | – | – |", text, StringComparison.Ordinal);
        Assert.Contains("1 place where nobody", text, StringComparison.Ordinal);
        Assert.DoesNotContain("without TLS |", text, StringComparison.Ordinal);
        Assert.Contains("| ✓ settings | 0 | 3 resources |", text, StringComparison.Ordinal);
        Assert.Contains("| ✓ access | 0 | 7 decisions, 3 allowed, 4 denied |", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Differences_stand_at_the_top_and_are_text()
    {
        var page = HtmlReport.Write(Samples.Report(holds: false));
        Assert.Contains("&lt;script&gt;alert(1)", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
        Assert.Contains("verdict fails", page, StringComparison.Ordinal);
        Assert.DoesNotContain("{{", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_names_no_other_address() => Assert.DoesNotMatch("(src|href)=\"(?!data:)|url\\(|@import|fetch\\(|https?://", HtmlReport.Write(Samples.Report()));

    [Theory]
    [InlineData("--environment")]
    [InlineData("--environment", "--json")]
    [InlineData("--nonsense")]
    public void A_command_line_that_is_not_understood_shows_the_usage(params string[] args) =>
        Assert.Contains("npm run prove -- --environment", Assert.Throws<UsageException>(() => ProveOptions.Parse(args)).Message, StringComparison.Ordinal);

    [Fact]
    public void Options_are_read() => Assert.Equal(
        new ProveOptions { Environment = "prod", Output = "x", IsSynthesized = true, Json = true }, ProveOptions.Parse(["-e", "prod", "--templates", "x", "--json"]));
}
