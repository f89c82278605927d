using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Web;
using CognitoStack.Local.Access;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Firewall;
using CognitoStack.Local.Front;
using CognitoStack.Local.Functions;
using CognitoStack.Local.Http;
using CognitoStack.Local.Kms;
using CognitoStack.Local.Logs;
using CognitoStack.Local.Metrics;
using CognitoStack.Local.Providers;
using CognitoStack.Local.StandIns;
using CognitoStack.Local.UserPools;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CognitoStack.Local.Tests.UserPools.Login;

/// <summary>Login pages over the pools of a <see cref="PoolHost"/>.</summary>
public sealed class LoginHost : IAsyncLifetime, IDisposable
{
    internal const string Callback = "http://localhost:3000/callback";
    internal const string Verifier = "a-verifier-of-forty-three-characters-or-more-0123456789";
    private WebApplication app = null!;
    private HttpClient http = null!;

    internal PoolHost Pools { get; } = new();

    internal Uri Address { get; private set; } = null!;

    /// <summary>Who answers for providers; to be set before the host starts.</summary>
    internal ProviderTargets Targets { get; set; } = ProviderTargets.StandIns;

    internal IServiceProvider Services => app.Services;

    internal static string Challenge(string verifier) =>
        System.Buffers.Text.Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(verifier)));

    /// <summary>Deploys a pool whose clients <c>web</c> and <c>portal</c> have login pages.</summary>
    internal void Deploy(object? pool = null, object? client = null, params IEnumerable<Resource> others) =>
        Pools.Deploy(
            pool,
            Merge(
                new
                {
                    AllowedOAuthFlowsUserPoolClient = true,
                    AllowedOAuthFlows = new[] { "code" },
                    AllowedOAuthScopes = new[] { "openid", "email", "profile", "aws.cognito.signin.user.admin" },
                    CallbackURLs = new[] { Callback, "https://app.example.com/back?from=login", "app://callback" },
                    LogoutURLs = new[] { "http://localhost:3000/" },
                    SupportedIdentityProviders = new[] { "COGNITO" },
                },
                client
            ),
            [.. others]
        );

    internal Browser NewBrowser() => new(Address);

    /// <summary>The address at which an app begins; a parameter that is null is left out.</summary>
    internal static string Begin(string path = "/oauth2/authorize", params (string Name, string? Value)[] changes)
    {
        var all = new Dictionary<string, string?>
        {
            ["client_id"] = "web",
            ["response_type"] = "code",
            ["redirect_uri"] = Callback,
            ["scope"] = "openid email",
            ["state"] = "a state & more",
            ["nonce"] = "a-nonce",
            ["code_challenge"] = Challenge(Verifier),
            ["code_challenge_method"] = "S256",
        };
        foreach (var (name, value) in changes)
            all[name] = value;
        return $"{path}?{string.Join('&', all.Where(p => p.Value is not null).Select(p => $"{p.Key}={Uri.EscapeDataString(p.Value!)}"))}";
    }

    /// <summary>Signs in on the pages, and gives the code that the callback gets.</summary>
    internal async Task<string> CodeAsync(Browser browser, string email, params (string Name, string? Value)[] changes)
    {
        await browser.OpenAsync(Begin(changes: changes));
        if (browser.Left is null)
            await browser.SubmitAsync(("username", email), ("password", PoolHost.Password));
        return Parameter(browser.Left, "code");
    }

    internal static string Parameter(Uri? address, string name) =>
        HttpUtility.ParseQueryString((address ?? throw new InvalidOperationException("The browser is still here.")).Query)[name]
        ?? throw new InvalidOperationException($"{address} has no {name}.");

    /// <summary>Asks for tokens.</summary>
    internal async Task<(int Status, JsonObject Body)> TokenAsync(params (string Name, string Value)[] form)
    {
        using var answer = await http.PostAsync(
            new Uri("/oauth2/token", UriKind.Relative),
            new FormUrlEncodedContent(form.Select(f => KeyValuePair.Create(f.Name, f.Value)))
        );
        return ((int)answer.StatusCode, (await answer.Content.ReadFromJsonAsync<JsonObject>())!);
    }

    internal Task<(int Status, JsonObject Body)> RedeemAsync(
        string code,
        string client = "web",
        string redirectUri = Callback,
        string? verifier = Verifier
    ) =>
        TokenAsync([
            ("grant_type", "authorization_code"),
            ("client_id", client),
            ("code", code),
            ("redirect_uri", redirectUri),
            .. verifier is null ? [] : new[] { ("code_verifier", verifier) },
        ]);

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var port = FreePort();
        Address = new Uri($"http://localhost:{port}");
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}", $"http://[::1]:{port}");
        builder
            .Services.AddSingleton(Pools.Services.GetRequiredService<StateFolder>())
            .AddSingleton<IDeployment>(Pools.Deployment)
            .AddSingleton<IResourceChanges>(Pools.Deployment)
            .AddSingleton<IAuthorizer>(Pools.Authorizer)
            .AddSingleton<IFunctions>(Pools.Functions)
            .AddSingleton<TimeProvider>(Pools.Time)
            .AddSingleton(new HostEndpoint(new Uri($"http://127.0.0.1:{port}")))
            .AddKms()
            .AddCloudWatch()
            .AddLogs()
            .AddFirewall()
            .AddUserPools()
            .AddProviders(Targets)
            .AddStandIns();
        app = builder.Build();
        app.UseLoopbackOnly().UseLoginPages();
        app.MapUserPools();
        app.MapStandIns();
        await app.StartAsync();
        http = new HttpClient { BaseAddress = Address };
    }

    public async Task DisposeAsync()
    {
        http.Dispose();
        await app.DisposeAsync();
    }

    public void Dispose() => Pools.Dispose();

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static JsonObject Merge(object first, object? second)
    {
        var merged = Templates.Json(first);
        foreach (var (name, value) in second is null ? [] : Templates.Json(second))
            merged[name] = value?.DeepClone();
        return merged;
    }
}
