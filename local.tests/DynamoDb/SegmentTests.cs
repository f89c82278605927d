using CognitoStack.Local.Tests.Access;

namespace CognitoStack.Local.Tests.DynamoDb;

/// <summary>Segments and pages of a scan.</summary>
/// <remarks>Source: DynamoDB API Reference, "Scan" (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Scan.html).</remarks>
[Collection(TestHostCollection.Name)]
public sealed class SegmentTests(TestHost host)
{
    private const string Broken = "1 validation error detected: Value ";

    [Theory]
    [InlineData(
        """ "Segment": 0 """,
        "The TotalSegments parameter is required but was not present in the request when Segment parameter is present"
    )]
    [InlineData(
        """ "Segment": 1 """,
        "The TotalSegments parameter is required but was not present in the request when Segment parameter is present"
    )]
    [InlineData(
        """ "TotalSegments": 1 """,
        "The Segment parameter is required but was not present in the request when parameter TotalSegments is present"
    )]
    [InlineData(
        """ "Segment": 1, "TotalSegments": 1 """,
        "The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: 1 is not less than TotalSegments: 1"
    )]
    [InlineData(
        """ "Segment": 0, "TotalSegments": 0 """,
        Broken + "'0' at 'totalSegments' failed to satisfy constraint: Member must have value greater than or equal to 1"
    )]
    [InlineData(
        """ "Segment": 0, "TotalSegments": 1000001 """,
        Broken + "'1000001' at 'totalSegments' failed to satisfy constraint: Member must have value less than or equal to 1000000"
    )]
    [InlineData(
        """ "Limit": 0 """,
        Broken + "'0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1"
    )]
    public async Task A_segment_is_one_of_so_many(string parameters, string message) =>
        Assert.Equal(
            ("ValidationException", message),
            await host.RefusedDynamoDbAsync("Scan", $$"""{ "TableName": "ledger", {{parameters}} }""")
        );

    [Fact]
    public async Task The_first_segment_of_one_is_the_table() =>
        Assert.Equal(
            (await host.DynamoDbAsync("Scan", """{ "TableName": "ledger", "Select": "COUNT" }"""))["Count"]!.ToString(),
            (await host.DynamoDbAsync("Scan", """{ "TableName": "ledger", "Select": "COUNT", "Segment": 0, "TotalSegments": 1 }"""))[
                "Count"
            ]!.ToString()
        );
}
