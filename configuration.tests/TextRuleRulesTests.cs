using CognitoStack.Configuration;

namespace CognitoStack.Configuration.Tests;

public sealed class TextRuleRulesTests
{
    private const string Way = "Let groups give the role: leave the client without rules, and name the role in groups.";

    [Theory]
    [InlineData("contains")]
    [InlineData("startsWith")]
    public void A_part_of_another_group_s_name_gives_no_role(string match)
    {
        Groups(match, "admin", """ "admin": {}, "not-admin": {} """)
            .IsRefused(
                $"$.access.rules[0].value: \"admin\" is part of the name of the group \"not-admin\", whose members would get the role \"admin\", too. {Way}"
            );
        Groups(match, "adm", """ "admins": {} """)
            .IsRefused(
                $"$.access.rules[0].value: \"adm\" is part of the name of the group \"admins\", whose members would get the role \"admin\", too. {Way}"
            );
        Groups(match, "admins", """ "admins": {}, "staff": {} """).IsAccepted();
    }

    [Theory]
    [InlineData("cognito:groups")]
    [InlineData("cognito:roles")]
    [InlineData("cognito:preferred_role")]
    public void Not_to_be_in_a_group_gives_no_role(string claim) =>
        Rule(claim, "notEquals", "guests", """ "guests": {} """)
            .IsRefused(
                $"$.access.rules[0].match: \"notEquals\" gives the role \"admin\" to the members of every other group, of those that Cognito makes for providers, too. {Way}"
            );

    [Theory]
    [InlineData("cognito:preferred_role", "contains")]
    [InlineData("cognito:roles", "startsWith")]
    public void A_part_of_a_role_s_ARN_gives_no_role(string claim, string match) =>
        Rule(claim, match, "admin", """ "admins": { "role": "admin" } """)
            .IsRefused(
                $"$.access.rules[0].match: \"{match}\" compares parts of roles' ARNs, and \"admin\" may be part of another's. {Way}"
            );

    [Fact]
    public void A_whole_ARN_may_give_a_role() =>
        Rule("cognito:preferred_role", "equals", "arn:aws:iam::111122223333:role/admin", """ "admins": {} """).IsAccepted();

    [Fact]
    public void A_group_that_there_is_not_gives_no_role() =>
        Groups("contains", "admin", """ "staff": {} """).IsRefused("""$.access.rules[0].value: "admin" is not in groups. Known: staff.""");

    [Theory]
    [InlineData("partners", "partners", "the name of the group that Cognito makes for users of \"partners\" (POOL_partners)")]
    [InlineData("ners", "partners", "the name of the group that Cognito makes for users of \"partners\" (POOL_partners)")]
    [InlineData("it", "Corp", "what the id of a user pool may hold, with which the group that Cognito makes for users of \"Corp\" begins")]
    [InlineData(
        "west",
        "Corp",
        "what the id of a user pool may hold, with which the group that Cognito makes for users of \"Corp\" begins"
    )]
    public void The_groups_that_Cognito_makes_for_providers_count(string value, string provider, string of) =>
        With(value, provider)
            .IsRefused($"$.access.rules[0].value: \"{value}\" is part of {of}, whose members would get the role \"admin\", too. {Way}");

    [Fact]
    public void A_name_that_no_provider_s_group_holds_is_accepted() => With("admins", "Corp").IsAccepted();

    [Fact]
    public void A_group_by_a_part_of_its_name_is_told_as_one_may_be_made_later() =>
        Assert.Contains(
            $"dev.json: $.access.rules[0]: warning: gives the role \"admin\" to the members of every group whose name holds \"admins\", of one that is made later, too. {Way}",
            Warnings("contains", "admins", "equals", "x")
        );

    [Theory]
    [InlineData(
        "contains",
        "old",
        "equals",
        "gold",
        "fits \"gold\" of the rule at [1] as well: it comes first, so that one gives nobody the role \"gold\". Compare by \"equals\".",
        0
    )]
    [InlineData(
        "notEquals",
        "gold",
        "equals",
        "silver",
        "fits \"silver\" of the rule at [1] as well: it comes first, so that one gives nobody the role \"gold\". Put it behind.",
        0
    )]
    [InlineData(
        "equals",
        "gold",
        "startsWith",
        "go",
        "fits \"gold\" of the rule at [0] as well: whoever has that value may ask for the role \"gold\" by name. Compare by \"equals\".",
        1
    )]
    public void A_value_that_is_part_of_another_is_told(
        string match,
        string value,
        string second,
        string other,
        string warning,
        int index
    ) => Assert.Contains($"dev.json: $.access.rules[{index}]: warning: {warning}", Warnings(match, value, second, other, "custom:tier"));

    [Fact]
    public void Values_that_stay_apart_need_no_telling() =>
        Assert.DoesNotContain(
            Warnings("startsWith", "gold", "startsWith", "silver", "custom:tier"),
            w => w.Contains("of the rule at", StringComparison.Ordinal)
        );

    private static IReadOnlyList<string> Warnings(
        string match,
        string value,
        string second,
        string other,
        string claim = "cognito:groups"
    ) =>
        EnvironmentWarnings.Of(
            Given.Load(
                $$"""
                { "name": "dev", "userPool": { "attributes": { "custom:tier": {} } }, "groups": { "admins": {} },
                  "access": { "ambiguous": "authenticated", "roles": { "member": {}, "admin": {}, "gold": {} }, "rules": [
                    { "claim": "{{claim}}", "match": "{{match}}", "value": "{{value}}", "role": "admin" },
                    { "claim": "{{claim}}", "match": "{{second}}", "value": "{{other}}", "role": "gold" } ] } }
                """
            ),
            "dev.json"
        );

    private static Outcome Groups(string match, string value, string groups) => Rule("cognito:groups", match, value, groups);

    private static Outcome Rule(string claim, string match, string value, string groups) =>
        Given.Environment(
            $$"""{ "groups": { {{groups}} }, "access": { "rules": [{ "claim": "{{claim}}", "match": "{{match}}", "value": "{{value}}", "role": "admin" }], "roles": { "member": {}, "admin": {} } } }"""
        );

    private static Outcome With(string value, string provider) =>
        Given.Environment(
            $$"""
            { "account": "111122223333", "region": "us-west-2", "groups": { "{{value}}": {} },
              "identityProviders": { "{{provider}}": { "type": "saml", "metadataUrl": "https://idp.example.com", "attributes": { "email": "mail" } } }, {{Clients.Offering(
                provider
            )}},
              "access": { "rules": [{ "claim": "cognito:groups", "match": "contains", "value": "{{value}}", "role": "admin" }], "roles": { "member": {}, "admin": {} } } }
            """
        );
}
