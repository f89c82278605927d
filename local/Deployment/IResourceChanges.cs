using System.Text.Json.Nodes;

namespace CognitoStack.Local.Deployment;

/// <summary>Changes what is deployed by hand, as a platform team does between deployments: its stack does not know of it until somebody looks for drift.</summary>
public interface IResourceChanges
{
    /// <summary>Changes the properties of a resource.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="change">What is changed of its properties.</param>
    /// <param name="cancel">Cancels.</param>
    /// <exception cref="DeploymentException">What it would be is no such resource.</exception>
    Task ChangeAsync(Resource resource, Action<JsonObject> change, CancellationToken cancel);

    /// <summary>Deletes a resource; its stack goes on to believe that it is there.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="cancel">Cancels.</param>
    /// <exception cref="DeploymentException">It has been deleted meanwhile.</exception>
    Task RemoveAsync(Resource resource, CancellationToken cancel);

    /// <summary>Makes a resource again that its stack declares and somebody deleted by hand.</summary>
    /// <param name="isIt">Whether it is the one that is made.</param>
    /// <param name="change">What it has other than its template says.</param>
    /// <param name="cancel">Cancels.</param>
    /// <returns>Whether there was one; otherwise nobody made anything.</returns>
    Task<bool> RestoreAsync(Func<Resource, bool> isIt, Action<JsonObject> change, CancellationToken cancel);
}
