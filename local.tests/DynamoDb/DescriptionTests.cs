using System.Text.Json.Nodes;
using CognitoStack.Local.DynamoDb;
using CognitoStack.Local.Tests.Access;

namespace CognitoStack.Local.Tests.DynamoDb;

/// <summary>What tables are said to be.</summary>
public sealed class DescriptionTests
{
    [Theory]
    [InlineData(
        """{ "TimeToLiveSpecification": { "AttributeName": "expires", "Enabled": true } }""",
        """{"TimeToLiveStatus":"ENABLED","AttributeName":"expires"}"""
    )]
    [InlineData(
        """{ "TimeToLiveSpecification": { "AttributeName": "expires", "Enabled": "true" } }""",
        """{"TimeToLiveStatus":"ENABLED","AttributeName":"expires"}"""
    )]
    [InlineData(
        """{ "TimeToLiveSpecification": { "AttributeName": "expires", "Enabled": false } }""",
        """{"TimeToLiveStatus":"DISABLED"}"""
    )]
    [InlineData("{}", """{"TimeToLiveStatus":"DISABLED"}""")]
    public void The_time_to_live_is_that_of_the_template(string properties, string described)
    {
        var table = TestResources.Of("AWS::DynamoDB::Table", "kept", string.Empty, JsonNode.Parse(properties)!.AsObject());
        Assert.Equal(described, Descriptions.TimeToLive(table)["TimeToLiveDescription"]!.ToJsonString());
    }
}
