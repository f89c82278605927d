using System.Text.Json.Nodes;
using static CognitoStack.Local.Tests.UserPools.Factors;

namespace CognitoStack.Local.Tests.UserPools;

/// <summary>Signing up without a password, and in right after.</summary>
public sealed class SignUpSessionTests(PoolHost host) : IClassFixture<PoolHost>
{
    private void Deploy() => host.Deploy(Pool(firsts: ["PASSWORD", "EMAIL_OTP"]), Client);

    [Fact]
    public async Task Whoever_signs_up_without_a_password_signs_in_with_codes()
    {
        Deploy();
        var email = PoolHost.NewEmail();
        await SignUpAsync(email, null);
        await ConfirmAsync(email, null);
        var challenge = await host.ChooseAsync(email);
        Assert.Equal("""["EMAIL_OTP"]""", challenge["AvailableChallenges"]!.ToJsonString());
        var sent = await host.AnswerAsync(challenge, email, ("ANSWER", "EMAIL_OTP"));
        Assert.True(IsSignedIn(await host.AnswerAsync(sent, email, ("EMAIL_OTP_CODE", host.SignInCode(email)))));
        await host.RefusedAsync("NotAuthorizedException", () => host.SignInAsync(email));
    }

    [Fact]
    public async Task Where_passwords_are_the_only_factor_nobody_signs_up_without_one()
    {
        host.Deploy();
        await host.RefusedAsync("InvalidParameterException", () => SignUpAsync(PoolHost.NewEmail(), null));
    }

    [Fact]
    public async Task Whoever_has_just_confirmed_is_signed_in_once()
    {
        Deploy();
        var email = PoolHost.NewEmail();
        var begun = await SignUpAsync(email);
        await host.RefusedAsync("NotAuthorizedException", () => SignInAsync(email, begun!));
        var confirmed = await ConfirmAsync(email, begun);
        Assert.True(IsSignedIn(await SignInAsync(email, confirmed!)));
        await host.RefusedAsync("NotAuthorizedException", () => SignInAsync(email, confirmed!));
    }

    [Fact]
    public async Task The_code_alone_is_proof_enough()
    {
        Deploy();
        var email = PoolHost.NewEmail();
        await SignUpAsync(email);
        Assert.True(IsSignedIn(await SignInAsync(email, (await ConfirmAsync(email, null))!)));
    }

    [Fact]
    public async Task A_session_is_good_for_its_user_and_not_for_long()
    {
        Deploy();
        var (email, other) = (PoolHost.NewEmail(), PoolHost.NewEmail());
        var (mine, theirs) = (await SignUpAsync(email), await SignUpAsync(other));
        Assert.Null(await ConfirmAsync(email, theirs));
        var session = await ConfirmAsync(other, theirs);
        await host.RefusedAsync("NotAuthorizedException", () => SignInAsync(email, session!));
        await host.RefusedAsync("NotAuthorizedException", () => SignInAsync(email, mine!));
        await host.RefusedAsync("NotAuthorizedException", () => SignInAsync(other, new string('f', 32)));
        Assert.Equal(
            "1 validation error detected: Value at 'session' failed to satisfy constraint: Member must have length greater than or equal to 20",
            await host.RefusedAsync("InvalidParameterException", () => SignInAsync(other, "forged"))
        );
        host.Time.Advance(TimeSpan.FromMinutes(4));
        await host.RefusedAsync("NotAuthorizedException", () => SignInAsync(other, session!));
    }

    [Fact]
    public async Task A_client_that_offers_no_choice_gets_no_session()
    {
        host.Deploy();
        Assert.Null(await SignUpAsync(PoolHost.NewEmail()));
    }

    private async Task<string?> SignUpAsync(string email, string? password = PoolHost.Password) => (
            await host.CallAsync(
                "SignUp",
                new
                {
                    ClientId = "web",
                    Username = email,
                    Password = password,
                    UserAttributes = PoolHost.Attributes(("email", email)),
                }
            )
        )["Session"]?.ToString();

    private async Task<string?> ConfirmAsync(string email, string? session) => (
            await host.CallAsync(
                "ConfirmSignUp",
                new
                {
                    ClientId = "web",
                    Username = email,
                    ConfirmationCode = host.Code(email, "CustomMessage_SignUp"),
                    Session = session,
                }
            )
        )["Session"]?.ToString();

    private Task<JsonObject> SignInAsync(string email, string session) =>
        host.BeginAsync("USER_AUTH", new { USERNAME = email }, session: session);
}
