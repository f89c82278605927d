using System.Net;
using System.Net.Http.Headers;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;

namespace CognitoStack.Local.Tests.UserPools.Login;

/// <summary>ASP.NET Core's own handlers, as a confidential web application and as an API have them.</summary>
public sealed class AspNetTests(LoginHost host) : IClassFixture<LoginHost>
{
    private const string Issuer = $"https://cognito-idp.eu-west-1.amazonaws.com/{Templates.PoolId}";

    private string Metadata => $"{host.Address}{Templates.PoolId}/.well-known/openid-configuration";

    [Fact]
    public async Task A_confidential_application_signs_in_by_the_pages()
    {
        await using var app = await StartAsync(
            services =>
                services
                    .AddAuthentication(o =>
                    {
                        o.DefaultScheme = CookieAuthenticationDefaults.AuthenticationScheme;
                        o.DefaultChallengeScheme = OpenIdConnectDefaults.AuthenticationScheme;
                    })
                    .AddCookie()
                    .AddOpenIdConnect(o =>
                    {
                        (o.MetadataAddress, o.RequireHttpsMetadata) = (Metadata, false);
                        (o.ClientId, o.ClientSecret) = ("portal", Templates.ClientSecret);
                        (o.ResponseType, o.ResponseMode, o.UsePkce) = ("code", "query", true);
                        o.MapInboundClaims = false;
                        o.TokenValidationParameters.LifetimeValidator = IsAlive;
                        o.Scope.Add("email");
                        o.GetClaimsFromUserInfoEndpoint = true;
                        o.CorrelationCookie.SecurePolicy = o.NonceCookie.SecurePolicy = CookieSecurePolicy.None;
                        o.CorrelationCookie.SameSite = o.NonceCookie.SameSite = SameSiteMode.Lax;
                    }),
            user => user.FindFirstValue("email") ?? ""
        );
        host.Deploy(client: new { CallbackURLs = new[] { $"{Address(app)}signin-oidc" } });
        var email = await host.Pools.UserAsync();

        using var atApp = new Browser(Address(app));
        await atApp.OpenAsync("/");
        using var atLogin = host.NewBrowser();
        await atLogin.OpenAsync(atApp.Left!.OriginalString);
        await atLogin.SubmitAsync(("username", email), ("password", PoolHost.Password));
        await atApp.OpenAsync(atLogin.Left!.OriginalString);
        Assert.Equal((HttpStatusCode.OK, email), (atApp.Answer.StatusCode, atApp.Html));
    }

    [Fact]
    public async Task An_api_takes_access_tokens_and_no_forged_or_expired_ones()
    {
        host.Deploy();
        await using var api = await StartAsync(
            services =>
                services
                    .AddAuthentication(JwtBearerDefaults.AuthenticationScheme)
                    .AddJwtBearer(o =>
                    {
                        (o.MetadataAddress, o.RequireHttpsMetadata, o.MapInboundClaims) = (Metadata, false, false);
                        o.TokenValidationParameters.ValidIssuer = Issuer;
                        // Access tokens of Cognito have no audience unless an app names an API.
                        o.TokenValidationParameters.ValidateAudience = false;
                        o.TokenValidationParameters.LifetimeValidator = IsAlive;
                    }),
            user => user.FindFirstValue("client_id") ?? ""
        );
        using var browser = host.NewBrowser();
        var (_, tokens) = await host.RedeemAsync(await host.CodeAsync(browser, await host.Pools.UserAsync()));
        var access = tokens["access_token"]!.ToString();
        using var http = new HttpClient { BaseAddress = Address(api) };
        async Task<(HttpStatusCode, string)> CallAsync(string token)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/")
            {
                Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
            };
            using var answer = await http.SendAsync(request);
            return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
        }
        Assert.Equal((HttpStatusCode.OK, "web"), await CallAsync(access));
        var parts = access.Split('.');
        Assert.Equal(HttpStatusCode.Unauthorized, (await CallAsync($"{parts[0]}.{parts[1]}.{new string('A', parts[2].Length)}")).Item1);
        host.Pools.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(HttpStatusCode.Unauthorized, (await CallAsync(access)).Item1);
    }

    // The pool's clock is the tests'.
    private bool IsAlive(DateTime? notBefore, DateTime? expires, SecurityToken token, TokenValidationParameters parameters) =>
        expires > host.Pools.Time.GetUtcNow();

    private static async Task<WebApplication> StartAsync(Action<IServiceCollection> addAuthentication, Func<ClaimsPrincipal, string> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        addAuthentication(builder.Services);
        builder.Services.AddAuthorization();
        var app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapGet("/", (ClaimsPrincipal user) => answer(user)).RequireAuthorization();
        await app.StartAsync();
        return app;
    }

    private static Uri Address(WebApplication app) =>
        new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
}
