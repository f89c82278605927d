namespace CognitoStack.Configuration.Tests;

public sealed class RoleRulesTests
{
    [Theory]
    [InlineData(
        """ "guests": "gest", "roles": { "guest": {}, "member": {} } """,
        """$.access.guests: "gest" is not in access.roles. Did you mean "guest"?"""
    )]
    [InlineData(
        """ "authenticated": "user", "roles": { "member": {} } """,
        """$.access.authenticated: "user" is not in access.roles. Known: member."""
    )]
    [InlineData(""" "authenticated": "user", "roles": {} """, """$.access.authenticated: "user" is not in access.roles. There is none.""")]
    [InlineData(
        """ "guests": "member" """,
        """$.access.guests: "member" is also access.authenticated: visitors would have the rights of users. Give guests a role of their own."""
    )]
    [InlineData(
        """ "ambiguous": "authenticated", "authenticated": null, "roles": {} """,
        """$.access.ambiguous: is "authenticated", but access.authenticated is null. Name a role there, or make ambiguous "deny"."""
    )]
    [InlineData(
        """ "roles": { "member": {}, "admin": {} } """,
        """$.access.roles.admin: nobody can get the role "admin": no group, rule, access.guests or access.authenticated names it. Use or remove it."""
    )]
    [InlineData(
        """ "authenticated": null, "roles": { "member": {} } """,
        """$.access.roles.member: nobody can get the role "member": no group, rule, access.guests or access.authenticated names it. Use or remove it."""
    )]
    public void A_contradiction_is_refused(string access, string error) => Access(access).IsRefused(error);

    [Theory]
    [InlineData(""" "guests": "guest", "roles": { "guest": {}, "member": {} } """)]
    [InlineData(""" "guests": null """)]
    [InlineData(""" "authenticated": "user", "roles": { "user": {} } """)]
    [InlineData(""" "authenticated": null, "roles": {} """)]
    [InlineData(""" "ambiguous": "authenticated" """)]
    [InlineData(""" "roles": { "member": { "extends": "base" }, "base": {} } """)]
    [InlineData(""" "roles": { "member": {}, "gold": {} }, "rules": [{ "claim": "cognito:groups", "value": "gold", "role": "gold" }] """)]
    public void Its_neighbour_is_accepted(string access) => Access(access).IsAccepted();

    [Fact]
    public void Roles_have_distinct_names() =>
        Given
            .Environment(
                """{ "access": { "roles": { "member": {}, "power-user": {}, "powerUser": {} } }, "groups": { "a": { "role": "power-user", "precedence": 1 }, "b": { "role": "powerUser", "precedence": 2 } } }"""
            )
            .IsRefused(
                """$.access.roles.powerUser: "powerUser" and "power-user" both become RolePowerUser, the name of an output or a resource. Rename one."""
            );

    [Theory]
    [InlineData("""{ "admins": { "role": "admni" } }""", """$.groups.admins.role: "admni" is not in access.roles. Did you mean "admin"?""")]
    [InlineData(
        """{ "admins": { "role": "admin" }, "visitors": { "role": "guest", "precedence": 1 } }""",
        """$.groups.visitors.role: "guest" is the role of guests, which a signed-in user cannot take on. Choose another."""
    )]
    [InlineData(
        """{ "admins": { "role": "admin", "precedence": 1 }, "users": { "role": "member", "precedence": 1 } }""",
        """$.groups.users.precedence: is 1, as for "admins", but the roles differ ("member", "admin"): a member of both would have no clear role. Give each its own."""
    )]
    [InlineData(
        """{ "admins": { "role": "admin" }, "power.users": { "role": "member" } }""",
        """$.groups['power.users'].precedence: is not set, as for "admins", but the roles differ ("member", "admin"): a member of both would have no clear role. Give each its own."""
    )]
    public void A_contradiction_of_groups_is_refused(string groups, string error) => Groups(groups).IsRefused(error);

    [Theory]
    [InlineData("""{ "admins": { "role": "admin", "precedence": 1 }, "users": { "role": "member", "precedence": 2 } }""")]
    [InlineData("""{ "admins": { "role": "admin", "precedence": 1 }, "owners": { "role": "admin", "precedence": 1 } }""")]
    [InlineData("""{ "admins": { "role": "admin", "precedence": 1 }, "users": { "precedence": 1 } }""")]
    [InlineData("""{ "admins": { "role": "admin", "precedence": 0 }, "users": { "role": "member" } }""")]
    public void Its_neighbouring_groups_are_accepted(string groups) => Groups(groups).IsAccepted();

    private static Outcome Access(string access) => Given.Environment($$"""{ "access": { {{access}} } }""");

    private static Outcome Groups(string groups) =>
        Given.Environment(
            $$"""{ "groups": {{groups}}, "access": { "guests": "guest", "roles": { "guest": {}, "member": {}, "admin": {} } } }"""
        );
}
