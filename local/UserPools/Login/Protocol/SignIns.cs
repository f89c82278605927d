using CognitoStack.Local.Http;
using CognitoStack.Local.UserPools.Store;
using CognitoStack.Local.UserPools.Tokens;

namespace CognitoStack.Local.UserPools.Login.Protocol;

/// <summary>Answers an app once somebody has signed in.</summary>
internal sealed class SignIns(Grants grants, TokenIssuer issuer, AuthorizationCodes codes, UserPoolMetrics metrics)
{
    /// <summary>The callback with a code, or with tokens where the app wants those; with an error where the trigger for tokens refuses.</summary>
    public async Task<string> AnswerAsync(AuthorizationRequest request, User user, DateTimeOffset authenticated, CancellationToken cancel)
    {
        var scope = request.Scope;
        var (grant, refreshToken) = await grants.StartAsync(request.Client, user, authenticated, new(request.Scopes, request.Resource));
        DraftTokens draft;
        try
        {
            draft = await issuer.DraftAsync(scope, user, grant, "TokenGeneration_HostedAuth", cancel);
        }
        catch (AwsException e) when (e.Status < 500)
        {
            await grants.RevokeAsync(grant);
            return request.Answer(("error_description", e.Message), ("error", "invalid_request"));
        }
        if (request.Nonce is not null)
            draft.Id["nonce"] = request.Nonce;
        if (request.WantsCode)
            return request.Answer(("code", codes.New(new(request, draft, grant, refreshToken))));

        var tokens = await metrics.WatchAsync(
            Measured.SignIn,
            request.Pool,
            request.Client.Id,
            () => issuer.SignAsync(scope, draft, grant, null)
        );
        return request.Answer(
            ("id_token", tokens.IdToken),
            ("access_token", tokens.AccessToken),
            ("expires_in", $"{(int)tokens.AccessTokenValidity.TotalSeconds}"),
            ("token_type", "Bearer")
        );
    }
}
