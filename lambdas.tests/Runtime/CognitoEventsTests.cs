using System.Text.Json;
using System.Text.Json.Nodes;
using CognitoStack.Lambda.Events;
using CognitoStack.Lambda.Tests.Support;

namespace CognitoStack.Lambda.Tests.Runtime;

public sealed class CognitoEventsTests
{
    public static TheoryData<string> Events => TriggerEvent.All;

    [Theory]
    [MemberData(nameof(Events))]
    public void A_typed_event_writes_the_fields_it_read_and_those_it_does_not_know(string name)
    {
        var trigger = TriggerEvent.Read(name,
            TriggerEvent.With("trace", JsonNode.Parse("""{ "depth": [1, 2.50, null, "ü"] }""")),
            json => json["request"]!["passkey"] = null,
            json => json["request"]!.AsObject().Remove("validationData"),
            json => json["callerContext"]!["ipAddress"] = "192.0.2.1",
            json => json["response"]!["decision"] = true);

        var preAuthentication = JsonSerializer.Deserialize(trigger, CognitoJson.Default.CognitoPreAuthenticationEvent)!;
        var postAuthentication = JsonSerializer.Deserialize(trigger, CognitoJson.Default.CognitoPostAuthenticationEvent)!;

        AssertSame(trigger, JsonSerializer.SerializeToUtf8Bytes(preAuthentication, CognitoJson.Default.CognitoPreAuthenticationEvent));
        AssertSame(trigger, JsonSerializer.SerializeToUtf8Bytes(postAuthentication, CognitoJson.Default.CognitoPostAuthenticationEvent));
    }

    [Fact]
    public void A_typed_event_has_Cognitos_values()
    {
        var trigger = JsonSerializer.Deserialize(
            TriggerEvent.Read(TriggerEvent.PreAuthentication), CognitoJson.Default.CognitoPreAuthenticationEvent)!;

        Assert.Equal("eu-central-1_EXAMPLE01", trigger.UserPoolId);
        Assert.Equal("1example23456789", trigger.CallerContext!.ClientId);
        Assert.Equal("jane@example.com", trigger.Request!.Attribute("email"));
        Assert.Null(trigger.Request.Attribute("phone_number"));
        Assert.Equal("spring", trigger.Request.ValidationData!["campaign"]);
        Assert.False(trigger.Request.UserNotFound);
    }

    private static void AssertSame(byte[] expected, byte[] actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(actual)));
}
