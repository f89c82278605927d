using System.Text.Json;
using System.Text.Json.Nodes;
using CognitoStack.Lambda.Events;
using CognitoStack.Lambda.Tests.Support;
using static CognitoStack.Lambda.Tests.Support.TriggerEvent;

namespace CognitoStack.Lambda.Tests.Runtime;

public sealed class CognitoEventsTests
{
    [Fact]
    public void An_event_has_Cognitos_values()
    {
        var trigger = PreAuthenticationOf(Read(TriggerEvent.PreAuthentication));

        Assert.Equal("eu-central-1_EXAMPLE01", trigger.UserPoolId);
        Assert.Equal("1example23456789", trigger.CallerContext!.ClientId);
        Assert.Equal("PreAuthentication_Authentication", trigger.TriggerSource);
        Assert.Equal("jane@example.com", trigger.Request!.Attribute("email"));
        Assert.Null(trigger.Request.Attribute("phone_number"));
        Assert.False(trigger.Request.UserNotFound);
        Assert.True(PostAuthenticationOf(Read(TriggerEvent.PostAuthentication)).Request!.NewDeviceUsed);
    }

    [Fact]
    public void What_is_absent_or_null_has_no_value()
    {
        var bare = PreAuthenticationOf("""{"userName":null,"request":{"userAttributes":null}}"""u8.ToArray());

        Assert.Null(bare.UserName);
        Assert.Null(bare.TriggerSource);
        Assert.Null(bare.CallerContext);
        Assert.Null(bare.Request!.Attribute("email"));
        Assert.Null(bare.Request.UserNotFound);
        Assert.Null(PreAuthenticationOf("{}"u8.ToArray()).Request);
    }

    [Fact]
    public void What_nobody_asks_for_may_be_of_any_shape()
    {
        var trigger = PreAuthenticationOf(
            Read(
                TriggerEvent.PreAuthentication,
                With("version", 2),
                With("region", JsonNode.Parse("""["eu-central-1"]""")),
                With("response", "none"),
                json => json["callerContext"]!["awsSdkVersion"] = 3,
                json => json["request"]!["validationData"] = JsonNode.Parse("""{ "campaign": 7, "steps": [null] }"""),
                json => json["request"]!["userAttributes"]!["custom:level"] = 5
            )
        );

        Assert.Equal("jane@example.com", trigger.Request!.Attribute("email"));
    }

    [Theory]
    [InlineData("""{"request":{"userAttributes":{"email":7}}}""")]
    [InlineData("""{"request":{"userAttributes":["email"]}}""")]
    [InlineData("""{"request":"secret"}""")]
    [InlineData("""["request"]""")]
    [InlineData("null")]
    public void What_is_asked_for_and_of_another_shape_is_no_event_and_no_error_repeats_it(string trigger)
    {
        var error = Assert.Throws<JsonException>(() =>
            PreAuthenticationOf(System.Text.Encoding.UTF8.GetBytes(trigger)).Request!.Attribute("email")
        );

        Assert.DoesNotContain("7", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    private static CognitoPreAuthenticationEvent PreAuthenticationOf(byte[] trigger) => new(Parse(trigger));

    private static CognitoPostAuthenticationEvent PostAuthenticationOf(byte[] trigger) => new(Parse(trigger));

    private static JsonElement Parse(byte[] trigger)
    {
        using var json = JsonDocument.Parse(trigger);
        return json.RootElement.Clone();
    }
}
