namespace CognitoStack.Configuration.Tests;

public sealed class ExtendedRoleRulesTests
{
    [Fact]
    public void A_role_may_extend_another() => Roles("""{ "member": {}, "gold": { "extends": "member" } }""", "gold").IsAccepted();

    [Fact]
    public void A_role_may_not_extend_an_unknown_one() =>
        Roles("""{ "member": {}, "gold": { "extends": "membre" } }""", "gold")
            .IsRefused("""$.access.roles.gold.extends: "membre" is not in access.roles. Did you mean "member"?""");

    [Fact]
    public void Roles_may_not_extend_each_other_in_a_circle() =>
        Roles("""{ "member": { "extends": "gold" }, "gold": { "extends": "member" } }""", "gold")
            .IsRefused(
                "$.access.roles.member.extends: leads back to itself (member → gold → member). Remove one extends.",
                "$.access.roles.gold.extends: leads back to itself (gold → member → gold). Remove one extends."
            );

    [Fact]
    public void The_role_of_guests_extends_no_other() =>
        Given
            .Environment("""{ "access": { "guests": "guest", "roles": { "member": {}, "guest": { "extends": "member" } } } }""")
            .IsRefused(
                """$.access.roles.guest.extends: "guest" is the role of guests: visitors would have the rights of "member". Give guests grants of their own."""
            );

    [Fact]
    public void Guests_have_no_tags() =>
        Given
            .Environment(
                """
                { "access": { "guests": "guest", "principalTags": { "tenant": "sub" },
                  "roles": { "member": {}, "guest": { "grants": [{ "bucket": "files", "prefix": "tenants/{tag:tenant}/" }] } } } }
                """
            )
            .IsRefused(
                """$.access.roles.guest.grants[0]: "tenants/{tag:tenant}/" is made of the tag "tenant", but guests have no token to take it from. Use {identityId}."""
            );

    [Theory]
    [InlineData("""{ "bucket": "files", "prefix": "public/" }""", "customerKey", true)]
    [InlineData("""{ "bucket": "files", "prefix": "public/" }""", "aws", false)]
    [InlineData("""{ "table": "items", "leadingKey": "public" }""", "customerKey", false)]
    public void Guests_cannot_use_a_customer_key(string grant, string encryption, bool refused)
    {
        var outcome = Given.Environment(
            $$"""{ "storage": { "encryption": "{{encryption}}" }, "access": { "guests": "guest", "roles": { "member": {}, "guest": { "grants": [{{grant}}] } } } }"""
        );
        if (!refused)
            outcome.IsAccepted();
        else
            outcome.IsRefused(
                """$.access.roles.guest.grants[0]: guests cannot use a customer key: KMS is not among the services that Cognito allows them, so the objects of "files" stay unreadable. Make storage.encryption "aws", or remove the grant."""
            );
    }

    private static Outcome Roles(string roles, string ofGroup) =>
        Given.Environment($$"""{ "groups": { "vips": { "role": "{{ofGroup}}" } }, "access": { "roles": {{roles}} } }""");
}
