using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CognitoStack.Lambda.PreAuthentication;
using CognitoStack.Lambda.Tests.Support;
using static CognitoStack.Lambda.Tests.Support.TriggerEvent;

namespace CognitoStack.Lambda.Tests.PreAuthentication;

public sealed class PreAuthenticationHandlerTests
{
    private static readonly SignInRules Rules = new()
    {
        AllowEmailDomains = ["example.com"],
        DenyEmailDomains = ["evil.com"],
        RequireVerifiedEmail = true,
    };

    private readonly MemoryStream output = new();

    [Theory]
    [InlineData(TriggerEvent.PreAuthentication)]
    [InlineData(FederatedSignUp)]
    [InlineData(UserNotFound)]
    public async Task A_sign_in_within_the_rules_gets_its_event_back(string name)
    {
        var trigger = Read(name);

        Assert.Equal(trigger, (await HandleAsync(trigger)).ToArray());
        Assert.Empty(LogLines.Parse(output));
    }

    [Theory]
    [InlineData("jane@evil.com", "emailDomainDenied", "evil.com")]
    [InlineData("jane@mail.evil.com", "emailDomainDenied", "mail.evil.com")]
    [InlineData("jane@example.org", "emailDomainNotAllowed", "example.org")]
    [InlineData("jane@example.com@evil.org", "emailMalformed", "evil.org")]
    [InlineData("jane", "emailMalformed", null)]
    [InlineData("", "emailMalformed", null)]
    [InlineData(null, "emailMissing", null)]
    public async Task A_refusal_tells_the_operator_why_and_the_user_nothing(string? email, string reason, string? domain)
    {
        var line = await RefusedAsync(Read(TriggerEvent.PreAuthentication, WithAttribute("email", email)));

        Assert.Equal("WARN", line.Text("level"));
        Assert.Equal(reason, line.Text("reason"));
        Assert.Equal(domain, line.Text("domain"));
        Assert.Equal("3f2b6c1e-7d54-4a58-9c0b-5f1a2e8d9b10", line.Text("sub"));
        Assert.Equal("3f2b6c1e-7d54-4a58-9c0b-5f1a2e8d9b10", line.Text("userName"));
        Assert.Equal("1example23456789", line.Text("clientId"));
        Assert.Equal(1, (int?)line["SignInsRefused"]);
        Assert.Equal(reason, line.Text("Reason"));
        Assert.Equal(
            """[["FunctionName"],["FunctionName","Reason"]]""",
            line["_aws"]!["CloudWatchMetrics"]![0]!["Dimensions"]!.ToJsonString()
        );
    }

    [Theory]
    [InlineData("false")]
    [InlineData("TRUE")]
    [InlineData("")]
    [InlineData(null)]
    public async Task An_address_is_verified_only_when_Cognito_says_true(string? value)
    {
        var line = await RefusedAsync(Read(TriggerEvent.PreAuthentication, WithAttribute("email_verified", value)));

        Assert.Equal("emailNotVerified", line.Text("reason"));
    }

    [Fact]
    public async Task A_first_federated_sign_in_is_judged_at_sign_up()
    {
        var denied = await RefusedAsync(Read(FederatedSignUp, WithAttribute("email", "jane@evil.com")));
        output.SetLength(0);
        var unverified = await RefusedAsync(Read(FederatedSignUp, WithAttribute("email_verified", "false")));

        Assert.Equal("emailDomainDenied", denied.Text("reason"));
        Assert.Equal("emailNotVerified", unverified.Text("reason"));
    }

    [Theory]
    [InlineData("PreSignUp_SignUp")]
    [InlineData("PreSignUp_AdminCreateUser")]
    public async Task A_new_account_may_verify_its_address_later_but_not_have_a_denied_one(string source)
    {
        var unverified = Read(FederatedSignUp, With("triggerSource", source), WithAttribute("email_verified", null));
        Assert.Equal(unverified, (await HandleAsync(unverified)).ToArray());

        await RefusedAsync(Read(FederatedSignUp, With("triggerSource", source), WithAttribute("email", "jane@evil.com")));
    }

