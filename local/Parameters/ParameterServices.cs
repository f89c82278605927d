using CognitoStack.Local.Deployment;
using CognitoStack.Local.Front;

namespace CognitoStack.Local.Parameters;

/// <summary>What becomes of SSM's parameters.</summary>
internal sealed class ParameterSupport : ISupports
{
    /// <inheritdoc/>
    public IEnumerable<Support> Types =>
        [
            new(
                "AWS::SSM::Parameter",
                ["DataType", "Name", "Tags", "Type", "Value"],
                new Dictionary<string, string>
                {
                    ["AllowedPattern"] = "CloudFormation checks it",
                    ["Description"] = "parameters are read here, not described",
                    ["Policies"] = "parameters do not expire here",
                    ["Tier"] = "parameters cost nothing here",
                }
            ),
        ];
}

/// <summary>Composition.</summary>
public static class ParameterServices
{
    /// <summary>Adds SSM's parameters.</summary>
    public static IServiceCollection AddSsm(this IServiceCollection services) =>
        services.AddSingleton<IJsonService, ParameterStore>().AddSingleton<ISupports, ParameterSupport>();
}
