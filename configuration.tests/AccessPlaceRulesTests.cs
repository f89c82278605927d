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
    public void A_tag_that_begins_a_place_could_name_another_folder()
    {
        Tagged("{tag:tenant}/")
            .IsRefused(
                """$.access.roles.member.grants[0].prefix: "{tag:tenant}/" reaches "users/{identityId}/" for whoever's tag begins like it. Put a folder of its own before it."""
            );
        Tagged("tenants/{tag:tenant}/").IsAccepted();
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

    private static Outcome Tagged(string prefix) =>
        Given.Environment(
            $$"""
            { "access": { "principalTags": { "tenant": "sub" }, "roles": { "member": { "grants": [
              { "bucket": "files", "prefix": "{{prefix}}" }, { "bucket": "files", "prefix": "users/{identityId}/" }] } } } }
            """
        );
}
