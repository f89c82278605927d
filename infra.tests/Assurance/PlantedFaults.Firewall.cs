using System.Text.Json.Nodes;
using CognitoStack.Tests.Support;

namespace CognitoStack.Tests.Assurance;

/// <summary>Mistakes in the web firewall: it keeps users out, or attackers in.</summary>
public static partial class PlantedFaults
{
    private const string Watched = OperatedEnvironments.Everything;

    private static IEnumerable<Fault> OfFirewalls =>
        [
            new("firewall", "a managed rule that rejects localhost", Watched, t => Uncount(t, "EC2MetaDataSSRF_QUERYARGUMENTS")),
            new("firewall", "a managed rule that rejects an address of numbers", Watched, t => Uncount(t, "GenericRFI_QUERYARGUMENTS")),
            new("firewall", "a managed rule that rejects servers without a user agent", Watched, t => Uncount(t, "NoUserAgent_HEADER")),
            new(
                "firewall",
                "a managed rule that rejects a provider's long answer",
                Watched,
                t => Uncount(t, "SizeRestrictions_QUERYSTRING")
            ),
            new("firewall", "a managed rule that rejects a SAML response", Watched, t => Uncount(t, "SizeRestrictions_BODY")),
            new("firewall", "a firewall before nobody", Watched, t => Remove(t, "AWS::WAFv2::WebACLAssociation")),
            new(
                "firewall",
                "a firewall before another pool",
                Watched,
                t =>
                    t.Properties("AWS::WAFv2::WebACLAssociation")["ResourceArn"] =
                        "arn:aws:cognito-idp:eu-west-1:111122223333:userpool/eu-west-1_Other0000"
            ),
            new(
                "firewall",
                "a firewall that blocks whatever no rule names",
                Watched,
                t => t.Properties("AWS::WAFv2::WebACL")["DefaultAction"] = JsonNode.Parse("""{ "Block": {} }""")
            ),
            new(
                "firewall",
                "managed rules that count where they should block",
                Watched,
                t => Rule(t, "CommonRules")["OverrideAction"] = JsonNode.Parse("""{ "Count": {} }""")
            ),
            new("firewall", "known bad inputs that nobody looks for", Watched, t => Rules(t).Remove(Rule(t, "KnownBadInputs"))),
            new(
                "firewall",
                "managed rules that block where they should count",
                OperatedEnvironments.OwnTopic,
                t => Rule(t, "CommonRules")["OverrideAction"] = JsonNode.Parse("""{ "None": {} }""")
            ),
            new("firewall", "a higher limit", Watched, t => Rule(t, "Rate")["Statement"]!["RateBasedStatement"]!["Limit"] = 5000),
            new("firewall", "a lower limit", Watched, t => Rule(t, "Rate")["Statement"]!["RateBasedStatement"]!["Limit"] = 499),
            new(
                "firewall",
                "a limit that counts over a minute",
                Watched,
                t => Rule(t, "Rate")["Statement"]!["RateBasedStatement"]!["EvaluationWindowSec"] = 60
            ),
            new("firewall", "a limit that only counts", Watched, t => Rule(t, "Rate")["Action"] = JsonNode.Parse("""{ "Count": {} }""")),
            new("firewall", "a country too many", Watched, t => Countries(t).Add("US")),
            new("firewall", "a country too few", Watched, t => Countries(t).RemoveAt(0)),
            new(
                "firewall",
                "named countries that are kept out instead of the others",
                Watched,
                t =>
                    Rule(t, "OtherCountries")["Statement"] = JsonNode.Parse("""{ "GeoMatchStatement": { "CountryCodes": ["DE", "FR"] } }""")
            ),
            new(
                "firewall",
                "kept out addresses that are let in",
                Watched,
                t => Rule(t, "BlockedAddresses")["Action"] = JsonNode.Parse("""{ "Allow": {} }""")
            ),
            new("firewall", "let in addresses that come after the limit", Watched, t => Rule(t, "AllowedAddresses")["Priority"] = 99),
            new(
                "firewall",
                "a list that lost a range",
                Watched,
                t =>
                    t.Resources("AWS::WAFv2::IPSet").First(s => s["Properties"]!["IPAddressVersion"]!.ToString() == "IPV6")["Properties"]![
                        "Addresses"
                    ] = new JsonArray("2001:db9::/32")
            ),
        ];

    private static JsonArray Rules(Templates t) => t.Properties("AWS::WAFv2::WebACL")["Rules"]!.AsArray();

    private static JsonObject Rule(Templates t, string name) =>
        Rules(t).Select(r => r!.AsObject()).Single(r => r["Name"]!.ToString() == name);

    private static JsonArray Countries(Templates t) =>
        Rule(t, "OtherCountries")["Statement"]!["NotStatement"]!["Statement"]!["GeoMatchStatement"]!["CountryCodes"]!.AsArray();

    private static void Uncount(Templates t, string rule)
    {
        var overrides = Rule(t, "CommonRules")["Statement"]!["ManagedRuleGroupStatement"]!["RuleActionOverrides"]!.AsArray();
        overrides.Remove(overrides.Single(o => o!["Name"]!.ToString() == rule));
    }

    private static void Remove(Templates t, string type)
    {
        foreach (var template in t.All.Values.Select(v => v["Resources"]!.AsObject()))
        foreach (var id in template.Where(r => r.Value!["Type"]!.ToString() == type).Select(r => r.Key).ToList())
            template.Remove(id);
    }
}
