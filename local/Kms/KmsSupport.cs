using CognitoStack.Local.Deployment;

namespace CognitoStack.Local.Kms;

/// <summary>What of keys works here.</summary>
internal sealed class KmsSupport : ISupports
{
    private const string OneSecret = "a key has one secret here, which nobody rotates";
    private const string StateFolder = "a key's secret is in the state folder, and goes with nothing else";

    /// <inheritdoc/>
    public IEnumerable<Support> Types =>
        [
            new(
                KmsKey.Type,
                ["Description", "Enabled", "KeyPolicy", "KeySpec", "KeyUsage", "Tags"],
                new Dictionary<string, string>
                {
                    ["BypassPolicyLockoutSafetyCheck"] = "key policies are deployed, and not checked",
                    ["EnableKeyRotation"] = OneSecret,
                    ["MultiRegion"] = "one machine is one Region",
                    ["Origin"] = "secrets are made here",
                    ["PendingWindowInDays"] = StateFolder,
                    ["RotationPeriodInDays"] = OneSecret,
                }
            ),
            new(KmsKey.AliasType, ["AliasName", "TargetKeyId"], new Dictionary<string, string>()),
        ];
}
