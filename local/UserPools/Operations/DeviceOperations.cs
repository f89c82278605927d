using System.Text.Json.Nodes;
using CognitoStack.Local.UserPools.Store;
using CognitoStack.Local.UserPools.Tokens;

namespace CognitoStack.Local.UserPools.Operations;

/// <summary>Devices of users. Sign-in on this machine hands out no device key, so nobody has one to ask for, and every list of them is empty.</summary>
/// <remarks>Source: Amazon Cognito user pools API Reference, "ListDevices", "GetDevice", "ConfirmDevice", "ForgetDevice", "UpdateDeviceStatus".</remarks>
internal sealed class DeviceOperations(TokenReader tokens) : IOperations
{
    public bool AreForAdministrators => false;

    public IReadOnlyDictionary<string, Operation> Operations => new Dictionary<string, Operation>
    {
        ["ListDevices"] = async call =>
        {
            await tokens.ReadAccessTokenAsync(call.Required("AccessToken"));
            return Devices.None(call);
        },
        ["GetDevice"] = OfKeyAsync,
        ["ConfirmDevice"] = OfKeyAsync,
        ["UpdateDeviceStatus"] = OfKeyAsync,
        // The access token of a device that forgets itself is the only one that need not be there.
        ["ForgetDevice"] = async call =>
        {
            if (call.Text("AccessToken") is { } token)
                await tokens.ReadAccessTokenAsync(token);
            throw Devices.Unknown(call);
        },
    };

    private async Task<JsonObject> OfKeyAsync(Call call)
    {
        await tokens.ReadAccessTokenAsync(call.Required("AccessToken"));
        throw Devices.Unknown(call);
    }
}

/// <summary>The same for administrators.</summary>
internal sealed class AdminDeviceOperations(Users users) : IOperations
{
    public bool AreForAdministrators => true;

    public IReadOnlyDictionary<string, Operation> Operations => new Dictionary<string, Operation>
    {
        ["AdminListDevices"] = call =>
        {
            users.Get(call.PoolScope().Pool, call.Username());
            return Task.FromResult(Devices.None(call));
        },
        ["AdminGetDevice"] = OfKey,
        ["AdminForgetDevice"] = OfKey,
        ["AdminUpdateDeviceStatus"] = OfKey,
    };

    private Task<JsonObject> OfKey(Call call)
    {
        users.Get(call.PoolScope().Pool, call.Username());
        throw Devices.Unknown(call);
    }
}

/// <summary>What is said of devices.</summary>
internal static class Devices
{
    public static JsonObject None(Call call) => call.Number("Limit") is null or (>= 0 and <= 60) ? new() { ["Devices"] = new JsonArray() }
        : throw Error.InvalidParameter("1 validation error detected: Value at 'limit' failed to satisfy constraint: Member must have value less than or equal to 60");

    public static Http.AwsException Unknown(Call call)
    {
        call.Required("DeviceKey");
        return Error.NotFound("Device does not exist.");
    }
}
