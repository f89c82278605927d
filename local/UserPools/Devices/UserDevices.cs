using System.Security.Cryptography;
using System.Text.Json.Nodes;
using CognitoStack.Local.UserPools.Settings;
using CognitoStack.Local.UserPools.SignIn;
using CognitoStack.Local.UserPools.Store;

namespace CognitoStack.Local.UserPools.Devices;

/// <summary>Hands out keys to devices, confirms them, and knows them again.</summary>
/// <remarks>Source: Amazon Cognito Developer Guide, "Working with user devices in your user pool".
/// https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-device-tracking.html</remarks>
internal sealed class UserDevices(Users users, TimeProvider time)
{
    // Clients that keep no key get a new one at every sign-in.
    private const int MostUnconfirmed = 10;

    /// <summary>The remembered device of a sign-in; null where it has none.</summary>
    /// <exception cref="Http.AwsException">Its key is nobody's, or another user's: clients forget it then.</exception>
    public static Device? Find(UserPool pool, User user, Course course)
    {
        if (pool.Devices is null || course.DeviceKey is not { Length: > 0 } key)
            return null;
        return Get(user, key) is { IsRemembered: true } device ? device : null;
    }

    /// <summary>A confirmed device of a user.</summary>
    /// <exception cref="Http.AwsException">The user has no such device.</exception>
    public static Device Get(User user, string key) => Confirmed(user, key) ?? throw Unknown();

    public static bool IsConfirmed(User user, string key) => Confirmed(user, key) is not null;

    private static Device? Confirmed(User user, string key) => user.Devices.FirstOrDefault(d => d.Key == key && d.Secret is not null);

    /// <summary>A key for a device that has none yet: <c>NewDeviceMetadata</c>; null where it has one, or the pool remembers none.</summary>
    public async Task<JsonObject?> GreetAsync(Scope scope, User user, Course course)
    {
        if (scope.Pool.Devices is null || course.IsOnPages)
            return null;
        var now = time.GetUtcNow();
        if (course.DeviceKey is { Length: > 0 } known)
        {
            await ChangeAsync(scope.Pool, user, known, device => device with { Authenticated = now, Address = scope.Origin.Address });
            return null;
        }
        var device = new Device(
            $"{scope.Pool.Deployed.Region}_{Guid.NewGuid()}",
            $"-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}",
            now
        )
        {
            Modified = now,
            Authenticated = now,
            Address = scope.Origin.Address,
        };
        await users.ChangeAsync(
            scope.Pool,
            user,
            current =>
            {
                var surplus = current.Devices.Where(d => d.Secret is null).Reverse().Skip(MostUnconfirmed - 1);
                return current with { Devices = current.Devices.RemoveRange(surplus).Add(device) };
            }
        );
        return new() { ["DeviceKey"] = device.Key, ["DeviceGroupKey"] = device.GroupKey };
    }

    /// <summary>Takes the secret of a device whose key was handed out.</summary>
    /// <returns>Whether the user must say whether it shall be remembered.</returns>
    public async Task<bool> ConfirmAsync(UserPool pool, User user, string key, DeviceSecret secret, string? name)
    {
        var settings = pool.Devices ?? throw Error.InvalidParameter("Devices are not remembered in this user pool.");
        await ChangeAsync(
            pool,
            user,
            key,
            device =>
                device.Secret is null
                    ? device with
                    {
                        Secret = secret,
                        Name = name,
                        IsRemembered = !settings.OnlyWhenAsked,
                        Modified = time.GetUtcNow(),
                    }
                    : throw new Http.AwsException("DeviceKeyExistsException", "The device is confirmed already.")
        );
        return settings.OnlyWhenAsked;
    }

    /// <summary>Remembers a confirmed device, or does so no more.</summary>
    public Task RememberAsync(UserPool pool, User user, string key, bool isRemembered) =>
        ChangeAsync(pool, user, Get(user, key).Key, device => device with { IsRemembered = isRemembered, Modified = time.GetUtcNow() });

    public Task ForgetAsync(UserPool pool, User user, string key) =>
        users.ChangeAsync(pool, user, current => current with { Devices = current.Devices.Remove(Get(current, key)) });

    public static Http.AwsException Unknown() => Error.NotFound("Device does not exist.");

    private Task<User> ChangeAsync(UserPool pool, User user, string key, Func<Device, Device> change) =>
        users.ChangeAsync(
            pool,
            user,
            current =>
            {
                var device = current.Devices.FirstOrDefault(d => d.Key == key) ?? throw Unknown();
                return current with { Devices = current.Devices.Replace(device, change(device)) };
            }
        );
}
