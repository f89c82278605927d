using System.Security.Cryptography;
using System.Text.Json.Nodes;
using static CognitoStack.Local.Tests.UserPools.Factors;

namespace CognitoStack.Local.Tests.UserPools;

/// <summary>Devices: handed a key, confirmed, remembered, and asked for no second factor where the template says so.</summary>
public sealed class DeviceTests(PoolHost host) : IClassFixture<PoolHost>
{
    private const string Secret = "a secret of the device";

    private void Deploy(bool replacesMfa = true, bool onlyWhenAsked = false) =>
        host.Deploy(
            new
            {
                EnabledMfas = All,
                UserPoolTier = "PLUS",
                DeviceConfiguration = new { ChallengeRequiredOnNewDevice = replacesMfa, DeviceOnlyRememberedOnUserPrompt = onlyWhenAsked },
            },
            Client
        );

    [Fact]
    public async Task A_remembered_device_is_asked_for_no_second_factor_but_proves_itself()
    {
        Deploy();
        var email = await host.UserAsync();
        var (key, group) = await ConfirmedAsync(email);
        await host.PreferAsync(email, "EMAIL_OTP");
        Assert.Equal("EMAIL_OTP", Name(await host.SignInAsync(email)));

        var asked = await SignInAsync(email, key);
        Assert.Equal("DEVICE_SRP_AUTH", Name(asked));
        var tokens = await ProveAsync(asked, email, key, group, Secret);
        Assert.True(IsSignedIn(tokens));
        Assert.Null(tokens["AuthenticationResult"]!["NewDeviceMetadata"]);
        await host.RefusedAsync(
            "NotAuthorizedException",
            async () => await ProveAsync(await SignInAsync(email, key), email, key, group, "another secret")
        );
    }

    [Fact]
    public async Task A_device_need_not_send_its_session_back_but_its_password_must_have_come_before()
    {
        Deploy();
        var email = await host.UserAsync();
        var (key, group) = await ConfirmedAsync(email);
        await host.RefusedAsync("InvalidParameterException", () => ProveAsync(Sessionless("DEVICE_SRP_AUTH"), email, key, group, Secret));
        var asked = await SignInAsync(email, key);
        asked.Remove("Session");
        Assert.True(IsSignedIn(await ProveAsync(asked, email, key, group, Secret, isSessionless: true)));
        await host.RefusedAsync("NotAuthorizedException", () => ProveAsync(Sessionless("DEVICE_SRP_AUTH"), email, key, group, Secret));
    }

    private static JsonObject Sessionless(string challenge) => new() { ["ChallengeName"] = challenge };

    [Fact]
    public async Task Access_tokens_name_the_device_and_go_on_doing_so()
    {
        Deploy();
        var email = await host.UserAsync();
        var first = await host.SignInAsync(email);
        var handed = first["AuthenticationResult"]!["NewDeviceMetadata"]!["DeviceKey"]!.ToString();
        var (id, access, refresh) = PoolHost.Tokens(first);
        Assert.Equal((handed, null), (PoolHost.Claims(access)["device_key"]!.ToString(), PoolHost.Claims(id)["device_key"]));
        await ConfirmAsync(access, handed, first["AuthenticationResult"]!["NewDeviceMetadata"]!["DeviceGroupKey"]!.ToString());
        host.Restart();
        var refreshed = await RefreshAsync(refresh, handed);
        Assert.Equal(handed, PoolHost.Claims(refreshed["AuthenticationResult"]!["AccessToken"]!.ToString())["device_key"]!.ToString());

        var (key, group) = await ConfirmedAsync(email);
        var proven = await ProveAsync(await SignInAsync(email, key), email, key, group, Secret);
        Assert.Equal(key, PoolHost.Claims(proven["AuthenticationResult"]!["AccessToken"]!.ToString())["device_key"]!.ToString());
        host.Deploy();
        Assert.Null(PoolHost.Claims((await host.TokensAsync(email)).Access)["device_key"]);
    }

    [Fact]
    public async Task A_refresh_token_is_good_on_its_own_device_alone()
    {
        Deploy(onlyWhenAsked: true);
        var email = await host.UserAsync();
        var first = await SignInAsync(email, null);
        var handed = first["AuthenticationResult"]!["NewDeviceMetadata"]!;
        var (key, refresh) = (handed["DeviceKey"]!.ToString(), PoolHost.Tokens(first).Refresh);
        var (another, _) = await ConfirmedAsync(email, isAsked: true);

        // A key that nobody has confirmed is no device yet.
        await RefusedAsync(refresh, key);
        await ConfirmAsync(Access(first), key, handed["DeviceGroupKey"]!.ToString());
        await RefusedAsync(refresh, null);
        await RefusedAsync(refresh, another);
        Assert.True(IsSignedIn(await RefreshAsync(refresh, key)));
        Assert.True(IsSignedIn(await RenewAsync(refresh, key)));

        await host.CallAsync("ForgetDevice", new { AccessToken = Access(first), DeviceKey = key });
        await RefusedAsync(refresh, key);
        // Where devices are remembered no more, nothing asks for them.
        host.Deploy();
        Assert.True(IsSignedIn(await RefreshAsync(refresh, null)));
    }

