using System.Text.Json.Nodes;
using CognitoStack.Local.Functions;

namespace CognitoStack.Local.Tests.UserPools;

/// <summary>Functions that send messages in Cognito's place.</summary>
public sealed class CustomSenderTests(PoolHost host) : IClassFixture<PoolHost>
{
    private const string KeyArn = "arn:aws:kms:eu-west-1:111122223333:key/codes";
    private static readonly object Sender = new { LambdaArn = Templates.FunctionArn, LambdaVersion = "V1_0" };
    private static readonly object Both = new
    {
        CustomEmailSender = Sender,
        CustomSMSSender = Sender,
        CustomMessage = Templates.FunctionArn,
        KMSKeyID = KeyArn,
    };

    [Fact]
    public async Task A_code_of_a_sign_up_goes_to_the_function_encrypted_and_to_nobody_else()
    {
        Deploy(Both);
        var email = PoolHost.NewEmail();
        var made = await host.CallAsync(
            "SignUp",
            new
            {
                ClientId = "web",
                Username = email,
                PoolHost.Password,
                UserAttributes = PoolHost.Attributes(("name", "Ann")),
                ClientMetadata = new { page = "1" },
            }
        );

        var told = Assert.Single(host.Functions.Events);
        Assert.Equal(
            ("1", "CustomEmailSender_SignUp", Templates.PoolId, made["UserSub"]!.ToString(), "web"),
            (
                told["version"]!.ToString(),
                told["triggerSource"]!.ToString(),
                told["userPoolId"]!.ToString(),
                told["userName"]!.ToString(),
                told["callerContext"]!["clientId"]!.ToString()
            )
        );
        var request = told["request"]!.AsObject();
        Assert.Equal(["clientMetadata", "code", "type", "userAttributes"], request.Select(m => m.Key).Order());
        Assert.Equal(
            ("customEmailSenderRequestV1", "1", email, "UNCONFIRMED"),
            (
                request["type"]!.ToString(),
                request["clientMetadata"]!["page"]!.ToString(),
                request["userAttributes"]!["email"]!.ToString(),
                request["userAttributes"]!["cognito:user_status"]!.ToString()
            )
        );
        var message = Assert.Single(host.Messages(email));
        var code = message["code"]!.ToString();
        Assert.Equal(("CustomEmailSender_SignUp", "EMAIL"), (message["trigger"]!.ToString(), message["medium"]!.ToString()));
        Assert.DoesNotContain(code, told.ToJsonString(), StringComparison.Ordinal);

        await host.CallAsync(
            "ConfirmSignUp",
            new
            {
                ClientId = "web",
                Username = email,
                ConfirmationCode = code,
            }
        );
        Assert.Equal("CONFIRMED", (await host.AdminAsync("AdminGetUser", new { Username = email }))["UserStatus"]!.ToString());
    }

    [Fact]
    public async Task The_message_is_bound_to_the_user_pool_under_the_key_of_the_template()
    {
        Deploy(Both);
        await host.CallAsync(
            "SignUp",
            new
            {
                ClientId = "web",
                Username = PoolHost.NewEmail(),
                PoolHost.Password,
            }
        );

        var bytes = Convert.FromBase64String(Assert.Single(host.Functions.Events)["request"]!["code"]!.ToString());
        Assert.Equal(new byte[] { 1, 0x80, 0x03, 0x78 }, bytes[..4]);
        var text = System.Text.Encoding.ASCII.GetString(bytes);
        Assert.All(
            new[] { "aws-crypto-public-key", "userpool-id", Templates.PoolId, "aws-kms", KeyArn },
            part => Assert.Contains(part, text, StringComparison.Ordinal)
        );
        Assert.Contains(
            host.Authorizer.Asked,
            r =>
                r.Action == "kms:CreateGrant"
                && r.Resource == KeyArn
                && r.Context!["kms:EncryptionContext:userpool-id"]!.ToString() == Templates.PoolId
        );
    }

