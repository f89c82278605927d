using System.Text.Json.Nodes;
using CognitoStack.Local.Coverage;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Firewall;
using CognitoStack.Local.Http;
using CognitoStack.Local.Logs;
using CognitoStack.Local.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace CognitoStack.Local.Tests.UserPools;

/// <summary>The web ACL of a template judges what comes to the pool's API.</summary>
public sealed class FirewallTests : IDisposable
{
    private const string Germany = "198.51.100.7";
    private const string Seattle = "192.0.2.7";
    private readonly PoolHost host = new();

    [Fact]
    public async Task Without_a_web_acl_everybody_passes()
    {
        host.Deploy();
        await SignInFromAsync(Seattle);
    }

    [Theory]
    [InlineData("192.0.2.7", false)]
    [InlineData("192.0.2.200", true)]
    [InlineData("203.0.113.1", true)]
    [InlineData("2001:db8:bad::1", false)]
    [InlineData("2001:db8:1::1", true)]
    public async Task A_blocked_range_is_refused_unless_it_is_allowed_first(string address, bool passes)
    {
        Deploy(
            [WebAcls.Set("friends", "192.0.2.128/25"), WebAcls.Set("foes", "192.0.2.0/24", "2001:db8:bad::/48")],
            ("Friends", WebAcls.InSet("friends"), "Allow"),
            ("Foes", WebAcls.InSet("foes"), "Block")
        );
        await (passes ? SignInFromAsync(address) : BlockedAsync(address));
    }

    [Theory]
    [InlineData(Germany, true)]
    [InlineData(Seattle, false)]
    // Nobody knows where it is: it is in none of the countries.
    [InlineData("8.8.8.8", false)]
    // This machine is at home.
    [InlineData("127.0.0.1", true)]
    public async Task Only_the_countries_that_are_named_pass(string address, bool passes)
    {
        Deploy([], ("OtherCountries", WebAcls.Elsewhere("DE"), "Block"));
        await (passes ? SignInFromAsync(address) : BlockedAsync(address));
    }

    [Fact]
    public async Task A_rate_blocks_one_address_until_five_minutes_have_passed()
    {
        Deploy([], ("Rate", WebAcls.Rate(10), "Block"));
        for (var i = 0; i < 10; i++)
            await SignInFromAsync(Seattle);
        await BlockedAsync(Seattle);
        await SignInFromAsync(Germany);
        host.Time.Advance(TimeSpan.FromMinutes(4));
        await BlockedAsync(Seattle);
        host.Time.Advance(TimeSpan.FromMinutes(5));
        await SignInFromAsync(Seattle);
        Assert.Equal(2, Sum("BlockedRequests", "Rate"));
    }

    [Fact]
    public async Task Who_is_allowed_first_is_not_counted_by_the_rate()
    {
        Deploy(
            [WebAcls.Set("friends", "192.0.2.0/24")],
            ("Friends", WebAcls.InSet("friends"), "Allow"),
            ("Rate", WebAcls.Rate(10), "Block")
        );
        for (var i = 0; i < 15; i++)
            await SignInFromAsync(Seattle);
    }

    [Fact]
    public async Task A_request_without_a_user_agent_is_blocked_by_the_common_rules_and_counted_where_they_only_count()
    {
        Deploy([], ("CommonRules", WebAcls.Common(), "None"));
        await BlockedAsync(Seattle, userAgent: "");
        await SignInFromAsync(Seattle);
        Deploy([], ("CommonRules", WebAcls.Common(), "Count"));
        await SignInFromAsync(Seattle, userAgent: "");
        Deploy([], ("CommonRules", WebAcls.Common("NoUserAgent_HEADER"), "None"));
        await SignInFromAsync(Seattle, userAgent: "");
        Assert.Equal(1, Sum("BlockedRequests", "ALL"));
        Assert.Equal(1, Sum("BlockedRequests", "CommonRules"));
        Assert.Equal(1, Sum("CountedRequests", "CommonRules"));
        Assert.Equal(3, Sum("AllowedRequests", "ALL"));
    }

    [Fact]
    public async Task A_call_with_AWS_credentials_is_not_judged()
    {
        Deploy([], ("Everybody", WebAcls.Elsewhere("XX"), "Block"));
        var email = await host.UserAsync();
        await host.AdminAsync("AdminGetUser", new { Username = email });
        Assert.Equal(0, Sum("BlockedRequests", "ALL"));
    }

