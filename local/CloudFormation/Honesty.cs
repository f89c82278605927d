using CognitoStack.Local.Coverage;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Deployment.Stacks;

namespace CognitoStack.Local.CloudFormation;

/// <summary>Rejects what nothing on this machine honours, by its name: a property that was dropped in silence would be missed on AWS alone.</summary>
internal sealed class Honesty(SupportTable support, DeploymentOptions options)
{
    /// <exception cref="TemplateException">A property that no part of the host knows.</exception>
    public void Require(StackState state)
    {
        if (options.AcceptsIgnored)
            return;
        var unknown = state
            .Resources.SelectMany(r => support.Unknown(r.Made).Where(p => p != "*").Select(p => $"{r.LogicalId}.{p} ({r.Made.Type})"))
            .ToList();
        if (unknown.Count > 0)
            throw new TemplateException(
                $"Nothing on this machine honours {string.Join(", ", unknown)}. Take it out, or start the local AWS with --accept-ignored to have it listed as ignored."
            );
    }
}
