using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CognitoStack.Configuration;
using CognitoStack.Smoke.Checks;
using CognitoStack.Smoke.Target;

namespace CognitoStack.Smoke.People;

/// <summary>What came of a sign-in at a provider: tokens, or what the app is told instead.</summary>
internal sealed record FederatedAnswer(Session? Session, string? Error);

/// <summary>Sign-ins at the identity providers of an app client, on the pages and at stand-ins of the local AWS.</summary>
internal sealed class Federation(
    EnvironmentConfiguration environment,
    SmokeOptions options,
    StackOutputs outputs,
    Aws aws,
    AppClients clients,
    UserDirectory users,
    Traces traces,
    CancellationToken stop
)
{
    private const string Verifier = "smoke-test-of-federated-sign-in-0123456789-0123456789";

    /// <summary>Why nobody can be made up at the providers; null: they can.</summary>
    public string? CannotSignIn => options.IsLocal ? null : "only this machine has stand-ins, at which people can be made up";

    /// <summary>Signs somebody in at a provider.</summary>
    /// <param name="clientName">App client that offers the provider.</param>
    /// <param name="provider">The provider's name.</param>
    /// <param name="claims">Who to be.</param>
    public async Task<FederatedAnswer> SignInAsync(string clientName, string provider, IReadOnlyDictionary<string, string> claims)
    {
        var (client, callback) = (await clients.GetAsync(clientName), environment.Clients[clientName].CallbackUrls[0]);
        traces.User($"{provider}_{claims["sub"]}");
        var pages = LoginPages.AddressOf(options, outputs, aws.Endpoint)!;
        using var visit = new StandInVisit(pages);
        var begin = Stopwatch.GetTimestamp();
        var answer = await visit.SignInAsync(
            LoginPages.Target(
                "/oauth2/authorize",
                ("client_id", client.Id),
                ("response_type", "code"),
                ("redirect_uri", callback),
                ("identity_provider", provider),
                ("code_challenge", System.Buffers.Text.Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(Verifier)))),
                ("code_challenge_method", "S256")
            ),
            claims,
            stop
        );
        if (LoginPages.Parameter(answer, "code") is not { } code)
            return new(
                null,
                LoginPages.Parameter(answer, "error_description")
                    ?? LoginPages.Parameter(answer, "error")
                    ?? "a page of the provider or of the user pool"
            );
        using var tokens = new LoginPages(pages);
        Dictionary<string, string> form = new()
        {
            ["grant_type"] = "authorization_code",
            ["client_id"] = client.Id,
            ["code"] = code,
            ["redirect_uri"] = callback,
            ["code_verifier"] = Verifier,
        };
        if (client.Secret is { } secret)
            form["client_secret"] = secret;
        var session = Read(client, await tokens.TokenAsync(form, stop));
        users.SignIns.Add((session.User, client.Id, Stopwatch.GetElapsedTime(begin)));
        return new(session, null);
    }

    private static Session Read(AppClient client, JsonObject tokens) =>
        tokens["id_token"]?.ToString() is { } id
            ? new(client, id, tokens["access_token"]!.ToString(), tokens["refresh_token"]?.ToString() ?? string.Empty)
            : throw new CheckFailedException(new("tokens for the code", $"the token endpoint answers {tokens["error"]}"));
}
