using CognitoStack.Local.Http;
using CognitoStack.Local.Providers;
using CognitoStack.Local.Providers.OpenId;
using CognitoStack.Local.UserPools;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CognitoStack.Local.IdentityPools;

/// <summary>Verifies the logins that somebody sends.</summary>
internal sealed class LoginVerifier(
    IUserPoolTokens tokens,
    DirectProviders direct,
    SamlAssertions saml,
    ProviderTokens providerTokens,
    ProviderJournal journal
)
{
    /// <summary>Verifies all; one that is wrong spoils the others.</summary>
    /// <exception cref="AwsException"><c>NotAuthorizedException</c>.</exception>
    public async Task<IReadOnlyList<Login>> VerifyAsync(IdentityPool pool, IReadOnlyList<KeyValuePair<string, string>> logins)
    {
        var verified = new List<Login>();
        foreach (var (provider, token) in logins)
            verified.Add(await VerifyAsync(pool, provider, token));
        return verified;
    }

    private async Task<Login> VerifyAsync(IdentityPool pool, string provider, string token)
    {
        if (DirectProviders.Of(pool).FirstOrDefault(p => p.Login == provider) is { } outside)
            return await VerifyAsync(outside, token);
        if (pool.SamlProviderArns.Contains(provider))
            return await OfSamlAsync(pool, provider, token);
        var clients = pool.ClientsOf(provider).ToList();
        if (clients.Count == 0)
            throw NotSupported();

        // What is read before the token is verified only finds what is wrong; who it is comes from the verified claims.
        var unverified = Read(provider, token);
        var client = clients.Find(c => unverified.Audiences.Contains(c["ClientId"]?.ToString())) ?? throw NotSupported();
        try
        {
            var claims = await tokens.VerifyIdTokenAsync(provider, token, isLive: client["ServerSideTokenCheck"]?.ToString() == "true");
            return claims.Text("aud") == client["ClientId"]!.ToString()
                ? new(provider, claims.Text("aud")!, claims.Text("sub")!, claims)
                : throw NotSupported();
        }
        catch (TokenException e)
        {
            throw IdentityErrors.NotAuthorized(e.Message);
        }
    }

    private async Task<Login> VerifyAsync(DirectProvider provider, string token)
    {
        try
        {
            var read = direct.Read(provider);
            var claims = await providerTokens.VerifyAsync(read, token, provider.Clients, CancellationToken.None);
            journal.Accepted(
                provider.Name,
                new(claims.Text("sub")!, claims, new() { ["token"] = claims.DeepClone() }) { Checked = ProviderTokens.CheckedOf(read) }
            );
            return new(provider.Login, claims.Text("aud")!, claims.Text("sub")!, claims);
        }
        catch (ProviderException e)
        {
            journal.Refused(provider.Name, e);
            throw IdentityErrors.NotAuthorized($"Invalid login token. {e.Message}");
        }
    }

    /// <summary>An assertion's attributes are the claims; who it is about and where it was sent are the two that every provider has.</summary>
    private async Task<Login> OfSamlAsync(IdentityPool pool, string arn, string response)
    {
        try
        {
            var read = await saml.VerifyAsync(pool.Deployed, arn, response, CancellationToken.None);
            var claims = read.Attributes.DeepClone().AsObject();
            (claims["sub"], claims["aud"]) = (read.Session.NameId, read.Recipient);
            return new(arn, read.Recipient, read.Session.NameId, claims);
        }
        catch (ProviderException e)
        {
            throw IdentityErrors.NotAuthorized($"Invalid login token. {e.Message}");
        }
    }

    private JsonWebToken Read(string provider, string token)
    {
        JsonWebToken jwt;
        try
        {
            jwt = new(token);
        }
        catch (Exception e) when (e is ArgumentException or SecurityTokenException)
        {
            throw IdentityErrors.NotAuthorized("Invalid login token. Not a valid OpenId Connect identity token.");
        }

        if (tokens.ProviderOf(jwt.Issuer) != provider)
            throw IdentityErrors.NotAuthorized("Invalid login token. Issuer doesn't match providerName");
        return jwt.Audiences.Any() ? jwt : throw IdentityErrors.NotAuthorized("Invalid login token. Missing a required claim: aud");
    }

    private static AwsException NotSupported() =>
        IdentityErrors.NotAuthorized("Token is not from a supported provider of this identity pool.");
}
