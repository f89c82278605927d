using System.Collections.Immutable;

namespace CognitoStack.Local.Deployment;

/// <summary>What a part of the host makes of a CloudFormation type. Every property that templates set must be in one of the two lists;
/// one that is in neither is told as not known, so that nothing is dropped in silence.</summary>
/// <param name="Type">CloudFormation type.</param>
/// <param name="Honours">Properties that work as in AWS; dots lead into objects (<c>Policies.PasswordPolicy</c>), and what is named includes all below it.</param>
/// <param name="Ignores">Properties without effect here, each with the reason, in few words.</param>
public sealed record Support(string Type, ImmutableArray<string> Honours, IReadOnlyDictionary<string, string> Ignores)
{
    /// <summary>Why the whole type has no effect here; null where it has.</summary>
    public string? Ignored { get; init; }

    /// <summary>A type that has no effect here.</summary>
    public static Support None(string type, string because) => new(type, [], new Dictionary<string, string>()) { Ignored = because };
}

/// <summary>Says what of a template a part of the host honours.</summary>
public interface ISupports
{
    /// <summary>The types that this part looks after.</summary>
    IEnumerable<Support> Types { get; }
}

/// <summary>A part of the host that has something to make when something is deployed: tables, buckets.</summary>
public interface IDeploymentStep
{
    /// <summary>Makes what is not there yet; changes nothing that holds data unless that loses none.</summary>
    /// <exception cref="DeploymentException">A change that would lose data.</exception>
    Task DeployAsync(Deployed next, CancellationToken cancel);

    /// <summary>Whether it makes secrets, which other resources of the same templates may refer to.</summary>
    bool MakesSecrets => false;

    /// <summary>Outputs that only a deployment on this machine has.</summary>
    IEnumerable<LocalOutput> Outputs(Deployed next) => [];
}

/// <summary>What a service knows of the life of its resources: which changes it rejects, and how one ends.</summary>
public interface IResourceLife
{
    /// <summary>CloudFormation types.</summary>
    IReadOnlyCollection<string> Types { get; }

    /// <summary>Does nothing where a resource may be changed in place.</summary>
    /// <exception cref="DeploymentException">The service rejects the change, in its words.</exception>
    void RequireChange(Resource before, Resource after) { }

    /// <summary>Removes a resource with all that it holds; does nothing where there is none.</summary>
    /// <exception cref="DeploymentException">The service rejects it, in its words.</exception>
    Task RemoveAsync(Resource resource, CancellationToken cancel);
}

/// <summary>One more output of a stack.</summary>
public sealed record LocalOutput(string Stack, string Name, string Value);

/// <summary>Templates that cannot be deployed here; the message is for the person who started the host.</summary>
/// <param name="message">What is wrong, and what helps.</param>
/// <param name="at">The resource that it is about; null where it is about no single one.</param>
public sealed class DeploymentException(string message, Resource? at = null) : Exception(message)
{
    /// <summary>The resource that it is about; null where it is about no single one.</summary>
    public Resource? At => at;
}
