namespace CognitoStack.Configuration.Tests;

public sealed class PolicySizeRulesTests
{
    [Fact]
    public void More_grants_than_a_role_has_room_for_are_refused() =>
        Grants(60)
            .IsRefused(
                "$.access.roles.member.grants: make up to 17,333 characters of policy; IAM allows 10,240 on a role. Put places under common prefixes, or make two roles."
            );

    [Fact]
    public void As_many_as_it_has_room_for_are_accepted() => Grants(30).IsAccepted();

    [Fact]
    public void Roles_that_extend_each_other_are_no_reason_to_count_for_ever() =>
        Given
            .Environment("""{ "access": { "roles": { "member": { "extends": "member" } } } }""")
            .IsRefused("$.access.roles.member.extends: leads back to itself (member → member). Remove one extends.");

    private static Outcome Grants(int count) =>
        Given.Environment(
            $$"""
            { "access": { "roles": { "member": { "grants": [
              {{string.Join(
                ',',
                Enumerable.Range(0, count).Select(i =>
                    $$"""{ "bucket": "files", "prefix": "folder{{i}}/{identityId}/", "access": "readWrite" }"""
                )
            )}} ] } } } }
            """
        );
}
