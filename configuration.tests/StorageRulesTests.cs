namespace CognitoStack.Configuration.Tests;

public sealed class StorageRulesTests
{
    [Theory]
    [InlineData(
        """{ "buckets": { "user-files": {}, "userFiles": {} } }""",
        """$.storage.buckets.userFiles: "userFiles" and "user-files" both become BucketNameUserFiles, the name of an output or a resource. Rename one."""
    )]
    [InlineData(
        """{ "tables": { "a-b": { "partitionKey": "p" }, "AB": { "partitionKey": "p" } } }""",
        """$.storage.tables.AB: "AB" and "a-b" both become TableNameAB, the name of an output or a resource. Rename one."""
    )]
    [InlineData(
        """{ "buckets": { "files": { "cors": ["https://a.example.com", "https://a.example.com"] } } }""",
        """$.storage.buckets.files.cors[1]: "https://a.example.com" is already at [0]. Remove one."""
    )]
    [InlineData(
        """{ "buckets": { "files": { "cors": ["http://a.example.com"] } } }""",
        """$.storage.buckets.files.cors[0]: "http://a.example.com" is http and not this machine. Use https."""
    )]
    [InlineData(
        """{ "buckets": { "files": { "cors": ["http://localhost.example.com"] } } }""",
        """$.storage.buckets.files.cors[0]: "http://localhost.example.com" is http and not this machine. Use https."""
    )]
    [InlineData(
        """{ "tables": { "notes": { "partitionKey": "id", "sortKey": "id" } } }""",
        """$.storage.tables.notes.sortKey: "id" is also the partition key. Choose another, or remove it."""
    )]
    [InlineData(
        """{ "tables": { "notes": { "partitionKey": "id", "timeToLive": "id" } } }""",
        """$.storage.tables.notes.timeToLive: "id" is a key, which holds a text, but a time of expiry is a number. Choose another."""
    )]
    [InlineData(
        """{ "tables": { "notes": { "partitionKey": "owner", "sortKey": "id", "timeToLive": "id" } } }""",
        """$.storage.tables.notes.timeToLive: "id" is a key, which holds a text, but a time of expiry is a number. Choose another."""
    )]
    public void A_contradiction_is_refused(string storage, string error) => Storage(storage).IsRefused(error);

    [Theory]
    [InlineData("""{ "buckets": {}, "tables": {} }""")]
    [InlineData("""{ "buckets": { "same": {} }, "tables": { "same": { "partitionKey": "p" } } }""")]
    [InlineData("""{ "buckets": { "files": { "cors": ["https://a.example.com", "http://localhost:3000", "http://127.0.0.1"] } } }""")]
    [InlineData("""{ "tables": { "notes": { "partitionKey": "owner", "sortKey": "id", "timeToLive": "expiresAt" } } }""")]
    [InlineData("""{ "tables": { "notes": { "partitionKey": "id", "sortKey": "ID" } } }""")]
    public void Its_neighbour_is_accepted(string storage) => Storage(storage).IsAccepted();

    [Theory]
    [InlineData("http://localhost:3000")]
    [InlineData("http://a.example.com")]
    public void Production_refuses_http_origins(string origin)
    {
        With(origin).IsRefused($"$.storage.buckets.files.cors[0]: \"{origin}\" is http, and this is a production environment. Use https.");
        With(origin.Replace("http:", "https:", StringComparison.Ordinal)).IsAccepted();

        static Outcome With(string origin) =>
            Given.Environment(
                $$"""{ "production": true, {{Clients.Https}}, "storage": { "buckets": { "files": { "cors": ["{{origin}}"] } } } }"""
            );
    }

    private static Outcome Storage(string storage) => Given.Environment($$"""{ "storage": {{storage}} }""");
}
