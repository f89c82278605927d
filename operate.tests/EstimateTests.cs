using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CognitoStack.Configuration;
using CognitoStack.Operate.Estimate;

namespace CognitoStack.Operate.Tests;

/// <summary>Three profiles, computed by hand beside the program from the prices of its file.</summary>
public sealed partial class EstimateTests
{
    private static readonly Prices Prices = Prices.Read();

    /// <summary>The profiles of the page on costs: how many users, the file, and the rows of the table.</summary>
    public static TheoryData<string, int, string, string> Profiles
    {
        get
        {
            var profiles = new TheoryData<string, int, string, string>();
            foreach (Match profile in Profile().Matches(File.ReadAllText(Path.Combine(RootOf(AppContext.BaseDirectory), "docs/costs.md"))))
                profiles.Add(
                    profile.Groups["name"].Value,
                    int.Parse(profile.Groups["users"].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture),
                    profile.Groups["file"].Value,
                    profile.Groups["items"].Value
                );
            return profiles;
        }
    }

    [Fact]
    public void Three_profiles_are_written_by_hand() => Assert.Equal(["A club", "A shop", "A bank"], Profiles.Select(p => p[0]));

    [Theory]
    [MemberData(nameof(Profiles))]
    public void What_a_person_computes_by_hand_is_what_the_program_says(string name, int users, string file, string items)
    {
        var expected = items
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .ToDictionary(cells => cells[1], cells => decimal.Parse(cells[3], CultureInfo.InvariantCulture));
        Assert.True(expected.Count > 0, name);
        Assert.Equal(expected, Of(file, users).ToDictionary(i => i.What, i => Math.Round(i.Cost, 2, MidpointRounding.AwayFromZero)));
    }

    [GeneratedRegex(
        @"^### (?<name>[^:\n]+): (?<users>[0-9,]+) users.*?```jsonc\n(?<file>.*?)```\n\n\|.*?\n\|---\|---\|---\|\n(?<items>(?:\|.*?\|\n)+)",
        RegexOptions.Singleline | RegexOptions.Multiline
    )]
    private static partial Regex Profile();

    [Fact]
    public void A_small_app_pays_for_what_is_there_and_not_for_its_users()
    {
        var items = Of("""{ "name": "small" }""", 5_000);

        // 5,000 of 10,000 free users; 50,000 sign-ins, each with the gate and the audit.
        Expect(items, "active users, Essentials", 5_000, 0m);
        Expect(items, "requests of the functions", 100_000, 0.02m);
        // 100,000 × 0.01 s × 0.5 GB = 500 GB-s × 0.0000166667
        Expect(items, "GB-seconds of the functions", 500, 0.0083m);
        // 50,000 × 0.000000625
        Expect(items, "records of sign-ins", 50_000, 0.0312m);
        Expect(items, "metrics of the functions", 3, 0.90m);
        Assert.DoesNotContain(items, i => i.Service is "WAF" or "SNS" or "SES" or "KMS" or "Secrets Manager");
        Assert.InRange(items.Sum(i => i.Cost), 0.95m, 1.10m);
    }

    [Fact]
    public void A_shop_on_Essentials_pays_for_users_beyond_the_free_ones_machines_and_a_firewall()
    {
        var items = Of(
            """
            {
              "name": "shop",
              "clients": {
                "web": { "type": "spa", "callbackUrls": ["https://shop.example.com"] },
                "stock": { "type": "machine", "scopes": ["orders/write"] },
                "billing": { "type": "machine", "scopes": ["orders/write"] }
              },
              "resourceServers": { "orders": { "identifier": "https://orders.example.com", "scopes": { "write": "Change orders" } } },
              "operations": { "waf": { "mode": "block", "countries": ["DE"], "log": false } }
            }
            """,
            100_000
        );

        // (100,000 − 10,000) × 0.015
        Expect(items, "active users, Essentials", 100_000, 1_350m);
        Expect(items, "machine clients", 2, 12m);
        // 2 × 720 × 0.00225
        Expect(items, "tokens of machine clients", 1_440, 3.24m);
        // Countries, rate, two groups; 100,000 × 10 sign-ins × 10 requests × 0.60 a million
        Expect(items, "web ACL", 1, 5m);
        Expect(items, "rules and managed rule groups", 4, 4m);
        Expect(items, "requests", 10_000_000, 6m);
    }

    [Fact]
    public void A_company_on_Plus_pays_for_every_user_those_of_its_directory_and_their_text_messages()
    {
        var items = Of(
            """
            {
              "name": "corp",
              "userPool": {
                "plan": "plus",
                "sms": {},
                "mfa": { "mode": "required", "factors": ["sms", "totp"] }
              },
              "identityProviders": {
                "Corp": { "type": "saml", "metadataUrl": "https://idp.example.com/metadata", "attributes": { "email": "mail" } },
                "Google": { "type": "google", "clientId": "1", "clientSecret": { "secret": "corp/google" } }
              },
              "clients": { "web": { "type": "spa", "callbackUrls": ["https://corp.example.com"], "identityProviders": ["Corp", "Google"] } },
              "signInRules": { "denyList": true },
              "storage": { "encryption": "customerKey", "tables": { "notes": { "partitionKey": "owner" } } }
            }
            """,
            20_000,
            federated: 50,
            sms: 4
        );

        // Half of 20,000 each; no free users on Plus.
        Expect(items, "active users, Plus", 10_000, 200m);
        Expect(items, "active users by SAML or OpenID Connect", 10_000, 200m);
        // 20,000 × 4 × 0.00645
        Expect(items, "text messages", 80_000, 516m);
        // 200,000 sign-ins × 4 × 0.000000125
        Expect(items, "reads of the deny list", 800_000, 0.10m);
        Expect(items, "keys", 1, 1m);
        Expect(items, "requests of tables", 8_640, 0.0259m);
        Expect(items, "secrets of identity providers", 1, 0.40m);
    }

