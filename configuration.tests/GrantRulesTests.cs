namespace CognitoStack.Configuration.Tests;

public sealed class GrantRulesTests
{
    private const string Place = "$.access.roles.member.grants[0]";

    [Theory]
    [InlineData("{}", ": names neither a bucket nor a table. Name one.")]
    [InlineData("""{ "prefix": "x/" }""", ": names neither a bucket nor a table. Name one.")]
    [InlineData(
        """{ "bucket": "files", "table": "items", "prefix": "x/" }""",
        """: names the bucket "files" and the table "items". Make two grants."""
    )]
    [InlineData(
        """{ "bucket": "fils", "prefix": "{identityId}/" }""",
        """.bucket: "fils" is not in storage.buckets. Did you mean "files"?"""
    )]
    [InlineData("""{ "table": "notes", "leadingKey": "{identityId}" }""", """.table: "notes" is not in storage.tables. Known: items.""")]
    [InlineData(
        """{ "bucket": "files" }""",
        """.prefix: is missing. Give the keys' prefix, such as "users/{identityId}/", or "" for the whole bucket."""
    )]
    [InlineData(
        """{ "bucket": "files", "leadingKey": "{identityId}" }""",
        ".leadingKey: is for tables, but the grant names a bucket. Use prefix."
    )]
    [InlineData("""{ "table": "items" }""", """.leadingKey: is missing. Give the items' partition key, such as "{identityId}".""")]
    [InlineData(
        """{ "table": "items", "prefix": "{identityId}/" }""",
        ".prefix: is for buckets, but the grant names a table. Use leadingKey."
    )]
    public void A_grant_names_one_thing(string grant, string error) => Grant(grant).IsRefused(Place + error);

    [Theory]
    [InlineData("/{identityId}/")]
    [InlineData("users//{identityId}/")]
    [InlineData("users/./{identityId}/")]
    [InlineData("users/../{identityId}/")]
    public void A_prefix_with_an_odd_part_is_refused(string prefix) =>
        Grant($$"""{ "bucket": "files", "prefix": "{{prefix}}" }""")
            .IsRefused($"{Place}.prefix: \"{prefix}\" has an empty, \".\" or \"..\" part, which S3 takes literally. Remove it.");

    [Theory]
    [InlineData("{identityId", "has a brace that is not part of a placeholder. Use {identityId} or {tag:name}.")]
    [InlineData("{identityId}:}", "has a brace that is not part of a placeholder. Use {identityId} or {tag:name}.")]
    public void A_stray_brace_is_refused(string key, string error) =>
        Grant($$"""{ "table": "items", "leadingKey": "{{key}}", "sharedWithRole": true }""")
            .IsRefused($"{Place}.leadingKey: \"{key}\" {error}");

    [Theory]
    [InlineData("{identityid}", "\"{identityid}\" is not a placeholder. Did you mean \"identityId\"?")]
    [InlineData("{sub}", "\"{sub}\" is not a placeholder. Known: identityId, tag:tenant.")]
    [InlineData("{tag:tennant}", "\"tennant\" is not in access.principalTags. Did you mean \"tenant\"?")]
    [InlineData(
        "x{identityId}",
        "\"x{identityId}\": {identityId} must stand alone between separators (/ # :), or one user's value could run into another's."
    )]
    [InlineData(
        "{identityId}-x",
        "\"{identityId}-x\": {identityId} must stand alone between separators (/ # :), or one user's value could run into another's."
    )]
    public void A_placeholder_that_would_not_keep_users_apart_is_refused(string key, string error) =>
        Grant($$"""{ "table": "items", "leadingKey": "{{key}}" }""").IsRefused($"{Place}.leadingKey: {error}");

