using CognitoStack.Lambda.Tests.Support;

namespace CognitoStack.Lambda.Tests.PreAuthentication;

/// <summary>Whoever has the address of somebody else: neither do they get the other's account, nor keep the owner from it.</summary>
public sealed class LinkImpostorTests : LinkingTests
{
    [Theory]
    [InlineData("jane@gmail.com", null, true)]
    [InlineData("jane@example.com", "example.com", true)] // an organization's
    [InlineData("jane@example.com", null, false)]
    [InlineData("jane@example.com", " ", false)]
    [InlineData("jane@notgmail.com", null, false)]
    [InlineData("jane@gmail.com.example.com", null, false)]
    [InlineData("jane@mail.gmail.com", null, false)]
    [InlineData("jane@googlemail.com", null, false)] // no word of Google's about it
    public async Task Google_vouches_for_its_own_mailboxes(string email, string? hostedDomain, bool isLinked)
    {
        Cognito.AddUser("jane", email);
        var attempt = Jane with { Email = email, Attribute = name => name == "custom:hd" ? hostedDomain : null };

        if (isLinked)
            Assert.True(await LinkAsync(attempt));
        else
            await AssertNobodyAsync(attempt, "addressNotTheProviders");
    }

    [Fact]
    public async Task Google_under_another_name_vouches_no_further()
    {
        Cognito.Providers.Add("Workspace");
        Cognito.AddUser("jane", "jane@example.com");

        await AssertNobodyAsync(
            Jane with
            {
                UserName = "workspace_1048",
                Email = "jane@example.com",
                Attribute = _ => "example.com",
            },
            "addressNotTheProviders"
        );
    }

    [Fact]
    public async Task Who_has_an_address_that_nobody_else_has_needs_no_word_for_it()
    {
        Assert.Null(await FindAsync(Jane with { Email = "jane@example.com" }));
        Assert.Empty(LogLines.Parse(Output));
    }

    [Theory]
    [InlineData("true", "EXTERNAL_PROVIDER", true)]
    [InlineData("true", "EXTERNAL_PROVIDER", false)]
    [InlineData("false", "CONFIRMED", true)]
    [InlineData("false", "CONFIRMED", false)]
    [InlineData("true", "UNCONFIRMED", true)]
    [InlineData("true", "UNCONFIRMED", false)]
    [InlineData("true", "CONFIRMED", false)] // an earlier account of the same address
    public async Task The_owner_is_linked_whoever_else_has_the_address(string verified, string status, bool enabled)
    {
        Cognito.AddUser("impostor", "jane@gmail.com", verified, status, enabled, FakeCognito.Identities(("Facebook", "7")));
        Cognito.AddUser("jane", "jane@gmail.com");
        Cognito.AddUser("impostor2", "jane@gmail.com", verified, status, enabled, FakeCognito.Identities(("Facebook", "8")));

        Assert.True(await LinkAsync(Jane));

        Assert.Equal("jane", (string?)Cognito.Calls[^1].Body["DestinationUser"]!["ProviderAttributeValue"]);
    }

    [Theory]
    [InlineData("CONFIRMED", null)]
    [InlineData("UNCONFIRMED", null)]
    [InlineData("FORCE_CHANGE_PASSWORD", null)]
    [InlineData("EXTERNAL_PROVIDER", "Okta")] // which is trusted
    [InlineData("EXTERNAL_PROVIDER", "Google")]
    public async Task Whoever_was_shut_out_does_not_come_back(string status, string? provider)
    {
        Cognito.AddUser("impostor", "jane@gmail.com", status: "EXTERNAL_PROVIDER", identities: FakeCognito.Identities(("Facebook", "7")));
        Cognito.AddUser(
            "jane",
            "jane@gmail.com",
            status: status,
            enabled: false,
            identities: provider is null ? null : FakeCognito.Identities((provider, "1"))
        );

        Assert.Equal(("jane", true), await FindAsync(Jane) is { } link ? (link.DestinationUserName, link.IsDisabled) : default);
    }

    [Theory]
    [InlineData("jane@gmail.com", "true", "Facebook", "destinationIsExternal")] // which nobody trusts
    [InlineData("jane@gmail.com", "true", null, "destinationIsExternal")] // whose provider nobody knows
    [InlineData("jane@gmail.com", "false", "Okta", "destinationIsExternal")]
    [InlineData("jane@example.com", "true", "Google", "destinationIsExternal")] // for whom Google does not vouch
    public async Task An_impostor_who_was_shut_out_does_not_shut_out_the_owner(
        string email,
        string verified,
        string? provider,
        string reason
    )
    {
        Cognito.Providers.Add("Okta");
        Cognito.AddUser(
            "impostor",
            email,
            verified,
            "EXTERNAL_PROVIDER",
            enabled: false,
            provider is null ? null : FakeCognito.Identities((provider, "7"))
        );

        await AssertNobodyAsync(WithSubject("00uAb") with { Email = email }, reason);
    }
}
