using CognitoStack.Local.Deployment;

namespace CognitoStack.Local.Logs;

/// <summary>What of log groups works here.</summary>
internal sealed class LogsSupport : ISupports
{
    /// <inheritdoc/>
    public IEnumerable<Support> Types =>
        [
            new(
                LogGroups.Type,
                ["LogGroupName", "RetentionInDays", "Tags"],
                new Dictionary<string, string>
                {
                    ["DataProtectionPolicy"] = "nothing is masked here",
                    ["FieldIndexPolicies"] = "events are few here",
                    ["KmsKeyId"] = "the state folder is not encrypted",
                    ["LogGroupClass"] = "every group can be read in every way here",
                }
            ),
        ];
}
