using CognitoStack.Lambda.PostAuthentication;
using CognitoStack.Lambda.Tests.Support;

namespace CognitoStack.Lambda.Tests.PostAuthentication;

public sealed class PostAuthenticationFunctionTests
{
    [Theory]
    [InlineData("AUDIT_TABLE_NAME", "sign-ins")]
    [InlineData("AUDIT_RETENTION_DAYS", "30")]
    public async Task Without_all_its_settings_the_audit_runs_reports_and_lets_pass(string onlyVariable, string value)
    {
        await using var audit = await InProcessFunction.StartAsync(PostAuthenticationFunction.RunAsync, (onlyVariable, value));
        var trigger = TriggerEvent.Read(TriggerEvent.PostAuthentication);

        var answer = await audit.InvokeAsync(trigger);

        Assert.False(answer.IsError);
        Assert.Equal(trigger, answer.Body);
        var log = await audit.StopAsync();
        Assert.Equal(["No sign-in will be recorded.", "A sign-in has no audit record."], log.Select(line => line.Text("message")));
        Assert.Equal(log[0].Text("errorMessage"), log[1].Text("errorMessage"));
    }
}
