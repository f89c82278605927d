using CognitoStack.Lambda.PreAuthentication;
using CognitoStack.Lambda.Tests.Support;
using static CognitoStack.Lambda.Tests.Support.TriggerEvent;

namespace CognitoStack.Lambda.Tests.PreAuthentication;

[Collection(SharedDynalite.Name)]
public sealed class PublishedLookupsTests(Dynalite dynalite)
{
    private readonly string user = Guid.NewGuid().ToString();

    [PublishedFact]
    public async Task A_deny_list_refuses_from_the_moment_that_it_names_somebody_until_it_no_longer_does()
    {
        await using var gate = await StartAsync(("AWS_ENDPOINT_URL", dynalite.Endpoint), ("DENY_LIST_TABLE_NAME", Dynalite.DenyList));
        var trigger = Read(TriggerEvent.PreAuthentication, With("userName", user), WithAttribute("email", $"{user}@mail.example.com"));

        Assert.Equal(trigger, (await gate.InvokeAsync(trigger)).Body);
        foreach (var subject in new[] { $"user#{user}", $"user#{user}@mail.example.com", "domain#example.com", "client#1example23456789" })
        {
            await dynalite.DenyAsync(subject, reason: "test");
            Assert.Equal(PreAuthenticationHandler.RefusalMessage, (await gate.InvokeAsync(trigger)).ErrorMessage);
            await dynalite.AllowAsync(subject);
            Assert.False((await gate.InvokeAsync(trigger)).IsError);
        }

        var log = await gate.StopAsync();
        Assert.Equal(4, log.Count(line => line.Text("reason") == "denyListed" && (int?)line["SignInsRefused"] == 1));
        Assert.DoesNotContain(log, line => line.Text("level") == "ERROR");
    }

    [PublishedFact]
    public async Task Groups_and_links_are_asked_of_Cognito()
    {
        await using var cognito = await FakeCognito.StartAsync();
        await using var gate = await StartAsync(
            ("AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER", cognito.Endpoint),
            ("AWS_ENDPOINT_URL_SSM", cognito.Endpoint),
            ("ALLOWED_GROUPS_BY_CLIENT", $$"""{"{{FakeCognito.PortalParameter}}":["admins"]}"""),
            ("LINK_TRUSTED_PROVIDERS", "Google")
        );
        var signIn = Read(TriggerEvent.PreAuthentication, With("userName", user));

        Assert.Equal(PreAuthenticationHandler.RefusalMessage, (await gate.InvokeAsync(signIn)).ErrorMessage);
        cognito.Groups[user] = ["readers", "admins"];
        Assert.Equal(signIn, (await gate.InvokeAsync(signIn)).Body);

        var signUp = GoogleSignUp();
        Assert.Equal(PreAuthenticationHandler.RefusalMessage, (await gate.InvokeAsync(signUp)).ErrorMessage);
        cognito.AddUser(user, "jane@gmail.com");
        Assert.Equal(signUp, (await gate.InvokeAsync(signUp)).Body);

        Assert.Equal(["GetParameters", "GetUser"], cognito.Calls.Take(2).Select(call => call.Operation).Order());
        Assert.DoesNotContain(cognito.Calls.Skip(2), call => call.Operation == "GetParameters");
        Assert.Equal("AdminLinkProviderForUser", cognito.Calls[^1].Operation);
        Assert.DoesNotContain(await gate.StopAsync(), line => line.Text("level") == "ERROR");
    }

    private static Task<PublishedFunction> StartAsync(params (string Name, string Value)[] environment) =>
        PublishedFunction.StartAsync(
            "PreAuthentication",
            [("AWS_REGION", "eu-central-1"), ("AWS_ACCESS_KEY_ID", "local"), ("AWS_SECRET_ACCESS_KEY", "local"), .. environment]
        );
}
