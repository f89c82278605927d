using System.Text;
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
    public async Task Who_signs_up_is_judged_by_the_address_and_refused_in_the_same_words_for_every_reason()
    {
        await using var gate = await StartAsync();
        (string Source, string? Email, string? Verified, string? Reason)[] cases =
        [
            ("PreSignUp_SignUp", "jane@example.com", null, null), // verified later
            ("PreSignUp_SignUp", "jane@EXAMPLE.com", "false", null),
            ("PreSignUp_SignUp", "jane@evil.com", null, "emailDomainDenied"),
            ("PreSignUp_SignUp", "jane@mail.evil.com", "true", "emailDomainDenied"),
            ("PreSignUp_SignUp", "jane@mail.example.com", null, "emailDomainNotAllowed"),
            ("PreSignUp_SignUp", "jane@example.com@evil.org", null, "emailMalformed"),
            ("PreSignUp_SignUp", null, null, "emailMissing"),
            ("PreSignUp_AdminCreateUser", "jane@example.com", null, null),
            ("PreSignUp_AdminCreateUser", "jane@example.com", "true", null),
            ("PreSignUp_AdminCreateUser", "jane@evil.com", "true", "emailDomainDenied"),
            ("PreSignUp_AdminCreateUser", "jane@example.org", "true", "emailDomainNotAllowed"),
            ("PreSignUp_AdminCreateUser", null, null, "emailMissing"),
            ("PreSignUp_ExternalProvider", "jane@example.com", "true", null),
            ("PreSignUp_ExternalProvider", "jane@example.com", "false", "emailNotVerified"),
            ("PreSignUp_ExternalProvider", "jane@example.com", null, "emailNotVerified"),
            ("PreSignUp_ExternalProvider", "jane@evil.com", "true", "emailDomainDenied"),
            ("PreSignUp_ExternalProvider", "jane@example.org", "true", "emailDomainNotAllowed"),
            ("PreSignUp_ExternalProvider", null, null, "emailMissing"),
        ];
        var bodies = new HashSet<string>();

        foreach (var (source, email, verified, reason) in cases)
        {
            var trigger = Read(
                FederatedSignUp,
                With("triggerSource", source),
                WithAttribute("email", email),
                WithAttribute("email_verified", verified)
            );
            var answer = await gate.InvokeAsync(trigger);
            Assert.Equal((reason, source, email), (answer.IsError ? reason ?? "refused" : null, source, email));
            if (answer.IsError)
                bodies.Add(Encoding.UTF8.GetString(answer.Body));
            else
                Assert.Equal(trigger, answer.Body);
        }

        Assert.Contains(Refusal, Assert.Single(bodies), StringComparison.Ordinal);
        Assert.Equal(cases.Select(one => one.Reason).OfType<string>(), (await gate.StopAsync()).Select(line => line.Text("reason")));
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

    [PublishedFact]
    public async Task A_start_that_fails_and_that_nobody_is_there_to_be_told_of_is_in_the_log()
    {
        await using var gate = await PublishedFunction.StartAsync(
            "PreAuthentication",
            ("REQUIRE_VERIFIED_EMAIL", "yes"),
            ("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:1")
        );

        Assert.Equal(1, await gate.ExitCodeAsync());
        Assert.Equal(
            ["The function cannot start.", "The Runtime API is lost."],
            (await gate.StopAsync()).Select(line => line.Text("message"))
        );
    }

    private static Task<PublishedFunction> StartAsync() =>
        PublishedFunction.StartAsync(
            "PreAuthentication",
            ("ALLOW_EMAIL_DOMAINS", "example.com"),
            ("DENY_EMAIL_DOMAINS", "evil.com"),
            ("REQUIRE_VERIFIED_EMAIL", "true")
        );
}
