using CognitoStack.Local.Deployment;

namespace CognitoStack.Local.IdentityPools;

/// <summary>How identity pools end.</summary>
internal sealed class IdentityPoolLife(IdentityStore store) : IResourceLife
{
    public IReadOnlyCollection<string> Types => ["AWS::Cognito::IdentityPool"];

    public Task RemoveAsync(Resource resource, CancellationToken cancel)
    {
        store.RemovePool(resource.Name);
        return Task.CompletedTask;
    }
}
