using System.Text.Json.Nodes;

namespace CognitoStack.Templates.Tests;

/// <summary>Which role a token leads to, and what may be asked for.</summary>
public sealed class IdentityPoolRolesTests
{
    private const string Rules = """
        "Type": "Rules", "RulesConfiguration": { "Rules": [
          { "Claim": "tier", "MatchType": "Equals", "Value": "gold", "RoleARN": "arn:gold" },
          { "Claim": "tier", "MatchType": "StartsWith", "Value": "go", "RoleARN": "arn:go" },
          { "Claim": "tier", "MatchType": "Contains", "Value": "ol", "RoleARN": "arn:ol" },
          { "Claim": "tier", "MatchType": "NotEqual", "Value": "gold", "RoleARN": "arn:other" }] }
        """;

    [Theory]
    [InlineData("gold", "arn:gold,arn:go,arn:ol")]
    [InlineData("goal", "arn:go,arn:other")]
    [InlineData("old", "arn:ol,arn:other")]
    [InlineData("Gold", "arn:ol,arn:other")]
    [InlineData("", "arn:other")]
    [InlineData(null, "")]
    public void Rules_offer_every_role_that_fits_in_their_order(string? tier, string roles)
    {
        var token = new RoleToken(claim => claim == "tier" ? tier : null, "arn:preferred", ["arn:preferred"]);
        Assert.Equal(roles, string.Join(',', Mapping(Rules).Offers(token, isAskedFor: false).Select(o => o.Role)));
    }

    [Fact]
    public void A_token_offers_its_preferred_role_and_all_of_them_to_who_asks()
    {
        var token = new RoleToken(_ => null, "arn:b", ["arn:a", "arn:b"]);
        Assert.Equal(["arn:b"], Mapping("\"Type\": \"Token\"").Offers(token, isAskedFor: false).Select(o => o.Role));
        Assert.Equal(["arn:a", "arn:b"], Mapping("\"Type\": \"Token\"").Offers(token, isAskedFor: true).Select(o => o.Role));
        Assert.Empty(Mapping("\"Type\": \"Token\"").Offers(token with { Preferred = null }, isAskedFor: false));
    }

    [Theory]
    [InlineData("\"Type\": \"Token\", \"AmbiguousRoleResolution\": \"AuthenticatedRole\"", true)]
    [InlineData("\"Type\": \"Token\", \"AmbiguousRoleResolution\": \"Deny\"", false)]
    [InlineData("\"Type\": \"Token\"", false)]
    public void A_token_that_decides_none_falls_back_only_where_it_is_said(string mapping, bool fallsBack) =>
        Assert.Equal(fallsBack, Mapping(mapping).FallsBack);

    [Theory]
    [InlineData("\"Type\": \"Guess\"", "has the type \"Guess\", which is not known")]
    [InlineData(
        "\"Type\": \"Rules\", \"RulesConfiguration\": { \"Rules\": [{ \"Claim\": \"tier\", \"MatchType\": \"EndsWith\", \"Value\": \"x\", \"RoleARN\": \"arn:x\" }] }",
        "has a rule that matches by \"EndsWith\", which is not known"
    )]
    public void What_is_not_known_is_no_guess(string mapping, string error) =>
        Assert.Contains(
            $"The role mapping of issuer:web {error}",
            Assert.Throws<TemplateException>(() => Mapping(mapping).Offers(new(_ => "x", null, []), isAskedFor: false)).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void Another_way_to_resolve_ambiguity_is_no_guess() =>
        Assert.Throws<TemplateException>(() => Mapping("\"Type\": \"Token\", \"AmbiguousRoleResolution\": \"Maybe\"").FallsBack);

    [Fact]
    public void A_mapping_is_of_its_provider_and_client_or_of_the_provider_alone()
    {
        var roles = Roles("""{ "any": { "IdentityProvider": "issuer:web", "Type": "Token" }, "other": { "Type": "Token" } }""");
        Assert.NotNull(roles.MappingFor("issuer", "web"));
        Assert.Null(roles.MappingFor("issuer", "mobile"));
        Assert.NotNull(roles.MappingFor("other", "mobile"));
        Assert.Equal(("arn:user", (string?)null), (roles.Authenticated, roles.Unauthenticated));
    }

    [Fact]
    public void Tags_are_those_of_the_provider_or_the_usual_ones()
    {
        var roles = Roles("{}");
        Assert.Equal("custom:tenant", roles.TagClaims("issuer")["tenant"]);
        Assert.Equal(["client", "username"], roles.TagClaims("usual").Keys.Order());
        Assert.Empty(roles.TagClaims("nobody"));
    }

    private static RoleMapping Mapping(string mapping) => Roles($$"""{ "issuer:web": { {{mapping}} } }""").MappingFor("issuer", "web")!;

    private static IdentityPoolRoles Roles(string mappings)
    {
        var set = TemplatesAlone.Read(
            new Dictionary<string, JsonObject>
            {
                ["One"] = JsonNode
                    .Parse(
                        $$"""
                        { "Resources": {
                          "Pool": { "Type": "AWS::Cognito::IdentityPool" },
                          "Attachment": { "Type": "AWS::Cognito::IdentityPoolRoleAttachment", "Properties": { "IdentityPoolId": { "Ref": "Pool" }, "Roles": { "authenticated": "arn:user" }, "RoleMappings": {{mappings}} } },
                          "Tags": { "Type": "AWS::Cognito::IdentityPoolPrincipalTag", "Properties": { "IdentityPoolId": { "Ref": "Pool" }, "IdentityProviderName": "issuer", "PrincipalTags": { "tenant": "custom:tenant" } } },
                          "Usual": { "Type": "AWS::Cognito::IdentityPoolPrincipalTag", "Properties": { "IdentityPoolId": { "Ref": "Pool" }, "IdentityProviderName": "usual", "UseDefaults": true } },
                          "Elsewhere": { "Type": "AWS::Cognito::IdentityPoolPrincipalTag", "Properties": { "IdentityPoolId": "another", "IdentityProviderName": "nobody", "UseDefaults": true } } } }
                        """
                    )!
                    .AsObject(),
            }
        );
        return new(set, set.Resources.Single(r => r.Type == "AWS::Cognito::IdentityPool"));
    }
}
