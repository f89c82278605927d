namespace CognitoStack.Configuration.Tests;

public sealed class ThreatProtectionRulesTests
{
    private const string Plus = """ "plan": "plus" """;
    private const string Ses =
        """ "email": { "sesIdentityArn": "arn:aws:ses:eu-west-1:111122223333:identity/example.com", "from": "a@example.com" } """;
    private const string Block = """ "accountTakeover": { "low": "block", "medium": "block", "high": "block" } """;

    [Theory]
    [InlineData("lite", """ "mode": "audit" """, "mode")]
    [InlineData("essentials", $$""" "mode": "enforced", {{Block}} """, "mode")]
    [InlineData("essentials", """ "mode": "off", "customAuthMode": "audit" """, "customAuthMode")]
    public void Threat_protection_without_the_Plus_plan_is_refused(string plan, string protection, string key) =>
        With($$""" "plan": "{{plan}}" """, protection)
            .IsRefused(
                $"$.threatProtection.{key}: threat protection needs the Plus plan, but userPool.plan is \"{plan}\". Make the plan \"plus\"; to leave it, deploy once with mode and customAuthMode \"off\"."
            );

    [Theory]
    [InlineData("plus", """ "mode": "audit" """)]
    [InlineData("plus", "")]
    [InlineData("plus", """ "mode": "off", "customAuthMode": "enforced", "compromisedCredentials": "block" """)]
    [InlineData("essentials", """ "mode": "off" """)]
    [InlineData("lite", $$""" "mode": "off", "compromisedCredentials": "block", {{Block}} """)]
    public void Threat_protection_that_the_plan_has_or_that_is_off_is_accepted(string plan, string protection) =>
        With($$""" "plan": "{{plan}}" """, protection).IsAccepted();

    [Theory]
    [InlineData(""" "mode": "enforced" """)]
    [InlineData(""" "mode": "enforced", "allowCidrs": ["10.0.0.0/8"] """)]
    [InlineData(""" "mode": "off", "customAuthMode": "enforced" """)]
    public void To_enforce_nothing_is_refused(string protection) =>
        With(Plus, protection)
            .IsRefused(
                "$.threatProtection: \"enforced\" does nothing without an action. Add accountTakeover, compromisedCredentials or blockCidrs, or make the mode \"audit\"."
            );

    [Theory]
    [InlineData(""" "accountTakeover": {} """)]
    [InlineData(""" "compromisedCredentials": "block" """)]
    [InlineData(""" "blockCidrs": ["203.0.113.0/24"] """)]
    public void To_enforce_something_is_accepted(string action) => With(Plus, $""" "mode": "enforced", {action} """).IsAccepted();

    [Theory]
    [InlineData(""" "low": "mfaIfConfigured", "medium": "allow" """, "medium", "allow", "mfaIfConfigured", "low")]
    [InlineData(""" "medium": "mfaRequired", "high": "mfaIfConfigured" """, "high", "mfaIfConfigured", "mfaRequired", "medium")]
    [InlineData(""" "medium": "block", "high": "allow" """, "high", "allow", "block", "medium")]
    public void A_weaker_action_at_a_higher_risk_is_refused(string actions, string level, string action, string stronger, string lower) =>
        Takeover(actions)
            .IsRefused(
                $"$.threatProtection.accountTakeover.{level}: \"{action}\" is weaker than \"{stronger}\" at {lower} risk. Make it at least as strong."
            );

    [Theory]
    [InlineData(""" "low": "allow", "medium": "mfaIfConfigured", "high": "mfaRequired" """)]
    [InlineData(""" "low": "block", "medium": "block", "high": "block" """)]
    [InlineData(""" "low": "allow", "medium": "allow", "high": "allow" """)]
    public void An_action_at_least_as_strong_is_accepted(string actions) => Takeover(actions).IsAccepted();

    [Theory]
    [InlineData("medium", "mfaIfConfigured", """ "low": "allow", "medium": "mfaIfConfigured", "high": "block" """)]
    [InlineData("high", "mfaRequired", """ "low": "allow", "medium": "allow", "high": "mfaRequired" """)]
    public void A_second_factor_by_risk_needs_optional_MFA(string level, string action, string actions)
    {
        Takeover(actions, """ "mfa": { "mode": "required" } """)
            .IsRefused(
                $"$.threatProtection.accountTakeover.{level}: \"{action}\" adapts nothing, as userPool.mfa.mode is \"required\": every sign-in has a second factor already. Make MFA \"optional\", or the action \"allow\" or \"block\"."
            );
        Takeover(actions, """ "mfa": { "mode": "off" } """)
            .IsRefused(
                $"$.threatProtection.accountTakeover.{level}: \"{action}\" needs a second factor, but userPool.mfa.mode is \"off\". Make MFA \"optional\", or the action \"allow\" or \"block\"."
            );
        Takeover(actions, """ "mfa": { "mode": "optional" } """).IsAccepted();
    }

    [Theory]
    [InlineData("required")]
    [InlineData("off")]
    public void To_block_needs_no_second_factor(string mfa) => With($$"""{{Plus}}, "mfa": { "mode": "{{mfa}}" }""", Block).IsAccepted();

    [Fact]
    public void To_notify_needs_SES()
    {
        Takeover("\"notify\": true")
            .IsRefused(
                "$.threatProtection.accountTakeover.notify: needs userPool.email: only SES delivers these messages. Add it, or set notify to false."
            );
        Takeover("\"notify\": true", Ses).IsAccepted();
        Takeover("\"notify\": false").IsAccepted();
    }

