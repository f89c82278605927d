using System.Collections.Immutable;
using System.Diagnostics;
using System.Net;
using CognitoStack.Local.Http;
using CognitoStack.Local.UserPools.Settings;
using CognitoStack.Local.UserPools.SignIn;
using CognitoStack.Local.UserPools.Store;

namespace CognitoStack.Local.UserPools.Risk;

/// <summary>What has been decided of a sign-in, from the first factor on.</summary>
/// <param name="EventId">Its event in the user's history.</param>
/// <param name="DemandsMfa">Whether a second factor is asked for that would not be otherwise.</param>
internal sealed record Verdict(string EventId, bool DemandsMfa);

/// <summary>Looks at every sign-in, and does what the template says of its risk.</summary>
/// <remarks>Source: Amazon Cognito Developer Guide, "Working with adaptive authentication".
/// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-settings-adaptive-authentication.html</remarks>
internal sealed class ThreatProtection(AuthEvents events, RiskJudge judge, RiskMails mails, TimeProvider time)
{
    private enum Outcome
    {
        Allow,
        Mfa,
        Block,
    }

    /// <summary>Judges a user who has proven the first factor; null where nobody looks.</summary>
    /// <exception cref="AwsException">The sign-in is blocked.</exception>
    public async Task<Verdict?> JudgeAsync(Scope scope, User user, Course course, CancellationToken cancel)
    {
        var (pool, origin) = (scope.Pool, scope.Origin);
        var mode = course.Answered is null ? pool.Threats.Mode : pool.Threats.CustomAuthMode;
        if (mode == ThreatMode.Off)
            return null;
        var risk = pool.Threats.Of(scope.Client?.Id);
        var isForbidden = risk is not null && IsIn(risk.Blocked, origin.Address);
        var level = risk is not null && IsIn(risk.Skipped, origin.Address) ? RiskLevel.None : judge.Assess(origin, events.Of(pool, user));
        var action = risk?.Actions.GetValueOrDefault(level) ?? RiskAction.Nothing;
        var outcome =
            mode == ThreatMode.Audit ? Outcome.Allow
            : isForbidden ? Outcome.Block
            : OutcomeOf(action, pool, user, course);
        var made = new AuthEvent
        {
            Type = AuthEvent.SignIn,
            Created = time.GetUtcNow(),
            Origin = origin,
            Client = scope.Client?.Id,
            Level = level,
            IsLeaked = course.IsLeaked,
            Response = outcome == Outcome.Block ? AuthEvent.Fail : AuthEvent.InProgress,
            Decision = outcome switch
            {
                Outcome.Block => AuthEvent.Block,
                Outcome.Mfa => AuthEvent.AccountTakeover,
                Outcome.Allow => AuthEvent.NoRisk,
                _ => throw new UnreachableException($"{outcome}"),
            },
            Challenges = course.FirstFactor is null && course.Answered is null ? [new(EventChallenge.Password, true)] : [],
        };
        await events.AddAsync(pool, user, made);
        if (mode == ThreatMode.Enforced && action.Notifies && !isForbidden && risk?.Notify is { } notify)
            await mails.SendAsync(
                scope,
                user,
                notify,
                outcome switch
                {
                    Outcome.Block => RiskMails.Blocked,
                    Outcome.Mfa => RiskMails.Challenged,
                    Outcome.Allow => RiskMails.Allowed,
                    _ => throw new UnreachableException($"{outcome}"),
                },
                action.Name,
                made,
                cancel
            );
        return outcome == Outcome.Block
            ? throw Error.NotAuthorized("Unable to login because of security reasons.")
            : new(made.Id, outcome == Outcome.Mfa);
    }

    /// <summary>Keeps that somebody did not know a user's password.</summary>
    public Task FailedAsync(Scope scope, User? user) =>
        user is null || scope.Pool.Threats.Mode == ThreatMode.Off
            ? Task.CompletedTask
            : events.AddAsync(
                scope.Pool,
                user,
                new()
                {
                    Type = AuthEvent.SignIn,
                    Created = time.GetUtcNow(),
                    Origin = scope.Origin,
                    Client = scope.Client?.Id,
                    Response = AuthEvent.Fail,
                    Challenges = [new(EventChallenge.Password, false)],
                }
            );

    /// <summary>Keeps how a second factor was answered.</summary>
    public Task ChallengedAsync(Scope scope, User user, Course course, bool isRight) =>
        ChangeAsync(scope, user, course, e => e with { Challenges = e.Challenges.Add(new(EventChallenge.Mfa, isRight)) });

    /// <summary>Keeps that a sign-in has come to its end.</summary>
    public Task PassedAsync(Scope scope, User user, Course course) =>
        ChangeAsync(scope, user, course, e => e with { Response = AuthEvent.Pass });

    /// <summary>Factors that a risk may ask for: a registered app, and codes to addresses, but for the one that the sign-in began with.</summary>
    public static ImmutableArray<string> Factors(UserPool pool, User user, Course course) =>
        [
            .. SecondFactors
                .Possible(pool, user)
                .Where(factor =>
                    course.FirstFactor is null
                    || Factor.AddressOf(factor) is not { } attribute
                    || attribute != Factor.AddressOf(course.FirstFactor)
                ),
        ];

    private Task ChangeAsync(Scope scope, User user, Course course, Func<AuthEvent, AuthEvent> change) =>
        course.Verdict is { } verdict ? events.ChangeAsync(scope.Pool, user, verdict.EventId, change) : Task.CompletedTask;

    // Where a second factor is a must, and after a passkey that is two, there is nothing to adapt. Functions that decide ask for their own.
    private static Outcome OutcomeOf(RiskAction action, UserPool pool, User user, Course course) =>
        action.Name switch
        {
            RiskAction.Block => Outcome.Block,
            RiskAction.MfaIfConfigured
            or RiskAction.MfaRequired when pool.Mfa != "ON" && !course.IsMultiFactor && course.Answered is null => Factors(
                pool,
                user,
                course
            ).Length > 0
                ? Outcome.Mfa
            : action.Name == RiskAction.MfaRequired ? Outcome.Block
            : Outcome.Allow,
            _ => Outcome.Allow,
        };

    private static bool IsIn(ImmutableArray<IPNetwork> ranges, string address) =>
        IPAddress.TryParse(address, out var parsed)
        && ranges.Any(range => range.Contains(parsed.IsIPv4MappedToIPv6 ? parsed.MapToIPv4() : parsed));
}
