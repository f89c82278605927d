using System.Text.Json.Nodes;
using Amazon.CognitoIdentityProvider.Model;
using CognitoStack.Lambda.Tests.Support;

namespace CognitoStack.Lambda.Tests.PreAuthentication;

/// <summary>Links that are there already, that cannot be made, or that are too many.</summary>
public sealed class AccountLinkingAgainTests : LinkingTests
{
    [Fact]
    public async Task Cognitos_second_attempt_finds_the_link_made()
    {
        Cognito.AddUser("jane", "jane@gmail.com", identities: FakeCognito.Identities(("Google", "1048")));

        Assert.True(await LinkAsync(Jane));

        Assert.DoesNotContain("AdminLinkProviderForUser", Cognito.Operations);
    }

    [Fact]
    public async Task A_link_under_another_spelling_is_not_this_one()
    {
        Cognito.Providers.Add("Okta");
        Cognito.AddUser("jane", "jane@gmail.com", identities: FakeCognito.Identities(("Okta", "00uab")));

        Assert.True(await LinkAsync(WithSubject("00uAb")));

        Assert.Equal("AdminLinkProviderForUser", Cognito.Operations.Last());
    }

    [Theory]
    [InlineData("InvalidParameterException")]
    [InlineData("AliasExistsException")]
    public async Task A_link_that_another_attempt_made_meanwhile_is_made(string error)
    {
        var user = Cognito.AddUser("jane", "jane@gmail.com");
        Cognito.Script = call =>
        {
            if (call.Operation != "AdminLinkProviderForUser")
                return null;
            user["Attributes"]!
                .AsArray()
                .Add(new JsonObject { ["Name"] = "identities", ["Value"] = FakeCognito.Identities(("Google", "1048")) });
            return CognitoReply.Error(error);
        };

        Assert.True(await LinkAsync(Jane));
    }

    [Fact]
    public async Task A_link_that_Cognito_refuses_is_a_failure()
    {
        Cognito.AddUser("jane", "jane@gmail.com");
        Cognito.Script = call => call.Operation == "AdminLinkProviderForUser" ? CognitoReply.Error("InvalidParameterException") : null;

        await Assert.ThrowsAsync<InvalidParameterException>(() => LinkAsync(Jane));
    }

    [Theory]
    [InlineData(4, true)]
    [InlineData(5, false)]
    public async Task An_account_takes_five_links(int links, bool isLinked)
    {
        Cognito.AddUser(
            "jane",
            "jane@gmail.com",
            identities: FakeCognito.Identities([.. Enumerable.Range(0, links).Select(i => ("Google", $"{i}"))])
        );

        if (isLinked)
            Assert.NotNull(await FindAsync(Jane));
        else
            await AssertNobodyAsync(Jane, "tooManyLinks");
    }

    [Fact]
    public async Task A_limit_that_Cognito_knows_better_is_no_failure_and_no_link()
    {
        Cognito.AddUser("jane", "jane@gmail.com");
        Cognito.Script = call => call.Operation == "AdminLinkProviderForUser" ? CognitoReply.Error("LimitExceededException") : null;

        Assert.False(await LinkAsync(Jane));

        Assert.Equal("tooManyLinks", Assert.Single(LogLines.Parse(Output)).Text("reason"));
    }
}
