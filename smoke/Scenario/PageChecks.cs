using CognitoStack.Smoke.Checks;

namespace CognitoStack.Smoke.Scenario;

/// <summary>The login pages and what is behind them, by HTTP: no browser is needed, so the same is asked of AWS.</summary>
internal static class PageChecks
{
    public static IEnumerable<Check> Of(World world)
    {
        if (PageVisit.Of(world) is not { } visit)
        {
            yield return Check.Skipped(CheckGroup.Pages, "people sign in on pages", "no client that is for everybody has pages") with
            {
                OnlyReads = true,
            };
            yield break;
        }

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
}
