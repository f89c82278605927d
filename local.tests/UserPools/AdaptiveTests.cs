using CsCheck;
using static CognitoStack.Local.Tests.UserPools.Risks;

namespace CognitoStack.Local.Tests.UserPools;

/// <summary>What each action does at each level, to whoever has a second factor and to whoever has none, by the pool's settings and by the client's own.</summary>
public sealed class AdaptiveTests(PoolHost host) : IClassFixture<PoolHost>
{
    private static readonly string[] Actions = ["NO_ACTION", "MFA_IF_CONFIGURED", "MFA_REQUIRED", "BLOCK"];
    private static readonly string[] Levels = ["low", "medium", "high"];

    /// <summary>No factor at all; an address that codes could go to; a factor that is switched on.</summary>
    public enum Has
    {
        Nothing,
        Address,
        Factor,
    }

    public static TheoryData<string, string, Has, bool> Everything()
    {
        var data = new TheoryData<string, string, Has, bool>();
        foreach (var action in Actions)
        foreach (var level in Levels)
        foreach (var has in Enum.GetValues<Has>())
        foreach (var isClients in new[] { false, true })
            data.Add(action, level, has, isClients);
        return data;
    }

    [Theory]
    [MemberData(nameof(Everything))]
    public async Task An_action_does_what_it_says(string action, string level, Has has, bool isClients)
    {
        // Only the level in question has the action; where the client has settings of its own, the pool's say the opposite.
        var actions = Levels
            .Select(l =>
                l == level ? action
                : action == "BLOCK" ? "NO_ACTION"
                : "BLOCK"
            )
            .ToArray();
        var opposite = Settings(actions: [action == "BLOCK" ? "NO_ACTION" : "BLOCK"]);
        host.Deploy(Pool(), null, isClients ? [opposite, Settings("web", actions)] : [Settings(actions: actions)]);
        var email = await UserAsync(has);
        host.At(level);
        Assert.Equal(Expected(action, has), await host.OutcomeAsync(email));
        host.At("none");
        Assert.Equal(has == Has.Factor ? "SMS_MFA" : "tokens", await host.OutcomeAsync(email));
    }

    [Fact]
    public async Task A_hundred_sign_ins_at_a_changing_risk_each_get_what_the_template_says()
    {
        var level = Gen.OneOf<string>("none", "low", "medium", "high");
        var trial = Gen.Select(Gen.Int[0, 3].Select(i => Actions[i]).Array[3], Gen.Int[0, 2].Select(i => (Has)i), level.Array[25]);
        await trial.SampleAsync(
            async (actions, has, levels) =>
            {
                host.Deploy(Pool(), null, Settings(actions: actions));
                var email = await UserAsync(has);
                foreach (var at in levels)
                {
                    host.At(at);
                    var action = at == "none" ? "NO_ACTION" : actions[Array.IndexOf(Levels, at)];
                    Assert.Equal(Expected(action, has), await host.OutcomeAsync(email));
                    host.Time.Advance(TimeSpan.FromMinutes(10));
                }
                host.At("none");
                var told = (await host.EventsAsync(email)).Select(e => Level(e)?.ToLowerInvariant() ?? "none").Reverse();
                Assert.Equal(levels, told);
            },
            iter: 4,
            threads: 1
        );
    }

    [Fact]
    public async Task A_factor_that_a_risk_asked_for_lets_in()
    {
        host.Deploy(Pool(), null, Settings(actions: ["MFA_REQUIRED"]));
        var phone = Factors.NewPhone();
        var email = await host.UserWithPhoneAsync(phone);
        host.At("high");
        var challenge = await host.SignInAsync(email);
        await host.RefusedAsync(
            "CodeMismatchException",
            () => host.AnswerAsync(challenge, email, ("SMS_MFA_CODE", Factors.Other(host.SignInCode(phone))))
        );
        Assert.True(Factors.IsSignedIn(await host.AnswerAsync(challenge, email, ("SMS_MFA_CODE", host.SignInCode(phone)))));
        var e = Assert.Single(await host.EventsAsync(email));
        Assert.Equal(
            ("Pass", "AccountTakeover", "High"),
            (e["EventResponse"]!.ToString(), e["EventRisk"]!["RiskDecision"]!.ToString(), Level(e))
        );
        Assert.Equal(
            "Password Success, Mfa Failure, Mfa Success",
            string.Join(", ", e["ChallengeResponses"]!.AsArray().Select(c => $"{c!["ChallengeName"]} {c["ChallengeResponse"]}"))
        );
    }

