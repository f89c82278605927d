using System.Text.Json.Nodes;
using CognitoStack.Local.UserPools.Risk;
using CognitoStack.Local.UserPools.Settings;

namespace CognitoStack.Local.UserPools;

/// <summary>Where something happens: the pool as it was deployed when the request came, the app client, and what the client sent for triggers.</summary>
internal sealed record Scope(UserPool Pool, AppClient? Client, JsonObject? ClientMetadata)
{
    /// <summary>Where the request comes from.</summary>
    public Origin Origin { get; init; } = Origin.Unknown;

    public AppClient RequiredClient => Client ?? throw new InvalidOperationException("Nobody signs in without an app client.");

    /// <summary>Whether nobody is told that a user does not exist; administrators always are.</summary>
    public bool HidesUsers => Client?.HidesUsers == true;
}