    [Theory]
    [InlineData(10_000, 0)]
    [InlineData(10_001, 0.0055)]
    [InlineData(100_000, 495)]
    [InlineData(1_000_000, 495 + 4140)]
    [InlineData(20_000_000, 495 + 4140 + 29250 + 25000)]
    public void Tiers_are_paid_one_after_another(int users, double cost) => Assert.Equal((decimal)cost, Prices.Of("lite").For(users));

    [Fact]
    public void Alarms_are_as_many_as_the_template_of_production_has()
    {
        var root = RootOf(AppContext.BaseDirectory);
        var environment = EnvironmentLoader.Load(
            File.ReadAllText(Path.Combine(root, "cdk/environments/prod.json")),
            "prod.json",
            new ProjectFiles(Path.Combine(root, "cdk"))
        );
        var template = JsonNode.Parse(
            File.ReadAllText(
                    Path.Combine(root, "infra.tests/__snapshots__/SnapshotTests.Template_is_the_committed_one_prod_Operations.snap")
                )
                .TrimStart('\ufeff')
        )!;
        var types = template["Resources"]!.AsObject().Select(r => r.Value!["Type"]!.ToString()).ToList();

        var (plain, unusual) = CostEstimate.Alarms(environment);

        Assert.Equal(types.Count(t => t == "AWS::CloudWatch::Alarm"), plain + unusual);
        Assert.Equal(
            types.Count(t => t == "AWS::KMS::Key"),
            CostEstimate.Of(environment, Assumed(environment, 1), Prices).Single(i => i.What == "keys").Units
        );
    }

    [Fact]
    public void Every_price_has_a_page_and_every_item_a_price()
    {
        Assert.All(
            Prices.All.Values,
            price => Assert.StartsWith("https://aws.amazon.com/", Prices.Sources[price.Source], StringComparison.Ordinal)
        );
        Assert.Matches(@"^\d{4}-\d\d-\d\d$", Prices.Date);
    }

    [Fact]
    public void The_quota_that_binds_first_is_told_first()
    {
        var environment = EnvironmentLoader.Load("""{ "name": "many" }""", "many.json");

        // A million users, ten sign-ins each, a hundredth of all in one hour: 27.8 a second, and GetId has 25.
        var bounds = QuotaEstimate.Of(environment, Assumed(environment, 1_000_000), Prices);

        Assert.Equal("Cognito's own mail", bounds[0].Quota);
        Assert.Equal(("GetId", 1.11m), (bounds[1].Quota, Math.Round(bounds[1].Share, 2)));
    }

    [Fact]
    public void Where_nobody_says_how_many_users_there_are_a_number_is_assumed_and_told()
    {
        var environment = EnvironmentLoader.Load("""{ "name": "dev" }""", "dev.json");
        var usage = Usage.Of(environment, null, null, null, null, null, null);

        var report = new EstimateReport("dev", usage, Prices, CostEstimate.Of(environment, usage, Prices), []);

        Assert.Equal(Usage.AssumedUsers, usage.Users);
        Assert.Contains("10,000 users (assumed", report.ToMarkdown(), StringComparison.Ordinal);
        Assert.True(JsonNode.Parse(report.ToJson())!["usersAssumed"]!.GetValue<bool>());
    }

    [Fact]
    public void Markdown_and_JSON_say_the_same_total()
    {
        var environment = EnvironmentLoader.Load("""{ "name": "shop" }""", "shop.json");
        var usage = Assumed(environment, 100_000);
        var report = new EstimateReport(
            "shop",
            usage,
            Prices,
            CostEstimate.Of(environment, usage, Prices),
            QuotaEstimate.Of(environment, usage, Prices)
        );

        var json = JsonNode.Parse(report.ToJson())!;

        Assert.Contains($"**{json["total"]!.GetValue<decimal>():N2}**", report.ToMarkdown(), StringComparison.Ordinal);
        Assert.Equal(report.Items.Count, json["items"]!.AsArray().Count);
    }

    private static IReadOnlyList<Item> Of(string json, int users, int? federated = null, int? sms = null)
    {
        var environment = EnvironmentLoader.Load(json, "environment.json");
        return CostEstimate.Of(environment, Usage.Of(environment, users, null, federated, null, sms, null), Prices);
    }

    private static Usage Assumed(EnvironmentConfiguration environment, int users) =>
        Usage.Of(environment, users, null, null, null, null, null);

    private static void Expect(IReadOnlyList<Item> items, string what, decimal units, decimal cost)
    {
        var item = items.Single(i => i.What == what);
        Assert.Equal((units, cost), (item.Units, Math.Round(item.Cost, 4)));
    }

    private static string RootOf(string folder) =>
        File.Exists(Path.Combine(folder, "CognitoStack.sln")) ? folder : RootOf(Path.GetDirectoryName(folder)!);
}