    private async Task RefusedAsync(string refresh, string? key)
    {
        Assert.Equal("Invalid Refresh Token", await host.RefusedAsync("NotAuthorizedException", () => RefreshAsync(refresh, key)));
        Assert.Equal("Invalid Refresh Token", await host.RefusedAsync("NotAuthorizedException", () => RenewAsync(refresh, key)));
    }

    private Task<JsonObject> RefreshAsync(string refresh, string? key) =>
        host.BeginAsync("REFRESH_TOKEN_AUTH", new { REFRESH_TOKEN = refresh, DEVICE_KEY = key });

    private Task<JsonObject> RenewAsync(string refresh, string? key) =>
        host.CallAsync(
            "GetTokensFromRefreshToken",
            new
            {
                ClientId = "web",
                RefreshToken = refresh,
                DeviceKey = key,
            }
        );

    [Fact]
    public async Task Where_devices_are_only_tracked_the_second_factor_comes_first()
    {
        Deploy(replacesMfa: false);
        var email = await host.UserAsync();
        var (key, group) = await ConfirmedAsync(email);
        await host.PreferAsync(email, "EMAIL_OTP");
        var code = await SignInAsync(email, key);
        Assert.Equal("EMAIL_OTP", Name(code));
        var asked = await host.AnswerAsync(code, email, ("EMAIL_OTP_CODE", host.SignInCode(email)), ("DEVICE_KEY", key));
        Assert.Equal("DEVICE_SRP_AUTH", Name(asked));
        Assert.True(IsSignedIn(await ProveAsync(asked, email, key, group, Secret)));
    }

    [Fact]
    public async Task A_device_that_is_remembered_by_choice_waits_for_it()
    {
        Deploy(onlyWhenAsked: true);
        var email = await host.UserAsync();
        var (key, _) = await ConfirmedAsync(email, isAsked: true);
        Assert.True(IsSignedIn(await SignInAsync(email, key)));
        var access = (await host.TokensAsync(email)).Access;
        await host.RefusedAsync(
            "InvalidParameterException",
            "UpdateDeviceStatus",
            new
            {
                AccessToken = access,
                DeviceKey = key,
                DeviceRememberedStatus = "perhaps",
            }
        );
        await host.CallAsync(
            "UpdateDeviceStatus",
            new
            {
                AccessToken = access,
                DeviceKey = key,
                DeviceRememberedStatus = "remembered",
            }
        );
        Assert.Equal("DEVICE_SRP_AUTH", Name(await SignInAsync(email, key)));
        await host.AdminAsync(
            "AdminUpdateDeviceStatus",
            new
            {
                Username = email,
                DeviceKey = key,
                DeviceRememberedStatus = "not_remembered",
            }
        );
        Assert.True(IsSignedIn(await SignInAsync(email, key)));
    }

    [Fact]
    public async Task Devices_are_listed_in_pages_described_and_forgotten()
    {
        Deploy();
        var email = await host.UserAsync();
        var (first, _) = await ConfirmedAsync(email);
        var (second, _) = await ConfirmedAsync(email);
        var access = Access(await SignInAsync(email, null));
        var page = await host.CallAsync("ListDevices", new { AccessToken = access, Limit = 1 });
        var rest = await host.CallAsync(
            "ListDevices",
            new
            {
                AccessToken = access,
                Limit = 1,
                PaginationToken = page["PaginationToken"]!.ToString(),
            }
        );
        Assert.Equal([first, second], new[] { page, rest }.Select(p => p["Devices"]!.AsArray().Single()!["DeviceKey"]!.ToString()));
        var device = (await host.AdminAsync("AdminGetDevice", new { Username = email, DeviceKey = first }))["Device"]!;
        Assert.Equal(
            ("laptop", "remembered"),
            (
                PoolHost.Attribute(device["DeviceAttributes"], "device_name"),
                PoolHost.Attribute(device["DeviceAttributes"], "dev:device_remembered_status")
            )
        );
        await host.CallAsync("ForgetDevice", new { AccessToken = access, DeviceKey = first });
        await host.AdminAsync("AdminForgetDevice", new { Username = email, DeviceKey = second });
        Assert.Empty((await host.AdminAsync("AdminListDevices", new { Username = email }))["Devices"]!.AsArray());
        Assert.Equal("Device does not exist.", await host.RefusedAsync("ResourceNotFoundException", () => SignInAsync(email, first)));
    }

