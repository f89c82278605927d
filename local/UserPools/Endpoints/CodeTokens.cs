using CognitoStack.Local.UserPools.Login.Protocol;
using CognitoStack.Local.UserPools.SignIn;
using CognitoStack.Local.UserPools.Tokens;

namespace CognitoStack.Local.UserPools.Endpoints;

/// <summary>Tokens for a code of the login pages.</summary>
/// <remarks>Source: Amazon Cognito Developer Guide, "The token issuer endpoint". https://docs.aws.amazon.com/cognito/latest/developerguide/token-endpoint.html</remarks>
internal sealed class CodeTokens(AuthorizationCodes codes, RefreshSignIn refresh, TokenIssuer issuer)
{
    /// <exception cref="OAuthException">The client has no code flow, or the code is not good.</exception>
    /// <exception cref="Http.AwsException">The user has been disabled or signed out since.</exception>
    public async Task<TokenSet> IssueAsync(Scope scope, IFormCollection form)
    {
        if (!scope.RequiredClient.OAuthFlows.Contains("code"))
            throw new OAuthException("unauthorized_client");
        string Required(string name) =>
            form[name].FirstOrDefault() is { Length: > 0 } value ? value : throw new OAuthException("invalid_request");
        var (code, redirectUri, verifier) = (Required("code"), Required("redirect_uri"), form["code_verifier"].FirstOrDefault());
        var waiting = codes.Redeem(code, scope.RequiredClient.Id, redirectUri, verifier) ?? throw new OAuthException("invalid_grant");
        refresh.Find(scope, waiting.RefreshToken);
        return await issuer.SignAsync(scope, waiting.Draft, waiting.Grant, waiting.RefreshToken);
    }
}
