using CognitoStack.Configuration;
using CognitoStack.Smoke.Checks;
using CognitoStack.Smoke.People;
using CognitoStack.Smoke.Target;

namespace CognitoStack.Smoke.Scenario;

/// <summary>What threat protection does at every level of risk. Nobody can tell AWS how risky a sign-in is to be, nor read what it sends: a local AWS is needed.</summary>
internal static class RiskChecks
{
    // Every list of leaked passwords has it, and it conforms with most policies.
    private const string Leaked = "Password1234!";
    private static readonly string[] InvalidPassword = ["InvalidPasswordException"];

    public static IEnumerable<Check> Of(World world)
    {
        // Where nobody signs in, that has been told.
        if (world.Casting.CannotSignIn is not null)
            yield break;
        if (Obstacle(world) is { } because)
        {
            yield return Check.Skipped(CheckGroup.SignIn, "threat protection does what the file says of each risk", because);
            yield break;
        }

        var client = world.Casting.MainClient;
        var protection = world.Environment.ThreatProtection!;
        var risk = protection.Clients.GetValueOrDefault(client, protection);
        if (risk.AccountTakeover is { } takeover)
            foreach (var (level, action) in new[] { ("low", takeover.Low), ("medium", takeover.Medium), ("high", takeover.High) })
                yield return Sign(
                    $"a sign-in of {level} risk {Does(action)}{(takeover.Notify ? ", and the user is told" : string.Empty)}",
                    cancel => TryAsync(world, client, level, action, takeover.Notify, cancel)
                );
        if (risk.CompromisedCredentials == CompromisedCredentialsAction.Block)
            yield return Sign("a leaked password is refused to whoever signs up", _ => LeakedAsync(world, client)) with
            {
                SkipBecause = world.Environment.UserPool.SelfSignUp ? null : "nobody signs up by themselves here",
            };
    }

    private static Check Sign(string name, Func<CancellationToken, Task> act) => new(CheckGroup.SignIn, name, act);

    private static string? Obstacle(World world) =>
        world.Environment.ThreatProtection is not { Mode: ThreatProtectionMode.Enforced } ? "threat protection takes no actions"
        : !world.Options.IsLocal || world.Aws.Endpoint is null ? "only a local AWS takes a risk to try"
        : !world.Casting.OffersChoice ? "clients do not offer a choice of first factors"
        : null;

    private static string Does(AccountTakeoverAction action) =>
        action switch
        {
            AccountTakeoverAction.Allow => "passes",
            AccountTakeoverAction.MfaIfConfigured => "asks for a second factor whoever has one",
            AccountTakeoverAction.MfaRequired => "needs a second factor",
            AccountTakeoverAction.Block => "is blocked",
            _ => throw new ArgumentOutOfRangeException(nameof(action), action, null),
        };

    private static async Task TryAsync(
        World world,
        string client,
        string level,
        AccountTakeoverAction action,
        bool notifies,
        CancellationToken cancel
    )
    {
        var rita = world[world.Casting.Extra($"rita-{level}", client)];
        var user = await rita.Exists.GetAsync();
        var (endpoint, app) = (world.Aws.Endpoint!, await world.Clients.GetAsync(client));
        // Codes by mail go to whoever has an address; other factors nobody here has set up.
        var hasFactor = world.Environment.UserPool.Mfa.ActiveFactors.Contains(MfaFactor.Email);
        var expected = action switch
        {
            AccountTakeoverAction.Block => RiskySignIn.Blocked,
            AccountTakeoverAction.MfaRequired when !hasFactor => RiskySignIn.Blocked,
            AccountTakeoverAction.MfaIfConfigured or AccountTakeoverAction.MfaRequired when hasFactor => "EMAIL_OTP",
            _ => "tokens",
        };
        var begin = System.Diagnostics.Stopwatch.GetTimestamp();
        var outcome = await new RiskySignIn(endpoint).TryAsync(app, rita.Login, rita.Password, level, cancel);
        if (outcome == "tokens")
            world.Users.SignIns.Add((user, app.Id, System.Diagnostics.Stopwatch.GetElapsedTime(begin)));
        Expect.Equal($"what comes of {level} risk", expected, outcome);
        if (notifies)
            await ToldAsync(
                endpoint,
                rita,
                expected switch
                {
                    "tokens" => "NoActionEmail",
                    RiskySignIn.Blocked => "BlockEmail",
                    _ => "MfaEmail",
                },
                cancel
            );
        // The code that it asks for has come by mail, too.
        if (expected == "EMAIL_OTP")
            Expect.That((await new LocalMail(endpoint).CodeAsync(rita.Email, cancel)).Length > 0, "a code by mail", "it is empty");
    }

    private static async Task ToldAsync(Uri endpoint, Actor actor, string kind, CancellationToken cancel)
    {
        var kinds = await new LocalMail(endpoint).KindsAsync(actor.Email, cancel);
        Expect.That(
            kinds.Contains(kind),
            $"a mail of the kind {kind} to {actor.Email}",
            kinds.Count == 0 ? "no message was sent" : $"there are {string.Join(", ", kinds)}",
            $"GET {endpoint}_local/messages shows what was sent."
        );
    }

    private static async Task LeakedAsync(World world, string client)
    {
        var nobody = world.Make(world.Casting.Extra("leaked", client), world.EmailDomain, Leaked);
        var refused = await Expect.RefusedAsync(
            "a sign-up with a leaked password",
            () => world.Users.SendSignUpAsync(nobody),
            InvalidPassword
        );
        Expect.That(
            refused.Message.Contains("security reasons", StringComparison.Ordinal),
            "security reasons",
            refused.Message,
            "The password policy may refuse it first."
        );
    }
}
