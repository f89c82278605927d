using System.Text.Json.Nodes;
using CognitoStack.Local.UserPools.Devices;
using CognitoStack.Local.UserPools.Settings;
using CognitoStack.Local.UserPools.Store;
using CognitoStack.Local.UserPools.Tokens;

namespace CognitoStack.Local.UserPools.Operations;

/// <summary>People confirm, remember, list and forget their devices.</summary>
/// <remarks>Source: Amazon Cognito user pools API Reference, "ConfirmDevice"
/// (https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ConfirmDevice.html), "UpdateDeviceStatus"
/// (https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateDeviceStatus.html), "ListDevices"
/// (https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListDevices.html), "GetDevice"
/// (https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetDevice.html), "ForgetDevice"
/// (https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ForgetDevice.html).</remarks>
internal sealed class DeviceOperations(TokenReader tokens, UserDevices devices, Paging paging) : IOperations
{
    public bool AreForAdministrators => false;

    public IReadOnlyDictionary<string, Operation> Operations =>
        new Dictionary<string, Operation>
        {
            ["ListDevices"] = async call => DeviceCalls.List(call, paging, (await BearerAsync(call)).User),
            ["GetDevice"] = async call => DeviceCalls.Describe(call, (await BearerAsync(call)).User),
            ["ConfirmDevice"] = async call =>
            {
                var bearer = await BearerAsync(call);
                var secret = DeviceCalls.Secret(call.Object("DeviceSecretVerifierConfig"));
                return new()
                {
                    ["UserConfirmationNecessary"] = await devices.ConfirmAsync(
                        bearer.Pool,
                        bearer.User,
                        call.Required("DeviceKey"),
                        secret,
                        call.Text("DeviceName")
                    ),
                };
            },
            ["UpdateDeviceStatus"] = async call =>
            {
                var bearer = await BearerAsync(call);
                await devices.RememberAsync(bearer.Pool, bearer.User, call.Required("DeviceKey"), DeviceCalls.IsRemembered(call));
                return [];
            },
            ["ForgetDevice"] = async call =>
            {
                var bearer = await BearerAsync(call);
                await devices.ForgetAsync(bearer.Pool, bearer.User, call.Required("DeviceKey"));
                return [];
            },
        };

    private Task<Bearer> BearerAsync(Call call) => tokens.ReadAccessTokenAsync(call.Required("AccessToken"));
}

/// <summary>The same for administrators.</summary>
internal sealed class AdminDeviceOperations(Users users, UserDevices devices, Paging paging) : IOperations
{
    public bool AreForAdministrators => true;

    public IReadOnlyDictionary<string, Operation> Operations =>
        new Dictionary<string, Operation>
        {
            ["AdminListDevices"] = call => Task.FromResult(DeviceCalls.List(call, paging, Find(call).User)),
            ["AdminGetDevice"] = call => Task.FromResult(DeviceCalls.Describe(call, Find(call).User)),
            ["AdminForgetDevice"] = async call =>
            {
                var (pool, user) = Find(call);
                await devices.ForgetAsync(pool, user, call.Required("DeviceKey"));
                return [];
            },
            ["AdminUpdateDeviceStatus"] = async call =>
            {
                var (pool, user) = Find(call);
                await devices.RememberAsync(pool, user, call.Required("DeviceKey"), DeviceCalls.IsRemembered(call));
                return [];
            },
        };

    private (UserPool Pool, User User) Find(Call call)
    {
        var pool = call.PoolScope().Pool;
        return (pool, users.Get(pool, call.Username()));
    }
}

/// <summary>What calls about devices have in common.</summary>
internal static class DeviceCalls
{
    public static JsonObject List(Call call, Paging paging, User user) =>
        paging.Items(
            call,
            "Devices",
            [.. user.Devices.Where(d => d.Secret is not null)],
            device => device.Describe(),
            tokenName: "PaginationToken"
        );

    public static JsonObject Describe(Call call, User user) =>
        new() { ["Device"] = UserDevices.Get(user, call.Required("DeviceKey")).Describe() };

    public static bool IsRemembered(Call call) =>
        call.Text("DeviceRememberedStatus") switch
        {
            "remembered" => true,
            "not_remembered" or null => false,
            _ => throw Error.InvalidParameter(
                "1 validation error detected: Value at 'deviceRememberedStatus' failed to satisfy constraint: Member must satisfy enum value set: [not_remembered, remembered]"
            ),
        };

    /// <summary>Salt and verifier as clients send them, in Base64.</summary>
    public static DeviceSecret Secret(JsonObject? config) => new(Hex(config, "Salt"), Hex(config, "PasswordVerifier"));

    private static string Hex(JsonObject? config, string name)
    {
        var text = config?[name]?.ToString() ?? "";
        var bytes = new byte[text.Length];
        return text.Length is > 0 and <= 1024 && Convert.TryFromBase64String(text, bytes, out var length) && length > 0
            ? Convert.ToHexStringLower(bytes.AsSpan(0, length))
            : throw Error.InvalidParameter($"The {name} of DeviceSecretVerifierConfig is not valid.");
    }
}