    [Theory]
    [InlineData("AUDIT", "MFA_REQUIRED")]
    [InlineData("AUDIT", "BLOCK")]
    public async Task Audit_mode_keeps_a_record_and_does_nothing(string mode, string action)
    {
        host.Deploy(
            Pool(mode),
            null,
            Settings(actions: [action], notifies: true, exceptions: new { BlockedIPRangeList = new[] { "203.0.113.0/24" } })
        );
        var email = await host.UserAsync();
        host.Sent = call => call with { Risk = "high", ForwardedFor = "203.0.113.9" };
        Assert.Equal("tokens", await host.OutcomeAsync(email));
        var e = Assert.Single(await host.EventsAsync(email));
        Assert.Equal(("Pass", "NoRisk", "High"), (e["EventResponse"]!.ToString(), e["EventRisk"]!["RiskDecision"]!.ToString(), Level(e)));
        Assert.Empty(host.Messages(email));
    }

    [Theory]
    [InlineData("MFA_REQUIRED", "EMAIL_OTP")]
    [InlineData("MFA_IF_CONFIGURED", "EMAIL_OTP")]
    [InlineData("NO_ACTION", "EMAIL_OTP")]
    [InlineData("BLOCK", Blocked)]
    public async Task Where_a_second_factor_is_a_must_there_is_nothing_to_adapt_but_a_block_blocks(string action, string outcome)
    {
        host.Deploy(Pool(mfa: "ON", factors: ["EMAIL_OTP"]), null, Settings(actions: [action]));
        var email = await host.UserAsync();
        host.At("high");
        Assert.Equal(outcome, await host.OutcomeAsync(email));
    }

    [Fact]
    public async Task Where_there_are_no_second_factors_only_who_must_have_one_is_blocked()
    {
        host.Deploy(Pool(mfa: "OFF"), null, Settings(actions: ["MFA_IF_CONFIGURED", "MFA_REQUIRED", "BLOCK"]));
        var email = await host.UserWithPhoneAsync();
        foreach (var (level, outcome) in new[] { ("low", "tokens"), ("medium", Blocked), ("high", Blocked) })
        {
            host.At(level);
            Assert.Equal(outcome, await host.OutcomeAsync(email));
        }
    }

    [Fact]
    public async Task A_wrong_password_says_nothing_of_risks()
    {
        host.Deploy(Pool(), null, Settings(actions: ["BLOCK"]));
        host.At("high");
        Assert.Equal("Incorrect username or password.", await host.OutcomeAsync(await host.UserAsync(), "Wrong-horse-77"));
        Assert.Equal("Incorrect username or password.", await host.OutcomeAsync(PoolHost.NewEmail()));
    }

    [Fact]
    public async Task A_code_is_no_second_factor_to_a_code_that_came_the_same_way()
    {
        host.Deploy(
            new
            {
                UserPoolTier = "PLUS",
                UserPoolAddOns = new { AdvancedSecurityMode = "ENFORCED" },
                EnabledMfas = new[] { "EMAIL_OTP" },
                Policies = new { SignInPolicy = new { AllowedFirstAuthFactors = new[] { "PASSWORD", "EMAIL_OTP" } } },
            },
            Factors.Client,
            Settings(actions: ["MFA_REQUIRED"])
        );
        var email = await host.UserAsync();
        host.At("high");
        var challenge = await host.ChooseAsync(email, "EMAIL_OTP");
        Assert.Equal(
            Blocked,
            await host.RefusedAsync(
                "NotAuthorizedException",
                () => host.AnswerAsync(challenge, email, ("EMAIL_OTP_CODE", host.SignInCode(email)))
            )
        );
        Assert.Equal("EMAIL_OTP", await host.OutcomeAsync(email));
    }

    private static string Expected(string action, Has has) =>
        (action, has) switch
        {
            ("BLOCK", _) or ("MFA_REQUIRED", Has.Nothing) => Blocked,
            (_, Has.Factor) or ("MFA_REQUIRED" or "MFA_IF_CONFIGURED", Has.Address) => "SMS_MFA",
            _ => "tokens",
        };

    private async Task<string> UserAsync(Has has)
    {
        var email = has == Has.Nothing ? await host.UserAsync() : await host.UserWithPhoneAsync();
        if (has == Has.Factor)
            await host.PreferAsync(email, "SMS_MFA");
        return email;
    }
}
