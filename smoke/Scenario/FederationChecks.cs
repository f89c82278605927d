using CognitoStack.Configuration;
using CognitoStack.Smoke.Checks;
using CognitoStack.Smoke.People;

namespace CognitoStack.Smoke.Scenario;

/// <summary>People of other identity providers: who they are here, and that nobody becomes somebody else by an address.</summary>
internal static class FederationChecks
{
    public static IEnumerable<Check> Of(World world)
    {
        var offers = world.Casting.Offers;
        var because = world.Federation.CannotSignIn;
        if (offers.Count == 0)
        {
            yield return Check.Skipped(
                CheckGroup.Federation,
                "people sign in at other providers",
                "no client that is for everybody offers one"
            );
            yield break;
        }
        foreach (var (client, provider) in offers)
            yield return Federated(
                $"somebody signs in by {provider}, and is the same user the next time",
                () => TwiceAsync(world, client, provider),
                because
            );

        var trusted =
            world.Environment.SignInRules?.LinkTrustedProviders == true
                ? offers.FirstOrDefault(o => IsLinked(world.Environment.IdentityProviders[o.Provider]))
                : default;
        var withoutPassword = because ?? world.Casting.CannotSignIn;
        yield return Federated(
            "somebody of a trusted provider with ada's verified address signs in to ada's account, and has its data",
            () => LinkAsync(world, trusted.Client, trusted.Provider),
            withoutPassword ?? (trusted.Provider is null ? "no provider of these clients is trusted for linking" : null)
        );
        yield return Federated(
            "an address that nobody has verified opens nobody's account",
            () =>
                TakeOverAsync(
                    world,
                    (trusted.Provider is null ? offers[0] : trusted).Client,
                    (trusted.Provider is null ? offers[0] : trusted).Provider
                ),
            withoutPassword
        );
    }

    private static Check Federated(string name, Func<Task> act, string? because) =>
        new(CheckGroup.Federation, name, _ => act()) { SkipBecause = because };

    // Google vouches for addresses of domains that it hosts, where an attribute tells which.
    private static bool IsLinked(IdentityProviderConfiguration provider) =>
        provider.TrustedForLinking && (provider is not GoogleConfiguration || provider.EffectiveAttributes.Values.Contains("hd"));

    private static async Task TwiceAsync(World world, string client, string provider)
    {
        var claims = world.Casting.ClaimsOf(provider, world.Run, $"smoke+{world.Run["smoke-".Length..]}-{provider}@{world.EmailDomain}");
        var first = await SessionAsync(world, client, provider, claims);
        Expect.Equal("name of the user", $"{provider}_{claims["sub"]}", first.User);
        var group = $"{world.Outputs.UserPoolId}_{provider}";
        Expect.That(
            first.Claims["cognito:groups"]?.AsArray().Any(g => g!.ToString() == group) == true,
            $"the group {group} in the ID token",
            $"its groups are {first.Claims["cognito:groups"]?.ToJsonString() ?? "none"}"
        );
        var second = await SessionAsync(world, client, provider, claims);
        Expect.Equal("sub the next time", first.Claims["sub"]!.ToString(), second.Claims["sub"]!.ToString());
    }

    private static async Task LinkAsync(World world, string client, string provider)
    {
        var ada = world[world.Casting.Ada];
        var own = await ada.SignedIn.GetAsync();
        var claims = world.Casting.ClaimsOf(provider, $"{world.Run}-ada", ada.Email);
        // AWS ends the sign-in that makes the link; the next one is the account's.
        var first = await world.Federation.SignInAsync(client, provider, claims);
        Expect.Equal(
            "what the app is told of the sign-in that links",
            $"Already found an entry for username {provider}_{claims["sub"]}",
            first.Error
        );
        var linked = await SessionAsync(world, client, provider, claims);
        Expect.Equal("sub", own.Claims["sub"]!.ToString(), linked.Claims["sub"]!.ToString());
        if (client == ada.Subject.Client)
            Expect.Equal("identity", (await ada.Identity.GetAsync()).Id, (await world.Exchange.ExchangeAsync("ada, linked", linked)).Id);
    }

    private static async Task TakeOverAsync(World world, string client, string provider)
    {
        var ada = world[world.Casting.Ada];
        var own = await ada.SignedIn.GetAsync();
        var claims = world.Casting.ClaimsOf(provider, $"{world.Run}-eve", ada.Email);
        claims["email_verified"] = "false";
        foreach (
            var answer in new[]
            {
                await world.Federation.SignInAsync(client, provider, claims),
                await world.Federation.SignInAsync(client, provider, claims),
            }
        )
        {
            Expect.That(
                answer.Session is null || answer.Session.Claims["sub"]!.ToString() != own.Claims["sub"]!.ToString(),
                "another user, or a refusal",
                "it is ada's account"
            );
            if (world.Environment.SignInRules?.RequireVerifiedEmail == true)
                Expect.That(answer.Session is null, "a refusal of the gate", "there are tokens", Hints.Gate);
        }
    }

    private static async Task<Session> SessionAsync(World world, string client, string provider, IReadOnlyDictionary<string, string> claims)
    {
        var answer = await world.Federation.SignInAsync(client, provider, claims);
        return answer.Session
            ?? throw new CheckFailedException(new("a code at the callback", $"the app is told: {answer.Error}", null, Hints.Gate));
    }
}
