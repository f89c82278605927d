using System.Text.Json.Nodes;

namespace CognitoStack.Local.UserPools.Operations;

/// <summary>Does an operation.</summary>
internal delegate Task<JsonObject> Operation(Call call);

/// <summary>Operations that belong together.</summary>
internal interface IOperations
{
    /// <summary>By name.</summary>
    IReadOnlyDictionary<string, Operation> Operations { get; }

    /// <summary>Whether IAM decides who may call them, rather than what is in the request.</summary>
    bool AreForAdministrators { get; }
}
