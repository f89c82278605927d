using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using CognitoStack.Local.Access;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Firewall;
using CognitoStack.Local.Functions;
using CognitoStack.Local.Http;
using CognitoStack.Local.Kms;
using CognitoStack.Local.Logs;
using CognitoStack.Local.Metrics;
using CognitoStack.Local.UserPools;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CognitoStack.Local.Tests.UserPools;

public sealed class EndpointTests(PoolHost host) : IClassFixture<PoolHost>, IAsyncLifetime, IDisposable
{
    private const string Scopes = "https://notes.example/read https://notes.example/write";
    private WebApplication app = null!;
    private HttpClient http = null!;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder
            .Services.AddSingleton(host.Services.GetRequiredService<StateFolder>())
            .AddSingleton<IDeployment>(host.Deployment)
            .AddSingleton<IResourceChanges>(host.Deployment)
            .AddSingleton<IAuthorizer>(host.Authorizer)
            .AddSingleton<IFunctions>(host.Functions)
            .AddSingleton<TimeProvider>(host.Time)
            .AddSingleton(new HostEndpoint(new Uri("http://127.0.0.1:4566")))
            .AddKms()
            .AddCloudWatch()
            .AddLogs()
            .AddFirewall()
            .AddUserPools();
        app = builder.Build();
        app.MapUserPools();
        await app.StartAsync();
        http = new HttpClient
        {
            BaseAddress = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()),
        };
    }

    [Fact]
    public async Task Anybody_verifies_tokens_with_the_published_keys()
    {
        host.Deploy();
        var (id, access, _) = await host.TokensAsync(await host.UserAsync());
        var answer = await http.GetAsync(new Uri($"/{Templates.PoolId}/.well-known/jwks.json", UriKind.Relative));
        Assert.Equal("*", answer.Headers.GetValues("Access-Control-Allow-Origin").Single());
        var keys = new JsonWebKeySet(await answer.Content.ReadAsStringAsync());
        Assert.Equal(("RS256", "sig", "RSA"), (keys.Keys[0].Alg, keys.Keys[0].Use, keys.Keys[0].Kty));
        Assert.Null(keys.Keys[0].D);
        foreach (var token in new[] { id, access })
        {
            var result = await new JsonWebTokenHandler().ValidateTokenAsync(
                token,
                new TokenValidationParameters
                {
                    ValidIssuer = $"https://cognito-idp.eu-west-1.amazonaws.com/{Templates.PoolId}",
                    IssuerSigningKeys = keys.GetSigningKeys(),
                    ValidateAudience = false,
                    ValidateLifetime = false,
                }
            );
            Assert.True(result.IsValid, result.Exception?.Message);
        }
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await http.GetAsync(new Uri("/eu-west-1_None/.well-known/jwks.json", UriKind.Relative))).StatusCode
        );
    }

    [Fact]
    public async Task The_configuration_has_AWSs_issuer_and_this_hosts_addresses()
    {
        host.Deploy();
        var json = await http.GetFromJsonAsync<JsonObject>(
            new Uri($"/{Templates.PoolId}/.well-known/openid-configuration", UriKind.Relative)
        );
        Assert.Equal($"https://cognito-idp.eu-west-1.amazonaws.com/{Templates.PoolId}", json!["issuer"]!.ToString());
        var here = $"http://localhost:{http.BaseAddress!.Port}";
        Assert.Equal($"{here}/{Templates.PoolId}/.well-known/jwks.json", json["jwks_uri"]!.ToString());
        Assert.Equal(
            ["/oauth2/authorize", "/logout", "/oauth2/revoke", "/oauth2/token", "/oauth2/userInfo"],
            json.Where(p => p.Key.EndsWith("_endpoint", StringComparison.Ordinal)).Select(p => p.Value!.ToString()[here.Length..])
        );
        Assert.All(
            json.Where(p => p.Key.EndsWith("_endpoint", StringComparison.Ordinal)),
            p => Assert.StartsWith(here, p.Value!.ToString(), StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_machine_signs_in_with_its_secret(bool isBasic)
    {
        DeployMachine();
        var (status, json) = await TokenAsync(new() { ["grant_type"] = "client_credentials" }, isBasic);
        Assert.Equal(HttpStatusCode.OK, status);
        var claims = PoolHost.Claims(json["access_token"]!.ToString());
        Assert.Equal(
            ("portal", "portal", "access", Scopes),
            (claims["sub"]!.ToString(), claims["client_id"]!.ToString(), claims["token_use"]!.ToString(), claims["scope"]!.ToString())
        );
        Assert.Equal((1800, "Bearer"), ((int)json["expires_in"]!, json["token_type"]!.ToString()));
        Assert.Null(json["refresh_token"]);
        await host.RefusedAsync("NotAuthorizedException", "GetUser", new { AccessToken = json["access_token"]!.ToString() });
        (_, json) = await TokenAsync(new() { ["grant_type"] = "client_credentials", ["scope"] = "https://notes.example/read" }, isBasic);
        Assert.Equal("https://notes.example/read", PoolHost.Claims(json["access_token"]!.ToString())["scope"]!.ToString());
    }

    [Theory]
    [InlineData("client_credentials", "https://notes.example/delete", Templates.ClientSecret, "portal", "invalid_scope")]
    [InlineData("client_credentials", "openid", Templates.ClientSecret, "portal", "invalid_scope")]
    [InlineData("client_credentials", "", "wrong", "portal", "invalid_client")]
    [InlineData("client_credentials", "", "", "portal", "invalid_client")]
    [InlineData("client_credentials", "", "", "nobody", "invalid_client")]
    [InlineData("client_credentials", "", "", "web", "unauthorized_client")]
    [InlineData("client_credentials", "", Templates.ClientSecret, "web", "invalid_client")]
    [InlineData("authorization_code", "", Templates.ClientSecret, "portal", "unauthorized_client")]
    [InlineData("password", "", Templates.ClientSecret, "portal", "unsupported_grant_type")]
    [InlineData("refresh_token", "", Templates.ClientSecret, "portal", "invalid_grant")]
    public async Task Machines_are_refused_as_OAuth_says(string grant, string scope, string secret, string client, string error)
    {
        DeployMachine();
        var (status, json) = await TokenAsync(
            new()
            {
                ["grant_type"] = grant,
                ["scope"] = scope,
                ["refresh_token"] = "x",
            },
            isBasic: false,
            client,
            secret
        );
        Assert.Equal((HttpStatusCode.BadRequest, error), (status, json["error"]!.ToString()));
    }

    [Fact]
    public async Task A_client_without_the_grant_gets_no_machine_token()
    {
        DeployMachine("code");
        Assert.Equal(
            "unauthorized_client",
            (await TokenAsync(new() { ["grant_type"] = "client_credentials" }, isBasic: true)).Json["error"]!.ToString()
        );
    }

    [Fact]
    public async Task A_function_gives_machines_claims_in_the_third_version_of_the_event()
    {
        DeployMachine(
            "client_credentials",
            new { LambdaConfig = new { PreTokenGenerationConfig = new { LambdaArn = Templates.FunctionArn, LambdaVersion = "V3_0" } } }
        );
        host.Functions.Answer = e =>
        {
            Assert.Equal(
                ("TokenGeneration_ClientCredentials", "b"),
                (e["triggerSource"]!.ToString(), e["request"]!["clientMetadata"]!["a"]!.ToString())
            );
            e["response"] = Templates.Json(
                new
                {
                    claimsAndScopeOverrideDetails = new
                    {
                        accessTokenGeneration = new { claimsToAddOrOverride = new { plan = "gold", sub = "x" } },
                    },
                }
            );
            return e;
        };
        var (_, json) = await TokenAsync(
            new() { ["grant_type"] = "client_credentials", ["aws_client_metadata"] = """{"a":"b"}""" },
            isBasic: true
        );
        var claims = PoolHost.Claims(json["access_token"]!.ToString());
        Assert.Equal(("gold", "portal"), (claims["plan"]!.ToString(), claims["sub"]!.ToString()));
    }

    [Fact]
    public async Task People_refresh_and_revoke_by_OAuth_too()
    {
        DeployMachine("code");
        var (_, access, refresh) = await host.TokensAsync(await host.UserAsync());
        var form = new Dictionary<string, string> { ["grant_type"] = "refresh_token", ["refresh_token"] = refresh };
        var (status, json) = await TokenAsync(form, isBasic: false, "web", "");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.NotNull(json["id_token"]);
        Assert.Equal(
            "unsupported_token_type",
            (await PostAsync("/oauth2/revoke", new() { ["token"] = access, ["client_id"] = "web" })).Json["error"]!.ToString()
        );
        Assert.Equal(HttpStatusCode.OK, (await PostAsync("/oauth2/revoke", new() { ["token"] = refresh, ["client_id"] = "web" })).Status);
        Assert.Equal("invalid_grant", (await TokenAsync(form, isBasic: false, "web", "")).Json["error"]!.ToString());
    }

    [Fact]
    public async Task User_information_is_for_tokens_that_are_for_it()
    {
        host.Deploy(
            new { LambdaConfig = new { PreTokenGenerationConfig = new { LambdaArn = Templates.FunctionArn, LambdaVersion = "V2_0" } } },
            null,
            Templates.Function()
        );
        var email = await host.UserAsync();
        var plain = (await host.TokensAsync(email)).Access;
        host.Functions.Answer = e =>
        {
            e["response"] = Templates.Json(
                new { claimsAndScopeOverrideDetails = new { accessTokenGeneration = new { scopesToAdd = new[] { "openid" } } } }
            );
            return e;
        };
        var open = (await host.TokensAsync(email)).Access;
        async Task<(HttpStatusCode, JsonObject)> GetAsync(string? token)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/oauth2/userInfo");
            if (token is not null)
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            var answer = await http.SendAsync(request);
            return (answer.StatusCode, (await answer.Content.ReadFromJsonAsync<JsonObject>())!);
        }
        var (status, json) = await GetAsync(open);
        Assert.Equal((HttpStatusCode.OK, email, "true"), (status, json["email"]!.ToString(), json["email_verified"]!.ToString()));
        foreach (var token in new[] { plain, null, "nonsense" })
            Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync(token)).Item1);
    }

    [Fact]
    public async Task Messages_are_for_programs_on_this_machine_and_for_no_page()
    {
        host.Deploy();
        var email = PoolHost.NewEmail();
        await host.CallAsync(
            "SignUp",
            new
            {
                ClientId = "web",
                Username = email,
                PoolHost.Password,
            }
        );
        async Task<HttpResponseMessage> GetAsync(string? origin = null, string? name = null, string? site = null)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/_local/messages?recipient={email}");
            request.Headers.Host = name;
            if (origin is not null)
                request.Headers.Add("Origin", origin);
            if (site is not null)
                request.Headers.Add("Sec-Fetch-Site", site);
            return await http.SendAsync(request);
        }
        var answer = await GetAsync();
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
        var message = Assert.Single((await answer.Content.ReadFromJsonAsync<JsonArray>())!)!;
        Assert.Equal(
            (Templates.PoolId, email, "EMAIL", "CustomMessage_SignUp"),
            (
                message["userPoolId"]!.ToString(),
                message["recipient"]!.ToString(),
                message["medium"]!.ToString(),
                message["trigger"]!.ToString()
            )
        );
        Assert.Equal($"Your confirmation code is {message["code"]}", message["body"]!.ToString());
        Assert.Equal(HttpStatusCode.Forbidden, (await GetAsync(origin: "https://evil.example")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await GetAsync(origin: "null")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await GetAsync(name: "evil.example")).StatusCode);
        // Such as an HTML file that somebody put into a bucket: its origin is this host.
        Assert.Equal(HttpStatusCode.Forbidden, (await GetAsync(site: "same-origin")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(site: "none")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(name: "localhost:4566")).StatusCode);
    }

    [Fact]
    public async Task Pages_may_ask_for_tokens()
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, "/oauth2/token");
        Assert.Equal("*", (await http.SendAsync(request)).Headers.GetValues("Access-Control-Allow-Origin").Single());
    }

    public Task DisposeAsync() => app.DisposeAsync().AsTask();

    public void Dispose() => http.Dispose();

    private void DeployMachine(string flow = "client_credentials", object? pool = null) =>
        host.Deploy(
            pool,
            new
            {
                AllowedOAuthFlowsUserPoolClient = true,
                AllowedOAuthFlows = new[] { flow },
                AllowedOAuthScopes = Scopes.Split(' ').Append("https://notes.example/delete").Append("openid"),
            },
            [
                .. Templates.Function(),
                Templates.Resource(
                    "AWS::Cognito::UserPoolResourceServer",
                    "notes",
                    Templates.Json(
                        new
                        {
                            UserPoolId = Templates.PoolId,
                            Identifier = "https://notes.example",
                            Scopes = new[] { new { ScopeName = "read" }, new { ScopeName = "write" } },
                        }
                    )
                ),
            ]
        );

    private Task<(HttpStatusCode Status, JsonObject Json)> TokenAsync(
        Dictionary<string, string> form,
        bool isBasic,
        string client = "portal",
        string secret = Templates.ClientSecret
    )
    {
        var sent = new Dictionary<string, string>(form);
        if (!isBasic)
            (sent["client_id"], sent["client_secret"]) = (client, secret);
        return PostAsync("/oauth2/token", sent, isBasic ? Convert.ToBase64String(Encoding.UTF8.GetBytes($"{client}:{secret}")) : null);
    }

    private async Task<(HttpStatusCode Status, JsonObject Json)> PostAsync(
        string path,
        Dictionary<string, string> form,
        string? basic = null
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(form) };
        if (basic is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", basic);
        var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, text.Length > 0 ? JsonNode.Parse(text)!.AsObject() : []);
    }
}
