using CognitoStack.Local.Http;
using CognitoStack.Local.UserPools.Devices;
using CognitoStack.Local.UserPools.Store;
using CognitoStack.Local.UserPools.Tokens;

namespace CognitoStack.Local.UserPools.SignIn;

/// <summary>New tokens for a refresh token.</summary>
internal sealed class RefreshSignIn(Users users, Grants grants, TokenIssuer issuer, TimeProvider time)
{
    /// <summary>The sign-in that a refresh token of this client belongs to, and its user.</summary>
    /// <exception cref="AwsException">It is none, or ended.</exception>
    public (FoundToken Token, User User) Find(Scope scope, string token)
    {
        if (grants.Find(token) is not { } found || found.Grant.Client != scope.RequiredClient.Id || found.Grant.Pool != scope.Pool.Id)
            throw Error.NotAuthorized("Invalid Refresh Token");
        if (found.Grant.IsRevoked)
            throw Error.NotAuthorized("Refresh Token has been revoked");
        if (found.Grant.Expires <= time.GetUtcNow())
            throw Error.NotAuthorized("Refresh Token has expired");
        var user = users.Find(scope.Pool, found.Grant.Username) ?? throw Error.NotAuthorized("Invalid Refresh Token");
        return user.IsEnabled ? (found, user) : throw Error.Disabled();
    }

    /// <summary>Issues tokens, and a new refresh token in the place of the old one where the client rotates them.</summary>
    /// <param name="deviceKey">What the client says that its device is.</param>
    /// <remarks>Source: AWS, "GetTokensFromRefreshToken": in a pool that remembers devices, the key of a confirmed one is required
    /// (https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetTokensFromRefreshToken.html).</remarks>
    public async Task<TokenSet> RefreshAsync(Scope scope, string token, string? deviceKey, CancellationToken cancel)
    {
        var (found, user) = Find(scope, token);
        if (scope.Pool.Devices is not null && found.Grant.DeviceKey is { } key && (deviceKey != key || !UserDevices.IsConfirmed(user, key)))
            throw Error.NotAuthorized("Invalid Refresh Token");
        var client = scope.RequiredClient;
        // Switching rotation off does not bring back what was replaced.
        if (found.Replaced is { } replaced && replaced + client.RotationGrace <= time.GetUtcNow())
            throw Reused();
        var tokens = await issuer.IssueAsync(scope, user, found.Grant, "TokenGeneration_RefreshTokens", null, cancel);
        if (!client.Rotates)
            return tokens;
        return tokens with { RefreshToken = await grants.ReplaceAsync(found.Grant, token, client.RotationGrace) ?? throw Reused() };
    }

    private static AwsException Reused() => new("RefreshTokenReuseException", "Refresh token has already been used.");
}
