using System.Text.Json.Nodes;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Tests.Access;
using CognitoStack.Local.Tests.Recording;

namespace CognitoStack.Local.Tests;

/// <summary>What is deployed in tests, which change it.</summary>
public sealed class FakeDeployment(Deployed? deployed = null) : IDeployment, IResourceChanges
{
    public Deployed Current
    {
        get;
        set => field = value.Record();
    } = (deployed ?? new("111122223333", "eu-west-1", [], new Dictionary<string, IReadOnlyDictionary<string, string>>())).Record();

    public string CodeOf(Resource function) => throw new NotSupportedException();

    public Task ChangeAsync(Resource resource, Action<JsonObject> change, CancellationToken cancel)
    {
        Current = Current.With(resource, change);
        return Task.CompletedTask;
    }

    public Task RemoveAsync(Resource resource, CancellationToken cancel)
    {
        Current = Current.Without(resource);
        return Task.CompletedTask;
    }

    public Task<bool> RestoreAsync(Func<Resource, bool> isIt, Action<JsonObject> change, CancellationToken cancel) =>
        Task.FromResult(false);
}
