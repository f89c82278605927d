using System.Text.Json.Nodes;
using CognitoStack.Local.Access;

namespace CognitoStack.Local.Tests;

/// <summary>IAM of which tests say what it says. Nobody takes roles on.</summary>
internal class FakeAuthorizer : IAuthorizer
{
    public bool Allows { get; set; } = true;

    /// <summary>Resources that nobody may touch all the same.</summary>
    public HashSet<string> Refused { get; } = [];

    public List<AccessRequest> Asked { get; } = [];

    public virtual Task<Decision> DecideAsync(Caller caller, IReadOnlyList<AccessRequest> requests, CancellationToken cancel)
    {
        Asked.AddRange(requests);
        return Task.FromResult(new Decision(Allows && requests.All(r => !Refused.Contains(r.Resource)), ""));
    }

    public Task<Decision> DecideAssumingAsync(
        Caller caller,
        Resource role,
        JsonObject context,
        IReadOnlyDictionary<string, string> tags,
        CancellationToken cancel
    ) => throw new NotSupportedException();

    public Task<Decision> DecideTrustAsync(
        Resource role,
        string federated,
        JsonObject context,
        IReadOnlyDictionary<string, string> tags,
        CancellationToken cancel
    ) => throw new NotSupportedException();
}
