using CognitoStack.Lambda.Tests.Support;
using static CognitoStack.Lambda.Tests.Support.TriggerEvent;

namespace CognitoStack.Lambda.Tests.PreAuthentication;

public sealed class LookupsWithLinkingTests : GateTests
{
    [Fact]
    public async Task A_linked_user_passes_and_is_judged_as_the_account()
    {
        Cognito.AddUser("jane", "jane@gmail.com");
        Cognito.Groups["jane"] = ["admins"];
        IReadOnlyList<string> asked = [];

        Assert.True(
            await IsAllowedAsync(GoogleSignUp(), Lookups(NamesNobody, withGroups: true, withLinking: true, subjects => asked = subjects))
        );

        Assert.Contains("user#jane", asked);
        Assert.Equal("AdminLinkProviderForUser", Cognito.Operations.Last());
    }

    [Theory]
    [InlineData(true, "denyListed")]
    [InlineData(false, "notInAllowedGroup")]
    public async Task Who_is_refused_is_not_linked(bool isListed, string reason)
    {
        Cognito.AddUser("jane", "jane@gmail.com");

        await RefusedAsync(GoogleSignUp(), Lookups(isListed ? NamesJane : NamesNobody, withGroups: true, withLinking: true), reason);

        Assert.DoesNotContain("AdminLinkProviderForUser", Cognito.Operations);
    }

    [Theory]
    [InlineData("1example23456789", false)]
    [InlineData("2portal", true)] // then the client of the event is for everybody
    public async Task An_account_that_takes_no_more_links_gives_its_groups_to_nobody(string portal, bool isAllowed)
    {
        Cognito.Parameters[FakeCognito.PortalParameter] = portal;
        Cognito.AddUser("jane", "jane@gmail.com");
        Cognito.Groups["jane"] = ["admins"];
        Cognito.Script = call => call.Operation == "AdminLinkProviderForUser" ? CognitoReply.Error("LimitExceededException") : null;
        var lookups = Lookups(NamesNobody, withGroups: true, withLinking: true);

        if (isAllowed)
            Assert.True(await IsAllowedAsync(GoogleSignUp(), lookups));
        else
            await RefusedAsync(GoogleSignUp(), lookups, "notInAllowedGroup");
        Assert.Equal("tooManyLinks", LogLines.Parse(Output)[0].Text("reason"));
    }

    [Fact]
    public async Task Who_was_disabled_does_not_come_back_by_another_provider()
    {
        Cognito.AddUser("jane", "jane@gmail.com", enabled: false);

        await RefusedAsync(GoogleSignUp(), Lookups(withLinking: true) with { AllowOnFailure = true }, "linkDestinationDisabled");

        Assert.DoesNotContain("AdminLinkProviderForUser", Cognito.Operations);
    }

    [Theory]
    [InlineData("ListUsers")]
    [InlineData("AdminLinkProviderForUser")]
    [InlineData("DescribeUserPoolClient")]
    public async Task A_link_that_fails_refuses_whatever_ON_FAILURE_says_for_it_would_leave_two_accounts(string operation)
    {
        Cognito.AddUser("jane", "jane@gmail.com");
        Cognito.Script = call => call.Operation == operation ? CognitoReply.Error("InvalidParameterException") : null;

        await RefusedAsync(
            GoogleSignUp(),
            Lookups(withLinking: true) with
            {
                AllowOnFailure = true,
            },
            "linkingFailed",
            LambdaRuntime.GenericMessage
        );

        AssertFailure("linking", "denied");
    }
}
