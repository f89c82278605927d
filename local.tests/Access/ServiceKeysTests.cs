using Amazon.DynamoDBv2.Model;
using CognitoStack.Local.Access;
using CognitoStack.Local.Tests.Http;

namespace CognitoStack.Local.Tests.Access;

/// <summary>Conditions on keys of services, in a statement that denies what another one allows.</summary>
[Collection(TestHostCollection.Name)]
public sealed class ServiceKeysTests(TestHost host) : IDisposable
{
    private readonly string key = $"/files/{Guid.NewGuid():N}";

    public void Dispose() => host.Deployment.Current = TestResources.All();

    [Theory]
    [InlineData("""{ "Null": { "s3:if-none-match": "true" }, "Bool": { "s3:ObjectCreationOperation": "true" } }""", "PUT", "", null, 403)]
    [InlineData(
        """{ "Null": { "s3:if-none-match": "true" }, "Bool": { "s3:ObjectCreationOperation": "true" } }""",
        "PUT",
        "",
        "If-None-Match: *",
        200
    )]
    [InlineData(
        """{ "Null": { "s3:if-none-match": "true" }, "Bool": { "s3:ObjectCreationOperation": "true" } }""",
        "POST",
        "?uploads",
        null,
        200
    )]
    [InlineData("""{ "Null": { "s3:if-none-match": "true" } }""", "POST", "?uploads", null, 403)]
    [InlineData("""{ "Null": { "s3:if-match": "true" } }""", "DELETE", "", null, 403)]
    [InlineData("""{ "Null": { "s3:if-match": "true" } }""", "DELETE", "", "If-Match: *", 204)]
    [InlineData("""{ "StringNotEquals": { "s3:ResourceAccount": "111122223333" } }""", "PUT", "", null, 200)]
    [InlineData("""{ "StringEquals": { "s3:ResourceAccount": "111122223333" } }""", "PUT", "", null, 403)]
    // Keys that AWS does not give with these requests either.
    [InlineData("""{ "StringLike": { "s3:prefix": "*" } }""", "PUT", "", null, 200)]
    [InlineData("""{ "StringEquals": { "s3:object-lock-mode": "GOVERNANCE" } }""", "PUT", "", null, 200)]
    [InlineData("""{ "StringEquals": { "dynamodb:OfTomorrow": "x" } }""", "PUT", "", null, 200)]
    public async Task A_request_has_the_keys_that_it_has_in_AWS(string condition, string method, string query, string? header, int status)
    {
        Deny("s3:*", condition);
        Assert.Equal(status, await SendAsync(method, query, header));
    }

    [Theory]
    [InlineData("""{ "StringEquals": { "s3:BucketTag/stage": "x" } }""", "s3:BucketTag/stage")]
    [InlineData("""{ "Null": { "s3:OfTomorrow": "false" } }""", "s3:OfTomorrow")]
    [InlineData("""{ "StringEquals": { "s3:prefix": "${s3:OfTomorrow}" } }""", "s3:OfTomorrow")]
    public async Task A_key_of_the_service_that_is_not_known_here_is_refused_and_told(string condition, string untold)
    {
        Deny("s3:*", condition);
        Assert.Equal(403, await SendAsync("PUT", string.Empty, null));
        Assert.Contains(
            host.Log.Lines,
            l =>
                l.StartsWith($"DENY s3:PutObject arn:aws:s3:::{key[1..]} ", StringComparison.Ordinal)
                && l.Contains($"R/Access tests {untold}, of which nobody here can tell", StringComparison.Ordinal)
        );
        // Of another service's requests it says nothing.
        Deny("*", condition);
        using var dynamodb = host.DynamoDb(host.Credentials("R"));
        await dynamodb.GetItemAsync(
            new GetItemRequest
            {
                TableName = "ledger",
                Key = new() { ["account"] = new("x") },
            }
        );
    }

    [Theory]
    [InlineData("dynamodb:FirstPartitionKeyValues", false)]
    [InlineData("kms:KeyOrigin", false)]
    [InlineData("dynamodb:LeadingKeys", true)]
    [InlineData("kms:EncryptionContext:tenant", true)]
    [InlineData("ses:FromAddress", true)]
    [InlineData("accounts.google.com:aud", true)]
    public void A_key_is_listed_as_untold_where_nobody_can_be_judged_by_it(string tested, bool isTold) =>
        Assert.Equal(isTold, GlobalKeys.WhyNot(tested) is null);

    private void Deny(string actions, string condition) =>
        host.Deployment.Current = new(
            TestResources.Account,
            "us-east-1",
            [
                .. TestResources.All().Resources,
                TestResources.Role(
                    "R",
                    TestResources.Statement("Allow", "*", "*"),
                    TestResources.Statement("Deny", actions, "*", condition)
                ),
            ],
            new Dictionary<string, IReadOnlyDictionary<string, string>>()
        );

    private async Task<int> SendAsync(string method, string query, string? header)
    {
        var request = new RawRequest(method, key + query, host.Address);
        if (header?.Split(": ") is [var name, var value])
            request.Header(name, value);
        return (await request.Sign(host.Credentials("R"), "s3").SendAsync()).Status;
    }
}
