namespace CognitoStack.Local.Deployment;

/// <summary>All that is deployed. It does not change: a deployment makes another one.</summary>
public sealed class Deployed(
    string account,
    string region,
    IReadOnlyList<Resource> resources,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> outputs
) : TemplateSet(account, region, resources, outputs);

/// <summary>Holds what is deployed now.</summary>
public interface IDeployment
{
    /// <summary>What is deployed now; two readings within one request may differ: read once.</summary>
    Deployed Current { get; }

    /// <summary>The folder with a function's unpacked code.</summary>
    string CodeOf(Resource function);
}
