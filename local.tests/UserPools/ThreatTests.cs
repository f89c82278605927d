using System.Text;
using System.Text.Json.Nodes;
using static CognitoStack.Local.Tests.UserPools.Risks;

namespace CognitoStack.Local.Tests.UserPools;

/// <summary>What threat protection sees, tells, remembers and refuses.</summary>
public sealed class ThreatTests(PoolHost host) : IClassFixture<PoolHost>
{
    private const string Seattle = "192.0.2.7",
        Frankfurt = "198.51.100.7";

    [Fact]
    public async Task What_is_new_is_riskier_and_nobody_is_in_two_places_at_once()
    {
        host.Deploy(Pool(), null, Settings());
        var email = await host.UserAsync();
        async Task<string?> LevelAsync(string address, string device)
        {
            host.From(address, device);
            await host.SignInAsync(email);
            return Level((await host.EventsAsync(email))[0]);
        }
        Assert.Null(await LevelAsync(Seattle, "laptop"));
        Assert.Null(await LevelAsync(Seattle, "laptop"));
        Assert.Equal("Low", await LevelAsync("192.0.2.99", "laptop"));
        Assert.Equal("Low", await LevelAsync(Seattle, "phone"));
        Assert.Equal("High", await LevelAsync(Frankfurt, "phone"));
        host.Time.Advance(TimeSpan.FromHours(20));
        Assert.Equal("Medium", await LevelAsync("192.0.2.50", "tablet"));
        var e = (await host.EventsAsync(email))[0]["EventContextData"]!;
        Assert.Equal(
            ("192.0.2.50", "tablet", "Seattle", "United States"),
            (e["IpAddress"]!.ToString(), e["DeviceName"]!.ToString(), e["City"]!.ToString(), e["Country"]!.ToString())
        );
    }

    [Fact]
    public async Task Failures_before_make_a_sign_in_riskier_until_they_are_old()
    {
        host.Deploy(Pool(), null, Settings());
        var email = await host.UserAsync();
        for (var i = 0; i < 3; i++)
            await host.OutcomeAsync(email, "Wrong-horse-77");
        await host.SignInAsync(email);
        var events = await host.EventsAsync(email);
        Assert.Equal(("Low", 4), (Level(events[0]), events.Count));
        Assert.Equal(
            ("Fail", "Failure"),
            (events[1]["EventResponse"]!.ToString(), events[1]["ChallengeResponses"]![0]!["ChallengeResponse"]!.ToString())
        );
        for (var i = 0; i < 3; i++)
            await host.OutcomeAsync(email, "Wrong-horse-77");
        host.Time.Advance(TimeSpan.FromMinutes(16));
        await host.SignInAsync(email);
        Assert.Null(Level((await host.EventsAsync(email))[0]));
    }

    [Theory]
    [InlineData("127.0.0.1", "203.0.113.9", "203.0.113.9")]
    [InlineData("::1", "2001:db8::7, 127.0.0.1", "2001:db8::7")]
    [InlineData("127.0.0.1", "nonsense", "127.0.0.1")]
    [InlineData("192.0.2.1", "203.0.113.9", "192.0.2.1")]
    public async Task Whose_address_it_is_only_this_machine_may_say(string source, string forwarded, string seen)
    {
        host.Deploy(Pool(), null, Settings());
        var email = await host.UserAsync();
        host.Sent = call => call with { SourceIp = source, ForwardedFor = forwarded };
        await host.SignInAsync(email);
        Assert.Equal(seen, (await host.EventsAsync(email))[0]["EventContextData"]!["IpAddress"]!.ToString());
    }

    [Theory]
    [InlineData("127.0.0.1", "203.0.113.9")]
    [InlineData("192.0.2.1", "192.0.2.1")]
    public async Task An_administrator_tells_whom_it_acts_for(string source, string seen)
    {
        host.Deploy(Pool(), null, Settings());
        var email = await host.UserAsync();
        host.Sent = call => call with { SourceIp = source };
        await host.AdminAsync(
            "AdminInitiateAuth",
            new
            {
                ClientId = "web",
                AuthFlow = "ADMIN_USER_PASSWORD_AUTH",
                AuthParameters = new { USERNAME = email, PASSWORD = PoolHost.Password },
                ContextData = new
                {
                    IpAddress = "203.0.113.9",
                    ServerName = "s",
                    ServerPath = "/",
                    HttpHeaders = new[]
                    {
                        new { headerName = "User-Agent", headerValue = "Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 Safari/537" },
                    },
                },
            }
        );
        var context = (await host.EventsAsync(email))[0]["EventContextData"]!;
        Assert.Equal((seen, "Chrome, Linux"), (context["IpAddress"]!.ToString(), context["DeviceName"]!.ToString()));
    }