    [Theory]
    [InlineData("""{ "bucket": "files", "prefix": "users/{identityId}/", "access": "readWrite" }""")]
    [InlineData("""{ "bucket": "files", "prefix": "tenants/{tag:tenant}/users/{identityId}/", "access": "write" }""")]
    [InlineData("""{ "bucket": "files", "prefix": "...x/{identityId}/" }""")]
    [InlineData("""{ "table": "items", "leadingKey": "{identityId}", "access": "write" }""")]
    [InlineData("""{ "table": "items", "leadingKey": "user#{identityId}:note" }""")]
    [InlineData("""{ "bucket": "files", "prefix": "public/" }""")]
    [InlineData("""{ "bucket": "files", "prefix": "public/docs/", "access": "read" }""")]
    [InlineData("""{ "table": "items", "leadingKey": "public" }""")]
    [InlineData("""{ "table": "items", "leadingKey": "public#news" }""")]
    [InlineData("""{ "bucket": "files", "prefix": "", "sharedWithRole": true }""")]
    [InlineData("""{ "bucket": "files", "prefix": "shared/", "access": "readWrite", "sharedWithRole": true }""")]
    [InlineData("""{ "table": "items", "leadingKey": "news", "access": "write", "sharedWithRole": true }""")]
    public void A_grant_that_keeps_users_apart_or_says_that_it_does_not_is_accepted(string grant) => Grant(grant).IsAccepted();

    [Theory]
    [InlineData("write")]
    [InlineData("readWrite")]
    public void What_all_may_change_must_be_called_shared(string access)
    {
        foreach (var role in new[] { "guest", "member" })
        {
            Grant($$"""{ "bucket": "files", "prefix": "public/", "access": "{{access}}" }""", role)
                .IsRefused(
                    $$"""$.access.roles.{{role}}.grants[0]: every user of the role may change what others wrote under the prefix "public/" of the bucket "files". Put {identityId} or {tag:…} into it, or say "sharedWithRole": true."""
                );
            Grant($$"""{ "table": "items", "leadingKey": "all", "access": "{{access}}" }""", role)
                .IsRefused(
                    $$"""$.access.roles.{{role}}.grants[0]: every user of the role may change what others wrote under the leading key "all" of the table "items". Put {identityId} or {tag:…} into it, or say "sharedWithRole": true."""
                );
        }
    }

    [Theory]
    [InlineData("""{ "bucket": "files", "prefix": "" }""", """prefix "" of the bucket "files".""")]
    [InlineData("""{ "bucket": "files", "prefix": "publications/" }""", """prefix "publications/" of the bucket "files".""")]
    [InlineData("""{ "bucket": "files", "prefix": "private/public/" }""", """prefix "private/public/" of the bucket "files".""")]
    [InlineData("""{ "table": "items", "leadingKey": "publicly" }""", """leading key "publicly" of the table "items".""")]
    public void What_all_users_may_read_must_be_public_or_called_shared(string grant, string what) =>
        Grant(grant)
            .IsRefused(
                $$"""{{Place}}: every user of the role may read the {{what[..^1]}}. Put {identityId} or {tag:…} into it, move it under "public", or say "sharedWithRole": true."""
            );

    [Fact]
    public void Guests_may_read_a_prefix_but_a_whole_bucket_only_when_it_is_called_shared()
    {
        Grant("""{ "bucket": "files", "prefix": "brochures/" }""", "guest").IsAccepted();
        Grant("""{ "bucket": "files", "prefix": "", "sharedWithRole": true }""", "guest").IsAccepted();
        Grant("""{ "bucket": "files", "prefix": "" }""", "guest")
            .IsRefused(
                """$.access.roles.guest.grants[0]: every visitor may read the prefix "" of the bucket "files", which is all of it. Name a prefix, or say "sharedWithRole": true."""
            );
    }

    private static Outcome Grant(string grant, string role = "member")
    {
        var other = role == "guest" ? "member" : "guest";
        return Given.Environment(
            $$"""
            { "access": { "guests": "guest", "principalTags": { "tenant": "sub" }, "roles": { "{{role}}": { "grants": [{{grant}}] }, "{{other}}": {} } } }
            """
        );
    }
}
