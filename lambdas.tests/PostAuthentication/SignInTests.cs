using System.Text.Json;
using System.Text.Json.Nodes;
using CognitoStack.Lambda.Events;
using CognitoStack.Lambda.PostAuthentication;
using CognitoStack.Lambda.Tests.Support;
using static CognitoStack.Lambda.Tests.Support.TriggerEvent;

namespace CognitoStack.Lambda.Tests.PostAuthentication;

public sealed class SignInTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 4, 3, 2, 1, TimeSpan.Zero);

    [Fact]
    public void A_sign_in_has_what_the_event_tells()
    {
        var signIn = SignInOf(Read(TriggerEvent.PostAuthentication))!;

        Assert.Equal("3f2b6c1e-7d54-4a58-9c0b-5f1a2e8d9b10", signIn.User);
        Assert.Equal("3f2b6c1e-7d54-4a58-9c0b-5f1a2e8d9b10", signIn.Sub);
        Assert.Equal("1example23456789", signIn.ClientId);
        Assert.Equal("eu-central-1_EXAMPLE01", signIn.UserPoolId);
        Assert.Equal("COGNITO", signIn.Provider);
        Assert.Equal("PostAuthentication_Authentication", signIn.TriggerSource);
        Assert.Equal(Now, signIn.At);
        Assert.True(signIn.NewDevice);
        Assert.Equal("8476a536", signIn.RequestId);
    }

    [Fact]
    public void A_first_federated_sign_in_is_told_by_its_confirmation()
    {
        var signIn = SignInOf(Read(FederatedConfirmation))!;

        Assert.Equal("Google", signIn.Provider);
        Assert.Equal("PostConfirmation_ConfirmSignUp", signIn.TriggerSource);
        Assert.False(signIn.NewDevice);
    }

    [Fact]
    public void A_first_sign_in_of_a_linked_user_is_told_by_the_confirmation_of_the_account()
    {
        var signIn = SignInOf(
            Read(
                FederatedConfirmation,
                WithAttribute("cognito:user_status", "CONFIRMED"),
                WithAttribute("identities", """[{"providerName":"Google","userId":"1048","primary":false}]""")
            )
        )!;

        Assert.Equal("COGNITO", signIn.Provider);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("[]")]
    public void No_other_confirmation_is_a_sign_in(string? identities)
    {
        Assert.Null(
            SignInOf(
                Read(FederatedConfirmation, WithAttribute("cognito:user_status", "CONFIRMED"), WithAttribute("identities", identities))
            )
        );
        Assert.Null(SignInOf(Read(FederatedConfirmation, With("triggerSource", "PostConfirmation_ConfirmForgotPassword"))));
    }

    [Theory]
    [InlineData("userName")]
    [InlineData("triggerSource")]
    public void An_event_without_a_name_or_a_source_tells_nothing(string field) =>
        Assert.Throws<InvalidDataException>(() => SignInOf(Read(TriggerEvent.PostAuthentication, With(field, null))));

    [Theory]
    [InlineData(null, "COGNITO")]
    [InlineData("", "COGNITO")]
    [InlineData("[]", "COGNITO")]
    [InlineData("""[{"providerName":"Google","primary":true}]""", "Google")]
    [InlineData("""[{"providerName":"Google","primary":"true"}]""", "Google")]
    [InlineData("""[{"providerName":"AzureAD"}]""", "AzureAD")]
    [InlineData("""[{"providerName":"Google","primary":false}]""", "COGNITO")]
    [InlineData("""[{"providerName":"Google","primary":"false"},{"providerName":"AzureAD","primary":true}]""", "AzureAD")]
    [InlineData("""[{"providerName":null}]""", "UNKNOWN")]
    [InlineData("""[{}]""", "UNKNOWN")]
    [InlineData("""["Google"]""", "UNKNOWN")]
    [InlineData("""{"providerName":"Google"}""", "UNKNOWN")]
    [InlineData("Google", "UNKNOWN")]
    public void The_provider_is_the_one_whose_account_it_is(string? identities, string provider) =>
        Assert.Equal(provider, IdentityProvider.Of(identities));

    [Fact]
    public void The_fingerprint_does_not_depend_on_the_order_of_fields()
    {
        var trigger = Read(TriggerEvent.PostAuthentication);
        var shuffled = Read(
            TriggerEvent.PostAuthentication,
            json =>
            {
                var attributes = json["request"]!["userAttributes"]!.AsObject();
                json["request"]!["userAttributes"] = new JsonObject(
                    attributes.Reverse().Select(field => KeyValuePair.Create(field.Key, field.Value?.DeepClone()))
                );
            }
        );

        Assert.NotEqual(trigger, shuffled);
        Assert.Matches("^[0-9a-f]{16}$", SignInOf(trigger)!.Fingerprint);
        Assert.Equal(SignInOf(trigger)!.Fingerprint, SignInOf(shuffled)!.Fingerprint);
    }

    [Fact]
    public void The_fingerprint_depends_on_everything_that_makes_the_event()
    {
        var different = new Action<JsonNode>[]
        {
            _ => { },
            With("userPoolId", "eu-central-1_EXAMPLE02"),
            With("userName", "somebody-else"),
            With("triggerSource", "PostAuthentication_Other"),
            json => json["callerContext"]!["clientId"] = "2example23456789",
            json => json["request"]!["newDeviceUsed"] = false,
            json => json["request"]!["clientMetadata"]!["screen"] = "home",
            json => json["request"]!["futureField"] = 1,
            json => json["request"]!["futureField"] = "1",
            json => json["request"]!["futureField"] = new JsonArray(1),
            json => json["request"]!["futureField"] = new JsonObject { ["a"] = 1, ["b"] = 2 },
            json => json["request"]!["futureField"] = new JsonObject { ["a:1,b"] = 2 },
            WithAttribute("email", "jane@example.org"),
        };

        var fingerprints = different.Select(change => SignInOf(Read(TriggerEvent.PostAuthentication, change))!.Fingerprint);

        Assert.Equal(different.Length, fingerprints.Distinct().Count());
    }

    private static SignIn? SignInOf(byte[] trigger)
    {
        using var json = JsonDocument.Parse(trigger);
        return SignIn.Of(new CognitoPostAuthenticationEvent(json.RootElement), Now, "8476a536");
    }
}
