using System.Diagnostics;
using CognitoStack.Lambda.Tests.Support;
using static CognitoStack.Lambda.Tests.Support.TriggerEvent;

namespace CognitoStack.Lambda.Tests.PreAuthentication;

public sealed class LookupsTests : GateTests
{
    private const string User = "3f2b6c1e-7d54-4a58-9c0b-5f1a2e8d9b10";

    [Theory]
    [InlineData(TriggerEvent.PreAuthentication)]
    [InlineData(UserNotFound)]
    [InlineData(FederatedSignUp)]
    public async Task Who_is_listed_is_refused_and_the_log_has_the_note_but_no_address(string trigger)
    {
        var lines = await RefusedAsync(Read(trigger), Lookups(NamesJane), "denyListed");

        Assert.Equal(("user", "left"), (lines[0].Text("kind"), lines[0].Text("note")));
        Assert.DoesNotContain("jane", string.Concat(lines.Select(line => line.ToJsonString())), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_not_listed_gets_the_event_back()
    {
        Assert.True(await IsAllowedAsync(Read(TriggerEvent.PreAuthentication), Lookups(NamesNobody)));
        Assert.Empty(LogLines.Parse(Output));
    }

    [Fact]
    public async Task An_address_that_cannot_be_looked_up_is_refused() =>
        await RefusedAsync(Read(TriggerEvent.PreAuthentication, WithAttribute("email", "jane")), Lookups(NamesNobody), "emailMalformed");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_deny_list_that_fails_does_what_ON_FAILURE_says(bool allow)
    {
        var lookups = Lookups(Throws) with { AllowOnFailure = allow };

        if (allow)
            Assert.True(await IsAllowedAsync(Read(TriggerEvent.PreAuthentication), lookups));
        else
            await RefusedAsync(Read(TriggerEvent.PreAuthentication), lookups, "denyListUnavailable", LambdaRuntime.GenericMessage);

        AssertFailure("denyList", allow ? "allowed" : "denied");
    }

    [Theory]
    [InlineData(0.75, 0.3)]
    [InlineData(0.1, 0)]
    public async Task A_deny_list_that_hangs_is_given_up_before_Lambdas_deadline(double secondsLeft, double least)
    {
        var watch = Stopwatch.StartNew();
        await RefusedAsync(
            Read(TriggerEvent.PreAuthentication),
            Lookups(Hangs),
            "denyListUnavailable",
            LambdaRuntime.GenericMessage,
            secondsLeft
        );

        Assert.InRange(watch.Elapsed.TotalSeconds, least, 30);
    }

    [Fact]
    public async Task A_deny_list_that_hangs_leaves_the_groups_their_say_even_where_failures_allow() =>
        await RefusedAsync(
            Read(TriggerEvent.PreAuthentication),
            Lookups(Hangs, withGroups: true) with
            {
                AllowOnFailure = true,
            },
            "notInAllowedGroup",
            secondsLeft: 1.25
        );

    [Theory]
    [InlineData(TriggerEvent.PreAuthentication, "admins", null)]
    [InlineData(TriggerEvent.PreAuthentication, "readers", "notInAllowedGroup")]
    [InlineData(FederatedSignUp, "admins", "notInAllowedGroup")]
    public async Task A_client_of_a_group_is_for_its_members(string trigger, string group, string? reason)
    {
        Cognito.Groups[User] = [group];

        if (reason is null)
            Assert.True(await IsAllowedAsync(Read(trigger), Lookups(withGroups: true)));
        else
            await RefusedAsync(Read(trigger), Lookups(withGroups: true), reason);
    }

    [Fact]
    public async Task An_unknown_user_is_asked_for_and_answered_like_an_account_outside_the_groups()
    {
        Cognito.Script = call =>
            (string?)call.Body["Username"] == "nobody@example.com" ? CognitoReply.Error("UserNotFoundException") : null;
        await RefusedAsync(Read(TriggerEvent.PreAuthentication), Lookups(withGroups: true), "notInAllowedGroup");
        var known = Cognito.Operations.ToList();

        await RefusedAsync(Read(UserNotFound), Lookups(withGroups: true), "notInAllowedGroup");

        Assert.Equal(known, Cognito.Operations.Skip(known.Count));
        Assert.Equal("nobody@example.com", (string?)Cognito.Calls[^1].Body["Username"]);
    }

    [Theory]
    [InlineData("PreSignUp_SignUp")]
    [InlineData("PreSignUp_AdminCreateUser")]
    public async Task Who_only_signs_up_for_a_client_of_a_group_passes(string source)
    {
        Assert.True(await IsAllowedAsync(Read(FederatedSignUp, With("triggerSource", source)), Lookups(withGroups: true)));
        Assert.Empty(Cognito.Calls);
    }

    [Theory]
    [InlineData(TriggerEvent.PreAuthentication, "GetParameters", false)]
    [InlineData(TriggerEvent.PreAuthentication, "GetParameters", true)]
    [InlineData(TriggerEvent.PreAuthentication, "AdminListGroupsForUser", false)]
    [InlineData(TriggerEvent.PreAuthentication, "AdminListGroupsForUser", true)]
    [InlineData(UserNotFound, "AdminListGroupsForUser", false)]
    [InlineData(UserNotFound, "AdminListGroupsForUser", true)]
    public async Task Groups_that_cannot_be_read_do_what_ON_FAILURE_says(string trigger, string operation, bool allow)
    {
        Cognito.Script = call => call.Operation == operation ? CognitoReply.Error("NotAuthorizedException") : null;
        var lookups = Lookups(withGroups: true) with { AllowOnFailure = allow };

        if (allow)
            Assert.True(await IsAllowedAsync(Read(trigger), lookups));
        else
            await RefusedAsync(Read(trigger), lookups, "groupsUnavailable", LambdaRuntime.GenericMessage);

        AssertFailure("groups", allow ? "allowed" : "denied");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Client_IDs_that_are_not_there_close_every_client_whatever_ON_FAILURE_says(bool allow)
    {
        Cognito.Parameters.Clear();

        await RefusedAsync(
            Read(TriggerEvent.PreAuthentication),
            Lookups(withGroups: true) with
            {
                AllowOnFailure = allow,
            },
            "groupsUnavailable",
            LambdaRuntime.GenericMessage
        );

        AssertFailure("groups", "denied");
    }

    [Fact]
    public async Task An_event_without_a_client_never_opens_a_gate_of_groups() =>
        await Assert.ThrowsAsync<InvalidDataException>(() =>
            HandleAsync(
                Read(TriggerEvent.PreAuthentication, With("callerContext", null)),
                Lookups(withGroups: true) with
                {
                    AllowOnFailure = true,
                }
            )
        );
}