    [Theory]
    [InlineData("web", true, "127.0.0.1")]
    [InlineData("portal", false, "127.0.0.1")]
    [InlineData("portal", true, "203.0.113.9")]
    public async Task A_client_tells_the_address_only_with_a_secret_and_where_it_may(string client, bool mayTell, string seen)
    {
        host.Deploy(Pool(), new { EnablePropagateAdditionalUserContextData = mayTell }, Settings());
        var email = await host.UserAsync();
        var hash = Convert.ToBase64String(
            System.Security.Cryptography.HMACSHA256.HashData(
                Encoding.UTF8.GetBytes(Templates.ClientSecret),
                Encoding.UTF8.GetBytes(email + client)
            )
        );
        await host.CallAsync(
            "InitiateAuth",
            new
            {
                ClientId = client,
                AuthFlow = "USER_PASSWORD_AUTH",
                AuthParameters = new
                {
                    USERNAME = email,
                    PASSWORD = PoolHost.Password,
                    SECRET_HASH = client == "portal" ? hash : null,
                },
                UserContextData = new { IpAddress = "203.0.113.9" },
            }
        );
        Assert.Equal(seen, (await host.EventsAsync(email))[0]["EventContextData"]!["IpAddress"]!.ToString());
    }

    [Theory]
    [InlineData("203.0.113.9", Blocked)]
    [InlineData("2001:db8:9::1", Blocked)]
    [InlineData("198.51.100.9", "tokens")]
    [InlineData("192.0.2.9", Blocked)]
    public async Task Ranges_are_always_or_never_let_in(string address, string outcome)
    {
        host.Deploy(
            Pool(),
            null,
            Settings(
                actions: ["BLOCK"],
                exceptions: new
                {
                    BlockedIPRangeList = new[] { "203.0.113.0/24", "2001:db8:9::/48" },
                    SkippedIPRangeList = new[] { "198.51.100.0/24" },
                }
            )
        );
        var email = await host.UserAsync();
        host.Sent = call => call with { ForwardedFor = address, Risk = "high" };
        Assert.Equal(outcome, await host.OutcomeAsync(email));
        host.Sent = call => call with { ForwardedFor = address, Risk = "none" };
        Assert.Equal(address.StartsWith("192", StringComparison.Ordinal) ? "tokens" : outcome, await host.OutcomeAsync(email));
    }

    [Theory]
    [InlineData("NO_ACTION", "Allowed")]
    [InlineData("MFA_REQUIRED", "Asked")]
    [InlineData("MFA_IF_CONFIGURED", "Asked")]
    [InlineData("BLOCK", "Blocked")]
    public async Task The_user_is_told_with_the_templates_own_words(string action, string subject)
    {
        host.Deploy(Pool(), null, Settings(actions: [action], notifies: true));
        var email = await host.UserWithPhoneAsync();
        host.Sent = call =>
            call with
            {
                Risk = "medium",
                ForwardedFor = Frankfurt,
                UserAgent = "Mozilla/5.0 (Windows NT 10.0) Firefox/140",
            };
        await host.OutcomeAsync(email);
        var mail = host.Messages(email).Single();
        Assert.Equal($"{subject} {email}", mail["subject"]!.ToString());
        var parts = mail["body"]!.ToString().Split('|');
        Assert.Equal(["Mon, 04 May 2026", Frankfurt, "Frankfurt am Main", "Germany", "Firefox, Windows"], [parts[0][..16], .. parts[1..5]]);
        Assert.StartsWith("http://localhost:4566/_login/feedback?value=valid&token=", parts[5], StringComparison.Ordinal);
        Assert.Equal((await host.EventsAsync(email))[0]["EventId"]!.ToString(), parts[7]);
    }

    [Fact]
    public async Task No_mail_is_sent_where_nothing_is_risky_or_the_template_wants_none()
    {
        host.Deploy(Pool(), null, Settings(actions: ["BLOCK"]));
        var email = await host.UserAsync();
        host.At("high");
        await host.OutcomeAsync(email);
        host.Deploy(Pool(), null, Settings(notifies: true));
        host.At("none");
        await host.OutcomeAsync(email);
        Assert.Empty(host.Messages(email));
    }

