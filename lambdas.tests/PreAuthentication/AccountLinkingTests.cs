using System.Text.Json.Nodes;
using CognitoStack.Lambda.Tests.Support;

namespace CognitoStack.Lambda.Tests.PreAuthentication;

/// <summary>A link gives an identity the account of somebody: every case in which that somebody could be another is here.</summary>
public sealed class AccountLinkingTests : LinkingTests
{
    [Fact]
    public async Task A_trusted_verified_identity_is_linked_to_the_one_account_of_its_address()
    {
        Cognito.AddUser("jane", "Jane@gmail.com");
        Cognito.AddUser("john", "john@example.com");

        await LinkAsync(Jane);

        Assert.Equal(["DescribeUserPoolClient", "ListUsers", "AdminLinkProviderForUser"], Cognito.Operations);
        Assert.True(
            JsonNode.DeepEquals(
                JsonNode.Parse(
                    """
                    {
                      "UserPoolId": "pool",
                      "DestinationUser": { "ProviderName": "Cognito", "ProviderAttributeValue": "jane" },
                      "SourceUser": { "ProviderName": "Google", "ProviderAttributeName": "Cognito_Subject", "ProviderAttributeValue": "1048" }
                    }
                    """
                ),
                Cognito.Calls[^1].Body
            )
        );
        Assert.Equal("sub-of-jane", Assert.Single(LogLines.Parse(Output)).Text("sub"));
    }

    [Theory]
    [InlineData("RESET_REQUIRED")]
    [InlineData("FORCE_CHANGE_PASSWORD")]
    public async Task An_account_of_a_verified_address_is_linked_whatever_is_to_become_of_its_password(string status)
    {
        Cognito.AddUser("jane", "jane@gmail.com", status: status);

        Assert.True(await LinkAsync(Jane));
    }

    [Fact]
    public async Task Without_an_account_of_that_address_the_sign_up_makes_one()
    {
        Cognito.AddUser("john", "john@example.com");

        Assert.Null(await FindAsync(Jane));
        Assert.Empty(LogLines.Parse(Output));
    }

    [Theory]
    [InlineData("false", "CONFIRMED", true, "destinationEmailNotVerified")] // whoever signed up first with somebody else's address
    [InlineData("", "CONFIRMED", true, "destinationEmailNotVerified")]
    [InlineData("true", "UNCONFIRMED", true, "destinationNotConfirmed")]
    [InlineData("false", "FORCE_CHANGE_PASSWORD", true, "destinationEmailNotVerified")]
    [InlineData("false", "RESET_REQUIRED", true, "destinationEmailNotVerified")]
    [InlineData("true", "COMPROMISED", true, "destinationNotConfirmed")]
    [InlineData("true", "A_WORD_OF_TOMORROW", true, "destinationNotConfirmed")]
    [InlineData("false", "CONFIRMED", false, "destinationEmailNotVerified")] // nor is its owner the user's
    [InlineData("false", "UNCONFIRMED", false, "destinationNotConfirmed")]
    [InlineData("true", "EXTERNAL_PROVIDER", true, "destinationIsExternal")]
    public async Task Nobody_is_linked_to_an_account_that_may_be_anothers(string verified, string status, bool enabled, string reason)
    {
        Cognito.AddUser("jane", "jane@gmail.com", verified, status, enabled);

        await AssertNobodyAsync(Jane, reason);
    }

    [Fact]
    public async Task A_subject_with_letters_is_linked_as_its_attribute_spells_it()
    {
        Cognito.Providers.Add("Okta");
        Cognito.AddUser("jane", "jane@gmail.com");

        Assert.True(await LinkAsync(WithSubject("00uAb")));

        Assert.Equal("00uAb", (string?)Cognito.Calls[^1].Body["SourceUser"]!["ProviderAttributeValue"]);
    }