    [Fact]
    public async Task What_is_blocked_is_no_sign_in_that_failed()
    {
        Deploy([], ("Everybody", WebAcls.Elsewhere("XX"), "Block"));
        await BlockedAsync(Seattle);
        Assert.DoesNotContain(host.Services.GetRequiredService<MetricStore>().Names, m => m.Namespace == "AWS/Cognito");
    }

    [Fact]
    public async Task The_log_says_who_was_blocked_by_what()
    {
        Deploy([WebAcls.Set("foes", "192.0.2.0/24")], ("Counting", WebAcls.Rate(0), "Count"), ("Foes", WebAcls.InSet("foes"), "Block"));
        await BlockedAsync(Seattle);
        await SignInFromAsync(Germany);

        var lines = await LinesAsync();
        Assert.Equal(["Foes", "Default_Action"], lines.Select(l => l["terminatingRuleId"]!.ToString()));
        Assert.Equal(["BLOCK", "ALLOW"], lines.Select(l => l["action"]!.ToString()));
        Assert.Equal([Seattle, Germany], lines.Select(l => l["httpRequest"]!["clientIp"]!.ToString()));
        Assert.Equal(["US", "DE"], lines.Select(l => l["httpRequest"]!["country"]!.ToString()));
        Assert.All(lines, l => Assert.Equal("Counting", l["nonTerminatingMatchingRules"]![0]!["ruleId"]!.ToString()));
        Assert.All(lines, l => Assert.Equal(WebAcls.Arn, l["webaclId"]!.ToString()));
    }

    [Fact]
    public async Task A_rule_that_nobody_here_understands_is_passed_over_and_named_in_the_table()
    {
        Deploy(
            [],
            (
                "Odd",
                """{ "NotStatement": { "Statement": { "ByteMatchStatement": { "SearchString": "x", "PositionalConstraint": "CONTAINS" } } } }""",
                "Block"
            ),
            ("Sql", """{ "ManagedRuleGroupStatement": { "VendorName": "AWS", "Name": "AWSManagedRulesSQLiRuleSet" } }""", "None")
        );
        await SignInFromAsync(Seattle);

        var row = new SupportTable([new FirewallSupport()]).Rows(host.Deployment.Current).Single(r => r.Type == "AWS::WAFv2::WebACL");
        Assert.Equal(
            "Rules.Statement.ManagedRuleGroupStatement.Name.AWSManagedRulesSQLiRuleSet, Rules.Statement.NotStatement.Statement.ByteMatchStatement",
            string.Join(", ", row.Unknown)
        );
    }

    public void Dispose() => host.Dispose();

    private void Deploy(Resource[] sets, params (string, string, string)[] rules) =>
        host.Deploy(null, null, [.. WebAcls.With(rules), .. sets]);

    private async Task SignInFromAsync(string address, string userAgent = "tests")
    {
        From("127.0.0.1", "tests");
        var email = await host.UserAsync();
        From(address, userAgent);
        await host.TokensAsync(email);
    }

    private async Task BlockedAsync(string address, string userAgent = "tests")
    {
        From(address, userAgent);
        var message = await host.RefusedAsync("ForbiddenException", () => host.SignInAsync("nobody@example.com"));
        Assert.Equal("Request not allowed due to WAF block.", message);
    }

    private void From(string address, string userAgent) => host.Sent = call => call with { ForwardedFor = address, UserAgent = userAgent };

    private double Sum(string metric, string rule) =>
        host
            .Services.GetRequiredService<MetricStore>()
            .Read(
                new("AWS/WAFV2", metric, ("Region", "eu-west-1"), ("Rule", rule), ("WebACL", "tests")),
                0,
                host.Time.GetUtcNow().ToUnixTimeSeconds() + 60,
                60
            )
            .Values.Sum(s => s.Sum);

    private async Task<List<JsonNode>> LinesAsync() =>
        [
            .. (await host.Services.GetRequiredService<LogStore>().EventsAsync(WebAcls.LogGroup, new(null, 0, long.MaxValue, 100))).Select(
                e => JsonNode.Parse(e.Message)!
            ),
        ];
}
