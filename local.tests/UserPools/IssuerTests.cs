using CognitoStack.Local.UserPools;
using Microsoft.Extensions.DependencyInjection;

namespace CognitoStack.Local.Tests.UserPools;

public sealed class IssuerTests : IDisposable
{
    private const string Here = "http://localhost:4566";
    private const string Provider = $"cognito-idp.eu-west-1.amazonaws.com/{Templates.PoolId}";
    private readonly PoolHost host = new();

    private IUserPoolTokens Tokens => host.Services.GetRequiredService<IUserPoolTokens>();

    [Theory]
    [InlineData(null, $"https://{Provider}")]
    [InlineData(Here, $"{Here}/{Templates.PoolId}")]
    public async Task Tokens_name_the_issuer_that_was_chosen_and_are_good_for_the_pool_and_identity_pools(string? issuer, string expected)
    {
        var (id, access) = await SignInAsync(issuer);

        Assert.All(new[] { id, access }, token => Assert.Equal(expected, PoolHost.Claims(token)["iss"]!.ToString()));
        Assert.NotNull(await host.CallAsync("GetUser", new { AccessToken = access }));
        // The template names the provider of an identity pool as AWS does, whoever the tokens name.
        Assert.Equal(Provider, Tokens.ProviderOf(expected));
        Assert.Equal("web", (await Tokens.VerifyIdTokenAsync(Provider, id, isLive: true))["aud"]!.ToString());
    }

    [Theory]
    [InlineData(null, Here)]
    [InlineData(Here, null)]
    [InlineData(Here, "http://localhost:4600")]
    public async Task A_token_of_another_issuer_is_refused_though_its_key_is_the_pools(string? before, string? now)
    {
        var (id, access) = await SignInAsync(before);
        host.Issuer = new(now);
        host.Restart();

        Assert.Equal("Invalid Access Token", await host.RefusedAsync("NotAuthorizedException", "GetUser", new { AccessToken = access }));
        await Assert.ThrowsAsync<TokenException>(() => Tokens.VerifyIdTokenAsync(Provider, id, isLive: false));
    }

    [Theory]
    [InlineData(null, $"{Here}/{Templates.PoolId}")]
    [InlineData(Here, $"http://localhost:4567/{Templates.PoolId}")]
    [InlineData(Here, $"{Here}/eu-west-1_Other")]
    [InlineData(Here, Provider)]
    public void An_address_that_is_not_the_issuers_has_no_provider(string? issuer, string other)
    {
        host.Issuer = new(issuer);
        host.Restart();
        host.Deploy();
        Assert.Null(Tokens.ProviderOf(other));
    }

    public void Dispose() => host.Dispose();

    private async Task<(string Id, string Access)> SignInAsync(string? issuer)
    {
        host.Issuer = new(issuer);
        host.Restart();
        host.Deploy();
        var (id, access, _) = await host.TokensAsync(await host.UserAsync());
        return (id, access);
    }
}