    [Theory]
    [InlineData("jane@evil.com")]
    [InlineData("AzureAD_jane@evil.com")]
    [InlineData("jane+4930123456@evil.com")]
    public async Task The_log_never_has_a_whole_address(string userName)
    {
        await RefusedAsync(Read(TriggerEvent.PreAuthentication, With("userName", userName), WithAttribute("email", "jane@evil.com")));

        Assert.DoesNotContain("jane", Encoding.UTF8.GetString(output.ToArray()), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("+4930123456", "***")]
    [InlineData("004930123456", "***")]
    [InlineData("Corp_+4930123456", "***")]
    [InlineData("jane.doe", "***")]
    [InlineData("jane_doe", "***")]
    [InlineData("3f2b6c1e-7d54-4a58-9c0b-5f1a2e8d9b1", "***")]
    [InlineData("3f2b6c1e-7d54-4a58-9c0b-5f1a2e8d9b10", "3f2b6c1e-7d54-4a58-9c0b-5f1a2e8d9b10")] // the pool's own word
    public async Task The_log_never_has_a_phone_number_or_a_name(string userName, string masked)
    {
        var line = await RefusedAsync(
            Read(TriggerEvent.PreAuthentication, With("userName", userName), WithAttribute("email", "jane@evil.com"))
        );

        Assert.Equal(masked, line.Text("userName"));
    }

    [Theory]
    [InlineData("google_jane.doe", "google_***")]
    [InlineData("my_corp_jane", "my_***")]
    [InlineData("_jane", "***")]
    public async Task Of_a_federated_sign_up_the_log_has_the_provider(string userName, string masked)
    {
        var line = await RefusedAsync(Read(FederatedSignUp, With("userName", userName), WithAttribute("email", "jane@evil.com")));

        Assert.Equal(masked, line.Text("userName"));
    }

    [Fact]
    public async Task The_log_has_nothing_of_what_an_unknown_user_typed()
    {
        var line = await RefusedAsync(Read(UserNotFound, With("userName", "my@secret.word")));

        Assert.True((bool?)line["userNotFound"]);
        Assert.DoesNotContain("secret", line.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nobody@evil.com")]
    [InlineData("nobody@example.org")]
    [InlineData("nobody@example.com@evil.com")]
    public async Task An_address_of_a_refused_domain_is_refused_whether_or_not_somebody_has_it(string address)
    {
        var unknown = await RefusedAsync(Read(UserNotFound, With("userName", address)));
        output.SetLength(0);
        var known = await RefusedAsync(Read(TriggerEvent.PreAuthentication, WithAttribute("email", address)));

        Assert.Equal(known.Text("reason"), unknown.Text("reason"));
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("+4930123456")]
    [InlineData("3f2b6c1e-7d54-4a58-9c0b-5f1a2e8d9b10")]
    [InlineData("")]
    [InlineData(null)]
    public async Task An_unknown_name_goes_on_to_Cognitos_own_answer(string? name)
    {
        var trigger = Read(UserNotFound, With("userName", name));

        Assert.Equal(trigger, (await HandleAsync(trigger)).ToArray());
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"request":null}""")]
    [InlineData("""{"request":{"userAttributes":["email"]}}""")]
    [InlineData("""{"request":{"userAttributes":{"email":["jane@example.com"]}}}""")]
    [InlineData("""{"request":{"userAttributes":{"email":"\ud800@example.com"}}}""")]
    public async Task A_malformed_event_never_opens_the_gate(string trigger) =>
        await Assert.ThrowsAnyAsync<JsonException>(() => HandleAsync(Encoding.UTF8.GetBytes(trigger)));

    private Task<ReadOnlyMemory<byte>> HandleAsync(byte[] trigger) => Gate.Of(Rules).HandleAsync(Invocation(trigger, log: output));

    private async Task<JsonObject> RefusedAsync(byte[] trigger)
    {
        var refusal = await Assert.ThrowsAsync<RefusalException>(() => HandleAsync(trigger));
        Assert.Equal("Sign-in is not allowed for this account. Contact your administrator", refusal.Message);
        return Assert.Single(LogLines.Parse(output));
    }
}
