using CognitoStack.Configuration;
using CognitoStack.Smoke.Checks;
using CognitoStack.Smoke.People;
using CognitoStack.Smoke.Report;
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
        foreach (var check in AtEachRisk(world, client, null))
            yield return check;
        if (PageVisit.Of(world) is { } visit)
            foreach (var check in AtEachRisk(world, visit.Client, visit))
                yield return check;
        if (ProtectionOf(world, client).CompromisedCredentials == CompromisedCredentialsAction.Block)
            yield return Sign("a leaked password is refused to whoever signs up", _ => LeakedAsync(world, client)) with
            {
                SkipBecause = world.Environment.UserPool.SelfSignUp ? null : "nobody signs up by themselves here",
            };
    }

    private static IEnumerable<Check> AtEachRisk(World world, string client, PageVisit? visit)
    {
        if (ProtectionOf(world, client).AccountTakeover is not { } takeover)
            yield break;
        foreach (var (level, action) in new[] { ("low", takeover.Low), ("medium", takeover.Medium), ("high", takeover.High) })
            yield return Sign(
                $"{(visit is null ? string.Empty : "on the pages, ")}a sign-in of {level} risk {Does(action)}{(takeover.Notify ? ", and the user is told" : string.Empty)}",
                cancel => TryAsync(world, new(client, visit, level, action, takeover.Notify), cancel)
            );
    }

    private static RiskConfiguration ProtectionOf(World world, string client) =>
        world.Environment.ThreatProtection!.Clients.GetValueOrDefault(client, world.Environment.ThreatProtection!);

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

    private static async Task TryAsync(World world, Try tried, CancellationToken cancel)
    {
        var rita = world[world.Casting.Extra($"rita-{(tried.Visit is null ? string.Empty : "page-")}{tried.Level}", tried.Client)];
        var user = await rita.Exists.GetAsync();
        var (endpoint, app) = (world.Aws.Endpoint!, await world.Clients.GetAsync(tried.Client));
        // Codes by mail go to whoever has an address; other factors nobody here has set up.
        var hasFactor = world.Environment.UserPool.Mfa.ActiveFactors.Contains(MfaFactor.Email);
        var expected = tried.Action switch
        {
            AccountTakeoverAction.Block => RiskOutcomes.Blocked,
            AccountTakeoverAction.MfaRequired when !hasFactor => RiskOutcomes.Blocked,
            AccountTakeoverAction.MfaIfConfigured or AccountTakeoverAction.MfaRequired when hasFactor => RiskOutcomes.Asked,
            _ => RiskOutcomes.SignedIn,
        };
        var begin = System.Diagnostics.Stopwatch.GetTimestamp();
        var outcome = tried.Visit is { } visit
            ? await visit.TryRiskAsync(rita, tried.Level, cancel)
            : await new RiskySignIn(endpoint).TryAsync(app, rita.Login, rita.Password, tried.Level, cancel);
        if (outcome == RiskOutcomes.SignedIn)
            world.Users.SignIns.Add((user, app.Id, System.Diagnostics.Stopwatch.GetElapsedTime(begin)));
        world.Risks.Note(tried.Level, tried.Visit is null ? RiskTable.Api : RiskTable.Pages, outcome, expected);
        Expect.Equal($"what comes of {tried.Level} risk", expected, outcome);
        if (tried.Notifies)
            await ToldAsync(world, rita, tried.Level, Mail(expected), cancel);
        // The code that it asks for has come by mail, too.
        if (expected == RiskOutcomes.Asked)
            Expect.That((await new LocalMail(endpoint).CodeAsync(rita.Email, cancel)).Length > 0, "a code by mail", "it is empty");
    }

    private static string Mail(string outcome) =>
        outcome switch
        {
            RiskOutcomes.SignedIn => "NoActionEmail",
            RiskOutcomes.Blocked => "BlockEmail",
            RiskOutcomes.Asked => "MfaEmail",
            _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, null),
        };

    private static async Task ToldAsync(World world, Actor actor, string level, string kind, CancellationToken cancel)
    {
        var kinds = await new LocalMail(world.Aws.Endpoint!).KindsAsync(actor.Email, cancel);
        world.Risks.Note(level, RiskTable.Mail, kinds.Contains(kind) ? kind : "none", kind);
        Expect.That(
            kinds.Contains(kind),
            $"a mail of the kind {kind} to {actor.Email}",
            kinds.Count == 0 ? "no message was sent" : $"there are {string.Join(", ", kinds)}",
            $"GET {world.Aws.Endpoint}_local/messages shows what was sent."
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
        world.Risks.Note(RiskTable.Leaked, RiskTable.Api, RiskOutcomes.Blocked, RiskOutcomes.Blocked);
        Expect.That(
            refused.Message.Contains("security reasons", StringComparison.Ordinal),
            "security reasons",
            refused.Message,
            "The password policy may refuse it first."
        );
    }

    /// <summary>What is tried: a client's sign-in at a level, on the pages or by the API, and what the file says of it.</summary>
    private sealed record Try(string Client, PageVisit? Visit, string Level, AccountTakeoverAction Action, bool Notifies);
}
