using CognitoStack.Local.Deployment;

namespace CognitoStack.Local.UserPools.Settings;

/// <summary>Whether a pool remembers devices (<c>DeviceConfiguration</c>).</summary>
/// <param name="ReplacesMfa">Whether a remembered device stands for the second factor (<c>ChallengeRequiredOnNewDevice</c>).</param>
/// <param name="OnlyWhenAsked">Whether a device is remembered only once the user says so (<c>DeviceOnlyRememberedOnUserPrompt</c>).</param>
internal sealed record DeviceSettings(bool ReplacesMfa, bool OnlyWhenAsked)
{
    /// <summary>Reads the settings; null for a pool that remembers none.</summary>
    public static DeviceSettings? Of(Resource pool) =>
        pool.Properties["DeviceConfiguration"] is System.Text.Json.Nodes.JsonObject { Count: > 0 } devices
            ? new(devices["ChallengeRequiredOnNewDevice"].Flag() == true, devices["DeviceOnlyRememberedOnUserPrompt"].Flag() == true)
            : null;
}
