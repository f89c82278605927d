using System.Text.Json.Nodes;
using CognitoStack.Local.Http;
using CognitoStack.Local.UserPools.Settings;
using CognitoStack.Local.UserPools.Store;
using CognitoStack.Local.UserPools.Tokens;

namespace CognitoStack.Local.UserPools.Operations;

/// <summary>Ends sign-ins.</summary>
internal sealed class SignOutOperations(TokenReader tokens, SignOut signOut) : IOperations
{
    public bool AreForAdministrators => false;

    public IReadOnlyDictionary<string, Operation> Operations =>
        new Dictionary<string, Operation>
        {
            ["GlobalSignOut"] = async call =>
            {
                var bearer = await tokens.ReadAccessTokenAsync(call.Required("AccessToken"));
                await signOut.EverywhereAsync(bearer.Pool, bearer.User);
                return [];
            },
            ["RevokeToken"] = async call =>
            {
                var scope = call.ClientScope();
                if (!SecretHash.IsSecret(scope.RequiredClient, call.Text("ClientSecret")))
                    throw new AwsException("UnauthorizedException", "Invalid client credentials.");
                await signOut.RevokeAsync(scope.RequiredClient, call.Required("Token"));
                return [];
            },
        };
}

/// <summary>Ends sign-ins, and with them the tokens that come from them.</summary>
internal sealed class SignOut(Users users, Grants grants, TokenReader tokens, TimeProvider time)
{
    /// <summary>Ends all sign-ins of a user.</summary>
    public Task EverywhereAsync(UserPool pool, User user) => users.ChangeAsync(pool, user, Ended, sql => Grants.RevokeAll(sql, user));

    /// <summary>The user, signed out.</summary>
    public User Ended(User user) => user with { SignedOut = time.GetUtcNow() };

    /// <summary>Ends the sign-in of a refresh token. One that nobody knows is as good as ended.</summary>
    public async Task RevokeAsync(AppClient client, string token)
    {
        if (!client.CanRevoke)
            throw new AwsException("UnsupportedOperationException", "Token revocation is not enabled for this client.");
        if (tokens.Parse(token) is not null)
            throw new AwsException("UnsupportedTokenTypeException", "Only refresh tokens can be revoked.");
        if (grants.Find(token) is not { } found)
            return;
        if (found.Grant.Client != client.Id)
            throw new AwsException("UnauthorizedException", "The token was issued to another client.");
        await grants.RevokeAsync(found.Grant);
    }
}
