using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CognitoStack.Local.Tests.Providers.OpenId;

/// <summary>An OpenID provider that says what tests want it to: the truth, or anything else.</summary>
internal sealed class Op : IAsyncDisposable
{
    private readonly WebApplication app;

    private Op(int port)
    {
        Issuer = $"http://localhost:{port}";
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}", $"http://[::1]:{port}");
        app = builder.Build();
        app.MapGet("/.well-known/openid-configuration", () => Results.Json(Metadata()));
        app.MapGet("/keys", () => Results.Json(new JsonObject { ["keys"] = new JsonArray([.. Published.Select(Describe)]) }));
        app.MapPost(
            "/token",
            async (HttpContext http) =>
            {
                TokenRequest = (await http.Request.ReadFormAsync()).ToDictionary(p => p.Key, p => p.Value.ToString());
                Authorization = http.Request.Headers.Authorization.ToString();
                return Results.Json(
                    new JsonObject
                    {
                        ["access_token"] = "an-access-token",
                        ["token_type"] = "bearer",
                        ["id_token"] = IdToken(),
                    }
                );
            }
        );
        // Facebook and Amazon tell the app and the person of an access token.
        foreach (var path in new[] { "/v17.0/app", "/auth/o2/tokeninfo" })
            app.MapGet(path, (string access_token) => access_token == "an-access-token" ? Results.Json(App) : Results.BadRequest());
        foreach (var path in new[] { "/v17.0/me", "/user/profile" })
            app.MapGet(path, () => Results.Json(UserInfo));
        app.MapMethods(
            "/userinfo",
            ["GET", "POST"],
            (HttpContext http) =>
            {
                UserInfoMethod = http.Request.Method;
                return Results.Json(UserInfo);
            }
        );
    }

    public string Issuer { get; }

    /// <summary>What it signs with.</summary>
    public RsaSecurityKey Key { get; set; } = NewKey("one");

    /// <summary>The keys that it shows.</summary>
    public List<RsaSecurityKey> Published { get; set; } = [];

    /// <summary>What it says of itself, where it is not the truth.</summary>
    public JsonObject MetadataChanges { get; } = [];

    public JsonObject Claims { get; set; } = [];

    public JsonObject UserInfo { get; set; } = [];

    /// <summary>Whom an access token is for.</summary>
    public JsonObject App { get; set; } = [];

    /// <summary>The whole ID token, where it is not signed from the claims.</summary>
    public Func<string>? Forged { get; set; }

    public Dictionary<string, string> TokenRequest { get; private set; } = [];

    public string Authorization { get; private set; } = "";

    public string UserInfoMethod { get; private set; } = "";

    public static async Task<Op> StartAsync(DateTimeOffset now, string client = "app")
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var port = ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        var op = new Op(port);
        op.Published.Add(op.Key);
        op.Claims = new()
        {
            ["iss"] = op.Issuer,
            ["sub"] = "u1",
            ["aud"] = client,
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = now.AddHours(1).ToUnixTimeSeconds(),
            ["email"] = "ada@example.com",
            ["email_verified"] = true,
        };
        op.UserInfo = new() { ["sub"] = "u1", ["department"] = "sales" };
        await op.app.StartAsync();
        return op;
    }

    public static RsaSecurityKey NewKey(string id) => new(RSA.Create(2048)) { KeyId = id };

    public string IdToken() => Forged?.Invoke() ?? Sign(Claims, new(Key, SecurityAlgorithms.RsaSha256));

    public static string Sign(JsonObject claims, SigningCredentials credentials) =>
        new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(claims.ToJsonString(), credentials);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private JsonObject Metadata()
    {
        var metadata = new JsonObject
        {
            ["issuer"] = Issuer,
            ["authorization_endpoint"] = $"{Issuer}/authorize",
            ["token_endpoint"] = $"{Issuer}/token",
            ["userinfo_endpoint"] = $"{Issuer}/userinfo",
            ["jwks_uri"] = $"{Issuer}/keys",
            ["response_types_supported"] = new JsonArray("code"),
            ["subject_types_supported"] = new JsonArray("public"),
            ["id_token_signing_alg_values_supported"] = new JsonArray("RS256"),
        };
        foreach (var (name, value) in MetadataChanges)
            metadata[name] = value?.DeepClone();
        return metadata;
    }

    private static JsonNode Describe(RsaSecurityKey key)
    {
        var numbers = key.Rsa.ExportParameters(includePrivateParameters: false);
        return new JsonObject
        {
            ["kty"] = "RSA",
            ["use"] = "sig",
            ["kid"] = key.KeyId,
            ["n"] = Base64UrlEncoder.Encode(numbers.Modulus),
            ["e"] = Base64UrlEncoder.Encode(numbers.Exponent),
        };
    }
}
