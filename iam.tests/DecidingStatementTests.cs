using System.Text.Json.Nodes;

namespace CognitoStack.Iam.Tests;

public sealed class DecidingStatementTests
{
    private static readonly Dictionary<string, JsonObject> Policies = new()
    {
        ["Role/Access@own@ada"] = JsonNode
            .Parse("""{ "Statement": [{ "Effect": "Allow" }, { "Effect": "Deny", "Resource": "a<b>&ü" }] }""")!
            .AsObject(),
        ["one"] = JsonNode.Parse("""{ "Statement": { "Effect": "Allow" } }""")!.AsObject(),
    };

    [Theory]
    [InlineData("Role/Access@own@ada#1", "Role/Access@own#1 {\"Effect\":\"Deny\",\"Resource\":\"a<b>&ü\"}")]
    [InlineData("one#0", "one#0 {\"Effect\":\"Allow\"}")]
    [InlineData("Role/Access@own@ada#7", "Role/Access@own#7")]
    [InlineData("unknown#0", "unknown#0")]
    public void It_says_where_it_stands_and_what(string decidedBy, string text) =>
        Assert.Equal(text, DecidingStatement.Of(new(true, decidedBy), Policies)?.ToString());

    [Fact]
    public void Where_none_decided_there_is_none() => Assert.Null(DecidingStatement.Of(new(false, string.Empty), Policies));
}