    [Fact]
    public async Task Every_step_that_sends_something_calls_it_by_the_name_of_the_step()
    {
        Deploy(Both, Factors.Pool(seconds: ["SMS_MFA"]));
        var email = PoolHost.NewEmail();
        await host.CallAsync(
            "SignUp",
            new
            {
                ClientId = "web",
                Username = email,
                PoolHost.Password,
            }
        );
        await host.CallAsync("ResendConfirmationCode", new { ClientId = "web", Username = email });
        await host.AdminAsync("AdminConfirmSignUp", new { Username = email });
        await host.AdminAsync(
            "AdminUpdateUserAttributes",
            new
            {
                Username = email,
                UserAttributes = PoolHost.Attributes(
                    ("email_verified", "true"),
                    ("phone_number", Factors.NewPhone()),
                    ("phone_number_verified", "true")
                ),
            }
        );
        await host.CallAsync("ForgotPassword", new { ClientId = "web", Username = email });
        var access = (await host.TokensAsync(email)).Access;
        await host.CallAsync("GetUserAttributeVerificationCode", new { AccessToken = access, AttributeName = "email" });
        await host.CallAsync(
            "UpdateUserAttributes",
            new { AccessToken = access, UserAttributes = PoolHost.Attributes(("email", PoolHost.NewEmail())) }
        );
        await host.PreferAsync(email, "SMS_MFA!");
        await host.SignInAsync(email);

        Assert.Equal(
            [
                "CustomEmailSender_SignUp",
                "CustomEmailSender_ResendCode",
                "CustomEmailSender_ForgotPassword",
                "CustomEmailSender_VerifyUserAttribute",
                "CustomEmailSender_UpdateUserAttribute",
                "CustomSMSSender_Authentication",
            ],
            host.Functions.Sources
        );
        Assert.Equal("customSMSSenderRequestV1", host.Functions.Event("CustomSMSSender_Authentication")["request"]!["type"]!.ToString());
    }

    [Fact]
    public async Task A_temporary_password_of_an_administrator_goes_there_too()
    {
        Deploy(Both);
        var email = PoolHost.NewEmail();
        await host.AdminAsync(
            "AdminCreateUser",
            new
            {
                Username = email,
                TemporaryPassword = "Less<than>&more-7",
                DesiredDeliveryMediums = new[] { "EMAIL" },
                UserAttributes = PoolHost.Attributes(("email", email)),
            }
        );

        Assert.Equal(["CustomEmailSender_AdminCreateUser"], host.Functions.Sources);
        Assert.Equal("Less<than>&more-7", host.Code(email, "CustomEmailSender_AdminCreateUser"));
    }

    [Fact]
    public async Task Of_a_risky_sign_in_it_is_told_the_facts_and_no_code()
    {
        Deploy(Both, Risks.Pool(), Risks.Settings(actions: ["BLOCK"], notifies: true));
        var email = await host.UserAsync();
        host.At("high");
        Assert.Equal(Risks.Blocked, await host.OutcomeAsync(email));

        var request = host.Functions.Event("CustomEmailSender_AccountTakeOverNotification")["request"]!;
        Assert.Null(request["code"]);
        var facts = request["userAttributes"]!;
        Assert.Equal(("BLOCK", "127.0.0.1"), (facts["ACCOUNT_TAKE_OVER_ACTION"]!.ToString(), facts["IP_ADDRESS"]!.ToString()));
        Assert.All(
            new[]
            {
                "EVENT_ID",
                "USER_NAME",
                "LOGIN_TIME",
                "FEEDBACK_TOKEN",
                "ONE_CLICK_LINK_VALID",
                "ONE_CLICK_LINK_INVALID",
                "DEVICE_NAME",
            },
            name => Assert.NotEqual("", facts[name]!.ToString())
        );
        Assert.Null(facts["CITY"]);
    }

