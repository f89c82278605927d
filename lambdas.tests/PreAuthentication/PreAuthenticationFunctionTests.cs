using CognitoStack.Lambda.PreAuthentication;
using CognitoStack.Lambda.Tests.Support;

namespace CognitoStack.Lambda.Tests.PreAuthentication;

public sealed class PreAuthenticationFunctionTests
{
    [Fact]
    public async Task The_environment_decides_who_is_refused()
    {
        await using var gate = await InProcessFunction.StartAsync(
            PreAuthenticationFunction.RunAsync,
            ("ALLOW_EMAIL_DOMAINS", "example.org")
        );

        var answer = await gate.InvokeAsync(TriggerEvent.Read(TriggerEvent.PreAuthentication));

        Assert.Equal("Sign-in is not allowed for this account. Contact your administrator", answer.ErrorMessage);
        Assert.Equal("emailDomainNotAllowed", Assert.Single(await gate.StopAsync()).Text("reason"));
    }

    [Fact]
    public async Task A_rule_it_cannot_read_keeps_the_gate_from_starting()
    {
        await using var gate = await InProcessFunction.StartAsync(PreAuthenticationFunction.RunAsync, ("REQUIRE_VERIFIED_EMAIL", "yes"));

        Assert.Equal("Sign-in is not possible right now", (await gate.Api.InitError).ErrorMessage);
        Assert.Equal(1, await gate.ExitCodeAsync());
    }
}
