using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using CognitoStack.Configuration;
using CognitoStack.Smoke.Checks;
using CognitoStack.Smoke.People;
using CognitoStack.Smoke.Target;

namespace CognitoStack.Smoke.Scenario;

/// <summary>What is asked of the login pages for one app client.</summary>
internal sealed class PageVisit
{
    private const string Verifier = "smoke-test-of-the-login-pages-0123456789-0123456789";
    private static readonly string Challenge = System.Buffers.Text.Base64Url.EncodeToString(
        SHA256.HashData(Encoding.UTF8.GetBytes(Verifier))
    );

    private readonly World world;
    private readonly string callback;
    private readonly Uri address;

    private PageVisit(World world, string client, Uri address) =>
        (this.world, Client, callback, this.address) = (world, client, world.Environment.Clients[client].CallbackUrls[0], address);

    /// <summary>The app client.</summary>
    public string Client { get; }

    private string ClientId => world.Outputs.ClientId(Client);

    /// <summary>A visit for a client that is for everybody; null where no such client has pages.</summary>
    public static PageVisit? Of(World world)
    {
        var client = world.Casting.Clients.FirstOrDefault(c =>
            world.Environment.Clients[c] is { Type: not ClientType.Machine, CallbackUrls.Count: > 0 }
            && world.Casting.GroupsFor(c).Count == 0
        );
        return client is not null && LoginPages.AddressOf(world.Options, world.Outputs, world.Aws.Endpoint) is { } address
            ? new(world, client, address)
            : null;
    }

    public async Task PageAsync(CancellationToken cancel)
    {
        using var pages = new LoginPages(address);
        using var page = await pages.OpenAsync(Target("/login"), cancel);
        Expect.That(page.StatusCode == HttpStatusCode.OK, "the sign-in page", $"it answers {(int)page.StatusCode}");
        string? Header(string name) => page.Headers.TryGetValues(name, out var values) ? string.Join(' ', values) : null;
        var isGuarded =
            Header("X-Frame-Options") is "DENY" or "SAMEORIGIN"
            || Header("Content-Security-Policy")?.Contains("frame-ancestors", StringComparison.Ordinal) == true;
        Expect.That(isGuarded, "X-Frame-Options or frame-ancestors", "there is neither");
    }

    public async Task LeadsNowhereAsync((string Name, string Value) change, CancellationToken cancel)
    {
        using var pages = new LoginPages(address);
        using var answer = await pages.OpenAsync(Target("/oauth2/authorize", change), cancel);
        // An error page of the same host is no harm.
        var isHere = answer.Headers.Location is not { IsAbsoluteUri: true } location || location.Authority == address.Authority;
        Expect.That(
            isHere && answer.StatusCode != HttpStatusCode.OK,
            "an error that leads nowhere",
            $"it answers {(int)answer.StatusCode} {answer.Headers.Location}"
        );
    }

    public async Task RefusedAsync((string Name, string Value) change, string error, CancellationToken cancel)
    {
        using var pages = new LoginPages(address);
        using var answer = await pages.OpenAsync(Target("/oauth2/authorize", change), cancel);
        Expect.That(
            answer.Headers.Location?.OriginalString.StartsWith(callback, StringComparison.Ordinal) == true,
            $"an answer to {callback}",
            $"it answers {(int)answer.StatusCode} {answer.Headers.Location}"
        );
        Expect.Equal("error", error, LoginPages.Parameter(answer.Headers.Location, "error"));
        Expect.Equal("state", world.Run, LoginPages.Parameter(answer.Headers.Location, "state"));
    }

    public async Task MadeUpCodeAsync(CancellationToken cancel)
    {
        using var pages = new LoginPages(address);
        Expect.Equal("error", "invalid_grant", (await RedeemAsync(pages, "made-up", cancel))["error"]?.ToString());
    }

    public async Task LogoutAsync(CancellationToken cancel)
    {
        using var pages = new LoginPages(address);
        using var answer = await pages.OpenAsync(
            LoginPages.Target("/logout", ("client_id", ClientId), ("logout_uri", "https://stranger.example/")),
            cancel
        );
        Expect.That(answer.Headers.Location?.Host != "stranger.example", "a refusal", $"it leads to {answer.Headers.Location}");
    }

    public async Task SignInAsync(CancellationToken cancel)
    {
        var ada = world[world.Casting.Ada];
        var user = await ada.Exists.GetAsync();
        using var pages = new LoginPages(address);
        var refused = await pages.SignInAsync(Target("/login"), ada.Login, ada.Password + "x", cancel);
        Expect.That(refused is null, "the page again after a wrong password", $"it leads to {refused}");
        var begin = Stopwatch.GetTimestamp();
        var answer = await pages.SignInAsync(Target("/login"), ada.Login, ada.Password, cancel);
        world.Users.SignIns.Add((user, ClientId, Stopwatch.GetElapsedTime(begin)));
        var code = LoginPages.Parameter(answer, "code");
        Expect.That(code is not null, $"a code at {callback}", $"it leads to {answer?.OriginalString ?? "nothing"}");
        var tokens = await RedeemAsync(pages, code!, cancel);
        Expect.Equal(
            "email of the ID token",
            ada.Email,
            tokens["id_token"]?.ToString() is { } id ? Jwt.Texts(Jwt.Claims(id)).GetValueOrDefault("email") : null
        );
        Expect.Equal("error of the second time", "invalid_grant", (await RedeemAsync(pages, code!, cancel))["error"]?.ToString());
    }

    /// <summary>Sends a password with a risk, which only a local AWS takes; what came of it.</summary>
    public async Task<string> TryRiskAsync(Actor actor, string risk, CancellationToken cancel)
    {
        using var pages = new LoginPages(address, risk);
        var answer = await pages.SignInAsync(Target("/login"), actor.Login, actor.Password, cancel);
        return answer switch
        {
            null => RiskOutcomes.Blocked,
            { IsAbsoluteUri: true } when LoginPages.Parameter(answer, "code") is not null => RiskOutcomes.SignedIn,
            { IsAbsoluteUri: false } when answer.OriginalString.StartsWith("/mfa", StringComparison.Ordinal) => RiskOutcomes.Asked,
            _ => answer.OriginalString,
        };
    }

    private async Task<System.Text.Json.Nodes.JsonObject> RedeemAsync(LoginPages pages, string code, CancellationToken cancel)
    {
        var secret = (await world.Clients.GetAsync(Client)).Secret;
        Dictionary<string, string> form = new()
        {
            ["grant_type"] = "authorization_code",
            ["client_id"] = ClientId,
            ["code"] = code,
            ["redirect_uri"] = callback,
            ["code_verifier"] = Verifier,
        };
        if (secret is not null)
            form["client_secret"] = secret;
        return await pages.TokenAsync(form, cancel);
    }

    private string Target(string path, (string Name, string Value) change = default)
    {
        Dictionary<string, string?> all = new()
        {
            ["client_id"] = ClientId,
            ["response_type"] = "code",
            ["scope"] = "openid",
            ["redirect_uri"] = callback,
            ["state"] = world.Run,
            ["code_challenge"] = Challenge,
            ["code_challenge_method"] = "S256",
        };
        if (change.Name is not null)
            all[change.Name] = change.Value;
        return LoginPages.Target(path, [.. all.Select(p => (p.Key, p.Value))]);
    }
}
