using System.Globalization;
using System.Text.Json.Nodes;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Http;
using CognitoStack.Local.Providers;
using CognitoStack.Local.Providers.OpenId;
using CognitoStack.Local.UserPools;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CognitoStack.Local.IdentityPools.Sts;

/// <summary>Somebody with a token that STS believes.</summary>
/// <param name="Federated">The provider as trust policies name it.</param>
/// <param name="Prefix">The provider as condition keys name it.</param>
/// <param name="Claims">Claims of the token.</param>
internal sealed record WebIdentity(string Federated, string Prefix, JsonObject Claims)
{
    public string Subject => Claims.Text("sub") ?? string.Empty;

    public string Audience => Claims.Text("aud") ?? string.Empty;

    /// <summary>Session tags that the token carries: a provider signs who somebody is with what goes for them.</summary>
    public IReadOnlyDictionary<string, string> Tags =>
        (Claims[OpenIdTokens.TagsClaim]?["principal_tags"] as JsonObject ?? []).ToDictionary(
            t => t.Key,
            t => (t.Value is JsonArray { Count: > 0 } list ? list[0] : t.Value)?.ToString() ?? string.Empty
        );
}

/// <summary>Verifies web identity tokens: of identity pools, and of user pools and other issuers that an IAM OIDC provider stands for.</summary>
internal sealed class WebIdentities(
    OpenIdTokens identityPools,
    IUserPoolTokens userPools,
    DirectProviders direct,
    ProviderTokens providerTokens,
    TimeProvider time
)
{
    /// <summary>Verifies a token.</summary>
    /// <exception cref="AwsException"><c>InvalidIdentityToken</c>, <c>ExpiredTokenException</c>.</exception>
    public async Task<WebIdentity> VerifyAsync(Deployed deployed, string token)
    {
        var unverified = Read(token);
        return unverified.Issuer == $"https://{OpenIdTokens.Host}"
            ? await OfIdentityPoolAsync(token)
            : await OfUserPoolAsync(deployed, unverified, token);
    }

    private async Task<WebIdentity> OfIdentityPoolAsync(string token)
    {
        var claims = await identityPools.VerifyAsync(token) ?? throw Invalid("Couldn't verify the signature of the token.");
        CheckExpiry(claims["exp"]!.GetValue<long>());
        return new(OpenIdTokens.Host, OpenIdTokens.Host, claims);
    }

    private async Task<WebIdentity> OfUserPoolAsync(Deployed deployed, JsonWebToken unverified, string token)
    {
        var name = WithoutScheme(userPools.ProviderOf(unverified.Issuer) ?? unverified.Issuer);
        if (
            deployed
                .OfType("AWS::IAM::OIDCProvider")
                .FirstOrDefault(p => direct.Read(DirectProviders.Of(deployed, p)).Issuer == unverified.Issuer) is
            { } outside
        )
            return await OfProviderAsync(DirectProviders.Of(deployed, outside), outside, unverified, token);
        var provider =
            deployed.OfType("AWS::IAM::OIDCProvider").FirstOrDefault(p => WithoutScheme(p.Text("Url") ?? string.Empty) == name)
            ?? throw Invalid($"No OpenIDConnect provider found in your account for {unverified.Issuer}");
        if (!deployed.OfType("AWS::Cognito::UserPool").Any(p => name == $"cognito-idp.{deployed.Region}.amazonaws.com/{p.Name}"))
            throw Unreachable();
        CheckExpiry(EpochTime.GetIntDate(unverified.ValidTo));
        try
        {
            var claims = await userPools.VerifyIdTokenAsync(name, token, isLive: false);
            return (provider.Properties["ClientIdList"] as JsonArray ?? []).Any(c => c?.ToString() == claims.Text("aud"))
                ? new(provider.Arn, name, claims)
                : throw Invalid("Incorrect token audience");
        }
        catch (TokenException e)
        {
            throw Invalid(e.Message);
        }
    }

    private async Task<WebIdentity> OfProviderAsync(DirectProvider provider, Resource resource, JsonWebToken unverified, string token)
    {
        CheckExpiry(EpochTime.GetIntDate(unverified.ValidTo));
        try
        {
            return new(
                resource.Arn,
                provider.Login,
                await providerTokens.VerifyAsync(direct.Read(provider), token, provider.Clients, CancellationToken.None)
            );
        }
        catch (ProviderException e)
        {
            throw e.Check switch
            {
                "audience" => Invalid("Incorrect token audience"),
                "discovery" or "unreachable" or "answer" => Unreachable(),
                _ => Invalid($"Couldn't verify the token: {e.Message}"),
            };
        }
    }

    private void CheckExpiry(long expiry)
    {
        var now = time.GetUtcNow();
        if (now.ToUnixTimeSeconds() >= expiry)
            throw new AwsException(
                "ExpiredTokenException",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Token expired: current date/time {now:yyyy-MM-ddTHH:mm:ssZ} must be before the expiration date/time {DateTimeOffset.FromUnixTimeSeconds(expiry):yyyy-MM-ddTHH:mm:ssZ}"
                )
            );
    }

    private static JsonWebToken Read(string token)
    {
        try
        {
            return new(token);
        }
        catch (Exception e) when (e is ArgumentException or SecurityTokenException)
        {
            throw Invalid("The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)");
        }
    }

    private static string WithoutScheme(string url) =>
        url.StartsWith("https://", StringComparison.Ordinal) ? url["https://".Length..].TrimEnd('/') : url.TrimEnd('/');

    private static AwsException Unreachable() =>
        Invalid(
            "Couldn't retrieve verification key from your identity provider, please reference AssumeRoleWithWebIdentity documentation for requirements"
        );

    private static AwsException Invalid(string message) => new("InvalidIdentityToken", message);
}
