using CognitoStack.Configuration;
using CognitoStack.Tests.Authentication.Federation;
using CognitoStack.Tests.Authentication.ThreatProtection;
using CognitoStack.Tests.Support;

namespace CognitoStack.Tests.Assurance;

/// <summary>Every environment that tests synthesize: together they say all that a file can.</summary>
internal static class EveryEnvironment
{
    private static readonly ProjectFiles Project = new(Repository.File("cdk"));

    public static IReadOnlyList<string> All { get; } =
    [
        .. ShippedEnvironmentTests.Shipped.Select(Evidence.Shipped),
        PlantedFaults.Tagged,
        Environments.Minimal,
        Environments.Production,
        Environments.Lite,
        Environments.RequiredMfa,
        Environments.Phone,
        Environments.Bare,
        Environments.PlainNames,
        Environments.TextedCodes,
        Environments.MachineOnly,
        Environments.Grants,
        FederatedEnvironments.All,
        OperatedEnvironments.Everything,
        OperatedEnvironments.OwnTopic,
        OtherEnvironments.Migration,
        OtherEnvironments.OwnTriggers,
        OtherEnvironments.OwnDomain,
        OtherEnvironments.GovCloudWest,
        RiskActionsTests.Enforced,
    ];

    /// <summary>The files that an environment names.</summary>
    public static IProjectFiles FilesOf(string json) => json == FederatedEnvironments.All ? FederatedProviderTests.Files : Project;
}