    [Fact]
    public async Task A_device_is_its_users_alone_and_proves_nothing_once_forgotten()
    {
        Deploy();
        var (mine, theirs) = (await host.UserAsync(), await host.UserAsync());
        var (key, group) = await ConfirmedAsync(mine);
        await host.RefusedAsync("ResourceNotFoundException", () => SignInAsync(theirs, key));
        await host.RefusedAsync(
            "ResourceNotFoundException",
            "GetDevice",
            new { AccessToken = Access(await SignInAsync(theirs, null)), DeviceKey = key }
        );
        var asked = await SignInAsync(mine, key);
        await host.AdminAsync("AdminForgetDevice", new { Username = mine, DeviceKey = key });
        await host.RefusedAsync("ResourceNotFoundException", () => ProveAsync(asked, mine, key, group, Secret));
    }

    [Fact]
    public async Task A_key_is_confirmed_once_and_only_one_that_was_handed_out()
    {
        Deploy();
        var email = await host.UserAsync();
        var (key, group) = await ConfirmedAsync(email);
        var access = Access(await SignInAsync(email, null));
        await host.RefusedAsync("DeviceKeyExistsException", () => ConfirmAsync(access, key, group));
        await host.RefusedAsync("ResourceNotFoundException", () => ConfirmAsync(access, "eu-west-1_another", group));
        await host.RefusedAsync(
            "InvalidParameterException",
            "ConfirmDevice",
            new
            {
                AccessToken = access,
                DeviceKey = key,
                DeviceSecretVerifierConfig = new { Salt = "!", PasswordVerifier = "" },
            }
        );
    }

    [Fact]
    public async Task A_risk_that_asks_for_a_second_factor_asks_a_remembered_device_too()
    {
        host.Deploy(
            new
            {
                EnabledMfas = All,
                UserPoolTier = "PLUS",
                UserPoolAddOns = new { AdvancedSecurityMode = "ENFORCED" },
                DeviceConfiguration = new { ChallengeRequiredOnNewDevice = true, DeviceOnlyRememberedOnUserPrompt = false },
            },
            Client,
            Risks.Settings(actions: ["MFA_REQUIRED"])
        );
        var email = await host.UserAsync();
        host.At("none");
        var (key, _) = await ConfirmedAsync(email);
        Assert.Equal("DEVICE_SRP_AUTH", Name(await SignInAsync(email, key)));
        host.At("high");
        Assert.Equal("EMAIL_OTP", Name(await SignInAsync(email, key)));
    }

    [Fact]
    public async Task A_pool_that_remembers_none_hands_out_no_keys()
    {
        host.Deploy();
        var email = await host.UserAsync();
        var tokens = await SignInAsync(email, "eu-west-1_whatever");
        Assert.Null(tokens["AuthenticationResult"]!["NewDeviceMetadata"]);
        await host.RefusedAsync("InvalidParameterException", () => ConfirmAsync(Access(tokens), "k", "g"));
    }

    private async Task<(string Key, string Group)> ConfirmedAsync(string email, bool isAsked = false)
    {
        var tokens = await SignInAsync(email, null);
        var handed = tokens["AuthenticationResult"]!["NewDeviceMetadata"]!;
        var (key, group) = (handed["DeviceKey"]!.ToString(), handed["DeviceGroupKey"]!.ToString());
        Assert.Equal(isAsked, (bool)(await ConfirmAsync(Access(tokens), key, group))["UserConfirmationNecessary"]!);
        return (key, group);
    }

    private Task<JsonObject> ConfirmAsync(string access, string key, string group)
    {
        var salt = RandomNumberGenerator.GetBytes(16);
        salt[0] = 1;
        return host.CallAsync(
            "ConfirmDevice",
            new
            {
                AccessToken = access,
                DeviceKey = key,
                DeviceName = "laptop",
                DeviceSecretVerifierConfig = new
                {
                    Salt = Convert.ToBase64String(salt),
                    PasswordVerifier = Convert.ToBase64String(SrpClient.Verifier(salt, group, key, Secret)),
                },
            }
        );
    }

    private Task<JsonObject> SignInAsync(string email, string? key) =>
        host.BeginAsync(
            "USER_PASSWORD_AUTH",
            new
            {
                USERNAME = email,
                PASSWORD = PoolHost.Password,
                DEVICE_KEY = key,
            }
        );

    private async Task<JsonObject> ProveAsync(
        JsonObject asked,
        string email,
        string key,
        string group,
        string secret,
        bool isSessionless = false
    )
    {
        var client = new SrpClient();
        var challenge = await host.AnswerAsync(asked, email, ("DEVICE_KEY", key), ("SRP_A", client.A));
        Assert.Equal("DEVICE_PASSWORD_VERIFIER", Name(challenge));
        challenge["ChallengeParameters"]!["USER_ID_FOR_SRP"] = key;
        if (isSessionless)
            challenge.Remove("Session");
        // Where a pool's id has its second half, a device has its group's key.
        var answer = client.Answer(challenge, $"_{group}", secret);
        return await host.AnswerAsync(
            challenge,
            email,
            [("DEVICE_KEY", key), .. answer.Where(a => a.Key != "USERNAME").Select(a => (a.Key, a.Value!.ToString()))]
        );
    }

    private static string Access(JsonObject tokens) => PoolHost.Tokens(tokens).Access;
}