    [Theory]
    [InlineData("okta_00uab", null)]
    [InlineData("okta_00uab", "00uac")]
    [InlineData("google_00uab", "00uAb")] // whose attribute it is not
    public async Task A_subject_of_a_spelling_that_nobody_knows_is_not_linked(string userName, string? attribute)
    {
        Cognito.Providers.Add("Okta");
        Cognito.AddUser("jane", "jane@gmail.com");

        await AssertNobodyAsync(WithSubject(attribute) with { UserName = userName }, "subjectCaseUnknown");
    }

    [Fact]
    public async Task Nobody_is_linked_where_several_accounts_are_the_addresss_owner()
    {
        Cognito.AddUser("jane", "jane@gmail.com");
        Cognito.AddUser("jane2", "jane@gmail.com");

        await AssertNobodyAsync(Jane, "severalDestinations");
    }

    [Theory]
    [InlineData("jane@gmail.com", false)]
    [InlineData("", true)]
    [InlineData(null, true)]
    public async Task An_address_that_the_provider_did_not_verify_links_nobody(string? email, bool verified)
    {
        Cognito.AddUser("jane", "jane@gmail.com");

        await AssertNobodyAsync(Jane with { Email = email, EmailVerified = verified }, "emailNotVerified");
        Assert.Empty(Cognito.Operations);
    }

    [Theory]
    [InlineData("facebook_1048")]
    [InlineData("evil_google_1048")]
    [InlineData("3f2b6c1e")]
    public async Task A_provider_that_is_not_trusted_links_nobody(string userName)
    {
        Cognito.AddUser("jane", "jane@gmail.com");

        Assert.Null(await FindAsync(Jane with { UserName = userName }));
        Assert.Empty(Cognito.Operations);
    }

    [Theory]
    [InlineData("Google_Partners")] // its user 7 is not Google's user "Partners_7"
    [InlineData("google")] // could be either's
    public async Task A_provider_whose_name_begins_like_a_trusted_one_links_nobody(string other)
    {
        Cognito.Providers.Add(other);
        Cognito.AddUser("jane", "jane@gmail.com");

        await AssertNobodyAsync(Jane with { UserName = "google_partners_7" }, "providerNotTrusted");
    }

    [Theory]
    [InlineData("PreAuthentication_Authentication")]
    [InlineData("PreSignUp_SignUp")]
    [InlineData("PreSignUp_AdminCreateUser")]
    public async Task A_user_who_only_calls_herself_like_a_federated_one_is_not_linked(string source)
    {
        Cognito.AddUser("jane", "jane@gmail.com");

        Assert.Null(await FindAsync(Jane with { TriggerSource = source }));
    }

    [Theory]
    [InlineData("""x" or email ^= "jane""")]
    [InlineData("""jane@gmail.com\""")]
    [InlineData("\"jane\"@example.com")]
    public async Task An_address_cannot_change_the_question(string email)
    {
        Cognito.AddUser("jane", "jane@gmail.com");

        Assert.Null(await FindAsync(Jane with { Email = email }));
        Assert.Contains("ListUsers", Cognito.Operations);
    }

    [Fact]
    public async Task An_account_that_Cognito_lists_without_the_address_is_not_linked()
    {
        Cognito.Script = call =>
            call.Operation == "ListUsers"
                ? new CognitoReply(
                    200,
                    new JsonObject { ["Users"] = new JsonArray(Cognito.AddUser("john", "john@example.com").DeepClone()) }.ToJsonString()
                )
                : null;

        Assert.Null(await FindAsync(Jane));
    }

    [Fact]
    public async Task A_second_page_of_users_counts()
    {
        var first = Cognito.AddUser("jane", "jane@gmail.com");
        Cognito.AddUser("jane2", "jane@gmail.com");
        Cognito.Script = call =>
            (call.Operation, (string?)call.Body["PaginationToken"]) == ("ListUsers", null)
                ? new CognitoReply(
                    200,
                    new JsonObject { ["Users"] = new JsonArray(first.DeepClone()), ["PaginationToken"] = "2" }.ToJsonString()
                )
                : null;

        await AssertNobodyAsync(Jane, "severalDestinations");
    }
}
