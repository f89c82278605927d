using System.Text.Json.Nodes;
using CognitoStack.Local.UserPools.Operations;

namespace CognitoStack.Local.UserPools.Devices;

/// <summary>A device of a user.</summary>
/// <param name="Key">Its key.</param>
/// <param name="GroupKey">What takes the pool's place in its SRP.</param>
/// <param name="Created">When its key was handed out.</param>
internal sealed record Device(string Key, string GroupKey, DateTimeOffset Created)
{
    public string? Name { get; init; }

    /// <summary>What SRP needs of the secret that the device made, in hexadecimal; null until it is confirmed.</summary>
    public DeviceSecret? Secret { get; init; }

    public bool IsRemembered { get; init; }
    public required DateTimeOffset Modified { get; init; }
    public required DateTimeOffset Authenticated { get; init; }

    /// <summary>The address that it was last at.</summary>
    public string Address { get; init; } = "";

    /// <summary>In the form of <c>DeviceType</c>.</summary>
    public JsonObject Describe() =>
        new()
        {
            ["DeviceKey"] = Key,
            ["DeviceAttributes"] = UserJson.Attributes([
                KeyValuePair.Create("device_status", "valid"),
                KeyValuePair.Create("device_name", Name ?? ""),
                KeyValuePair.Create("last_ip_used", Address),
                KeyValuePair.Create("dev:device_remembered_status", IsRemembered ? "remembered" : "not_remembered"),
            ]),
            ["DeviceCreateDate"] = UserJson.Seconds(Created),
            ["DeviceLastModifiedDate"] = UserJson.Seconds(Modified),
            ["DeviceLastAuthenticatedDate"] = UserJson.Seconds(Authenticated),
        };
}

/// <summary>Salt and verifier of a device's secret.</summary>
internal sealed record DeviceSecret(string Salt, string Verifier);