    [Theory]
    [InlineData("10.1.2.3")]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0.0/-1")]
    [InlineData("10.0.0.0/08")]
    [InlineData("10/8")]
    [InlineData("010.0.0.0/8")]
    [InlineData("0x0a.0.0.0/8")]
    [InlineData("example.com/8")]
    [InlineData("2001:db8::/129")]
    [InlineData("fe80::%1/64")]
    [InlineData("[2001:db8::]/32")]
    [InlineData("10.0.0.0/8/8")]
    [InlineData("")]
    public void What_is_no_range_of_addresses_is_refused(string cidr)
    {
        With(Plus, $""" "allowCidrs": ["10.0.0.0/8", "{cidr}"] """)
            .IsRefused(
                $"$.threatProtection.allowCidrs[1]: \"{cidr}\" is not a range in CIDR notation, such as 203.0.113.0/24 or 2001:db8::/32."
            );
        With(Plus, $""" "blockCidrs": ["{cidr}"] """)
            .IsRefused(
                $"$.threatProtection.blockCidrs[0]: \"{cidr}\" is not a range in CIDR notation, such as 203.0.113.0/24 or 2001:db8::/32."
            );
    }

    [Theory]
    [InlineData("203.0.113.7/24", 24, "203.0.113.0/24")]
    [InlineData("10.1.2.3/9", 9, "10.0.0.0/9")]
    [InlineData("10.0.0.1/0", 0, "0.0.0.0/0")]
    [InlineData("2001:db8::1/32", 32, "2001:db8::/32")]
    public void A_range_with_too_many_bits_is_refused(string cidr, int length, string instead) =>
        With(Plus, $""" "allowCidrs": ["{cidr}"] """)
            .IsRefused($"$.threatProtection.allowCidrs[0]: \"{cidr}\" has bits behind the first {length}. Write {instead}.");

    [Theory]
    [InlineData("203.0.113.0/24")]
    [InlineData("203.0.113.7/32")]
    [InlineData("2001:DB8::/32")]
    [InlineData("2001:0db8:0000::1/128")]
    public void A_range_is_accepted(string cidr) => With(Plus, $""" "allowCidrs": ["{cidr}"] """).IsAccepted();

    [Fact]
    public void A_range_has_one_meaning()
    {
        With(Plus, """ "allowCidrs": ["10.0.0.0/8"], "blockCidrs": ["10.0.0.0/9", "10.0.0.0/8"] """)
            .IsRefused("""$.threatProtection.blockCidrs[1]: "10.0.0.0/8" is also in allowCidrs. Remove it from one.""");
        With(Plus, """ "blockCidrs": ["10.0.0.0/8", "10.0.0.0/8"] """)
            .IsRefused("""$.threatProtection.blockCidrs[1]: "10.0.0.0/8" is already at [0]. Remove one.""");
        With(Plus, """ "allowCidrs": ["10.0.0.0/8"], "blockCidrs": ["10.0.0.0/9"] """).IsAccepted();
    }

    [Fact]
    public void Cognito_has_room_for_200_ranges()
    {
        Ranges(200).IsAccepted();
        Ranges(201).IsRefused("$.threatProtection.allowCidrs: has 201 ranges; Cognito allows 200. Merge some.");

        static Outcome Ranges(int count) =>
            With(Plus, $""" "allowCidrs": [{string.Join(", ", Enumerable.Range(0, count).Select(i => $"\"10.0.{i}.0/24\""))}] """);
    }

    [Fact]
    public void Settings_of_a_client_follow_the_same_rules()
    {
        Client("wbe", Block).IsRefused("""$.threatProtection.clients.wbe: "wbe" is not in clients. Did you mean "web"?""");
        Client("batch", Block)
            .IsRefused("""$.threatProtection.clients.batch: "batch" is a machine client: nobody signs in with it. Remove it.""");
        Client("web", string.Empty)
            .IsRefused(
                "$.threatProtection.clients.web: says nothing, so the pool's settings would stay in force. Give the client's own, such as compromisedCredentials, or remove it."
            );
        Client("web", """ "accountTakeover": { "low": "block" } """)
            .IsRefused(
                """$.threatProtection.clients.web.accountTakeover.medium: "mfaIfConfigured" is weaker than "block" at low risk. Make it at least as strong."""
            );
        Client("web", """ "blockCidrs": ["x"] """)
            .IsRefused(
                """$.threatProtection.clients.web.blockCidrs[0]: "x" is not a range in CIDR notation, such as 203.0.113.0/24 or 2001:db8::/32."""
            );
        Client("web", Block).IsAccepted();

        static Outcome Client(string name, string risk) =>
            Given.Environment(
                $$"""
                { "userPool": { {{Plus}} }, "threatProtection": { "mode": "audit", "clients": { "{{name}}": { {{risk}} } } },
                  "resourceServers": { "orders": { "identifier": "o", "scopes": { "read": "Read" } } },
                  "clients": { "web": { "type": "spa", "callbackUrls": ["https://app.example.com"] }, "batch": { "type": "machine", "scopes": ["orders/read"] } } }
                """
            );
    }

    private static Outcome Takeover(string actions, string pool = "") =>
        With(pool.Length == 0 ? Plus : $"{Plus}, {pool}", $$""" "mode": "enforced", "accountTakeover": { {{actions}} } """);

    private static Outcome With(string pool, string protection) =>
        Given.Environment($$"""{ "userPool": { {{pool}} }, "threatProtection": { {{protection}} } }""");
}
