using System.Text.Json.Nodes;
using CognitoStack.Lambda.Tests.Support;
using static CognitoStack.Lambda.Tests.Support.TriggerEvent;

namespace CognitoStack.Lambda.Tests.PreAuthentication;

public sealed class PublishedGateTests
{
    private const string Refusal = "Sign-in is not allowed for this account. Contact your administrator";

    [PublishedFact]
    public async Task The_gate_lets_in_refuses_and_survives_nonsense()
    {
        await using var gate = await StartAsync();

        foreach (var name in new[] { TriggerEvent.PreAuthentication, FederatedSignUp, UserNotFound })
        {
            var trigger = Read(name, With("futureField", new JsonObject { ["depth"] = 2.50 }));
            var allowed = await gate.InvokeAsync(trigger);
            Assert.False(allowed.IsError);
            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(trigger), allowed.Json));
        }

        var denied = await gate.InvokeAsync(Read(TriggerEvent.PreAuthentication, WithAttribute("email", "jane@mail.evil.com")));
        Assert.Equal(Refusal, denied.ErrorMessage);

        var unknown = await gate.InvokeAsync(Read(UserNotFound, With("userName", "nobody@evil.com")));
        Assert.Equal(denied.Body, unknown.Body);

        var malformed = await gate.InvokeAsync("{ \"request\": "u8.ToArray());
        Assert.True(malformed.IsError);
        Assert.Equal("Sign-in is not possible right now", malformed.ErrorMessage);

        Assert.False((await gate.InvokeAsync(Read(TriggerEvent.PreAuthentication))).IsError);

        var log = await gate.StopAsync();
        Assert.Equal(["WARN", "WARN", "ERROR"], log.Select(line => line.Text("level")));
        Assert.Equal(["emailDomainDenied", "emailDomainDenied", null], log.Select(line => line.Text("reason")));
        Assert.All(log, line => Assert.True(Guid.TryParse(line.Text("requestId"), out _)));
        Assert.Equal("System.Text.Json.JsonReaderException", log[2].Text("errorType"));
    }

    [PublishedFact]
    public async Task A_rule_it_cannot_read_keeps_the_gate_from_starting()
    {
        await using var gate = await PublishedFunction.StartAsync("PreAuthentication", ("REQUIRE_VERIFIED_EMAIL", "yes"));

        var error = await gate.InitError;
        Assert.Equal("Sign-in is not possible right now", error.ErrorMessage);
        Assert.Equal(1, await gate.ExitCodeAsync());
        var line = Assert.Single(await gate.StopAsync());
        Assert.Equal("ERROR", line.Text("level"));
        Assert.Equal("REQUIRE_VERIFIED_EMAIL is \"yes\": expected true or false.", line.Text("errorMessage"));
    }

    private static Task<PublishedFunction> StartAsync() => PublishedFunction.StartAsync("PreAuthentication",
        ("ALLOW_EMAIL_DOMAINS", "example.com"), ("DENY_EMAIL_DOMAINS", "evil.com"), ("REQUIRE_VERIFIED_EMAIL", "true"));
}
