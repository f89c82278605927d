namespace CognitoStack.Configuration.Tests;

/// <summary>Rules of places that several roles name, and of tags that stand beside them.</summary>
public sealed class AccessPlaceRulesTests
{
    private const string Own =
        """ "member": { "grants": [{ "bucket": "files", "prefix": "users/{identityId}/", "access": "readWrite" }] } """;

    [Fact]
    public void Guests_see_no_folder_that_holds_those_of_users()
    {
        Guests("users/")
            .IsRefused(
                """$.access.roles.guest.grants[0].prefix: "users/" holds what users keep under "users/{identityId}/" (role "member"): every visitor could read it. Use another folder."""
            );
        Guests("brochures/").IsAccepted();
        Guests("user/").IsAccepted();
    }

    [Fact]
    public void A_tag_could_have_the_name_of_another_place()
    {
        Tagged("{tag:tenant}/")
            .IsRefused(
                """$.access.roles.member.grants[0].prefix: "{tag:tenant}/" reaches "users/{identityId}/" for whoever's tag is "users". Put a name of its own before {tag:tenant}."""
            );
        Tagged("users/{tag:tenant}/")
            .IsRefused(
                """$.access.roles.member.grants[0].prefix: "users/{tag:tenant}/" reaches "users/{identityId}/" for whoever's tag is what {identityId} is for somebody else. Put a name of its own before {tag:tenant}."""
            );
        Tagged("tenants/{tag:tenant}/", "tenants/shared/", shared: true)
            .IsRefused(
                """$.access.roles.member.grants[0].prefix: "tenants/{tag:tenant}/" reaches "tenants/shared/" for whoever's tag is "shared". Put a name of its own before {tag:tenant}."""
            );
        Tagged("tenants/{tag:tenant}/").IsAccepted();
        Tagged("{tag:tenant}/", "", shared: true).IsAccepted();
        Tagged("tenants/{tag:tenant}/", "tenants/{tag:tenant}/{identityId}/").IsAccepted();
        Tagged("tenants/{tag:tenant}/", "tenants/", shared: true).IsAccepted();
    }

    [Fact]
    public void A_tag_could_be_the_key_of_another_s_items()
    {
        Keyed("{tag:tenant}")
            .IsRefused(
                """$.access.roles.member.grants[0].leadingKey: "{tag:tenant}" reaches "{identityId}" for whoever's tag is what {identityId} is for somebody else. Put a name of its own before {tag:tenant}."""
            );
        Keyed("tenant#{tag:tenant}").IsAccepted();
        foreach (var tag in new[] { "acme:tenant", "acme/tenant", "a:b:c" })
            Keyed($"{{tag:{tag}}}", tag: tag)
                .IsRefused(
                    $"$.access.roles.member.grants[0].leadingKey: \"{{tag:{tag}}}\" reaches \"{{identityId}}\" for whoever's tag is what {{identityId}} is for somebody else. Put a name of its own before {{tag:{tag}}}."
                );
        Keyed("tenant#{tag:tenant}#orders", "tenant#{identityId}#notes").IsAccepted();
    }

    [Theory]
    [InlineData("tenant")]
    [InlineData("Tenant")]
    public void A_resource_tag_does_not_stand_in_for_a_claim(string tag) =>
        Given
            .Environment($$"""{ "tags": { "{{tag}}": "acme" }, "access": { "principalTags": { "tenant": "sub" } } }""")
            .IsRefused(
                """$.access.principalTags.tenant: "tenant" is also in tags, which resources carry: on a role it would stand in for a missing claim. Rename one."""
            );

    [Fact]
    public void Resource_tags_differ_in_more_than_case() =>
        Given
            .Environment("""{ "tags": { "Team": "a", "team": "b" } }""")
            .IsRefused("""$.tags.team: "team" and "Team" differ in case alone, which IAM refuses. Remove one.""");

    private static Outcome Guests(string prefix) =>
        Given.Environment(
            $$"""
            { "access": { "guests": "guest", "roles": { "guest": { "grants": [{ "bucket": "files", "prefix": "{{prefix}}" }] }, {{Own}} } } }
            """
        );

    private static Outcome Tagged(string prefix, string other = "users/{identityId}/", bool shared = false) =>
        Given.Environment(
            $$"""
            { "access": { "principalTags": { "tenant": "sub" }, "roles": { "member": { "grants": [
              { "bucket": "files", "prefix": "{{prefix}}" },
              { "bucket": "files", "prefix": "{{other}}", "sharedWithRole": {{(shared ? "true" : "false")}} }] } } } }
            """
        );

    private static Outcome Keyed(string key, string other = "{identityId}", string tag = "tenant") =>
        Given.Environment(
            $$"""
            { "storage": { "tables": { "notes": { "partitionKey": "owner" } } }, "access": { "principalTags": { "{{tag}}": "sub" }, "roles": { "member": { "grants": [
              { "table": "notes", "leadingKey": "{{key}}" }, { "table": "notes", "leadingKey": "{{other}}" }] } } } }
            """
        );
}
