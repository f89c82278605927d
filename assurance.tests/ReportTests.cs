using CognitoStack.Assurance.Report;

namespace CognitoStack.Assurance.Tests;

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
    public void What_holds_for_every_request_says_so_and_what_it_takes_for_granted()
    {
        var page = HtmlReport.Write(Samples.Report());
        Assert.Contains("requests <em>for all</em><small>8 questions, each for all requests", page, StringComparison.Ordinal);
        Assert.DoesNotContain("access <em>for all</em>", page, StringComparison.Ordinal);
        Assert.Contains("<li>AWS says of every request whether it came over TLS</li>", page, StringComparison.Ordinal);
        Assert.Contains(
            "- AWS says of every request whether it came over TLS",
            MarkdownReport.Write(Samples.Report()),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_request_that_gets_through_is_told_with_the_statement_that_lets_it() =>
        Assert.Contains(
            "<b>member</b>: s3:GetObject on <code>arn:aws:s3:::files/users/another/a.txt</code><p>Expected: denied.<br>Got: allowed (s3:tlsversion 1.3).</p>"
                + "<details><summary>The statement</summary><code>RoleMember/Access#0</code>",
            HtmlReport.Write(Samples.Report(holds: false)),
            StringComparison.Ordinal
        );

    [Fact]
    public void It_says_in_a_sentence_what_each_role_may_do() =>
        Assert.Equal(
            [
                ("guest", "may read public/ in files."),
                ("member", "may read and write their own users/{identityId}/ in files."),
                ("anybody else", "may do nothing."),
            ],
            Samples.Report().Sentences
        );

    [Fact]
    public void What_a_proof_found_is_shown_as_a_table()
    {
        Assert.Contains(
            "<th scope=\"row\"><code>AuditTable</code></th><td>who signed in &lt;when&gt;</td><td>nobody</td>",
            HtmlReport.Write(Samples.Report()),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "| AuditTable | who signed in &lt;when> | nobody |",
            MarkdownReport.Write(Samples.Report()),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void It_says_what_it_is_of()
    {
        var report = Samples.Report() with { Made = "commit 0123456789ab, 4 May 2026, 03:02 UTC" };
        Assert.Contains("sample · commit 0123456789ab, 4 May 2026, 03:02 UTC", HtmlReport.Write(report), StringComparison.Ordinal);
        Assert.Contains("commit 0123456789ab", MarkdownReport.Write(report), StringComparison.Ordinal);
    }

    [Fact]
    public void Statements_are_laid_out() =>
        Assert.Contains(
            "by <code>RoleMember/Access#0</code><pre>{\n  &quot;Effect&quot;: &quot;Allow&quot;\n}</pre>",
            HtmlReport.Write(Samples.Report()).ReplaceLineEndings("\n"),
            StringComparison.Ordinal
        );

    [Fact]
    public void Places_to_try_are_told_from_places_of_use()
    {
        var page = HtmlReport.Write(Samples.Attempts());
        Assert.Contains("<h2>files</h2><span>1 place in use</span>", page, StringComparison.Ordinal);
        Assert.Contains(
            "1 key beside these places, as somebody might try them: open to member, as their rights mean it",
            page,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "| tried: **own** users/{identityId}/ with ../ towards another's",
            MarkdownReport.Write(Samples.Attempts()),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Resources_that_nobody_reaches_are_one_card()
    {
        var page = HtmlReport.Write(Samples.Attempts());
        Assert.Contains("<h2>Reached by nobody</h2><span>2 resources</span>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<h2>Logs</h2>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_names_no_other_address() =>
        Assert.DoesNotMatch("(src|href)=\"(?!data:)|url\\(|@import|fetch\\(|https?://", HtmlReport.Write(Samples.Report()));
}
