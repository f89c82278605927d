using System.Text.Json.Nodes;
using CsCheck;
using static CognitoStack.Tests.Support.JsonGen;

namespace CognitoStack.Tests.Support;

/// <summary>Generates valid <c>storage</c>, <c>access</c> and <c>groups</c> parts, which name one another.</summary>
internal static class AccessGen
{
    public sealed record Parts(JsonNode? Storage, JsonNode? Access, JsonNode? Groups);

    public static Gen<Parts> Valid(bool production) =>
        from buckets in Some(0, "files", "user-media")
        from tables in Some(0, "items", "notes")
        from storage in Storage(buckets, tables, production)
        from own in Gen.Bool
        from parts in own ? OwnRoles(storage, buckets, tables) : DefaultRoles(storage)
        select parts;

    private static Gen<JsonObject> Storage(string[] buckets, string[] tables, bool production) =>
        Gen.Select(
            Named(buckets, (_, _) => Bucket(production)),
            Named(tables, (_, _) => Table),
            (b, t) => Object(("buckets", b), ("tables", t))
        );

    private static Gen<JsonNode?> Bucket(bool production) =>
        from cors in Maybe(Some(0, ["https://app.example.com", production ? "https://b.example.com" : "http://localhost:3000"]))
        from days in Maybe(Gen.Int[1, 3650])
        select (JsonNode?)Object(("cors", cors), ("expireNoncurrentDays", days));

    private static Gen<JsonNode?> Table { get; } =
        from sort in Maybe(Gen.Const("id"))
        from expiry in Maybe(Gen.Const("expiresAt"))
        select (JsonNode?)Object(("partitionKey", "owner"), ("sortKey", sort), ("timeToLive", expiry));

    private static Gen<Parts> DefaultRoles(JsonObject storage) =>
        from ambiguous in Maybe(OneOf("deny", "authenticated"))
        from groups in Maybe(Some(0, "admins", "power.users"))
        from minutes in Maybe(Gen.Int[60, 720])
        select new Parts(
            storage.DeepClone(),
            Object(("ambiguous", ambiguous), ("sessionMinutes", minutes)),
            groups is JsonArray names
                ? Object([.. names.Select(n => (n!.ToString(), (JsonNode?)Object(("description", "Some users"))))])
                : null
        );

    /// <summary>Every role is used: guests and members by their names, each other one by a group.</summary>
    private static Gen<Parts> OwnRoles(JsonObject storage, string[] buckets, string[] tables) =>
        from names in Some(0, "guest", "member", "admin", "gold-user")
        from roles in Named(names, (_, _) => Role(buckets, tables))
        from first in Gen.Int[0, 1000]
        let grouped = names.Except(["guest", "member"]).ToArray()
        let signedIn = names.Contains("member")
        select new Parts(
            storage.DeepClone(),
            new JsonObject
            {
                ["guests"] = names.Contains("guest") ? "guest" : null,
                ["authenticated"] = signedIn ? "member" : null,
                ["ambiguous"] = signedIn && first % 2 == 0 ? "authenticated" : "deny",
                ["roles"] = roles.DeepClone(),
            },
            Object([.. grouped.Select((role, i) => (role + "s", (JsonNode?)Object(("precedence", first + i), ("role", role))))])
        );

    private static Gen<JsonNode?> Role(string[] buckets, string[] tables)
    {
        Gen<JsonNode?>[] kinds = [.. buckets.Select(BucketGrant), .. tables.Select(TableGrant)];
        return kinds.Length == 0
            ? Gen.Const(() => (JsonNode?)new JsonObject())
            : Gen.OneOf(kinds)
                .List[0, 3]
                .Select(grants => (JsonNode?)Object(("grants", new JsonArray([.. grants.Select(g => g?.DeepClone())]))));
    }

    private static Gen<JsonNode?> BucketGrant(string bucket) =>
        Grant("bucket", bucket, "prefix", ["users/{identityId}/", "{identityId}/notes/"], ["public/", "public/docs/"], ["", "team/"]);

    private static Gen<JsonNode?> TableGrant(string table) =>
        Grant("table", table, "leadingKey", ["{identityId}", "user#{identityId}"], ["public", "public#news"], ["team", "all:news"]);

    /// <summary>Own places take any access, public ones may be read, and the rest says that it is shared.</summary>
    private static Gen<JsonNode?> Grant(string kind, string name, string key, string[] own, string[] open, string[] shared) =>
        Gen.OneOf(
            Gen.Select(
                Gen.OneOf(own),
                OneOf("read", "write", "readWrite"),
                (place, access) => (JsonNode?)Object((kind, name), (key, place), ("access", access))
            ),
            Gen.OneOf(open).Select(place => (JsonNode?)Object((kind, name), (key, place), ("access", "read"))),
            Gen.Select(
                Gen.OneOf(shared),
                OneOf("read", "write", "readWrite"),
                (place, access) => (JsonNode?)Object((kind, name), (key, place), ("access", access), ("sharedWithRole", true))
            )
        );
}
