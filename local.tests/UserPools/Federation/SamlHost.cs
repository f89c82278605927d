using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using System.Web;
using CognitoStack.Local.Providers;
using CognitoStack.Local.Providers.Saml;
using CognitoStack.Local.Tests.Providers.Saml;
using CognitoStack.Local.Tests.UserPools.Login;
using Microsoft.Extensions.DependencyInjection;

namespace CognitoStack.Local.Tests.UserPools.Federation;

/// <summary>Login pages of a pool with two SAML providers: Corp, whom its stand-in answers for, and Partner, which is samlify's.</summary>
public sealed class SamlHost : IAsyncLifetime, IDisposable
{
    internal const string Corp = "Corp";
    internal const string Partner = "Partner";
    private readonly string metadata = Path.Combine(Directory.CreateTempSubdirectory("saml-").FullName, "metadata.xml");

    internal LoginHost Login { get; } = new();

    internal PoolHost Pools => Login.Pools;

    /// <summary>The key that Partner signs with.</summary>
    internal X509Certificate2 Key { get; set; } = Peer.NewKey("partner");

    internal SamlServiceProvider Pool(string provider)
    {
        var keys = Login.Services.GetRequiredService<SamlKeys>();
        return new(
            SamlServiceProvider.NameOf(Templates.PoolId),
            new(Login.Address, "/saml2/idpresponse"),
            new(Login.Address, "/saml2/logout"),
            keys.Signing(Templates.PoolId),
            keys.Encryption(Templates.PoolId, provider)
        );
    }

    /// <summary>What Partner says of itself, from now on.</summary>
    internal void Publish(params X509Certificate2[] keys) =>
        File.WriteAllText(metadata, Peer.Metadata("", keys).Replace("sso?tenant=1", "sso", StringComparison.Ordinal));

    /// <param name="details">Changes of both providers' settings.</param>
    /// <param name="trigger">The trigger that the function of the pool is for; null for a pool without functions.</param>
    internal void Deploy(object? details = null, object? trigger = null)
    {
        Publish(Key);
        var map = new JsonObject
        {
            ["email"] = "mail",
            ["name"] = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name",
            ["profile"] = "groups",
        };
        Login.Deploy(
            trigger is null ? null : new { LambdaConfig = trigger },
            new
            {
                SupportedIdentityProviders = new[] { "COGNITO", Corp, Partner },
                ReadAttributes = new[] { "email", "email_verified", "name", "profile", "identities" },
                WriteAttributes = new[] { "email", "name", "profile" },
            },
            [
                .. ((string[])[Corp, Partner]).Select(name =>
                    ProviderHost.Provider(
                        name,
                        "SAML",
                        Templates.With(
                            new
                            {
                                MetadataURL = "https://corp.example.com/metadata",
                                IDPSignout = "true",
                                IDPInit = "false",
                                EncryptedResponses = "false",
                                RequestSigningAlgorithm = "rsa-sha256",
                            },
                            details
                        ),
                        map.DeepClone().AsObject(),
                        [$"{name.ToLowerInvariant()}.example"]
                    )
                ),
                .. trigger is null ? [] : Templates.Function(),
            ]
        );
    }

    /// <summary>Begins at Partner, and lets it answer; the browser has not brought the answer yet.</summary>
    internal async Task<Dictionary<string, string>> AskPartnerAsync(
        Browser browser,
        string name = "ada@partner.example",
        string signs = "assertion",
        string? encrypts = null,
        X509Certificate2? key = null,
        params string[] groups
    )
    {
        await browser.OpenAsync(LoginHost.Begin(changes: [("identity_provider", Partner), ("scope", "openid email profile")]));
        var sent = browser.Left!;
        Assert.Equal("idp.example.com", sent.Host);
        var answer = await IndependentProvider.AskAsync(
            key ?? Key,
            Pool(Partner),
            sent.Query,
            name,
            Attributes(name, groups),
            Pools.Time.GetUtcNow(),
            signs,
            encrypts
        );
        return new()
        {
            ["SAMLResponse"] = (string)answer["response"]!,
            ["RelayState"] = HttpUtility.ParseQueryString(sent.Query)["RelayState"]!,
        };
    }

    internal static JsonObject Attributes(string name, params string[] groups) =>
        new() { ["mail"] = new JsonArray(name), ["groups"] = new JsonArray([.. groups.Select(g => JsonValue.Create(g))]) };

    /// <summary>The claims of the ID token of whoever was sent back to the app.</summary>
    internal async Task<JsonObject> ClaimsAsync(Browser browser, string? verifier = LoginHost.Verifier) =>
        PoolHost.Claims(
            (await Login.RedeemAsync(LoginHost.Parameter(browser.Left, "code"), verifier: verifier)).Body["id_token"]!.ToString()
        );

    public Task InitializeAsync()
    {
        Login.Targets = new ProviderTargets(new Dictionary<string, string> { [Partner] = metadata });
        return Login.InitializeAsync();
    }

    public Task DisposeAsync() => Login.DisposeAsync();

    public void Dispose()
    {
        Login.Dispose();
        Key.Dispose();
        Directory.Delete(Path.GetDirectoryName(metadata)!, recursive: true);
    }
}
