using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using CognitoStack.Configuration;
using CognitoStack.Smoke.Checks;
using CognitoStack.Smoke.People;
using CognitoStack.Smoke.Target;

namespace CognitoStack.Smoke.Scenario;

/// <summary>The login pages and what is behind them, by HTTP: no browser is needed, so the same is asked of AWS.</summary>
internal static class PageChecks
{
    private const string Verifier = "smoke-test-of-the-login-pages-0123456789-0123456789";
    private static readonly string Challenge = System.Buffers.Text.Base64Url.EncodeToString(
        SHA256.HashData(Encoding.UTF8.GetBytes(Verifier))
    );

    public static IEnumerable<Check> Of(World world)
    {
        var client = world.Casting.Clients.FirstOrDefault(c =>
            world.Environment.Clients[c] is { Type: not ClientType.Machine, CallbackUrls.Count: > 0 }
            && world.Casting.GroupsFor(c).Count == 0
        );
        if (client is null || LoginPages.AddressOf(world.Options, world.Outputs, world.Aws.Endpoint) is not { } address)
        {
            yield return Check.Skipped(CheckGroup.Pages, "people sign in on pages", "no client that is for everybody has pages") with
            {
                OnlyReads = true,
            };
            yield break;
        }

        var visit = new Visit(world, client, world.Environment.Clients[client].CallbackUrls[0], address);
        yield return Page("the sign-in page is there, and lets no other page frame it", visit.PageAsync);
        yield return Page(
            "a callback that is not listed is led to by nothing",
            cancel => visit.LeadsNowhereAsync(("redirect_uri", "https://stranger.example/callback"), cancel)
        );
        yield return Page(
            "an app client that is not known is led to by nothing",
            cancel => visit.LeadsNowhereAsync(("client_id", "0123456789abcdefghijklmnop"), cancel)
        );
        yield return Page(
            "an app that may not have tokens in its address is told so",
            cancel => visit.RefusedAsync(("response_type", "token"), "unauthorized_client", cancel)
        );
        yield return Page(
            "a scope that the client has not is refused",
            cancel => visit.RefusedAsync(("scope", "openid no-such/scope"), "invalid_scope", cancel)
        );
        yield return Page(
            "a challenge without S256 is refused",
            cancel => visit.RefusedAsync(("code_challenge_method", "plain"), "invalid_request", cancel)
        );
        yield return Page("a code that was made up is good for nothing", visit.MadeUpCodeAsync);
        yield return Page("signing out leads to no address that is not listed", visit.LogoutAsync);
        yield return Page("ada signs in on the page, and her code is good once", visit.SignInAsync) with
        {
            OnlyReads = false,
            SkipBecause = world.Casting.CannotSignIn ?? (world.Options.IsLocal ? null : "AWS's pages are scripts: a browser is needed"),
        };
    }

    private static Check Page(string name, Func<CancellationToken, Task> act) => new(CheckGroup.Pages, name, act) { OnlyReads = true };

    /// <summary>What all checks of a client ask.</summary>
    private sealed class Visit(World world, string client, string callback, Uri address)
    {
        private string ClientId => world.Outputs.ClientId(client);

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

        private async Task<System.Text.Json.Nodes.JsonObject> RedeemAsync(LoginPages pages, string code, CancellationToken cancel)
        {
            var secret = (await world.Clients.GetAsync(client)).Secret;
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
}
