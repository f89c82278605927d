using CognitoStack.Local.Deployment;
using CognitoStack.Local.Providers;

namespace CognitoStack.Local.StandIns;

/// <summary>Refuses answers for providers that no template has: a name that was mistyped would leave a stand-in in their place.</summary>
internal sealed class ProviderStep(IEnumerable<IProviderClients> apps, ProviderTargets targets) : IDeploymentStep
{
    public Task DeployAsync(Deployed next, CancellationToken cancel)
    {
        var known = apps.SelectMany(a => a.Of(next)).Select(c => c.Provider).ToHashSet();
        if (targets.Chosen.Keys.FirstOrDefault(name => !known.Contains(name)) is { } unknown)
            throw new DeploymentException(
                $"--provider {unknown}={targets.Chosen[unknown]}: the templates have no identity provider {unknown}; {(known.Count == 0 ? "they have none" : $"theirs are {string.Join(", ", known.Order())}")}."
            );
        return Task.CompletedTask;
    }
}
