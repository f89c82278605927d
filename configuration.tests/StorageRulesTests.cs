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
    [InlineData(
        """{ "buckets": { "files": { "cors": ["https://xn--mnchen-3ya.example:8443", "http://[::1]:3000", "capacitor://localhost", "app://X"] } } }"""
    )]
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

    [Theory]
    [InlineData("https://App.Example.com", "Write https://app.example.com.")]
    [InlineData("https://app.example.com:443", "Write https://app.example.com.")]
    [InlineData("http://localhost:80", "Write http://localhost.")]
    [InlineData("https://münchen.example", "Write https://xn--mnchen-3ya.example.")]
    [InlineData("https://user@app.example.com", "Write https://app.example.com.")]
    [InlineData("https://app.example.com:x", "Give scheme, host and port.")]
    public void An_origin_is_spelled_as_browsers_do(string origin, string way) =>
        Given
            .Environment($$"""{ "storage": { "buckets": { "files": { "cors": ["{{origin}}"] } } } }""")
            .IsRefused(
                $"$.storage.buckets.files.cors[0]: \"{origin}\" is not as a browser spells an origin, and S3 compares letter by letter: it would never match. {way}"
            );

    [Fact]
    public void A_bucket_has_room_for_64_KB_of_origins()
    {
        Many(1000).IsAccepted();
        Many(1400)
            .IsRefused(
                "$.storage.buckets.files.cors: 1,400 origins make about 78,400 bytes of S3's CORS document, which has room for 65,536. Remove some."
            );

        static Outcome Many(int count) =>
            Given.Environment(
                $$"""{ "storage": { "buckets": { "files": { "cors": [{{string.Join(", ", Enumerable.Range(1000, count).Select(i => $"\"https://a{i}.example.com\""))}}] } } } }"""
            );
    }

    private static Outcome Storage(string storage) => Given.Environment($$"""{ "storage": {{storage}} }""");
}