    [Fact]
    public async Task What_goes_by_the_other_way_is_sent_as_ever()
    {
        Deploy(
            new
            {
                CustomSMSSender = Sender,
                CustomMessage = Templates.FunctionArn,
                KMSKeyID = KeyArn,
            }
        );
        var email = PoolHost.NewEmail();
        await host.CallAsync(
            "SignUp",
            new
            {
                ClientId = "web",
                Username = email,
                PoolHost.Password,
            }
        );

        Assert.Equal(["CustomMessage_SignUp"], host.Functions.Sources);
        Assert.Equal("Your verification code", host.Message(email, "CustomMessage_SignUp")["subject"]!.ToString());
    }

    [Fact]
    public async Task Nobody_waits_for_it_and_its_failure_fails_nothing()
    {
        Deploy(Both);
        host.Functions.Answer = _ => throw new FunctionException(FunctionFailure.Reported, "no");

        var made = await host.CallAsync(
            "SignUp",
            new
            {
                ClientId = "web",
                Username = PoolHost.NewEmail(),
                PoolHost.Password,
            }
        );

        Assert.Equal("EMAIL", made["CodeDeliveryDetails"]!["DeliveryMedium"]!.ToString());
        Assert.Single(host.Functions.Events);
    }

    [Fact]
    public async Task Without_a_key_that_it_may_use_nothing_is_sent()
    {
        object SignUp() =>
            new
            {
                ClientId = "web",
                Username = PoolHost.NewEmail(),
                PoolHost.Password,
            };
        Deploy(new { CustomEmailSender = Sender });
        Assert.Equal(
            "The code cannot be encrypted for the custom sender. LambdaConfig names no key (KMSKeyID).",
            await host.RefusedAsync("CodeDeliveryFailureException", "SignUp", SignUp())
        );
        Deploy(new { CustomEmailSender = Sender, KMSKeyID = KeyArn + "x" });
        Assert.Contains(
            "is no key of the templates",
            await host.RefusedAsync("CodeDeliveryFailureException", "SignUp", SignUp()),
            StringComparison.Ordinal
        );
        Deploy(Both);
        host.Authorizer.Allows = false;
        Assert.Contains(
            "kms:CreateGrant",
            await host.RefusedAsync("CodeDeliveryFailureException", "SignUp", SignUp()),
            StringComparison.Ordinal
        );
        Assert.Empty(host.Functions.Events);
    }

    [Fact]
    public async Task Without_a_permission_or_a_function_nothing_is_sent()
    {
        host.Deploy(
            new { LambdaConfig = Both },
            null,
            [Key(), Templates.Resource("AWS::Lambda::Function", "trigger", [], Templates.FunctionArn)]
        );
        Assert.Contains(
            "AccessDeniedException",
            await host.RefusedAsync(
                "UnexpectedLambdaException",
                "SignUp",
                new
                {
                    ClientId = "web",
                    Username = PoolHost.NewEmail(),
                    PoolHost.Password,
                }
            ),
            StringComparison.Ordinal
        );
        host.Deploy(new { LambdaConfig = Both }, null, [Key()]);
        Assert.Contains(
            "ResourceNotFoundException",
            await host.RefusedAsync(
                "UnexpectedLambdaException",
                "SignUp",
                new
                {
                    ClientId = "web",
                    Username = PoolHost.NewEmail(),
                    PoolHost.Password,
                }
            ),
            StringComparison.Ordinal
        );
    }

    private static Resource Key() => Templates.Resource("AWS::KMS::Key", "codes", [], KeyArn);

    private void Deploy(object triggers, object? pool = null, params Resource[] others)
    {
        var all = JsonNode.Parse(System.Text.Json.JsonSerializer.Serialize(pool ?? new { }))!.AsObject();
        all["LambdaConfig"] = System.Text.Json.JsonSerializer.SerializeToNode(triggers);
        host.Deploy(all, null, [.. Templates.Function(), Key(), .. others]);
    }
}
