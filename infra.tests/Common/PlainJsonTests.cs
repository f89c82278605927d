using System.Text.Json.Nodes;
using CognitoStack.Common;

namespace CognitoStack.Tests.Common;

public sealed class PlainJsonTests
{
    [Fact]
    public void JSON_reaches_the_CDK_as_plain_values()
    {
        var plain = PlainJson.Of(
            JsonNode.Parse("""{ "o": { "t": "x", "n": 8, "d": 1.5, "b": true }, "l": [[{ "f": false }], 2] }""")!.AsObject()
        );
        var inner = Assert.IsType<IDictionary<string, object>>(plain["o"], exactMatch: false);
        Assert.Equal(
            new Dictionary<string, object>
            {
                ["t"] = "x",
                ["n"] = 8.0,
                ["d"] = 1.5,
                ["b"] = true,
            },
            inner
        );
        var list = Assert.IsType<object[]>(plain["l"]);
        Assert.Equal(new Dictionary<string, object> { ["f"] = false }, Assert.Single(Assert.IsType<object[]>(list[0])));
        Assert.Equal(2.0, list[1]);
    }
}
