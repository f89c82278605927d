using System.Text.Json.Nodes;
using CognitoStack.Local.Tests.UserPools.Login;

namespace CognitoStack.Local.Tests.UserPools.Federation;

/// <summary>Login pages of a pool that has a provider of every kind, each with its stand-in.</summary>
public sealed class ProviderHost : IAsyncLifetime, IDisposable
{
    internal static readonly string[] OpenIdProviders = ["Google", "Facebook", "LoginWithAmazon", "SignInWithApple", "Okta"];

    internal LoginHost Login { get; } = new();

    internal PoolHost Pools => Login.Pools;

    /// <summary>Deploys the pool. Secrets are references that no file has: stand-ins have their own.</summary>
    /// <param name="trigger">The trigger that the function of the pool is for; null for a pool without functions.</param>
    /// <param name="okta">Changes of the OIDC provider's settings.</param>
    /// <param name="oktaMap">Changes of its attribute map.</param>
    /// <param name="client">Changes of the clients.</param>
    /// <param name="identifiers">Identifiers of the OIDC provider.</param>
    /// <param name="name">Its name.</param>
    internal void Deploy(
        object? trigger = null,
        object? okta = null,
        object? oktaMap = null,
        object? client = null,
        string[]? identifiers = null,
        string name = "Okta"
    ) =>
        Login.Deploy(
            trigger is null ? null : new { LambdaConfig = trigger },
            Templates.With(
                new
                {
                    SupportedIdentityProviders = OpenIdProviders.Append(name).Prepend("COGNITO").Distinct().ToArray(),
                    ReadAttributes = new[] { "email", "email_verified", "name", "given_name", "custom:tenant", "identities" },
                    WriteAttributes = new[] { "email", "name", "given_name", "custom:tenant", "custom:badge" },
                },
                client
            ),
            [
                Provider(
                    "Google",
                    "Google",
                    new
                    {
                        client_id = "google-client",
                        client_secret = "{{resolve:secretsmanager:local/google}}",
                        authorize_scopes = "openid email profile",
                    },
                    Map("sub")
                ),
                Provider(
                    "Facebook",
                    "Facebook",
                    new
                    {
                        client_id = "facebook-app",
                        client_secret = "{{resolve:secretsmanager:local/facebook}}",
                        authorize_scopes = "public_profile,email",
                        api_version = "v21.0",
                    },
                    new()
                    {
                        ["email"] = "email",
                        ["name"] = "name",
                        ["username"] = "id",
                    }
                ),
                Provider(
                    "LoginWithAmazon",
                    "LoginWithAmazon",
                    new
                    {
                        client_id = "amazon-client",
                        client_secret = "{{resolve:secretsmanager:local/amazon}}",
                        authorize_scopes = "profile",
                    },
                    new()
                    {
                        ["email"] = "email",
                        ["name"] = "name",
                        ["username"] = "user_id",
                    }
                ),
                Provider(
                    "SignInWithApple",
                    "SignInWithApple",
                    new
                    {
                        client_id = "apple.service",
                        team_id = "TEAM123456",
                        key_id = "KEY1234567",
                        private_key = "{{resolve:secretsmanager:local/apple}}",
                        authorize_scopes = "email name",
                    },
                    new()
                    {
                        ["email"] = "email",
                        ["email_verified"] = "email_verified",
                        ["given_name"] = "firstName",
                        ["username"] = "sub",
                    }
                ),
                Provider(
                    name,
                    "OIDC",
                    Templates.With(
                        new
                        {
                            client_id = "okta-client",
                            client_secret = "{{resolve:secretsmanager:local/okta}}",
                            oidc_issuer = "https://okta.example.com",
                            authorize_scopes = "openid email profile",
                            attributes_request_method = "GET",
                        },
                        okta
                    ),
                    Templates.With(Map("sub"), oktaMap),
                    identifiers
                ),
                .. trigger is null ? [] : Templates.Function(),
            ]
        );

    internal static Resource Provider(string name, string kind, object details, JsonObject map, string[]? identifiers = null) =>
        Templates.Resource(
            "AWS::Cognito::UserPoolIdentityProvider",
            name,
            Templates.Json(
                new
                {
                    UserPoolId = Templates.PoolId,
                    ProviderName = name,
                    ProviderType = kind,
                    ProviderDetails = details,
                    AttributeMapping = map,
                    IdpIdentifiers = identifiers ?? [],
                }
            )
        );

    /// <summary>Begins at a provider, and is somebody there: one of its people, with claims changed, or somebody new.</summary>
    internal static async Task SignInAsync(
        Browser browser,
        string provider,
        string name = "Ada Lovelace",
        params (string Claim, string Value)[] changes
    )
    {
        await browser.OpenAsync(LoginHost.Begin(changes: ("identity_provider", provider)));
        await BeAsync(browser, name, changes);
    }

    internal static async Task BeAsync(Browser browser, string name, params (string Claim, string Value)[] changes)
    {
        await browser.PressAsync($"Continue as {name}", [.. changes.Select(c => ($"claim.{c.Claim}", c.Value))]);
        // Without scripts a person presses the button of a form that goes on by itself.
        if (browser.Left is null && browser.Page.QuerySelector("form#answer") is not null)
            await browser.PressAsync("Continue to the app");
    }

    /// <summary>Signs in, and gives the claims of the ID token.</summary>
    internal async Task<JsonObject> ClaimsAsync(
        Browser browser,
        string provider,
        string name = "Ada Lovelace",
        params (string Claim, string Value)[] changes
    )
    {
        await SignInAsync(browser, provider, name, changes);
        return PoolHost.Claims((await Login.RedeemAsync(LoginHost.Parameter(browser.Left, "code"))).Body["id_token"]!.ToString());
    }

    public Task InitializeAsync() => Login.InitializeAsync();

    public Task DisposeAsync() => Login.DisposeAsync();

    public void Dispose() => Login.Dispose();

    private static JsonObject Map(string username) =>
        new()
        {
            ["email"] = "email",
            ["email_verified"] = "email_verified",
            ["name"] = "name",
            ["username"] = username,
        };
}