    [Fact]
    public async Task What_a_user_says_of_a_sign_in_counts_for_those_that_follow()
    {
        host.Deploy(Pool(), null, Settings(notifies: true));
        var email = await host.UserAsync();
        host.From(Seattle, "laptop");
        await host.SignInAsync(email);
        host.From("192.0.2.99", "stranger");
        await host.SignInAsync(email);
        var token = host.Messages(email).Last()["body"]!.ToString().Split('|')[8];
        var id = (await host.EventsAsync(email))[0]["EventId"]!.ToString();
        object Feedback(string value, string e, string t) =>
            new
            {
                UserPoolId = Templates.PoolId,
                Username = email,
                EventId = e,
                FeedbackValue = value,
                FeedbackToken = t,
            };
        await host.RefusedAsync("NotAuthorizedException", "UpdateAuthEventFeedback", Feedback("Invalid", Guid.NewGuid().ToString(), token));
        await host.RefusedAsync("NotAuthorizedException", "UpdateAuthEventFeedback", Feedback("Invalid", id, token[..^2]));
        await host.RefusedAsync("InvalidParameterException", "UpdateAuthEventFeedback", Feedback("Perhaps", id, token));
        await host.CallAsync("UpdateAuthEventFeedback", Feedback("Invalid", id, token));
        await host.SignInAsync(email);
        var events = await host.EventsAsync(email);
        Assert.Equal(
            ("High", "Invalid", "User"),
            (
                Level(events[0]),
                events[1]["EventFeedback"]!["FeedbackValue"]!.ToString(),
                events[1]["EventFeedback"]!["Provider"]!.ToString()
            )
        );

        foreach (var e in events.Take(2))
            await host.AdminAsync(
                "AdminUpdateAuthEventFeedback",
                new
                {
                    Username = email,
                    EventId = e["EventId"]!.ToString(),
                    FeedbackValue = "Valid",
                }
            );
        await host.SignInAsync(email);
        Assert.Null(Level((await host.EventsAsync(email))[0]));
        await host.AdminRefusedAsync(
            "ResourceNotFoundException",
            "AdminUpdateAuthEventFeedback",
            new
            {
                Username = email,
                EventId = "none",
                FeedbackValue = "Valid",
            }
        );
    }

    [Fact]
    public async Task Without_threat_protection_there_is_no_history()
    {
        host.Deploy();
        var email = await host.UserAsync();
        await host.SignInAsync(email);
        await host.AdminRefusedAsync("UserPoolAddOnNotEnabledException", "AdminListUserAuthEvents", new { Username = email });
        host.Deploy(Pool());
        Assert.Empty(await host.EventsAsync(email));
    }

    [Fact]
    public async Task The_history_comes_in_pages_newest_first_and_goes_with_its_user()
    {
        host.Deploy(Pool(), null, Settings());
        var email = await host.UserAsync();
        for (var i = 0; i < 3; i++)
            await host.SignInAsync(email);
        var first = await host.AdminAsync("AdminListUserAuthEvents", new { Username = email, MaxResults = 2 });
        var rest = await host.AdminAsync(
            "AdminListUserAuthEvents",
            new
            {
                Username = email,
                MaxResults = 2,
                NextToken = first["NextToken"]!.ToString(),
            }
        );
        Assert.Equal((2, 1), (first["AuthEvents"]!.AsArray().Count, rest["AuthEvents"]!.AsArray().Count));
        Assert.Null(rest["NextToken"]);
        await host.AdminAsync("AdminDeleteUser", new { Username = email });
        await host.AdminRefusedAsync("UserNotFoundException", "AdminListUserAuthEvents", new { Username = email });
    }

    [Fact]
    public async Task The_settings_are_told()
    {
        host.Deploy(Pool(), null, Settings(actions: ["BLOCK"]), Settings("web", ["NO_ACTION"]));
        async Task<string> HighAsync(string? client) =>
            (await host.AdminAsync("DescribeRiskConfiguration", new { ClientId = client }))["RiskConfiguration"]![
                "AccountTakeoverRiskConfiguration"
            ]!["Actions"]!["HighAction"]!["EventAction"]!.ToString();
        Assert.Equal(("BLOCK", "NO_ACTION"), (await HighAsync(null), await HighAsync("web")));
    }
}
